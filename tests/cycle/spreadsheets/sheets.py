"""Spreadsheets that the tests of this room make and read."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from lineofsight.cycle.spreadsheets import changes, reading
from lineofsight.cycle.spreadsheets.models import SheetImport
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.guards import now, today
from lineofsight.foundation.partnership.queries import Here, here

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "https://los.example.org"
Rows = Sequence[Sequence[Any]]


def signed(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def here_for(person: Person, slug: str = "westmarch") -> Here:
    found = here(person, slug, today=today())
    assert found is not None
    return found


def xlsx(rows: Rows, *, sheet: str = "Plan") -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            page.write(number, at, cell)
    book.close()
    return target.getvalue()


def upload(content: bytes, name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def cells_of(content: bytes, sheet: int | str = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    page = book.get_sheet_by_name(sheet) if isinstance(sheet, str) else book.get_sheet_by_index(sheet)
    return page.to_python(skip_empty_area=False)


def given(at: Here, kind: str, content: bytes, name: str = "plan.xlsx") -> SheetImport:
    pages = reading.pages_of(io.BytesIO(content), name=name)
    return changes.take(at, kind, pages, file_name=name, now=now())


def outcomes(at: Here, taken: SheetImport) -> list[tuple[int, str, str]]:
    return [(one.row.number, one.outcome, one.reference) for one in changes.plan(taken, at).rows]


def brought_in(at: Here, taken: SheetImport, *, is_checked: bool = True) -> SheetImport:
    digest = changes.plan(taken, at).digest
    return changes.bring_in(taken, at, digest=digest, is_checked=is_checked, address=ADDRESS, now=now())
