"""A document as Word: real styles, headers that repeat, text alternatives, language and title."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import singledispatch
from typing import Any

from lineofsight.engine.documents.blocks import (
    DEEPEST,
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
from lineofsight.engine.documents.pictures import as_raster, checked_picture, share_that_fits
from lineofsight.engine.documents.web import DRAFT

CONTENTS_DEPTH = 2


def to_docx(document: Document, *, template: bytes | None = None, logo: bytes | None = None) -> bytes:
    """The document as a .docx. A partnership's own `template` gives styles, header and footer; else ours, with the logo.

    TemplateError when the template cannot serve, with what it lacks.
    """
    maker = Maker(document, template, logo)
    maker.opening()
    maker.put(document.blocks, 1)
    return maker.saved()


class Maker:
    """Builds one Word file, block after block."""

    def __init__(self, paper: Document, template: bytes | None, logo: bytes | None) -> None:
        import docx  # only for those who make Word files

        from lineofsight.engine.documents import word_look, word_sheets, word_template, word_xml
        from lineofsight.engine.documents.word_lists import Lists

        self.paper, self.logo, self.own_look = paper, logo, template is None
        self.made = docx.Document() if template is None else word_template.usable(template)
        self.look, self.xml = word_look, word_xml
        self._empty()
        if self.own_look:
            word_look.dress(self.made)
        word_look.add_small_styles(self.made)
        # By name, once: the library walks through all styles each time that it is asked for one.
        self.style_ids = {style.name: style.style_id for style in self.made.styles}
        self.lists = Lists(self.made)
        self.sheets = word_sheets.Sheets(self.made, paper, own_look=self.own_look, logo=logo)
        self.fields, self.headed = 0, list(_headed(paper.blocks, 1))
        self.anchors = {id(block): f"_Toc{number:06}" for number, (_, block) in enumerate(self.headed, start=1)}

    def _empty(self) -> None:
        """Take out what stands in the template's body; its last section stays, for it holds page, header and footer."""
        body = self.made.element.body
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)

    def opening(self) -> None:
        """Logo, partnership, title, draft, dates and contents."""
        if self.logo and self.own_look:
            picture = io.BytesIO(as_raster(checked_picture(self.logo)))
            shape = self.paragraph().add_run().add_picture(picture, height=_cm(1.5))
            self.xml.describe_picture(shape, alt=self.paper.partnership)
        self.paragraph(self.paper.partnership, strong=True, colour=self.look.TEAL if self.own_look else None)
        self.paragraph(self.paper.title, style="Title", strong="Title" not in self.style_ids)
        if self.paper.draft:
            self.paragraph(DRAFT, strong=True, colour=self.look.AMBER)
        if self.paper.lines:
            self.paragraph("\n".join(self.paper.lines), colour=self.look.QUIET)
        if self.paper.contents and self.headed:
            self._contents()

    def _contents(self) -> None:
        """Links to the headings as a contents field, so that Word adds page numbers when a person asks it to."""
        shown = [(level, block) for level, block in self.headed if level <= CONTENTS_DEPTH]
        for place, (level, block) in enumerate(shown):
            paragraph = self.paragraph()
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_after = (
                _cm(0.6 * (level - 1)),
                _pt(3),
            )
            if place == 0:
                self.xml.open_field(paragraph, f'TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\u')
            self.xml.link_to_bookmark(paragraph, self.anchors[id(block)], block.heading)
            if place == len(shown) - 1:
                self.xml.close_field(paragraph)

    def paragraph(self, words: Any = (), *, style: str = "Normal", **look: Any) -> Any:
        """A new paragraph in the style, or in Normal where the template lacks it; `look` as for `say`."""
        paragraph = self.made.add_paragraph()
        if style != "Normal" and style in self.style_ids:
            paragraph._p.style = self.style_ids[style]
        self.say(paragraph, words, **look)
        return paragraph

    def say(
        self, paragraph: Any, words: Any, *, strong: bool = False, size: float | None = None, colour: str | None = None
    ) -> None:
        """Put runs and links into a paragraph: bold, of a size in points, in a colour, where its style is not enough."""
        for run in runs_of(words):
            address = address_outside(run.link, site=self.paper.site)
            made = paragraph.add_run(run.text)
            if run.strong or strong:
                made.bold = True
            if size:
                made.font.size = _pt(size)
            if colour and not address:
                made.font.color.rgb = _rgb(colour)
            if address:
                made._r.style = self.style_ids["Hyperlink"]
                self.xml.link_in(paragraph, address).append(made._r)

    def put(self, blocks: Sequence[Block | Part], level: int) -> None:
        """Put blocks one after the other."""
        for block in blocks:
            if level == 1 and not isinstance(block, Part):
                self.sheets.turn_to(self.paper.page, self.paper.marking)
            put(block, self, level)

    def heading(self, block: Section | Part, level: int) -> Any:
        """A heading of the level, with the place that the contents lead to."""
        paragraph = self.paragraph(block.heading, style=f"Heading {min(level, DEEPEST)}")
        self.xml.bookmark(paragraph, self.anchors[id(block)], 1 + list(self.anchors).index(id(block)))
        return paragraph

    def saved(self) -> bytes:
        """The file."""
        core = self.made.core_properties
        core.title, core.author, core.language = (
            self.paper.title[:250],
            self.paper.partnership[:250],
            self.paper.language,
        )
        core.comments, core.keywords, core.last_modified_by = "", self.paper.marking[:250], ""
        if self.paper.made_on:
            core.created = core.modified = datetime.combine(self.paper.made_on, time(12), tzinfo=UTC)
        self.xml.set_language(self.made, self.paper.language)
        out = io.BytesIO()
        self.made.save(out)
        return out.getvalue()


