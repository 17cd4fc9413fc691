"""The plain look of our own Word papers: the styles that a partnership's template would bring instead."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FONT = "Arial"
INK, TEAL, QUIET, AMBER = "14262B", "0B5A60", "475A60", "8A4A00"
MIST, SAND, LINE = "F2F6F6", "FFF6E0", "C3CFD1"

# Name: size, weight, colour, points before, points after.
_STYLES = {
    "Normal": (11, False, INK, 0, 8),
    "Title": (24, True, INK, 4, 10),
    "Heading 1": (18, True, TEAL, 24, 8),
    "Heading 2": (14, True, INK, 18, 6),
    "Heading 3": (12, True, INK, 14, 4),
    "Heading 4": (11, True, INK, 12, 4),
    "Caption": (10, True, INK, 12, 5),
    "Quote": (11, False, INK, 8, 8),
    "List Bullet": (11, False, INK, 0, 4),
    "List Number": (11, False, INK, 0, 4),
    "Header": (9, False, QUIET, 0, 0),
    "Footer": (9, False, QUIET, 0, 0),
}


def dress(document: Any) -> None:
    """Give the library's plain document our fonts, sizes and colours."""
    for name, (size, strong, colour, before, after) in _STYLES.items():
        style = document.styles[name]
        _font(style, size=size, strong=strong, colour=colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    _plain_title(document.styles["Title"])
    for name in ("Header", "Footer"):
        _without(document.styles[name].element.get_or_add_pPr(), "w:tabs")
    document.styles["Normal"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    for level in range(1, 5):
        document.styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    document.styles["Caption"].paragraph_format.keep_with_next = True


def _font(style: Any, *, size: float, strong: bool, colour: str) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), strong, False
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _plain_title(style: Any) -> None:
    _without(style.element.get_or_add_pPr(), "w:pBdr")
    _without(style.element.rPr, "w:spacing", "w:kern")


def _without(properties: Any, *tags: str) -> None:
    for tag in tags:
        for found in properties.findall(qn(tag)):
            properties.remove(found)


def add_small_styles(document: Any) -> None:
    """Styles that neither Word nor a template may have: small grey text, a link, what stands where writing goes."""
    names = {style.name for style in document.styles}
    if "Placeholder Text" not in names:
        style = document.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string("6B7276")
    if "Hyperlink" not in names:
        style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        style.font.underline, style.font.color.rgb = True, RGBColor.from_string(TEAL)
