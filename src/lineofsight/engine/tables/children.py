"""Finds files that hold records of single children, before anything else of them is read.

Partnerships exchange counts, never children. A file is refused when a heading names a child's identifier, date of
birth or name, when a cell is shaped like a unique pupil number or an NHS number, and when it is the XML of such a
return. Lists of single homes with their addresses are refused too: they are not figures.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from lineofsight.engine.tables.cells import text_of
from lineofsight.engine.tables.columns import letters
from lineofsight.engine.tables.errors import ChildLevelFile
from lineofsight.engine.tables.kind import looks_utf_16
from lineofsight.engine.tables.limits import MEBIBYTE

REASON = (
    "This file holds records of single children, which must never be sent here. Nothing of it was kept. Send totals."
)
LISTING = (
    "This file lists single homes or providers with their addresses. It holds no figures, and nothing of it was kept."
)

_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        upn pupilupn uniquepupilnumber formerupn personupn nhsnumber nhsno nhsnum uln uniquelearnernumber
        dob dateofbirth birthdate datebirth childdob pupildob mcdob motherchilddob mcdateofbirth personbirthdate
        expecteddateofbirth personbirthdateexpected
        lachildid childlaid childid childidentifier childuniqueid uniquechildid childref childreference childnumber
        singleuniqueidentifier pseudonymisedchildid unbornchildid personid personreference clientid caseid socialcareid
        pupilid pupilidentifier studentid patientid liquidlogicid mosaicid swiftid nino nationalinsurancenumber
        forename surname firstname lastname familyname givenname childname pupilname patientname childforename
        childsurname pupilforename pupilsurname homepostcode homepost childpostcode
        """,
    )
)
_ONLY_WITH_IDENTIFIERS = frozenset({"child", "pupil", "patient", "person", "id", "childno", "client"})
_TAGS = re.compile(r"<(?:\w+:)?(upn|dob|childid|child|nhsnumber|lachildid|personbirthdate|forename|surname)\b", re.I)

_UPN = re.compile(r"(?<![A-Za-z0-9])([A-HJ-NP-RT-Z])(\d{11})([0-9A-HJ-NP-RT-Z])(?![A-Za-z0-9])", re.ASCII)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NHS_SPACED = re.compile(r"(?<![\d.])\d{3}[ -]\d{3}[ -]\d{4}(?![\d.])", re.ASCII)
_NHS = re.compile(r"\d{10}", re.ASCII)
_SHAPES = bytes.maketrans(
    b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ-",
    b"000000000AAAAAAAAAAAAAAAAAAAAAAAAA ",
)
_UPN_SHAPE, _NHS_SHAPE = b"A00000000000", b"000 000 0000"
_IDENTIFIER = re.compile(r"(?=.*\d)[A-Za-z]{0,8}[-_/]?\d{2,12}[A-Za-z]?", re.ASCII)
_SAMPLE_ROWS = 1_000
_HEADING_ROWS = 100


def plain_heading(cell: object) -> str:
    """A heading without case, spaces and punctuation."""
    return re.sub(r"[^a-z]", "", text_of(cell).casefold())


def is_upn(text: str) -> bool:
    """Whether the check letter of a unique pupil number is right."""
    found = _UPN.fullmatch(text)
    if not found or not found[3].isdigit():
        return bool(found)
    total = sum(int(digit) * weight for weight, digit in enumerate(text[1:], start=2))
    return _UPN_LETTERS[total % 23] == text[0]


def is_nhs_number(text: str) -> bool:
    """Whether ten figures carry the right NHS check figure."""
    digits = re.sub(r"[ -]", "", text)
    if not _NHS.fullmatch(digits) or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


def check_text(file: BinaryIO) -> None:
    """Refuse a text file (CSV or XML) that shows a child's number or tag anywhere in it."""
    for piece, first_line in _pieces(file):
        if first_line == 1 and piece.lstrip(b"\xef\xbb\xbf? \r\n\t").startswith(b"<") and _TAGS.search(_text(piece)):
            raise ChildLevelFile(REASON)
        at = _place_of_number(piece)
        if at is not None:
            raise ChildLevelFile(REASON, row=first_line + piece.count(b"\n", 0, at))