def _headed(blocks: Sequence[Block | Part], level: int) -> Iterator[tuple[int, Section | Part]]:
    for block in blocks:
        if isinstance(block, Section | Part):
            yield level, block
            yield from _headed(block.blocks, level + 1)


def _cm(length: float) -> Any:
    from docx.shared import Cm

    return Cm(length)


def _pt(length: float) -> Any:
    from docx.shared import Pt

    return Pt(length)


def _rgb(colour: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour)


@singledispatch
def put(block: Any, maker: Maker, level: int) -> None:
    """Put one block."""
    raise DocumentError(f"{type(block).__name__} is not a block of a document.")


@put.register
def _(block: Section, maker: Maker, level: int) -> None:
    maker.heading(block, level)
    maker.put(block.blocks, level + 1)


@put.register
def _(block: Part, maker: Maker, level: int) -> None:
    turned = maker.sheets.turn_to(block.page or maker.paper.page, block.marking or maker.paper.marking)
    maker.heading(block, 1).paragraph_format.page_break_before = None if turned else True
    maker.put(block.blocks, 2)


@put.register
def _(block: Paragraph, maker: Maker, level: int) -> None:
    size = {"lead": 13, "quiet": 9.5}.get(block.tone)
    maker.paragraph(block.words, size=size, colour=maker.look.QUIET if block.tone == "quiet" else None)


@put.register(BulletList)
@put.register(NumberedList)
def _(block: BulletList | NumberedList, maker: Maker, level: int) -> None:
    from lineofsight.engine.documents.word_lists import put_in_list

    numbered = isinstance(block, NumberedList)
    number = maker.lists.new(numbered=numbered)
    for item in block.items:
        put_in_list(maker.paragraph(item, style="List Number" if numbered else "List Bullet"), number)


@put.register
def _(block: Table, maker: Maker, level: int) -> None:
    from lineofsight.engine.documents.word_tables import put_table

    put_table(block, maker)


@put.register
def _(block: Facts, maker: Maker, level: int) -> None:
    for label, words in block.facts:
        paragraph = maker.paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = _cm(5), _cm(-5)
        paragraph.paragraph_format.tab_stops.add_tab_stop(_cm(5))
        paragraph.paragraph_format.space_after = _pt(4)
        paragraph.add_run(f"{label}\t").bold = True
        maker.say(paragraph, words)


@put.register
def _(block: Figure, maker: Maker, level: int) -> None:
    if block.caption:
        maker.paragraph(block.caption, style="Caption", strong="Caption" not in maker.style_ids)
    width, height = maker.sheets.text_width, maker.sheets.text_height
    share = share_that_fits(block.picture, block.share, width=width, height=height * 0.85)
    shape = maker.paragraph().add_run().add_picture(io.BytesIO(as_raster(block.picture)), width=int(width * share))
    maker.xml.describe_picture(shape, alt=block.alt)


@put.register
def _(block: Quote, maker: Maker, level: int) -> None:
    said = [maker.paragraph(block.words, style="Quote")]
    if block.source:
        said.append(maker.paragraph(block.source, style="Quote", size=9.5, colour=maker.look.QUIET))
    for paragraph in said:
        paragraph.paragraph_format.left_indent = _cm(0.6)
        maker.xml.border_paragraph(paragraph, maker.xml.edge("left", size=24, colour=maker.look.LINE, space=8))


@put.register
def _(block: Callout, maker: Maker, level: int) -> None:
    before = len(maker.made.paragraphs)
    maker.paragraph(block.title, strong=True).paragraph_format.keep_with_next = True
    maker.put(block.blocks, level + 1)
    edge, ground = (maker.look.AMBER, maker.look.SAND) if block.grave else (maker.look.TEAL, maker.look.MIST)
    said = maker.made.paragraphs[before:]
    said[0].paragraph_format.space_before = said[-1].paragraph_format.space_after = _pt(12)
    for paragraph in said:
        maker.xml.border_paragraph(paragraph, maker.xml.edge("left", size=36, colour=edge, space=8))
        maker.xml.shade_paragraph(paragraph, ground)


@put.register
def _(block: PageBreak, maker: Maker, level: int) -> None:
    maker.made.add_page_break()


@put.register
def _(block: SourceNote, maker: Maker, level: int) -> None:
    paragraph = maker.paragraph("Source: ", size=9, colour=maker.look.QUIET)
    maker.say(paragraph, Run(block.label, link=block.link), size=9)


@put.register
def _(block: Field, maker: Maker, level: int) -> None:
    maker.paragraph(block.label, strong=True).paragraph_format.keep_with_next = True
    if block.hint:
        hint = maker.paragraph(block.hint, colour=maker.look.QUIET)
        hint.paragraph_format.keep_with_next = True
    maker.fields += 1
    paragraph = maker.paragraph()
    sides = ("top", "left", "bottom", "right")
    maker.xml.border_paragraph(paragraph, *(maker.xml.edge(s, size=6, colour=maker.look.INK, space=6) for s in sides))
    paragraph.paragraph_format.space_after = _pt(12)
    maker.xml.place_to_write(paragraph, label=block.label, key=block.key, number=maker.fields, lines=block.lines)
