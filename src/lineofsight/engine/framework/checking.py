"""Cross-checks of a framework: references resolve, words are known, quotations stand in the document."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lineofsight.engine.framework.framework import COUNTED, Framework, sections
from lineofsight.engine.framework.lines import Path
from lineofsight.engine.framework.marks import Entry, fields_of
from lineofsight.engine.framework.sense import SENSE_CHECKS

_CODE = re.compile(r"^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in an entry: section, position in it (None: `meta`), path inside the entry, value, message."""

    section: str
    position: int | None
    path: Path
    value: object
    message: str


def faults(framework: Framework) -> Iterator[Fault]:
    """Every fault of a framework whose types are right."""
    known = {section: frozenset(framework.codes(section)) for section in sections()}
    words = _squeezed(framework.document)
    for section, position, entry in _entries(framework):
        checks: tuple[Iterable[tuple[Path, object, str]], ...] = (
            _references(entry, known),
            _quotations(entry, words),
            _suggestions(entry),
            _code_is_plain(entry),
            _parts_differ(entry),
        )
        for path, value, message in (fault for check in checks for fault in check):
            yield Fault(section, position, path, value, message)
    yield from _repeated(framework, "code", sections())
    yield from _repeated(framework, "number", COUNTED)
    yield from _senseless(framework)


def _entries(framework: Framework) -> Iterator[tuple[str, int | None, Any]]:
    yield "meta", None, framework.meta
    for section in sections():
        for position, entry in enumerate(getattr(framework, section)):
            yield section, position, entry


def _references(entry: Any, known: dict[str, frozenset[str]], path: Path = ()) -> Iterator[tuple[Path, object, str]]:
    for name, item in fields_of(type(entry)).items():
        held = getattr(entry, name)
        if section := item.metadata.get("refers_to"):
            yield from _unknown((*path, name), held, known[section], f"is not a code of {section}")
        if allowed := item.metadata.get("one_of"):
            yield from _unknown((*path, name), held, allowed, "is not a word for this key")
        if isinstance(held, tuple):
            for at, part in enumerate(held):
                if hasattr(part, "__dataclass_fields__"):
                    yield from _references(part, known, (*path, name, at))


def _unknown(path: Path, held: Any, known: Iterable[str], why: str) -> Iterator[tuple[Path, object, str]]:
    allowed = sorted(known)
    for at, word in enumerate(held if isinstance(held, tuple) else (held,)):
        if word is not None and word not in allowed:
            place = (*path, at) if isinstance(held, tuple) else path
            yield place, word, f"“{word}” {why}; known: {', '.join(allowed) or 'none'}"


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _quotations(entry: Any, document: str) -> Iterator[tuple[Path, object, str]]:
    for name, item in fields_of(type(entry)).items():
        if not item.metadata.get("verbatim") or entry.is_suggested(name):
            continue
        held = getattr(entry, name)
        for text in held if isinstance(held, tuple) else (held,):
            if _squeezed(text) not in document:
                yield (
                    (name,),
                    text,
                    f"“{text}” is not in the document word for word; correct it or mark it as suggested",
                )


def _suggestions(entry: Any) -> Iterator[tuple[Path, object, str]]:
    if isinstance(entry, Entry):
        for key in entry.suggested_keys:
            if key not in fields_of(type(entry)):
                yield ("suggested_keys",), key, f"“{key}” is not a key of this table"


def _code_is_plain(entry: Any) -> Iterator[tuple[Path, object, str]]:
    # Capabilities and the like are the program's words; a code of a framework stands in addresses and file names.
    if not _CODE.match(entry.code):
        yield ("code",), entry.code, f"“{entry.code}” should be letters and digits, joined by single hyphens"


def _parts_differ(entry: Any) -> Iterator[tuple[Path, object, str]]:
    for name in fields_of(type(entry)):
        parts = getattr(entry, name)
        codes = [part.code for part in parts if hasattr(part, "code")] if isinstance(parts, tuple) else []
        for at, code in enumerate(codes):
            if code in codes[:at]:
                yield (name, at, "code"), code, f"“{code}” is there twice"


def _repeated(framework: Framework, key: str, where: Iterable[str]) -> Iterator[Fault]:
    for section in where:
        seen: set[object] = set()
        for position, entry in enumerate(getattr(framework, section)):
            value = getattr(entry, key)
            if value in seen:
                yield Fault(section, position, (key,), None, f"{value} is used by another entry of {section}")
            seen.add(value)


def _senseless(framework: Framework) -> Iterator[Fault]:
    check: Callable[[Framework], Iterator[tuple[str, int | None, str, str]]]
    for check in SENSE_CHECKS:
        for section, position, key, message in check(framework):
            yield Fault(section, position, (key,) if key else (), None, message)
