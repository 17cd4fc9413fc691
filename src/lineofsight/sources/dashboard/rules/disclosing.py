"""What the outer circle may see: small numbers hidden and counts rounded before anything is drawn, said or worked out."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
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


def hidden_besides(panel: Panel, counts: Floats, rule: disclosure.Rule) -> dict[int, set[date]]:
    """What else has to be hidden, by series and period, so that the total of the rows gives no hidden count away.

    `panel` is what may be shown of each row alone, `counts` the true counts. Of a single total, hidden counts of sum S in
    k cells leave a reader in doubt by S - k: the smallest others are hidden until that is enough, and never only one.
    """
    more: dict[int, set[date]] = {}
    if not rule.secondary:
        return more
    for column, day in enumerate(panel.periods):
        for row in _besides(panel.states[:, column], counts[:, column], rule.protection):
            more.setdefault(panel.series[row], set()).add(day)
    return more


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
