"""The words for figures, changes and targets; the same on a page, in a table and in a file."""

from collections.abc import Mapping
from datetime import date

from lineofsight.engine.charts import CAUSE_WORDS, Figures, Meaning, assurance_words, figure, variation_words
from lineofsight.sources.dashboard.rules import panel as states
from lineofsight.sources.dashboard.rules import periods

UNITS = {
    "count": "", "percent": "percentage", "rate_per_1_000": "per 1,000 children", "average": "average", "ratio": "ratio",
    "rate_per_10_000": "per 10,000 children", "rate_per_100_000": "per 100,000 children", "score": "score",
}  # fmt: skip

# Letter in place of a figure, with its words. What is estimated or may still change has its figure and words beside it.
SYMBOLS: Mapping[int, tuple[str, str]] = {
    states.NONE: ("x", "not supplied"),
    states.SUPPRESSED: ("c", "hidden, small number"),
    states.MISSING: ("x", "not supplied"),
    states.NOT_APPLICABLE: ("z", "does not apply"),
    states.WITHDRAWN: ("w", "withdrawn"),
    states.LOW: ("low", "above zero, rounds to zero"),
    states.UNRELIABLE: ("u", "not reliable enough to show"),
}
REMARKS = {states.ESTIMATED: "estimated", states.PROVISIONAL: "provisional"}
LETTERS = {states.ESTIMATED: "e", states.PROVISIONAL: "p"}
DRAWN_AS: Mapping[int, Figures] = {
    states.VALUE: "value", states.ESTIMATED: "value", states.PROVISIONAL: "value", states.SUPPRESSED: "suppressed",
    states.NOT_APPLICABLE: "not_applicable", states.LOW: "low", states.UNRELIABLE: "unreliable",
}  # fmt: skip
MEANINGS: Mapping[str, Meaning] = {
    "improvement_high": "better", "improvement_low": "better", "concern_high": "worse", "concern_low": "worse",
    "neutral_high": "higher", "neutral_low": "lower",
}  # fmt: skip
LEGEND = (
    ("c", "hidden, small number"),
    ("x", "not supplied"),
    ("z", "does not apply"),
    ("w", "withdrawn"),
    ("e", "estimated"),
    ("p", "provisional: it may still change and raises no warning"),
    ("low", "above zero, rounds to zero"),
    ("u", "not reliable enough to show"),
)


def sign_of(unit: str) -> str:
    """The sign that goes on a figure: a percent sign, or nothing."""
    return "%" if unit == "percent" else ""


def amount(value: float | None, *, unit: str, decimals: int | None = None) -> str:
    """A figure with its sign; whole numbers for counts. Empty for none."""
    if value is None or value != value:
        return ""
    places = None if unit == "count" and value != round(value) else 0 if unit == "count" else decimals
    return figure(value, sign_of(unit), places)


def shown(value: float | None, state: int, *, unit: str, decimals: int | None = None) -> str:
    """A figure in a table: with (p) or (e) where it is provisional or estimated, or the letter for why there is none."""
    if state in SYMBOLS or value is None or value != value:
        return SYMBOLS.get(state, SYMBOLS[states.MISSING])[0]
    letter = LETTERS.get(state, "")
    return (
        f"{amount(value, unit=unit, decimals=decimals)} ({letter})"
        if letter
        else amount(value, unit=unit, decimals=decimals)
    )


def remark(state: int) -> str:
    """What a screen reader is told of a figure's state; empty for a plain value."""
    return REMARKS.get(state) or (SYMBOLS[state][1] if state in SYMBOLS else "")


def change(
    variation: str, cause: str, *, tier: str, points: int, since: str = "", is_early: bool = False, back: str = ""
) -> str:
    """What a series does, in words: "Concerning, high: in a run above average". `is_early`: a first sign, on few figures.

    `back`: since when a level that had changed is back.
    """
    if is_early and since and not variation.startswith(("concern", "improvement")):
        return f"Perhaps a change since {since}: few figures yet"
    if not variation or points < 2:
        return "Too little data"
    said = variation_words(variation)
    reason = CAUSE_WORDS.get(cause, "")
    said = f"{said}: {reason}" if reason and variation != "common" else said
    if tier in {"alert", "priority"} and since and variation == "common":
        return f"Early sign of a change since {since}"
    if back and variation == "common":
        return f"Back at its usual level since {back}"
    return said


def target(assurance: str, value: float | None, *, unit: str, decimals: int | None) -> str:
    """Whether the target will be met, with the target itself."""
    words = assurance_words(assurance or None)
    aim = amount(value, unit=unit, decimals=decimals)
    return f"{words} ({aim})" if aim and assurance else (f"Target {aim}" if aim else words)


def split(breakdown: str) -> str:
    """A breakdown in words: "Sex: Female" for "sex=Female"; empty for everybody."""
    parts = [part.partition("=") for part in breakdown.split("; ") if part]
    return ", ".join(f"{plain(kind).capitalize()}: {value}" for kind, _, value in parts)


def plain(code: str) -> str:
    """A breakdown's code as words inside a sentence: "care status"."""
    return code.replace("-", " ").replace("_", " ")


def how_sure(tier: str) -> str:
    """A tier in words that need no statistics."""
    return {
        "priority": "Very unlikely to be chance",
        "alert": "Unlikely to be chance",
        "watch": "Could still be chance: worth watching",
    }.get(tier, "")


def span(since: date | None, low: date | None, high: date | None, *, period_type: str) -> str:
    """When a change began: "about Mar 2026 (Feb 2026 to May 2026)"; empty when there was none."""
    if since is None:
        return ""
    at = periods.label(since, period_type)
    if low is None or high is None or low == high:
        return f"about {at}"
    return f"about {at} ({periods.label(low, period_type)} to {periods.label(high, period_type)})"


def listed(names: list[str]) -> str:
    """Names in a sentence: "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
