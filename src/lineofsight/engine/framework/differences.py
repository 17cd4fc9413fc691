"""What changed from one framework version to the next, entry by entry and field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lineofsight.engine.framework.framework import Framework, plain, sections


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `kind` is the section, `field` is empty when the whole entry was added (`before` None) or removed
    (`after` None). Values are plain: text, numbers, lists, dictionaries, None."""

    kind: str
    code: str
    field: str
    before: Any
    after: Any

    def __str__(self) -> str:
        if self.field:
            return f"{self.kind} {self.code}: {self.field} was {self.before!r}, is {self.after!r}"
        return f"{self.kind} {self.code}: {'removed' if self.after is None else 'added'}"


def diff(old: Framework, new: Framework) -> list[Difference]:
    """Every difference, section by section: entries removed or changed in the old order, then those added."""
    found = list(_fields("meta", old.meta.code, plain(old.meta), plain(new.meta)))
    found += _fields("document", old.meta.code, {"text": old.document}, {"text": new.document})
    for section in sections():
        found += _section(section, getattr(old, section), getattr(new, section))
    return found


def _section(section: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Difference]:
    before = {entry.code: plain(entry) for entry in old}
    after = {entry.code: plain(entry) for entry in new}
    for code, held in before.items():
        if code in after:
            yield from _fields(section, code, held, after[code])
        else:
            yield Difference(section, code, "", held, None)
    for code in (code for code in after if code not in before):
        yield Difference(section, code, "", None, after[code])


def _fields(section: str, code: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name, held in before.items():
        if held != after[name]:
            yield Difference(section, code, name, held, after[name])
