"""What else is hidden from somebody of the outer circle, so that what they see does not give a hidden number away.

Two ways lead to a small number: a total minus its other parts (districts of the whole, values of a breakdown), and a total
minus what the reader's own organisation sent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from lineofsight.engine.disclosure import Rule
from lineofsight.sources.dashboard.models import Series
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.panels import panel_of, trait_of
from lineofsight.sources.dashboard.rules import disclosing

More = dict[int, set[date]]


def hidden_besides(
    ours: Sequence[Series], whole: int | None, *, look: Look, rules: Mapping[int, Rule]
) -> Mapping[int, Set[date]]:
    """Periods to hide by series, beside those whose own number is small. `rules` by version; one query a kind of period."""
    more: More = defaultdict(set)
    kinds: dict[str, list[Series]] = defaultdict(list)
    for one in ours:
        if one.organisation_id is None or str(one.organisation_id) in look.own:
            kinds[one.period_type].append(one)
    for kind, held in kinds.items():
        _of_kind(held, kind, whole, look=look, rules=rules, more=more)
    return dict(more)


def _of_kind(
    held: Sequence[Series], kind: str, whole: int | None, *, look: Look, rules: Mapping[int, Rule], more: More
) -> None:
    raw = panel_of([one.pk for one in held], period_type=kind, moment=look.moment, upto=look.upto)
    traits = [trait_of(one.version, kind) for one in held]
    counts = disclosing.counts_of(raw, traits)
    row_of = {one.pk: row for row, one in enumerate(held)}
    for total, own in _own_parts(held):
        rows = [row_of[one.pk] for one in own]
        days = disclosing.given_away(raw, counts, row_of[total.pk], rows, rules[total.version_id])
        # Without the total its parts would still add up to it.
        for one in held:
            if one.organisation_id is None and one.version_id == total.version_id:
                more[one.pk] |= days
    shown = disclosing.hide_more(disclosing.hide(raw, [rules[one.version_id] for one in held], traits), more)
    families = [
        disclosing.Family(tuple(row_of[one.pk] for one in parts), None if total is None else row_of[total.pk], rule)
        for total, parts, rule in _families(held, whole, rules)
    ]
    for series, days in disclosing.hidden_in(shown, counts, families).items():
        more[series] |= days


def _own_parts(held: Sequence[Series]) -> Iterable[tuple[Series, list[Series]]]:
    """Each figure of everybody together, with the reader's own that went into it."""
    own: dict[tuple[object, ...], list[Series]] = defaultdict(list)
    for one in held:
        if one.organisation_id is not None:
            own[(one.version_id, one.area_id, one.breakdown)].append(one)
    for one in held:
        key = (one.version_id, one.area_id, one.breakdown)
        if one.organisation_id is None and key in own:
            yield one, own[key]


def _families(
    held: Sequence[Series], whole: int | None, rules: Mapping[int, Rule]
) -> Iterable[tuple[Series | None, list[Series], Rule]]:
    """What adds up to what: areas to the whole, and the values of each kind of breakdown to everybody."""
    together = {(one.version_id, one.area_id, one.breakdown): one for one in held if one.organisation_id is None}
    parts: dict[tuple[int, int | None, str], list[Series]] = defaultdict(list)
    for one in together.values():
        if one.area_id != whole:
            parts[(one.version_id, whole, one.breakdown)].append(one)
        if one.breakdown:
            split = one.breakdown.partition("=")[0]
            parts[(one.version_id, one.area_id, f"{split}=")].append(one)
    for (version, area, split), own in parts.items():
        name = "" if split.endswith("=") else split
        yield together.get((version, area or 0, name)), own, rules[version]
