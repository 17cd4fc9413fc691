"""The words of the trade, read from one Markdown page: a heading for each, its meaning below."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify

from lineofsight.outputs.pages.markdown import rendered

SOURCE = Path(__file__).parent / "concepts.md"


@dataclass(frozen=True, slots=True)
class Term:
    """One word: its name, the anchor on the page, its meaning as markup and as plain text."""

    name: str
    anchor: str
    meaning: SafeString
    plain: str


@cache
def terms() -> tuple[Term, ...]:
    """Every word, from A to Z."""
    parts = SOURCE.read_text(encoding="utf-8").split("\n## ")[1:]
    found = []
    for part in parts:
        name, _, text = part.partition("\n")
        meaning = rendered(text)
        found.append(Term(name.strip(), slugify(name), meaning, " ".join(strip_tags(meaning).split())))
    return tuple(sorted(found, key=lambda term: term.name.casefold()))


def by_letter() -> list[tuple[str, list[Term]]]:
    """The words under their first letters."""
    letters: dict[str, list[Term]] = {}
    for term in terms():
        letters.setdefault(term.name[0].upper(), []).append(term)
    return list(letters.items())
