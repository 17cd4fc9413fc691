"""Measures that a publisher's file holds and the catalogue lacks: added as neutral, so that their figures are not lost."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.text import slugify
from numpy.typing import NDArray

from lineofsight.engine import tables
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.sources.dashboard.models import Measure, MeasureVersion

TO_BE_AGREED = "Found in a publisher's file. Its definition is to be agreed by its owner."
FIRST_DAY = date(1900, 1, 1)
UNITS = {1: "count", 100: "percent", 1_000: "rate_per_1_000", 10_000: "rate_per_10_000", 100_000: "rate_per_100_000"}
YEARLY = frozenset({"financial_year", "academic_year", "calendar_year", "snapshot", "rolling", "year_to_date"})
FREQUENCIES = {"month": "monthly", "quarter": "quarterly", "term": "termly", "week": "weekly", "day": "daily"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file tells of a measure. `multiplier` None: the file gives no counts to work a rate out from."""

    code: str
    multiplier: float | None
    whole: bool
    decimals: int
    period_type: str


def measure_code(text: str) -> str:
    """The measure's code as the catalogue can hold it: small letters, digits and hyphens, at most 80."""
    return slugify(text)[:80] or "measure"


def found_in(reading: tables.Reading, recipe: tables.Recipe) -> dict[str, Found]:
    """What the file tells of each of its measures, by the code that the recipe gives."""
    multipliers = {rule.code: rule.multiplier for table in recipe.tables for rule in table.measures}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for code, kind in zip(reading.columns["measure"], reading.columns["period_type"], strict=True):
        kinds[code][kind] += 1
    return {code: _found(code, reading, seen, multipliers.get(code, 1.0)) for code, seen in kinds.items()}


def _found(code: str, reading: tables.Reading, seen: Counter[str], multiplier: float) -> Found:
    columns = reading.columns
    mine = columns["measure"] == code
    values = columns["value"][mine]
    values = values[~np.isnan(values)]
    has_counts = bool(np.any(~np.isnan(columns["numerator"][mine]) & ~np.isnan(columns["denominator"][mine])))
    decimals = decimals_of(values)
    return Found(
        code=code,
        multiplier=multiplier if has_counts else None,
        whole=not decimals,
        decimals=decimals,
        period_type=_main_kind(seen),
    )


def _main_kind(seen: Counter[str]) -> str:
    """The commonest kind of period that can be charted; where there is none, the commonest."""
    charted = [kind for kind, _ in seen.most_common() if kind not in tables.NOT_CHARTABLE]
    return charted[0] if charted else seen.most_common(1)[0][0]


def decimals_of(values: NDArray[np.float64]) -> int:
    """To how many decimal places numbers were written, six at most: the fewest that hold every one of them."""
    for places in range(6):
        if np.all(np.abs(values * 10**places - np.round(values * 10**places)) < 1e-6):
            return places
    return 6


def add_found_measure(partnership: Partnership, found: Found, *, recipe: tables.Recipe, by: Doer) -> Measure:
    """Add it with one version that counts for every period. Neutral: nobody has said yet which way is good."""
    code, name = measure_code(found.code), found.code.replace("-", " ").strip().capitalize()[:200]
    subject = subject_for(
        partnership.chain,
        room="dashboard",
        kind="measure",
        key=code,
        title=name,
        may_read="see_measures",
        path=f"/p/{partnership.slug}/data/measures/{code}/",
    )
    measure = Measure.objects.create(partnership=partnership, code=code, subject=subject)
    facts = {**_wording(name, recipe), **_shape(found)}
    MeasureVersion.objects.create(
        measure=measure, number=1, effective_from=FIRST_DAY, created_by_id=by.actor_id, **facts
    )
    after = {"code": code, "name": name, "recipe": recipe.name, **_shape(found)}
    record(partnership.chain, by=by, deed="dashboard.add_measure", subject=subject, after=after, note=TO_BE_AGREED)
    return measure


def _wording(name: str, recipe: tables.Recipe) -> dict[str, Any]:
    published_by = ", ".join(part for part in (recipe.publisher, recipe.source or recipe.title) if part)
    return {
        "name": name,
        "question": f"What does {recipe.publisher or 'the publisher'} say about this: {name[:1].lower()}{name[1:]}?",
        "owner_kind": "business_team",
        "data_source": published_by[:200],
        "counts": "as its publisher counts",
        "numerator": "As its publisher defines it",
        "direction": "neutral",
        "direction_reason": "Nobody has said yet which way is good.",
        "known_limits": TO_BE_AGREED,
        "small_number_rule": "default",
        "roll_up": "none",
        "reason": TO_BE_AGREED,
    }


def _shape(found: Found) -> dict[str, Any]:
    """Unit, distribution and kind of period, as far as the figures show them."""
    share = found.multiplier is not None
    unit = UNITS.get(int(found.multiplier or 1), "score") if share or found.whole else "score"
    if found.multiplier == 1:
        unit = "ratio"
    return {
        "denominator": "What its publisher sets it against" if share else "",
        "unit": unit,
        "multiplier": int(found.multiplier or 1),
        "decimals": min(found.decimals if found.multiplier is None else max(found.decimals, 1), 3),
        "period_type": found.period_type,
        # Whether a line is drawn is decided by each series' kind of period, as one file may mix months and rolling years.
        "taken": "snapshot" if found.period_type == "snapshot" else "flow",
        "frequency": "yearly" if found.period_type in YEARLY else FREQUENCIES.get(found.period_type, "other"),
        "family": "binomial" if unit == "percent" else "poisson" if unit == "count" or share else "gaussian",
    }
