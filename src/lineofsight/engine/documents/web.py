"""A document as HTML: a piece for a page of the product, or a whole file that stands alone."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from html import escape
from pathlib import Path
from typing import Any

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
)
from lineofsight.engine.documents.errors import DocumentError
from lineofsight.engine.documents.links import address_outside
from lineofsight.engine.documents.pictures import checked_picture, kind_of

STYLE = Path(__file__).parent / "setting" / "page.css"
MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
DRAFT = "DRAFT: not signed off"


@dataclass(frozen=True, slots=True)
class _Web:
    offset: int
    link: Callable[[str | None], str | None]
    anchors: dict[int, str] = field(default_factory=dict)


def to_html(document: Document, *, heading_offset: int = 1) -> str:
    """The blocks as HTML in the classes of the product's pages, everything escaped; the page itself says title and marking.

    A heading of level 1 becomes `h{1 + heading_offset}`. Pictures stand in it as `data:` addresses, which run nothing.
    """
    web = _Web(offset=heading_offset, link=lambda address: address)
    return "\n".join(html_of(block, web, 1) for block in document.blocks)


def to_page(document: Document, *, logo: bytes | None = None) -> str:
    """A whole HTML file that needs nothing else: title, marking, contents list, styles for screen and print."""
    anchors = _anchors(document)
    web = _Web(offset=1, link=lambda address: address_outside(address, site=document.site), anchors=anchors)
    body = "\n".join(html_of(block, web, 1) for block in document.blocks)
    marking = f'<p class="marking">{_words(document.marking)}</p>' if document.marking else ""
    draft = f'<p class="draft">{DRAFT}</p>' if document.draft else ""
    lines = f'<p class="lines">{"<br>".join(_words(line) for line in document.lines)}</p>' if document.lines else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{_words(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{_words(document.title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        f"<header>{_logo(document, logo)}{marking}</header>\n<main>\n"
        f'<p class="partnership">{_words(document.partnership)}</p>\n<h1>{_words(document.title)}</h1>\n{draft}{lines}\n'
        f"{_contents(document, anchors)}{body}\n</main>\n<footer>{marking}{draft}</footer>\n</body>\n</html>\n"
    )


def _logo(document: Document, logo: bytes | None) -> str:
    if logo is None:
        return ""
    return f'<img class="logo" src="{_address_of(checked_picture(logo))}" alt="{_words(document.partnership)}">'


def _anchors(document: Document) -> dict[int, str]:
    """A name for each heading of the first level, by the block's identity: two papers may have the same title."""
    headed = [block for block in document.blocks if isinstance(block, Section | Part)]
    return {id(block): f"part-{number}" for number, block in enumerate(headed, start=1)}


def _contents(document: Document, anchors: dict[int, str]) -> str:
    if not document.contents or not anchors:
        return ""
    headed = [block for block in document.blocks if isinstance(block, Section | Part)]
    items = "".join(f'<li><a href="#{anchors[id(block)]}">{_words(block.heading)}</a></li>' for block in headed)
    return f'<nav aria-label="Contents"><h2>Contents</h2><ol>{items}</ol></nav>\n'


def _words(text: str) -> str:
    return escape(text, quote=True)


def _address_of(picture: bytes) -> str:
    return f"data:{MEDIA_TYPES[kind_of(picture)]};base64,{base64.b64encode(picture).decode()}"


def _runs(words: Any, web: _Web) -> str:
    return "".join(_run(run, web) for run in runs_of(words))


def _run(run: Run, web: _Web) -> str:
    text = _words(run.text).replace("\n", "<br>")
    text = f"<strong>{text}</strong>" if run.strong else text
    address = web.link(run.link)
    return f'<a class="govuk-link" href="{_words(address)}">{text}</a>' if address else text


def _inside(blocks: Sequence[Block], web: _Web, level: int) -> str:
    return "\n".join(html_of(block, web, level) for block in blocks)


@singledispatch
def html_of(block: Any, web: _Web, level: int) -> str:
    """One block."""
    raise DocumentError(f"{type(block).__name__} is not a block of a document.")


@html_of.register(Section)
@html_of.register(Part)
def _(block: Section | Part, web: _Web, level: int) -> str:
    tag = f"h{min(level + web.offset, 6)}"
    size = {1: "l", 2: "m"}.get(level, "s")
    anchor = f' id="{web.anchors[id(block)]}"' if id(block) in web.anchors else ""
    heading = f'<{tag} class="govuk-heading-{size}"{anchor}>{_words(block.heading)}</{tag}>'
    own = block.marking if isinstance(block, Part) else ""
    marking = f'<p class="govuk-body los-quiet">{_words(own)}</p>\n' if own else ""
    kind = "part" if isinstance(block, Part) else "section"
    return (
        f'<section class="los-paper__{kind}">\n{heading}\n{marking}{_inside(block.blocks, web, level + 1)}\n</section>'
    )


