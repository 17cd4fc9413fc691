"""Tables of Word papers: a header that repeats and says that it is one, rows kept whole, columns by what stands in them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from lineofsight.engine.documents.blocks import Table
from lineofsight.engine.documents.widths import column_shares, text_size

if TYPE_CHECKING:
    from lineofsight.engine.documents.word import Maker

SIZES = {"usual": 10.0, "small": 9.0, "smallest": 8.0}


def put_table(block: Table, maker: "Maker") -> None:
    """Caption, table, and room after it."""
    if not block.caption_hidden:
        maker.paragraph(block.caption, style="Caption", strong="Caption" not in maker.style_ids)
    style = _text_style(maker, text_size(block))
    made = maker.made.add_table(rows=len(block.rows) + 1, cols=len(block.header))
    maker.xml.describe_table(made, title=block.caption, lines=maker.look.LINE, row_headers=block.row_headers)
    widths = [int(maker.sheets.text_width * share) for share in column_shares(block)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(made.rows):
        words = block.header if number == 0 else block.rows[number - 1]
        _fill(row, words, block, maker, style=style, widths=widths, is_header=number == 0)
    _room_after(maker)


def _fill(
    row: Any, words: Sequence[Any], block: Table, maker: "Maker", *, style: str, widths: list[int], is_header: bool
) -> None:
    for column, (tc, cell_words) in enumerate(zip(row._tr.tc_lst, words, strict=True)):
        tc.width = widths[column]
        paragraph = WordParagraph(tc.p_lst[0], _Cell(tc, row))
        paragraph._p.style = style
        if block.align[column] == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        maker.say(paragraph, cell_words, strong=is_header or (column == 0 and block.row_headers))
        if is_header:
            maker.xml.shade_cell(_Cell(tc, row), maker.look.MIST, under=maker.look.TEAL)
    maker.xml.keep_whole(row)
    if is_header:
        maker.xml.repeat_as_header(row)


def _text_style(maker: "Maker", size: str) -> str:
    """The id of the style for the text of cells, so that a person can change all of it at once."""
    name = {"usual": "Table Text", "small": "Table Text Small", "smallest": "Table Text Smallest"}[size]
    if name not in maker.style_ids:
        style = maker.made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = maker.made.styles["Normal"]
        style.font.size = Pt(SIZES[size])
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.line_spacing = 1.0
        maker.style_ids[name] = style.style_id
    return maker.style_ids[name]


def _room_after(maker: "Maker") -> None:
    paragraph = maker.paragraph()
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), Pt(8)
