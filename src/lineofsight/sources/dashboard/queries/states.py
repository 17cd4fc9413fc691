"""What series show: worked out from their figures, as they are or as they were known."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime

from lineofsight.engine.disclosure import Rule
from lineofsight.sources.dashboard.models import Series
from lineofsight.sources.dashboard.queries.panels import annotations_of, marks_of, panel_of, trait_of
from lineofsight.sources.dashboard.rules import disclosing
from lineofsight.sources.dashboard.rules.judging import Judgement, judge


def judgements(
    series_ids: Sequence[int],
    *,
    period_type: str,
    moment: datetime | None = None,
    upto: date | None = None,
    rules: Mapping[str, Rule] | None = None,
    more: Mapping[int, Set[date]] | None = None,
) -> list[Judgement]:
    """What each of these series (one kind of period) shows in its newest period; three queries.

    `rules`: what the outer circle may see, by code; None: everything, for the inner circle and for what is kept.
    `more`: what is hidden besides, to protect others.
    """
    rows = Series.objects.filter(pk__in=series_ids).select_related("version")
    facts = {series.pk: series for series in rows}
    ordered = [facts[pk] for pk in series_ids]
    panel = panel_of(series_ids, period_type=period_type, moment=moment, upto=upto)
    annotations = annotations_of({series.version.measure_id for series in ordered}, moment=moment)
    traits = [trait_of(series.version, period_type) for series in ordered]
    if rules is not None:
        own = [rules.get(series.version.small_number_rule) or disclosing.rule_of(None) for series in ordered]
        panel = disclosing.hide(disclosing.hide_more(panel, more or {}), own, traits)
    return judge(panel, traits, marks_of(panel, ordered, annotations))
