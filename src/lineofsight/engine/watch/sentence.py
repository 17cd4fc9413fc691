"""A finding in plain English: what, since when, how much, how often chance would do it. No statistic, and no cause."""

import math
import re
from collections.abc import Sequence

from lineofsight.engine.watch.told import Scan

PERIOD_WORDS = {12: ("month", "months"), 4: ("quarter", "quarters"), 52: ("week", "weeks"), 1: ("year", "years")}
SURE, LIKELY = 0.95, 0.75
FARTHEST_MONTHS = 36


def sentence(scan: Scan, i: int, *, measure: str, unit: str, periods: Sequence[str]) -> str:
    """What is told of series `i`: two to five short sentences.

    `measure` is its name, `unit` what follows a figure ("a month", "per 10,000", "%"); a rate "per 10,000" and a
    proportion in "%" are multiplied out. `periods` names every period of the panel, oldest first.
    """
    told = [_what(scan, i, measure, unit, periods)]
    if scan.tier[i] or scan.alarm[i]:
        told.append(_chance(scan, i))
    told += [_provisional(scan, i), _peers(scan, i), _target(scan, i)]
    return " ".join(part for part in told if part)


def _what(scan: Scan, i: int, measure: str, unit: str, periods: Sequence[str]) -> str:
    if scan.since[i] < 0:
        return f"{measure}: no lasting change found. The average is {_figure(scan, scan.level[i], unit)}."
    after, before = (_figure(scan, value, unit) for value in (scan.after[i], scan.before[i]))
    if scan.back_since[i] >= 0:
        return _was(scan, i, measure, unit, periods)
    if scan.kind[i] == "spike":
        newest = periods[int(scan.newest[i])]
        return (
            f"{measure}: the figure for {newest} stands out. It is {after}; before that the average was {before}. "
            "One figure alone may be a one-off."
        )
    length, words = _stretch(scan, i)
    return (
        f"{measure}: {_way(scan, i)} since about {periods[int(scan.since[i])]}{_range(scan, i, periods)}. "
        f"The last {length} {words} average {after}; before that the average was {before}."
    )


def _was(scan: Scan, i: int, measure: str, unit: str, periods: Sequence[str]) -> str:
    """Of a level that has come back: when it was another, and where it is now."""
    first, back = int(scan.since[i]), int(scan.back_since[i])
    then = f"from about {periods[first]} to {periods[back - 1]}" if back - first > 1 else f"in {periods[first]}"
    after, level, before = (_figure(scan, value, unit) for value in (scan.after[i], scan.level[i], scan.before[i]))
    return (
        f"{measure}: {_way(scan, i)} {then}, and back at about the level before since {periods[back]}. "
        f"It was {after} on average then, is {level} now, and was {before} before."
    )


def _stretch(scan: Scan, i: int) -> tuple[int, str]:
    one, many = PERIOD_WORDS.get(scan.period, ("period", "periods"))
    length = int(scan.newest[i] - scan.since[i]) + 1
    return length, one if length == 1 else many


def _range(scan: Scan, i: int, periods: Sequence[str]) -> str:
    low, high = int(scan.since_low[i]), int(scan.since_high[i])
    return "" if low == high else f" (between {periods[low]} and {periods[high]})"


def _way(scan: Scan, i: int) -> str:
    moved = "higher" if scan.rising[i] else "lower"
    better = scan.improves or {"up": "down", "down": "up"}.get(scan.concern)
    if better not in ("up", "down"):
        return moved
    return f"better ({moved})" if (better == "up") == bool(scan.rising[i]) else f"worse ({moved})"


def _figure(scan: Scan, value: float, unit: str) -> str:
    size = value * _times(scan, unit)
    text = f"{size:,.0f}" if abs(size) >= 100 or (size == round(size) and size != 0) else f"{size:,.1f}"
    return f"{text}%" if unit.strip() == "%" else f"{text} {unit}".strip()


def _times(scan: Scan, unit: str) -> float:
    """How far the stored level is multiplied for people: a proportion in per cent, a rate per so many."""
    if scan.family == "gaussian":
        return 1.0
    if unit.strip() in ("%", "per cent"):
        return 100.0
    found = re.search(r"\bper ([\d,]+)", unit)
    return float(found[1].replace(",", "")) if found else 1.0


def _chance(scan: Scan, i: int) -> str:
    months = float(scan.chance_in_months[i])
    return f"If nothing had changed, a run like this would appear {_once_in(months)} on one measure."


def _once_in(months: float) -> str:
    if months < 18:
        return f"about once in {round(months)} months" if round(months) > 1 else "about every month"
    years = months / 12
    if years > 100:
        return "less than once in 100 years"
    return f"about once in {round(years)} years"


def _provisional(scan: Scan, i: int) -> str:
    if not scan.provisional[i]:
        return ""
    return f"There are only {int(scan.figures[i])} figures so far, so this is provisional."


def _peers(scan: Scan, i: int) -> str:
    share = float(scan.peer_share[i])
    if math.isnan(share):
        return ""
    better = scan.improves or {"up": "down", "down": "up"}.get(scan.concern)
    if better not in ("up", "down"):
        return ""
    if share >= 0.75:
        return "Most comparable areas are doing better."
    return (
        "Most comparable areas are doing worse." if share <= 0.25 else "Comparable areas are at about the same level."
    )


def _target(scan: Scan, i: int) -> str:
    chance, months = float(scan.p_miss_target[i]), float(scan.months_to_target[i])
    if math.isnan(chance):
        return ""
    missing = chance > 0.5
    told = f"{_sureness(chance)} the present level {'misses' if missing else 'meets'} the target."
    if math.isfinite(months) and 0 < months <= FARTHEST_MONTHS:
        crossed = "reach" if missing else "pass the wrong side of"
        told += f" On its present path it would {crossed} the target in about {max(round(months), 1)} months."
    return told


def _sureness(chance: float) -> str:
    sure = max(chance, 1 - chance)
    return "Almost certainly" if sure >= SURE else "Probably" if sure >= LIKELY else "It is open, but"
