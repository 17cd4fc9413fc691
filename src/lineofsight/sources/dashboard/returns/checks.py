"""The checks of a return: errors stop it, warnings need a reason. Each message says what is wrong and what to do. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from lineofsight.sources.dashboard.returns.figures_written import MISSING, NOT_APPLICABLE, SUPPRESSED
from lineofsight.sources.dashboard.returns.slots import Entry, Finding, Key, Last
from lineofsight.sources.dashboard.rules import words

ERROR, WARNING = "error", "warning"
DISTRICTS: Final = "districts"

# Figures under this on both sides are too small for a jump between them to mean anything.
TOO_SMALL_TO_JUMP: Final = 5
# So many figures, all as they were last time, are likely last time's file.
SUSPICIOUSLY_MANY: Final = 5

EXPLANATIONS: Final = (
    ("real-change", "This is a real change"),
    ("new-recording", "We record it in a new way"),
    ("was-wrong-before", "The last figure was wrong"),
    ("one-off", "Something happened once"),
    ("small-numbers", "The numbers are small"),
    ("other", "Another reason"),
)
"""Why an unusual figure is right."""


def check(
    entries: Mapping[Key, Entry],
    *,
    last: Mapping[Key, Last],
    jump_percent: float,
    same_period: Mapping[Key, Last] | None = None,
) -> list[Finding]:
    """Everything found in the figures of a return, in the order of its rows. `last`: what was accepted for the period before."""
    rows = list(entries.values())
    found: list[Finding] = []
    for entry in rows:
        found += _wrong_in(entry)
    found += _sub_totals(rows)
    found += _missing(rows)
    stopped = {finding.key for finding in found if finding.severity == ERROR}
    for entry in rows:
        if entry.slot.key not in stopped:
            found += _unusual(entry, last.get(entry.slot.key), jump_percent=jump_percent)
    found += _same_as_last_time(rows, last)
    found += _breakdowns_gone(entries, last)
    return found


def place(entry: Entry, part: str = "number") -> dict[str, object]:
    """Where an entry stands, for a finding."""
    column = entry.out_of_column if part == "out_of" else entry.column
    written = entry.written_out_of if part == "out_of" else entry.written_number
    return {
        "key": entry.slot.key,
        "part": part,
        "sheet": entry.sheet,
        "row": entry.row,
        "column": column,
        "written": written,
    }


def _finding(severity: str, code: str, message: str, entry: Entry, part: str = "number") -> Finding:
    return Finding(severity, code, message, **place(entry, part))  # type: ignore[arg-type]


def _wrong_in(entry: Entry) -> Iterator[Finding]:
    for part, problem in entry.problems:
        yield _finding(ERROR, "negative" if "below nought" in problem else "not-a-number", problem, entry, part)
    if entry.problems:
        return
    slot, top, bottom = entry.slot, entry.numerator, entry.denominator
    if slot.has_out_of and (top is None) != (bottom is None) and entry.state == MISSING and not entry.is_blank:
        part, words = ("out_of", slot.out_of_words) if bottom is None else ("number", slot.number_words)
        yield _finding(ERROR, "half-given", f"This is blank. Enter the number of: {_first_lower(words)}.", entry, part)
    if top is None or bottom is None or not slot.has_out_of:
        return
    if slot.part_of and top > bottom:
        where = f" ({entry.out_of_column}{entry.row})" if entry.row and entry.out_of_column else ""
        yield _finding(
            ERROR,
            "more-than-all",
            f"{top:,g} is more than the {bottom:,g} it is out of{where}. Change one of them.",
            entry,
        )
    elif not bottom and top:
        yield _finding(ERROR, "out-of-nothing", f"{top:,g} out of 0 cannot be. Change one of them.", entry, "out_of")


def _first_lower(words: str) -> str:
    plain = words.strip().rstrip(".")
    return plain[:1].lower() + plain[1:]


def _grouped(rows: Iterable[Entry]) -> dict[tuple[str, date], list[Entry]]:
    groups: dict[tuple[str, date], list[Entry]] = defaultdict(list)
    for entry in rows:
        groups[(entry.slot.code, entry.slot.period)].append(entry)
    return groups


def _sub_totals(rows: Sequence[Entry]) -> Iterator[Finding]:
    """Parts that do not add up to their whole: districts to the area, values of a breakdown to everybody."""
    for group in _grouped(rows).values():
        whole = next((entry for entry in group if entry.slot.is_whole and not entry.slot.breakdown), None)
        if whole is None or whole.problems:
            continue
        for name, parts in _parts(group):
            if name == DISTRICTS or not _same_children_again(whole, parts):
                yield from _not_adding_up(whole, parts, name=name)


def _same_children_again(whole: Entry, parts: Sequence[Entry]) -> bool:
    """True where each value of a breakdown is out of everybody: factors of which a child may have several add up to nothing."""
    everybody = whole.denominator
    return everybody is not None and len(parts) > 1 and all(entry.denominator == everybody for entry in parts)


def _parts(group: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    districts = [entry for entry in group if not entry.slot.is_whole and not entry.slot.breakdown]
    if districts:
        yield DISTRICTS, districts
    kinds: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        if entry.slot.is_whole and entry.slot.breakdown:
            kinds[entry.slot.breakdown.partition("=")[0]].append(entry)
    yield from kinds.items()


def _not_adding_up(whole: Entry, parts: Sequence[Entry], *, name: str) -> Iterator[Finding]:
    if whole.slot.unit in {"average", "score", "ratio"} or any(entry.problems for entry in parts):
        return
    for part, said in (("numerator", "number"), ("denominator", "out_of")):
        total, values = getattr(whole, part), [getattr(entry, part) for entry in parts]
        # A hidden or missing part, or one of a rate's population that was not asked for, leaves nothing to compare.
        if total is None or any(value is None for value in values):
            continue
        if sum(values) != total:
            parts_name = name if name == DISTRICTS else f"values of {words.plain(name)}"
            if name != DISTRICTS and sum(values) > total:
                message = f"The {parts_name} add up to {sum(values):,g}, more than the whole, {total:,g}. Can one count twice?"
                yield _finding(WARNING, "sub-total", message, whole, said)
                continue
            message = f"The {parts_name} add up to {sum(values):,g}, but the whole is {total:,g}. Change one of them."
            yield _finding(ERROR, "sub-total", message, whole, said)


def _missing(rows: Sequence[Entry]) -> Iterator[Finding]:
    """Blank figures: the whole needs a reason; blank districts beside a whole need an explanation."""
    for group in _grouped(rows).values():
        whole = [entry for entry in group if entry.slot.is_whole and not entry.slot.breakdown]
        parts = [entry for entry in group if entry not in whole] if len(group) > len(whole) else []
        blank = [entry for entry in parts if entry.is_blank and not entry.slot.breakdown]
        given = [entry for entry in parts if not entry.is_blank and not entry.slot.breakdown]
        for entry in whole or blank:
            if entry.is_blank and not (whole and given and not blank):
                yield _finding(ERROR, "missing", "This is blank. Enter the figure, or pick a reason.", entry)
        yield from _blank_values(whole, parts)
        if whole and blank and not whole[0].is_blank:
            message = f"{len(blank)} of {len(blank) + len(given)} districts are blank. Say why, or fill them in."
            yield _finding(WARNING, "missing-breakdown", message, whole[0])


def _blank_values(whole: Sequence[Entry], parts: Sequence[Entry]) -> Iterator[Finding]:
    """Breakdowns that were asked for and are blank beside a figure of everybody."""
    if not whole or whole[0].is_blank:
        return
    kinds: dict[str, list[Entry]] = defaultdict(list)
    for entry in parts:
        if entry.slot.breakdown:
            kinds[entry.slot.breakdown.partition("=")[0]].append(entry)
    for kind, held in kinds.items():
        blank = sum(entry.is_blank for entry in held)
        if blank:
            message = f"{blank} of {len(held)} values of {words.plain(kind)} are blank. Say why, or fill them in."
            yield _finding(WARNING, "missing-breakdown", message, whole[0])


def _unusual(entry: Entry, before: Last | None, *, jump_percent: float) -> Iterator[Finding]:
    if before is None or before.value is None or entry.value is None:
        return
    if _too_small(entry.numerator, before.numerator):
        return
    if (entry.value == 0) != (before.value == 0):
        message = f"Last time {_said(before.value, entry)}, now {_said(entry.value, entry)}: is this right?"
        yield _finding(WARNING, "zero", message, entry)
        return
    change = 100.0 * (entry.value - before.value) / abs(before.value) if before.value else 0.0
    if abs(change) > jump_percent:
        way = "Up" if change > 0 else "Down"
        was = f"{_said(before.value, entry)} to {_said(entry.value, entry)}"
        yield _finding(WARNING, "jump", f"{way} {abs(change):.0f}% on last time ({was}): is this right?", entry)


def _too_small(number: float | None, before: float | None) -> bool:
    return number is not None and before is not None and max(number, before) < TOO_SMALL_TO_JUMP


def _said(value: float, entry: Entry) -> str:
    sign = "%" if entry.slot.unit == "percent" else ""
    return f"{round(value, entry.slot.decimals):,g}{sign}"


def _same_as_last_time(rows: Sequence[Entry], last: Mapping[Key, Last]) -> Iterator[Finding]:
    pairs = [(entry, last[entry.slot.key]) for entry in rows if entry.value is not None and entry.slot.key in last]
    telling = [(entry, before) for entry, before in pairs if entry.value]
    if len(telling) < SUSPICIOUSLY_MANY:
        return
    if all(
        (entry.numerator, entry.denominator, entry.value) == (b.numerator, b.denominator, b.value) for entry, b in pairs
    ):
        message = "Every figure is the same as last time. Is this last time’s file?"
        yield _finding(WARNING, "same-as-last-time", message, telling[0][0])


def _breakdowns_gone(entries: Mapping[Key, Entry], last: Mapping[Key, Last]) -> Iterator[Finding]:
    """Breakdowns that came last time, and that this return has nothing of."""
    wholes = {(e.slot.code, e.slot.period): e for e in entries.values() if e.slot.is_whole and not e.slot.breakdown}
    given = {(key[0], key[3], key[2].partition("=")[0]) for key in entries if key[2]}
    gone: dict[tuple[str, date], set[str]] = defaultdict(set)
    for code, _, breakdown, period in last:
        kind = breakdown.partition("=")[0]
        if kind and (code, period, kind) not in given:
            gone[(code, period)].add(kind)
    for where, kinds in gone.items():
        whole = wholes.get(where)
        if whole is not None and whole.value is not None:
            names = ", ".join(sorted(kinds))
            yield _finding(
                WARNING, "missing-breakdown", f"Last time it was also split by {names}. Say why not now.", whole
            )


WITHOUT_FIGURE: Final = frozenset({MISSING, SUPPRESSED, NOT_APPLICABLE})
"""States in which there is no value to show."""
