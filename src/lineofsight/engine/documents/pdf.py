"""A document as a tagged PDF (PDF/UA-1): typst sets it from data alone, so that no word of anybody is ever read as markup."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache, singledispatch
from pathlib import Path
from typing import Any

from lineofsight.engine.documents import letters
from lineofsight.engine.documents.blocks import (
    Block,
    BulletList,
    Callout,
    Document,
    Facts,
    Field,
    Figure,
    NumberedList,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Run,
    Section,
    SourceNote,
    Table,
    runs_of,
    text_of,
)
from lineofsight.engine.documents.errors import DocumentError
from lineofsight.engine.documents.links import address_outside
from lineofsight.engine.documents.pictures import as_raster, checked_picture, kind_of, share_that_fits
from lineofsight.engine.documents.widths import column_shares, text_size

TEMPLATE = Path(__file__).parent / "setting"
# Letters on a line across the page; after how many letters a word that no line could hold may break; letters in a column as
# wide as the page, past which a row may go over to the next page.
LINE, BREAK_EVERY, LONGEST_WHOLE = 60, 8, 1_500
# Centimetres that a picture may take on an A4 page.
PAGE_WIDTH, PAGE_HEIGHT = 16.8, 21.0


def to_pdf(document: Document, *, logo: bytes | None = None, more_fonts: Sequence[Path] = ()) -> bytes:
    """The document as PDF/UA-1 with bookmarks, the marking and the page number on each page.

    `more_fonts` are font files for letters that the shipped fonts have not (Bengali, Chinese); without them such letters are
    written by their names. DocumentError when a picture in it cannot be read.
    """
    try:
        return _set(document, logo, _Setting(tuple(more_fonts)))
    except RuntimeError as error:
        if "could not be displayed" not in str(error):
            raise DocumentError(f"The PDF could not be made: {str(error).splitlines()[0]}") from error
    # A picture holds a letter that no font has, or one is joined to a mark of another font: pictures become dots, marks words.
    return _set(document, logo, _Setting(tuple(more_fonts), careful=True))


def _set(document: Document, logo: bytes | None, setting: "_Setting") -> bytes:
    import typst  # 40 MB of native code: only for those who make a PDF

    made = typst.compile(
        _source(),
        root=str(TEMPLATE),
        font_paths=_fonts(setting.more_fonts),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(setting.document(document, logo), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(document.made_on, time(12), tzinfo=UTC) if document.made_on else None,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _source() -> bytes:
    return (TEMPLATE / "paper.typ").read_bytes()


@cache
def _fonts(more: tuple[Path, ...]) -> Any:
    import typst

    folders = [letters.FONTS, *{path.parent for path in more}]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


class _Setting:
    """Turns blocks into data for the template."""

    def __init__(self, more_fonts: tuple[Path, ...], *, careful: bool = False) -> None:
        self.more_fonts, self.careful, self.site = more_fonts, careful, ""
        self.drawable = letters.drawable_letters(
            letters.shipped_fonts(second=not careful) + (() if careful else more_fonts)
        )

    def document(self, document: Document, logo: bytes | None) -> dict[str, Any]:
        self.site = document.site
        language, _, region = document.language.partition("-")
        return {
            "title": self.plain(document.title),
            "partnership": self.plain(document.partnership),
            "marking": self.plain(document.marking),
            "draft": document.draft,
            "lines": [self.text(line) for line in document.lines],
            "contents": document.contents,
            "page": document.page,
            "language": language.lower(),
            "region": region.lower() or None,
            "logo": list(as_raster(checked_picture(logo))) if logo else None,
            "logo_kind": "jpg" if logo and kind_of(logo) == "jpg" else "png",
            "fonts": [letters.FIRST, letters.SECOND, *sorted({_family(path) for path in self.more_fonts})],
            "blocks": self.blocks(document.blocks, level=1),
        }

    def blocks(self, blocks: Sequence[Block | Part], *, level: int) -> list[dict[str, Any]]:
        return [data_of(block, self, level) for block in blocks]

    def plain(self, text: str) -> str:
        """Text for places that are not set in lines, such as the title and bookmarks."""
        return letters.spelled(text, self.drawable)

    def text(self, text: str, *, within: int = LINE) -> str:
        """Text that fits lines of about so many letters."""
        return with_breaks(self.plain(text), within=within)

    def runs(self, words: Any, *, within: int = LINE) -> list[dict[str, Any]]:
        return [self.run(run, within=within) for run in runs_of(words)]

    def run(self, run: Run, *, within: int = LINE) -> dict[str, Any]:
        text = self.text(run.text, within=within)
        return {"text": text, "strong": run.strong, "link": address_outside(run.link, site=self.site)}


def with_breaks(text: str, *, within: int) -> str:
    """The text with places to break in words that no line of `within` letters could hold, and in no others."""
    return re.sub(rf"\S{{{within},}}", lambda word: "\u200b".join(re.findall(rf".{{1,{BREAK_EVERY}}}", word[0])), text)


@cache
def _family(path: Path) -> str:
    import typst

    alone = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[path.parent])
    return next(font.family for font in alone.fonts() if font.path and Path(font.path).name == path.name)


@singledispatch
def data_of(block: Any, setting: _Setting, level: int) -> dict[str, Any]:
    """What the template needs to set one block."""
    raise DocumentError(f"{type(block).__name__} is not a block of a document.")


@data_of.register
def _(block: Paragraph, setting: _Setting, level: int) -> dict[str, Any]:
    return {"kind": "paragraph", "tone": block.tone, "runs": setting.runs(block.words)}


@data_of.register(BulletList)
@data_of.register(NumberedList)
def _(block: BulletList | NumberedList, setting: _Setting, level: int) -> dict[str, Any]:
    kind = "bullets" if isinstance(block, BulletList) else "numbers"
    return {"kind": kind, "items": [setting.runs(item) for item in block.items]}


@data_of.register
def _(block: Table, setting: _Setting, level: int) -> dict[str, Any]:
    shares = list(column_shares(block))
    return {
        "kind": "table",
        "caption": setting.text(block.caption),
        "caption_hidden": block.caption_hidden,
        "header": [setting.text(name) for name in block.header],
        "rows": [_row(row, shares, setting) for row in block.rows],
        "row_headers": block.row_headers,
        "align": list(block.align),
        "shares": shares,
        "size": text_size(block),
    }


def _row(row: Sequence[Any], shares: list[float], setting: _Setting) -> dict[str, Any]:
    cells = [setting.runs(cell, within=max(int(LINE * share), 12)) for cell, share in zip(row, shares, strict=True)]
    return {
        "cells": cells,
        "long": any(len(text_of(cell)) > LONGEST_WHOLE * share for cell, share in zip(row, shares, strict=True)),
    }


@data_of.register
def _(block: Facts, setting: _Setting, level: int) -> dict[str, Any]:
    return {
        "kind": "facts",
        "facts": [{"label": setting.text(label), "runs": setting.runs(words)} for label, words in block.facts],
    }


@data_of.register
def _(block: Figure, setting: _Setting, level: int) -> dict[str, Any]:
    kind, data = kind_of(block.picture), dict[str, Any]()
    if kind == "svg" and not setting.careful:
        data = {"svg": setting.plain(block.picture.decode("utf-8"))}
    else:
        data = {"bytes": list(as_raster(block.picture)), "format": "jpg" if kind == "jpg" else "png"}
    share = share_that_fits(block.picture, block.share, width=PAGE_WIDTH, height=PAGE_HEIGHT)
    return {"kind": "figure", "alt": block.alt, "caption": setting.text(block.caption), "share": share, **data}


@data_of.register
def _(block: Quote, setting: _Setting, level: int) -> dict[str, Any]:
    return {"kind": "quote", "runs": setting.runs(block.words), "source": setting.text(block.source)}


@data_of.register
def _(block: Callout, setting: _Setting, level: int) -> dict[str, Any]:
    inside = setting.blocks(block.blocks, level=level)
    return {"kind": "callout", "title": setting.text(block.title), "grave": block.grave, "blocks": inside}


@data_of.register
def _(block: PageBreak, setting: _Setting, level: int) -> dict[str, Any]:
    return {"kind": "break"}


@data_of.register
def _(block: SourceNote, setting: _Setting, level: int) -> dict[str, Any]:
    return {"kind": "source", "run": setting.run(Run(block.label, link=block.link))}


@data_of.register
def _(block: Field, setting: _Setting, level: int) -> dict[str, Any]:
    return {"kind": "field", "label": setting.text(block.label), "hint": setting.text(block.hint), "lines": block.lines}


@data_of.register
def _(block: Section, setting: _Setting, level: int) -> dict[str, Any]:
    inside = setting.blocks(block.blocks, level=level + 1)
    return {"kind": "section", "level": level, "heading": setting.text(block.heading), "blocks": inside}


@data_of.register
def _(block: Part, setting: _Setting, level: int) -> dict[str, Any]:
    return {
        "kind": "part",
        "heading": setting.text(block.heading),
        "marking": setting.plain(block.marking) or None,
        "page": block.page,
        "blocks": setting.blocks(block.blocks, level=2),
    }
