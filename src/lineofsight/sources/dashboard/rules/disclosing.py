"""What the outer circle may see: small numbers hidden and counts rounded before anything is drawn, said or worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

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


def hide_between(values: Floats, found: NDArray[np.int8], rule: disclosure.Rule) -> NDArray[np.int8]:
    """The states of the parts of one total, with what has to be hidden besides so that the total gives none away."""
    if not rule.hide_up_to or np.isnan(values).any() or (values != np.round(values)).any() or len(values) < 2:
        return found
    table = disclosure.protect(values, replace(rule, round_to=0))
    return np.where(table.states[:-1] == "suppressed", states.SUPPRESSED, found).astype(np.int8)
