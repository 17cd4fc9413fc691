"""The summary's headline and its grid of counts, from what each measure shows."""

from collections.abc import Iterable, Sequence
from typing import Protocol

FEWEST_POINTS = 12
GROUPS = ("worse", "changed", "same", "better", "little", "none")
GROUP_NAMES = {
    "worse": "Getting worse",
    "changed": "Changed, neither good nor bad",
    "same": "No real change",
    "better": "Getting better",
    "little": "Too little data",
    "none": "No figures yet",
}
TARGETS = ("fail", "inconsistent", "pass", "none")
TARGET_NAMES = {
    "fail": "Will miss the target",
    "inconsistent": "May meet or miss it",
    "pass": "Will meet the target",
    "none": "No target",
}


class Shows(Protocol):
    """What a series showed, as far as grouping needs it."""

    @property
    def points(self) -> int: ...
    @property
    def variation(self) -> str: ...
    @property
    def tier(self) -> str: ...


def group_of(shows: Shows | None, *, improves: str) -> str:
    """Where a measure stands on the grid. An early warning for the worse counts before the chart turns."""
    if shows is None:
        return "none"
    if shows.points < FEWEST_POINTS or not shows.variation:
        return "little"
    for start, group in (("concern", "worse"), ("improvement", "better"), ("neutral", "changed")):
        if shows.variation.startswith(start):
            return group
    if shows.tier not in {"alert", "priority"}:
        return "same"
    return "changed" if improves == "neutral" else "worse"


def headline(groups: Sequence[str]) -> str:
    """The sentence above the list: "3 of 28 measures are getting worse, 2 better, 19 no real change, 4 too little data." """
    counted = [group for group in groups if group != "none"]
    if not counted:
        return "There are no figures yet."
    count = {group: counted.count(group) for group in GROUPS}
    parts = [f"{count['better']} better", f"{count['same']} no real change"]
    if count["changed"]:
        parts.append(f"{count['changed']} changed, neither good nor bad")
    if count["little"]:
        parts.append(f"{count['little']} too little data")
    verb = "is" if count["worse"] == 1 else "are"
    return f"{count['worse']} of {len(counted)} measures {verb} getting worse, {', '.join(parts)}."


def grid(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[int]]]:
    """Counts by variation (rows) and target (columns), rows that hold something only."""
    held = list(pairs)
    rows = [(group, [held.count((group, target)) for target in TARGETS]) for group in GROUPS]
    return [row for row in rows if any(row[1])]
