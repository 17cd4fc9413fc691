"""A small tree of blocks as HTML, Word and tagged PDF (PDF/UA-1).

    paper = Document("Title", "Partnership", (Section("Heading", (Paragraph("Text"),)),))
    to_html(paper), to_page(paper), to_docx(paper), to_pdf(paper)

Every word stays text: no sign in it is ever read as markup. Nothing here reads a clock or a file of anybody's.
"""

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
    pack,
    text_of,
)
from lineofsight.engine.documents.errors import DocumentError, TemplateError
from lineofsight.engine.documents.pdf import to_pdf
from lineofsight.engine.documents.plain import linked, paragraphs_of
from lineofsight.engine.documents.web import to_html, to_page
from lineofsight.engine.documents.word import to_docx
from lineofsight.engine.documents.word_form import read_fields
from lineofsight.engine.documents.word_template import TemplateFacts, describe_template

__all__ = [
    "Block",
    "BulletList",
    "Callout",
    "Document",
    "DocumentError",
    "Facts",
    "Field",
    "Figure",
    "NumberedList",
    "PageBreak",
    "Paragraph",
    "Part",
    "Quote",
    "Run",
    "Section",
    "SourceNote",
    "Table",
    "TemplateError",
    "TemplateFacts",
    "describe_template",
    "linked",
    "pack",
    "paragraphs_of",
    "read_fields",
    "text_of",
    "to_docx",
    "to_html",
    "to_page",
    "to_pdf",
]
