"""A definition in words, for its page and its form."""

from datetime import date
from typing import Any, Protocol

from lineofsight.sources.dashboard.rules import periods, words

DIRECTIONS = {"up": "More is better", "down": "Fewer is better", "neutral": "Neither more nor fewer is good in itself"}
ROLL_UPS = {
    "sum": "Added up over areas and agencies",
    "recompute": "Worked out again from the counts of areas and agencies, never averaged",
    "none": "Not rolled up: each agency's figure stands for itself",
}
UNIT_WORDS = {
    "count": "Number", "percent": "Percentage", "rate_per_1_000": "Rate per 1,000", "rate_per_10_000": "Rate per 10,000",
    "rate_per_100_000": "Rate per 100,000", "average": "Average", "ratio": "Ratio", "score": "Score",
}  # fmt: skip
TAKEN = {
    "flow": "Counted over the period",
    "snapshot": "Counted on the last day of the period",
    "rolling": "Rolling: not charted, because each figure shares most of what it counts with the one before",
    "year_to_date": "Year to date: not charted, because each figure holds the ones before",
}


class Definition(Protocol):
    """What of a version is said."""

    counts: str
    numerator: str
    denominator: str
    unit: str
    decimals: int
    target: float | None
    tolerance: float | None
    target_reason: str
    direction: str
    direction_reason: str
    period_type: str
    taken: str
    roll_up: str
    data_source: str
    comparators: str
    breakdowns: str
    small_number_rule: str
    known_limits: str
    effective_from: date


def facts_of(version: Definition, *, rule_words: str = "") -> list[tuple[str, Any]]:
    """The definition as label and words, what is empty left out."""
    aim = words.amount(version.target, unit=version.unit, decimals=version.decimals)
    give = words.amount(version.tolerance, unit=version.unit, decimals=version.decimals)
    target = f"{aim}{f', give or take {give}' if give else ''}. {version.target_reason}" if aim else ""
    facts = [
        ("What one unit is", version.counts),
        ("Above the line", version.numerator),
        ("Below the line", version.denominator),
        ("Shown as", UNIT_WORDS.get(version.unit, version.unit)),
        ("Good direction", f"{DIRECTIONS[version.direction]}. {version.direction_reason}"),
        ("Target", target),
        ("How often", periods.named(version.period_type).capitalize()),
        ("How it is taken", TAKEN.get(version.taken, version.taken)),
        ("Rolling up", ROLL_UPS.get(version.roll_up, version.roll_up)),
        ("Source", version.data_source),
        ("Compared with", comparators(version.comparators)),
        ("Broken down by", ", ".join(version.breakdowns.split())),
        ("Small numbers", rule_words or version.small_number_rule),
        ("Known limits", version.known_limits),
    ]
    return [(label, said) for label, said in facts if said]


METHODS = {
    "published": "as published", "mean_missing_excluded": "mean, missing ones left out", "median": "median",
    "standard": "a set standard", "own_history": "its own history", "distribution": "the spread of all",
}  # fmt: skip


def comparators(text: str) -> str:
    """Each comparator with its method: "England (as published, yearly)"."""
    found = []
    for line in text.splitlines():
        name, method, often, *_ = [part.strip() for part in f"{line}||".split("|")]
        said = ", ".join(part for part in (METHODS.get(method, method), often) if part)
        found.append(f"{name} ({said})" if said else name)
    return "; ".join(found)
