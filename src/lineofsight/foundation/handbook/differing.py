"""What changed between two versions of a framework, in the words of a page."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lineofsight.engine import framework as frameworks
from lineofsight.engine.framework.marks import fields_of, types_of
from lineofsight.foundation.handbook.wording import name_of

SECTIONS = {
    "meta": "The framework as a whole",
    "document": "The document’s text",
    "saa": "Scrutiny group",
    "steps": "Steps of the life cycle",
    "states": "States of the life cycle",
    "gates": "Conditions of the life cycle",
    "kinds": "Kinds of product",
    "limits": "Limits in numbers",
    "names": "Names of things",
}
FIELDS = {
    "may": "What the role may do",
    "where_reported": "Where it is reported",
    "number": "Place in the order",
    "fed_by": "Who supplies it",
    "cycle_months": "Months between two",
    "text": "Wording",
    "sure": "Whether the length is sure",
    "suggested": "Whether it is only suggested",
    "suggested_keys": "Which parts are only suggested",
    "counts_from": "Day of the document",
    "content": "Wording",
}
NOT_SAID = "Nothing"
SHOWN_LETTERS = 240


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the page that compares. `kind` is added, removed or changed; values are in words."""

    section: str
    entry: str
    kind: str
    what: str
    before: str
    after: str


def changes_between(old: frameworks.Framework, new: frameworks.Framework) -> list[Change]:
    """Every difference from `old` to `new`, in the order of the sections."""
    return [_change(one, old, new) for one in frameworks.diff(old, new)]


def counted(changes: list[Change]) -> list[tuple[str, int]]:
    """How many changes each section has, in order."""
    return list(Counter(change.section for change in changes).items())


def shortened(text: str) -> str:
    """The text as it fits a cell of a page; files hold it whole."""
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS].rstrip()} …"


def section_words(section: str) -> str:
    """A section's name as people say it: "Feedback topics"."""
    return SECTIONS.get(section) or section.replace("_", " ").capitalize()


def _change(one: frameworks.Difference, old: frameworks.Framework, new: frameworks.Framework) -> Change:
    section = section_words(one.kind)
    if not one.field:
        entry = one.before or one.after
        kind = "removed" if one.after is None else "added"
        called = str(entry.get("name") or entry.get("text") or one.code)
        before, after = (_said_of(entry), "") if kind == "removed" else ("", _said_of(entry))
        return Change(section, called, kind, kind.capitalize(), before, after)
    what = FIELDS.get(one.field) or one.field.replace("_", " ").capitalize()
    values = (_value(one.before, one, old), _value(one.after, one, new))
    if one.kind == "document":
        values = _lines_apart(old.document, new.document)
    return Change(section, _called(one, new), "changed", what, *values)


def _called(one: frameworks.Difference, framework: frameworks.Framework) -> str:
    if one.kind in {"meta", "document"}:
        return framework.name
    return name_of(framework.get(one.kind, one.code))


def _said_of(entry: dict[str, Any]) -> str:
    for key in ("text", "definition", "remit", "description", "meaning", "question", "message"):
        if entry.get(key):
            return str(entry[key])
    return str(entry.get("name", ""))


def _value(value: Any, one: frameworks.Difference, framework: frameworks.Framework) -> str:
    section = _points_at(one)
    if isinstance(value, list):
        return ", ".join(_one_value(item, section, framework) for item in value) or NOT_SAID
    return _one_value(value, section, framework)


def _one_value(value: Any, section: str, framework: frameworks.Framework) -> str:
    if value is None or value == "":
        return NOT_SAID
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return str(value.get("name") or ", ".join(str(part) for part in value.values()))
    if section and value in framework.codes(section):
        return name_of(framework.get(section, value))
    return str(value).replace("_", " ") if section == "" and str(value).islower() else str(value)


def _points_at(one: frameworks.Difference) -> str:
    """The section whose codes the field holds; empty for plain values."""
    held = types_of(frameworks.Framework)[one.kind]
    entry = held if one.kind == "meta" else getattr(held, "__args__", (None,))[0]
    if entry is None or one.kind == "document":
        return ""
    return str(fields_of(entry)[one.field].metadata.get("refers_to", ""))


def _lines_apart(old: str, new: str) -> tuple[str, str]:
    """The lines of each text that the other does not have."""
    before, after = old.splitlines(), new.splitlines()
    gone = [line for line in before if line.strip() and line not in set(after)]
    come = [line for line in after if line.strip() and line not in set(before)]
    return "\n".join(gone) or NOT_SAID, "\n".join(come) or NOT_SAID
