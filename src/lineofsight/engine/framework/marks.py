"""Marks on the fields of an entry: what a value points at, which words it may be, what must stand in the document."""

from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from typing import Any, get_type_hints


def refers_to(section: str, *, default: Any = MISSING) -> Any:
    """A field whose text (or each text of its list) is the code of an entry in `section`."""
    return field(default=default, metadata={"refers_to": section})


def one_of(*words: str, default: Any = MISSING) -> Any:
    """A field whose text (or each text of its list) is one of `words`."""
    return field(default=default, metadata={"one_of": words})


def verbatim(*, default: Any = MISSING) -> Any:
    """A field that must be found word for word in the document, unless the entry or field is marked as suggested."""
    return field(default=default, metadata={"verbatim": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every numbered entry of a framework carries. Entries stand in the order of `number`, then `code`.

    `source` is a code of `sources`. `suggested` says that the framework's own document does not state this entry: it is
    practice or law from elsewhere, to be agreed at set-up. `suggested_keys` says the same of single fields.
    """

    number: int
    code: str
    source: str = refers_to("sources")
    source_note: str = ""
    suggested: bool = False
    suggested_keys: tuple[str, ...] = ()

    def is_suggested(self, key: str) -> bool:
        """Whether this field is a suggestion and not the document's own."""
        return self.suggested or key in self.suggested_keys


@cache
def types_of(entry: type) -> dict[str, Any]:
    """The type of each field of an entry class, resolved."""
    hints = get_type_hints(entry)
    return {item.name: hints[item.name] for item in fields(entry)}


def fields_of(entry: type) -> dict[str, Field[Any]]:
    """The fields of an entry class by name."""
    return {item.name: item for item in fields(entry)}


def is_required(item: Field[Any]) -> bool:
    """Whether a file must give this field."""
    return item.default is MISSING and item.default_factory is MISSING
