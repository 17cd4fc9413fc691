"""The same set as a workbook of four sheets, one table each: what people edit in Excel. Faults name sheet, row and column."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from lineofsight.engine.standards.standards import Fault, StandardsError, StandardSet, build

SHEETS: dict[str, tuple[str, ...]] = {
    "Set": ("Key", "Value"),
    "Standards": ("Code", "Name", "Text", "Guidance", "Descriptors"),
    "Questions": ("Code", "Standard", "Text", "Guidance", "Evidence", "Asked of", "Same as"),
    "Survey": ("Code", "Standard", "Text"),
}
_SECTIONS = {"Standards": "standards", "Questions": "questions", "Survey": "survey"}
_MANY = {"evidence": "\n", "asked_of": ",", "same_as": ","}
_FACTS = ("code", "name", "edition", "scale", "core", "note", "not_applicable")


def to_book(standards: StandardSet) -> bytes:
    """The set as XLSX. Lists stand in one cell: evidence a line each, codes with commas, descriptors as “grade: text”."""
    import xlsxwriter

    into = BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading, cell = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for name, columns in SHEETS.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 22)
        sheet.set_column(2, len(columns), 50)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column, heading)
        for row, values in enumerate(_rows(standards, name), start=1):
            for at, value in enumerate(values):
                sheet.write_string(row, at, value, cell)
    book.close()
    return into.getvalue()


def _rows(standards: StandardSet, name: str) -> Iterator[list[str]]:
    if name == "Set":
        for fact in _FACTS:
            value = getattr(standards, fact)
            yield [fact, ("yes" if value else "no") if isinstance(value, bool) else value]
        return
    for entry in getattr(standards, _SECTIONS[name]):
        yield [_cell(entry, _key(column)) for column in SHEETS[name]]


def _key(column: str) -> str:
    return column.lower().replace(" ", "_")


def _cell(entry: Any, key: str) -> str:
    value = getattr(entry, key)
    if key == "descriptors":
        return "\n".join(f"{one.grade}: {one.text}" for one in value)
    if key in _MANY:
        return ("\n" if _MANY[key] == "\n" else ", ").join(value)
    return str(value)


def read_book(content: bytes) -> StandardSet:
    """The set in a workbook (XLSX or ODS). StandardsError with every fault and its cell."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = {name: book.get_sheet_by_name(name).to_python() for name in SHEETS if name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as fault:
        raise StandardsError([Fault("the file", "is not a workbook that can be read (XLSX or ODS)")]) from fault
    missing = [Fault(name, "the sheet is missing") for name in ("Set", "Standards", "Questions") if name not in rows]
    if missing:
        raise StandardsError(missing)
    try:
        return build(_content(rows))
    except StandardsError as error:
        raise StandardsError([_placed(fault, rows) for fault in error.faults]) from error


def _content(rows: dict[str, list[list[Any]]]) -> dict[str, Any]:
    facts: dict[str, Any] = {str(row[0]).strip(): str(row[1]).strip() for row in rows["Set"][1:] if _filled(row)}
    if "core" in facts:
        facts["core"] = {"yes": True, "no": False}.get(facts["core"].lower(), facts["core"])
    facts = {key: value for key, value in facts.items() if value != "" or key in ("code", "name", "edition", "scale")}
    for sheet, section in _SECTIONS.items():
        table = rows.get(sheet, [[]])
        keys = [_key(str(name).strip()) for name in (table[0] if table else [])]
        facts[section] = [_entry(keys, row) for row in table[1:] if _filled(row)]
    return facts


def _filled(row: Sequence[Any]) -> bool:
    return any(str(cell).strip() for cell in row)


def _entry(keys: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for key, cell in zip(keys, row, strict=False):
        text = _text(cell)
        if key == "descriptors":
            entry[key] = [_descriptor(line) for line in text.splitlines() if line.strip()]
        elif key in _MANY:
            parts = [part.strip() for part in text.split(_MANY[key]) if part.strip()]
            if parts or key != "asked_of":
                entry[key] = parts
        elif text or key in ("code", "standard", "text", "name"):
            entry[key] = text
    return entry


def _text(cell: Any) -> str:
    # A code such as 1 comes back from a workbook as 1.0.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _descriptor(line: str) -> dict[str, str]:
    grade, _, text = line.partition(":")
    return {"grade": grade.strip(), "text": text.strip()}


def _placed(fault: Fault, rows: dict[str, list[list[Any]]]) -> Fault:
    """The same fault with the sheet, row and column in which it stands."""
    section, _, rest = fault.place.partition("[")
    sheet = next((name for name, own in _SECTIONS.items() if own == section), "")
    if not sheet or not rest:
        return Fault(f"Sheet {sheet or 'Set'}, {fault.place}", fault.message)
    number, _, key = rest.partition("]")
    filled = [at for at, row in enumerate(rows.get(sheet, [])[1:], start=2) if _filled(row)]
    row_number = filled[int(number) - 1] if int(number) <= len(filled) else int(number) + 1
    column = key.lstrip(".").split("[")[0].split(".")[0].replace("_", " ").capitalize()
    place = f"Sheet {sheet}, row {row_number}" + (f", column {column}" if column else "")
    return Fault(place, fault.message)
