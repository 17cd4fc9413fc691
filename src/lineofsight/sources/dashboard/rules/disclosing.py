"""What the outer circle may see: small numbers hidden and counts rounded before anything is drawn, said or worked out."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine import disclosure
from lineofsight.engine.framework.measures import SmallNumberRule
from lineofsight.sources.dashboard.rules import panel as states
from lineofsight.sources.dashboard.rules.panel import Floats, Panel, Trait

STATE_OF = {
    "suppressed": states.SUPPRESSED,
    "not_applicable": states.NOT_APPLICABLE,
    "low": states.LOW,
    "unreliable": states.UNRELIABLE,
}


def rule_of(found: SmallNumberRule | None) -> disclosure.Rule:
    """The framework's rule as the engine takes it; the strict public one where a measure names none that is known."""
    if found is None:
        return disclosure.rule_for("*", audience="public")
    return disclosure.Rule(
        code=found.code,
        source="*",
        audience="public",
        hide_up_to=found.hide_to or 0,
        round_to=found.round_to or 0,
        smallest_denominator=found.smallest_denominator or 0,
        secondary=bool(found.hide_to),
        across_years_only=not found.show_zero,
    )


def rules_by_code(found: Sequence[SmallNumberRule]) -> Mapping[str, disclosure.Rule]:
    """Every rule of the framework, by its code."""
    return {rule.code: rule_of(rule) for rule in found}


def hide(panel: Panel, rules: Sequence[disclosure.Rule], traits: Sequence[Trait]) -> Panel:
    """The panel as the outer circle may see it, each series by its own rule. Limits made from it give nothing away."""
    hidden = Panel(
        panel.series,
        panel.periods,
        panel.values.copy(),
        panel.numerators.copy(),
        panel.denominators.copy(),
        panel.states.copy(),
        panel.ids,
    )
    for row, (rule, trait) in enumerate(zip(rules, traits, strict=True)):
        _hide_row(hidden, row, rule, trait)
    return hidden


def _hide_row(panel: Panel, row: int, rule: disclosure.Rule, trait: Trait) -> None:
    is_count = trait.unit == "count"
    counts = _counts(panel, row, is_count=is_count)
    counted = ~np.isnan(counts) & np.isin(panel.states[row], states.DRAWN)
    if not counted.any():
        return
    sizes = None if is_count else np.where(np.isnan(panel.denominators[row]), np.inf, panel.denominators[row])
    sizes = None if sizes is None else np.where(np.isinf(sizes), 1e12, sizes)
    found = disclosure.apply(np.where(counted, counts, 0.0), rule, denominators=sizes, per=trait.multiplier)
    _take_over(panel, row, found, counted, is_count=is_count)


def _counts(panel: Panel, row: int, *, is_count: bool) -> Floats:
    given = panel.numerators[row]
    counts = np.where(np.isnan(given), panel.values[row], given) if is_count else given
    return np.where(counts < 0, np.nan, counts)


def _take_over(
    panel: Panel, row: int, found: disclosure.Disclosed, counted: NDArray[np.bool_], *, is_count: bool
) -> None:
    verdict = found.states if is_count or found.rate_states is None else found.rate_states
    for name, state in STATE_OF.items():
        gone = counted & (verdict == name)
        panel.states[row, gone] = state
        panel.values[row, gone] = np.nan
    kept = counted & (verdict == "value")
    if is_count:
        panel.values[row, kept] = found.counts[kept]
    panel.numerators[row] = np.where(kept, found.counts, np.nan)
    if found.denominators is not None and found.rates is not None:
        weighed = kept & ~np.isnan(panel.denominators[row])
        panel.values[row, weighed] = found.rates[weighed]
        panel.denominators[row] = np.where(kept & (found.denominators < 1e11), found.denominators, np.nan)


