"""Sets of standards as data: what an audit of arrangements asks, of whom, on which scale, with what counts as evidence.

`load(name_or_path)` reads TOML, `read_book(bytes)` a workbook, `StandardSet.from_json` a stored version; each gives a frozen
`StandardSet` or raises `StandardsError` with every fault and its place. `to_book` writes the workbook that people edit.
`content_hash` names a version; a round points at one for ever.
"""

from lineofsight.engine.standards.books import read_book, to_book
from lineofsight.engine.standards.reading import from_toml, load, shipped
from lineofsight.engine.standards.standards import (
    ALL_KINDS,
    Descriptor,
    Fault,
    Question,
    Standard,
    StandardsError,
    StandardSet,
    SurveyQuestion,
    differences,
)

__all__ = [
    "ALL_KINDS",
    "Descriptor",
    "Fault",
    "Question",
    "Standard",
    "StandardSet",
    "StandardsError",
    "SurveyQuestion",
    "differences",
    "from_toml",
    "load",
    "read_book",
    "shipped",
    "to_book",
]