@html_of.register
def _(block: Paragraph, web: _Web, level: int) -> str:
    look = {"body": "govuk-body", "lead": "govuk-body-l", "quiet": "govuk-body-s los-quiet"}[block.tone]
    return f'<p class="{look}">{_runs(block.words, web)}</p>'


@html_of.register
def _(block: BulletList, web: _Web, level: int) -> str:
    items = "".join(f"<li>{_runs(item, web)}</li>" for item in block.items)
    return f'<ul class="govuk-list govuk-list--bullet">{items}</ul>'


@html_of.register
def _(block: NumberedList, web: _Web, level: int) -> str:
    items = "".join(f"<li>{_runs(item, web)}</li>" for item in block.items)
    return f'<ol class="govuk-list govuk-list--number">{items}</ol>'


@html_of.register
def _(block: Table, web: _Web, level: int) -> str:
    numeric = [" govuk-table__{}--numeric" if align == "right" else "" for align in block.align]
    head = "".join(
        f'<th scope="col" class="govuk-table__header{look.format("header")}">{_words(name)}</th>'
        for name, look in zip(block.header, numeric, strict=True)
    )
    rows = "\n".join(f'<tr class="govuk-table__row">{_cells(block, row, numeric, web)}</tr>' for row in block.rows)
    hidden = " govuk-visually-hidden" if block.caption_hidden else ""
    return (
        f'<div class="los-scroll" role="region" tabindex="0" aria-label="{_words(block.caption)}">\n<table class="govuk-table">\n'
        f'<caption class="govuk-table__caption govuk-table__caption--s{hidden}">{_words(block.caption)}</caption>\n'
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{head}</tr></thead>\n'
        f'<tbody class="govuk-table__body">\n{rows}\n</tbody>\n</table>\n</div>'
    )


def _cells(block: Table, row: Sequence[Any], numeric: list[str], web: _Web) -> str:
    made = []
    for column, (words, look) in enumerate(zip(row, numeric, strict=True)):
        if column == 0 and block.row_headers:
            made.append(f'<th scope="row" class="govuk-table__header{look.format("header")}">{_runs(words, web)}</th>')
        else:
            made.append(f'<td class="govuk-table__cell{look.format("cell")}">{_runs(words, web)}</td>')
    return "".join(made)


@html_of.register
def _(block: Facts, web: _Web, level: int) -> str:
    rows = "".join(
        f'<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{_words(label)}</dt>'
        f'<dd class="govuk-summary-list__value">{_runs(words, web)}</dd></div>'
        for label, words in block.facts
    )
    return f'<dl class="govuk-summary-list">{rows}</dl>'


@html_of.register
def _(block: Figure, web: _Web, level: int) -> str:
    caption = (
        f'<figcaption class="govuk-body govuk-!-font-weight-bold">{_words(block.caption)}</figcaption>'
        if block.caption
        else ""
    )
    picture = f'<img class="los-paper__picture" src="{_address_of(block.picture)}" alt="{_words(block.alt)}">'
    return f'<figure class="los-paper__figure">{caption}{picture}</figure>'


@html_of.register
def _(block: Quote, web: _Web, level: int) -> str:
    source = f'<p class="govuk-body-s los-quiet">{_words(block.source)}</p>' if block.source else ""
    quoted = f'<blockquote class="los-paper__quote"><p class="govuk-body">{_runs(block.words, web)}</p></blockquote>'
    return f'<div class="los-paper__quoted">{quoted}{source}</div>'


@html_of.register
def _(block: Callout, web: _Web, level: int) -> str:
    look = " los-paper__callout--grave" if block.grave else ""
    title = f'<p class="govuk-body govuk-!-font-weight-bold">{_words(block.title)}</p>'
    return f'<div class="govuk-inset-text los-paper__callout{look}">{title}\n{_inside(block.blocks, web, level)}</div>'


@html_of.register
def _(block: PageBreak, web: _Web, level: int) -> str:
    return '<div class="los-paper__break"></div>'


@html_of.register
def _(block: SourceNote, web: _Web, level: int) -> str:
    return f'<p class="govuk-body-s los-quiet">Source: {_run(Run(block.label, link=block.link), web)}</p>'


@html_of.register
def _(block: Field, web: _Web, level: int) -> str:
    hint = f'<p class="govuk-hint">{_words(block.hint)}</p>' if block.hint else ""
    label = f'<p class="govuk-body govuk-!-font-weight-bold">{_words(block.label)}</p>'
    return f'<div class="los-paper__field">{label}{hint}<div class="los-paper__lines"></div></div>'