def check_packed(pieces: Iterable[bytes]) -> None:
    """Refuse a packed workbook whose parts, unpacked, show a child's number anywhere."""
    left = b""
    for piece in pieces:
        if _place_of_number(left + piece) is not None:
            raise ChildLevelFile(REASON)
        left = piece[-20:]


def _text(piece: bytes) -> str:
    return piece.decode("latin-1")


def _place_of_number(piece: bytes) -> int | None:
    """Where a child's number stands. The shapes are looked for first, with digits all made 0 and letters all A."""
    shapes = piece.translate(_SHAPES)
    for shape in (_UPN_SHAPE, _NHS_SHAPE):
        at = shapes.find(shape)
        while at >= 0:
            around = _text(piece[max(at - 1, 0) : at + 15])
            if _number_in(around):
                return at
            at = shapes.find(shape, at + 1)
    return None


def _number_in(text: str) -> re.Match[str] | None:
    for found in _UPN.finditer(text):
        if is_upn(found[0]):
            return found
    for found in _NHS_SPACED.finditer(text):
        if is_nhs_number(found[0]):
            return found
    return None


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """The file in pieces that end at line ends, one byte a letter, with the line number each starts on."""
    file.seek(0)
    head = file.read(4096)
    wide = looks_utf_16(head) or ("utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "")
    decoder = codecs.getincrementaldecoder(wide)("replace") if wide else None
    file.seek(0)
    left, line = b"", 1
    while block := file.read(8 * MEBIBYTE):
        whole = left + (decoder.decode(block).encode("latin-1", "replace") if decoder else block)
        cut = whole.rfind(b"\n") + 1 or len(whole)
        yield whole[:cut], line
        line += whole.count(b"\n", 0, cut)
        left = whole[cut:]
    yield left, line
    file.seek(0)


def check_rows(rows: Iterator[Sequence[object]], *, sheet: str = "") -> None:
    """Refuse a table whose headings or first thousand rows are those of single children, or of single homes."""
    sample = [[text_of(cell) for cell in row] for row in islice(rows, _SAMPLE_ROWS)]
    for number, row in enumerate(sample[:_HEADING_ROWS], start=1):
        _check_headings(row, sample[number:], sheet=sheet, row_number=number)
    for number, row in enumerate(sample, start=1):
        for at, text in enumerate(row):
            if len(text) > 9 and _number_in(text):
                raise ChildLevelFile(REASON, sheet=sheet, row=number, column=letters(at))
    _check_shapes(sample, sheet=sheet)


def _check_headings(row: Sequence[str], below: Sequence[Sequence[str]], *, sheet: str, row_number: int) -> None:
    names = [plain_heading(cell) if len(cell) <= 40 else "" for cell in row]
    for at, name in enumerate(names):
        single = at == 0 and name in _ONLY_WITH_IDENTIFIERS and _identifiers(below, at)
        if name in _NAMES or single or (name.startswith("child") and name.endswith("postcode")):
            raise ChildLevelFile(REASON, sheet=sheet, row=row_number, column=letters(at))
    if "urn" in names and any("postcode" in name or "address" in name for name in names):
        raise ChildLevelFile(LISTING, sheet=sheet, row=row_number)


def _identifiers(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column's cells look like identifiers; a column of no rows at all counts as one, to be safe."""
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return not cells or sum(bool(_IDENTIFIER.fullmatch(cell)) for cell in cells) > 0.5 * len(cells)


def _check_shapes(sample: Sequence[Sequence[str]], *, sheet: str) -> None:
    width = max((len(row) for row in sample), default=0)
    for at in range(width):
        cells = [row[at] for row in sample if at < len(row) and row[at]]
        long = [cell for cell in cells if 10 <= len(cell) <= 13]
        upns = sum(bool(_UPN.fullmatch(cell)) for cell in long)
        nhs = sum(is_nhs_number(cell) for cell in long)
        if upns >= 3 or (nhs >= 5 and nhs > 0.8 * len(cells)):
            raise ChildLevelFile(REASON, sheet=sheet, column=letters(at))