def hide_more(panel: Panel, more: Mapping[int, Set[date]]) -> Panel:
    """The panel without the figures of these series and periods, which are hidden to protect others."""
    if not more:
        return panel
    states_now, values = panel.states.copy(), panel.values.copy()
    numerators, denominators = panel.numerators.copy(), panel.denominators.copy()
    for row, series in enumerate(panel.series):
        columns = [at for at, day in enumerate(panel.periods) if day in more.get(series, ())]
        states_now[row, columns] = states.SUPPRESSED
        for part in (values, numerators, denominators):
            part[row, columns] = np.nan
    return replace(panel, states=states_now, values=values, numerators=numerators, denominators=denominators)


def counts_of(panel: Panel, traits: Sequence[Trait]) -> Floats:
    """The counts behind the figures, as a panel: of a plain number itself, of a rate its numerator."""
    rows = [_counts(panel, row, is_count=trait.unit == "count") for row, trait in enumerate(traits)]
    return np.array(rows).reshape(panel.values.shape)


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that add up to a total. `total` None: one that is not there, but may be known from elsewhere."""

    parts: tuple[int, ...]
    total: int | None
    rule: disclosure.Rule


def hidden_in(shown: Panel, counts: Floats, families: Sequence[Family]) -> dict[int, set[date]]:
    """What else has to be hidden, by series and period, so that no total gives a hidden count away.

    `shown` is what may be shown of each row alone, `counts` the true counts. Of a single total, hidden counts of sum S in
    k cells leave a reader in doubt by S - k: the smallest others are hidden until that is enough, and never only one. A
    cell of two families is looked at until nothing more is hidden.
    """
    found, more = shown.states.copy(), dict[int, set[date]]()
    protecting = [family for family in families if family.rule.secondary]
    while added := [cell for family in protecting for cell in _hidden_in(found, counts, family)]:
        for row, column in added:
            found[row, column] = states.SUPPRESSED
            more.setdefault(shown.series[row], set()).add(shown.periods[column])
    return more


def _hidden_in(found: NDArray[np.int8], counts: Floats, family: Family) -> list[tuple[int, int]]:
    rows = np.array(family.parts)
    cells = []
    for column in np.flatnonzero((found[rows] == states.SUPPRESSED).any(axis=0)):
        if _adds_up(counts[:, column], family):
            chosen = _besides(found[rows, column], counts[rows, column], family.rule.protection)
            cells += [(int(rows[row]), int(column)) for row in chosen]
    return cells


def _adds_up(counts: Floats, family: Family) -> bool:
    """False where parts overlap, such as reasons of which a child may have several: no total minus others tells anything."""
    total = np.nan if family.total is None else counts[family.total]
    return bool(np.isnan(total) or np.nansum(counts[list(family.parts)]) <= total + 0.5)


def given_away(panel: Panel, counts: Floats, total: int, own: Sequence[int], rule: disclosure.Rule) -> set[date]:
    """The periods in which the total minus the reader's own figures leaves others with a small count."""
    if rule.round_to > 1:
        return set()
    left = counts[total] - np.nansum(counts[list(own)], axis=0)
    sent = (~np.isnan(counts[list(own)])).any(axis=0)
    small = sent & (left > 0) & (left <= rule.hide_up_to)
    return {panel.periods[int(column)] for column in np.flatnonzero(small)}


def _besides(found: NDArray[np.int8], counts: Floats, protection: int) -> list[int]:
    hidden = [int(row) for row in np.flatnonzero(found == states.SUPPRESSED)]
    total = float(np.nansum(counts[hidden])) if hidden else 0.0
    shown = np.isin(found, states.DRAWN) & (counts > 0)
    others = sorted((int(row) for row in np.flatnonzero(shown)), key=lambda row: (counts[row], row))
    added: list[int] = []
    while hidden and others and (len(hidden) + len(added) < 2 or total - len(hidden) - len(added) < protection):
        added.append(others.pop(0))
        total += float(counts[added[-1]])
    return added
