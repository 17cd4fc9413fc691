"""Reading what people write in a cell: numbers with spaces and commas, and the few marks that a return knows. Pure."""

from dataclasses import dataclass

from lineofsight.engine.tables.cells import STATES, Figures, text_of
from lineofsight.sources.dashboard.returns.slots import Entry

VALUE, SUPPRESSED, MISSING, NOT_APPLICABLE, ESTIMATED, PROVISIONAL = range(6)
"""The states of an observation, as the dashboard numbers them."""

_READER = Figures({})
_MARKS = {"c": SUPPRESSED, "[c]": SUPPRESSED, "z": NOT_APPLICABLE, "[z]": NOT_APPLICABLE}
_FROM_ENGINE = {
    "value": VALUE,
    "provisional": PROVISIONAL,
    "estimated": ESTIMATED,
    "low": SUPPRESSED,
    "unreliable": MISSING,
    "not_applicable": NOT_APPLICABLE,
    "missing": MISSING,
    "suppressed": SUPPRESSED,
}
_WITH_NUMBER = {VALUE, ESTIMATED, PROVISIONAL}


@dataclass(frozen=True, slots=True)
class Read:
    """One cell as read. `problem`: what to do about it, when it could not be read."""

    number: float | None = None
    state: int = MISSING
    problem: str = ""


def state_of(name: str) -> int:
    """An engine's state as the dashboard's number."""
    return _FROM_ENGINE[name]


def shown(cell: object) -> str:
    """What was written, as text of at most 60 signs."""
    return text_of(cell).replace("\u00a0", " ")[:60]


def read_cell(written: str, *, whole_numbers: bool) -> Read:
    """The number that was written, or the mark: blank (missing), c (hidden, small number), z (does not apply)."""
    text = written.strip()
    if not text:
        return Read()
    if text.casefold() in _MARKS:
        return Read(state=_MARKS[text.casefold()])
    found = _READER.understand(text.replace(" ", ""))
    kind = "a whole number" if whole_numbers else "a number"
    if whole_numbers and "%" in text:
        return Read(problem="Enter how many, not a percentage. We work the percentage out.")
    if found.problem or found.state >= len(STATES) or _FROM_ENGINE[STATES[found.state]] not in _WITH_NUMBER:
        return Read(problem=f"Enter {kind}, or leave it blank and pick a reason.")
    if found.number < 0:
        return Read(problem=f"“{text}” is below nought. Enter {kind} of 0 or more.")
    if whole_numbers and not float(found.number).is_integer():
        return Read(problem="Enter a whole number: this counts children or events, not a share.")
    return Read(number=float(found.number), state=_FROM_ENGINE[STATES[found.state]])


def work_out(entry: Entry) -> Entry:
    """Read what was written in an entry, and work out its value; what cannot be read is in its `problems`."""
    slot = entry.slot
    top = read_cell(entry.written_number, whole_numbers=slot.whole_numbers)
    bottom = read_cell(entry.written_out_of, whole_numbers=slot.whole_numbers) if slot.has_out_of else Read(state=VALUE)
    entry.problems = [(part, read.problem) for part, read in (("number", top), ("out_of", bottom)) if read.problem]
    entry.numerator, entry.denominator = top.number, bottom.number
    entry.state, entry.value = _state(slot.has_out_of, top, bottom), None
    if entry.problems or entry.state not in _WITH_NUMBER:
        return entry
    if not slot.has_out_of:
        entry.value = _tidy((top.number or 0.0) * slot.multiplier)
    elif bottom.number:
        entry.value = _tidy((top.number or 0.0) * slot.multiplier / bottom.number)
    else:
        entry.state = NOT_APPLICABLE if not top.number else MISSING
    return entry


def _state(has_out_of: bool, top: Read, bottom: Read) -> int:
    states = [top.state, bottom.state] if has_out_of else [top.state]
    for state in (MISSING, SUPPRESSED, NOT_APPLICABLE, ESTIMATED, PROVISIONAL):
        if state in states:
            return state
    return VALUE


def _tidy(number: float) -> float:
    """Without the dust of binary fractions, so that the same figures make the same return."""
    return round(number, 10)
