"""People's plain text: what no document can hold is taken out, and paragraphs and lists are found in it."""

import re
from collections.abc import Iterator
from itertools import groupby

from lineofsight.engine.documents.blocks import Block, BulletList, NumberedList, Paragraph, Run
from lineofsight.engine.documents.cleaning import clean

_BULLET = re.compile(r"[ \t]*[-*•–][ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+(?=\S)")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER_AN_ADDRESS = ".,;:!?)]}’'"


def paragraphs_of(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists of what a person typed, ready to stand in a document.

    A blank line ends a paragraph; a single line break stays one. Lines that begin with `-`, `*` or `•` make a list, lines
    that begin with a number and a full stop a numbered one. Web addresses become links. Everything else is text: no sign in
    it means anything.
    """
    found: list[Block] = []
    for paragraph in re.split(r"\n[ \t]*\n", clean(text)):
        lines = [line.rstrip() for line in paragraph.split("\n") if line.strip()]
        found += [_block(kind, list(group)) for kind, group in groupby(lines, key=_kind)]
    return tuple(found)


def _kind(line: str) -> str:
    return "bullet" if _BULLET.match(line) else "number" if _NUMBER.match(line) else "text"


def _block(kind: str, lines: list[str]) -> Block:
    if kind == "bullet":
        return BulletList(tuple(linked(_BULLET.sub("", line, count=1)) for line in lines))
    if kind == "number":
        return NumberedList(tuple(linked(_NUMBER.sub("", line, count=1)) for line in lines))
    return Paragraph(linked("\n".join(line.strip() for line in lines)))


def linked(text: str) -> tuple[Run, ...]:
    """The text in runs, with a link on each web address in it."""
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_AFTER_AN_ADDRESS)
        if match.start() > end:
            yield Run(text[end : match.start()])
        yield Run(address, link=address)
        end = match.start() + len(address)
    if end < len(text):
        yield Run(text[end:])
