"""Writes a small OpenDocument workbook: text and numbers, locked cells, column widths. Nothing more is needed for a template."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its rows (text and numbers), widths in characters, and which columns (from 0) stay open when it is locked."""

    name: str
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int] = ()
    open_columns: set[int] = field(default_factory=set)
    is_locked: bool = False


def workbook(pages: Sequence[Page], *, title: str) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        # The kind stands first and unpacked, as the format asks, so that a program knows the file by its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("meta.xml", _meta(title))
        archive.writestr("content.xml", _content(pages))
    return target.getvalue()


def _meta(title: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {_SPACES}><office:meta>'
        f"<dc:title>{escape(title)}</dc:title></office:meta></office:document-meta>"
    )


def _content(pages: Sequence[Page]) -> str:
    widths = sorted({width for page in pages for width in page.widths})
    styles = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.22:.2f}cm"/></style:style>'
        for width in widths
    )
    styles += (
        '<style:style style:name="open" style:family="table-cell">'
        '<style:table-cell-properties style:cell-protect="none" fo:background-color="#fff7d6" fo:border="0.5pt solid #8a8a8a"/>'
        '</style:style><style:style style:name="head" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="shut" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap"/></style:style>'
    )
    body = "".join(_page(page) for page in pages)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )


def _page(page: Page) -> str:
    locked = ' table:protected="true"' if page.is_locked else ""
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in page.widths)
    rows = "".join(_row(row, page, is_head=number == 0) for number, row in enumerate(page.rows))
    return f"<table:table table:name={quoteattr(page.name)}{locked}>{columns}{rows}</table:table>"


def _row(row: Sequence[Any], page: Page, *, is_head: bool) -> str:
    cells = "".join(
        _cell(cell, "head" if is_head else "open" if place in page.open_columns else "shut")
        for place, cell in enumerate(row)
    )
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(cell: Any, style: str) -> str:
    if cell is None or cell == "":
        return f'<table:table-cell table:style-name="{style}"/>'
    if isinstance(cell, int | float):
        number = repr(cell)
        return (
            f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{number}">'
            f"<text:p>{number}</text:p></table:table-cell>"
        )
    text = escape(str(cell))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
