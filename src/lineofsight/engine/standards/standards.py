"""A set of standards: frozen entries, its canonical text, its hash, and what is wrong with one that does not hold together."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

FORMAT = 1
ALL_KINDS = "all"
"""Stands for every kind of organisation in `asked_of`."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: where it stands (a key, or a sheet with row and column) and what to do about it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class StandardsError(Exception):
    """The file is not a set of standards; `faults` lists everything that is wrong, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """What a grade looks like for one standard. `grade` is a code of the set's scale."""

    grade: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One standard, a page of the self-assessment."""

    code: str
    name: str
    text: str
    guidance: str = ""
    descriptors: tuple[Descriptor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a standard. `asked_of`: kinds of organisation, or "all"; `evidence`: what would show it.

    `same_as` is the code of the question in an older set, or in somebody else's, that last year's answer comes from.
    """

    code: str
    standard: str
    text: str
    guidance: str = ""
    evidence: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = (ALL_KINDS,)
    same_as: tuple[str, ...] = ()

    def is_asked_of(self, kind: str) -> bool:
        """True when an organisation of this kind is asked."""
        return ALL_KINDS in self.asked_of or kind in self.asked_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """A question to practitioners, set beside their organisation's own answer to a standard. Agreeing is good news."""

    code: str
    standard: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardSet:
    """A version of a set. `core`: the part that an organisation answers once for every partnership; else a local supplement."""

    code: str
    name: str
    edition: str
    scale: str
    core: bool = True
    note: str = ""
    not_applicable: str = "not-applicable"
    standards: tuple[Standard, ...] = ()
    questions: tuple[Question, ...] = ()
    survey: tuple[SurveyQuestion, ...] = ()

    def asked_of(self, kind: str) -> tuple[Question, ...]:
        """The questions for a kind of organisation, in order."""
        return tuple(question for question in self.questions if question.is_asked_of(kind))

    def standard(self, code: str) -> Standard:
        """The standard with this code. KeyError when there is none."""
        return next_or_key_error(self.standards, code)

    def question(self, code: str) -> Question:
        """The question with this code. KeyError when there is none."""
        return next_or_key_error(self.questions, code)

    def to_json(self) -> str:
        """The canonical text: the same for the same content."""
        content = {"format": FORMAT, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @staticmethod
    def from_json(text: str) -> "StandardSet":
        """The set that `to_json` wrote."""
        content = json.loads(text)
        content.pop("format")
        return build(content)


def next_or_key_error(entries: Iterable[Any], code: str) -> Any:
    """The entry with this code."""
    for entry in entries:
        if entry.code == code:
            return entry
    raise KeyError(code)


def build(content: dict[str, Any]) -> StandardSet:
    """The set from plain lists and dictionaries. StandardsError with every fault found."""
    found = list(_faults(content))
    if found:
        raise StandardsError(found)
    standards = tuple(
        Standard(**{**one, "descriptors": tuple(Descriptor(**each) for each in one.get("descriptors", ()))})
        for one in content.get("standards", ())
    )
    questions = tuple(Question(**_tuples(one)) for one in content.get("questions", ()))
    survey = tuple(SurveyQuestion(**one) for one in content.get("survey", ()))
    facts = {key: value for key, value in content.items() if key not in ("standards", "questions", "survey")}
    return StandardSet(**facts, standards=standards, questions=questions, survey=survey)


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


SECTIONS = {"standards": Standard, "questions": Question, "survey": SurveyQuestion}
_LISTS = {"evidence", "asked_of", "same_as", "descriptors"}


def _faults(content: dict[str, Any]) -> Iterator[Fault]:
    yield from _shape(content, StandardSet, "", apart=tuple(SECTIONS))
    for section, kind in SECTIONS.items():
        entries = content.get(section, [])
        if not isinstance(entries, list | tuple):
            yield Fault(section, "must be a list of entries")
            continue
        for number, entry in enumerate(entries, start=1):
            yield from _shape(entry, kind, f"{section}[{number}]")
        yield from _doubles(section, entries)
    if not content.get("standards"):
        yield Fault("standards", "there is none; a set needs at least one")
    if not content.get("questions"):
        yield Fault("questions", "there is none; a set needs at least one")
    yield from _references(content)


def _shape(entry: Any, kind: type, place: str, *, apart: tuple[str, ...] = ()) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield Fault(place or "the set", "must be a table of keys")
        return
    known = {field.name: field for field in fields(kind)}
    for key, value in entry.items():
        where = f"{place}.{key}" if place else key
        if key not in known:
            yield Fault(where, f"is not known; known are {', '.join(sorted(known))}")
        elif key in apart:
            continue
        elif key == "core":
            if not isinstance(value, bool):
                yield Fault(where, "must be true or false")
        elif key in _LISTS:
            yield from _list(key, value, where)
        elif not isinstance(value, str) or (not value.strip() and _is_required(known[key])):
            yield Fault(where, "must be a text")
    for name, field in known.items():
        if name not in entry and _is_required(field) and name not in apart:
            yield Fault(f"{place}.{name}" if place else name, "is missing")


def _is_required(field: Any) -> bool:
    from dataclasses import MISSING

    return field.default is MISSING and field.default_factory is MISSING


def _list(key: str, value: Any, where: str) -> Iterator[Fault]:
    if not isinstance(value, list | tuple):
        yield Fault(where, "must be a list")
    elif key == "descriptors":
        for number, one in enumerate(value, start=1):
            yield from _shape(one, Descriptor, f"{where}[{number}]")
    elif not all(isinstance(one, str) and one.strip() for one in value):
        yield Fault(where, "must be a list of texts")


def _doubles(section: str, entries: Any) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        code = entry.get("code") if isinstance(entry, dict) else None
        if isinstance(code, str):
            if code in seen:
                yield Fault(f"{section}[{number}].code", f"“{code}” stands already at {section}[{seen[code]}]")
            seen.setdefault(code, number)


def _references(content: dict[str, Any]) -> Iterator[Fault]:
    codes = {one.get("code") for one in content.get("standards", ()) if isinstance(one, dict)}
    asked: set[str] = set()
    for section in ("questions", "survey"):
        for number, entry in enumerate(content.get(section, ()), start=1):
            standard = entry.get("standard") if isinstance(entry, dict) else None
            if isinstance(standard, str) and standard not in codes:
                yield Fault(f"{section}[{number}].standard", f"there is no standard “{standard}”")
            elif section == "questions" and standard:
                asked.add(standard)
    for number, entry in enumerate(content.get("standards", ()), start=1):
        if isinstance(entry, dict) and entry.get("code") not in asked:
            yield Fault(f"standards[{number}]", f"“{entry.get('code')}” has no question")


def differences(old: StandardSet, new: StandardSet) -> list[tuple[str, str, str]]:
    """What changed between two versions: (what it is, its code, added / removed / changed), in the order of the new one."""
    found: list[tuple[str, str, str]] = []
    for section in SECTIONS:
        before = {entry.code: entry for entry in getattr(old, section)}
        after = {entry.code: entry for entry in getattr(new, section)}
        for code, entry in after.items():
            if code not in before:
                found.append((section, code, "added"))
            elif entry != before[code]:
                found.append((section, code, "changed"))
        found += [(section, code, "removed") for code in before if code not in after]
    return found
