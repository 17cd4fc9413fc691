"""Whatever could identify a child is asked about before it is saved: in long texts, short ones and files."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.ui.forms import FilesField, LongTextField
from tests import making

TODAY = date(2026, 10, 21)


class NoteForm(CarefulForm):
    """A title, a note, a code and files."""

    not_looked_at = frozenset({"code"})
    title = forms.CharField(max_length=100, required=False)
    note = LongTextField(required=False)
    code = forms.CharField(max_length=100, required=False)
    files = FilesField(required=False)


def form(known: Any = list, files: Any = (), **given: str) -> NoteForm:
    return NoteForm(given, {"files": files} if files else {}, known=known, today=TODAY)


def test_ordinary_words_are_let_through_and_no_box_is_shown() -> None:
    held = form(title="Plan for autumn", note="Waits are shorter.", code="Jane Smithson")
    assert (held.is_valid(), held.errors, list(held.said)) == (True, {}, ["title", "note", "code", "files"])
    assert "checked" not in str(held)


@pytest.mark.parametrize("name", ["title", "note"])
def test_name_brings_the_form_back_with_a_box_and_ticking_it_saves(name: str) -> None:
    held = form(**{name: "We spoke to Jane Smithson."})
    assert list(held.errors) == [name]
    assert "“Jane Smithson” looks like a person’s name" in held.errors[name][0]
    assert str(held).rindex("I have checked") > str(held).rindex('name="note"')
    again = form(**{name: "We spoke to Jane Smithson.", "checked": "on"})
    assert (again.is_valid(), again.said[name]) == (True, "We spoke to Jane Smithson.")


@pytest.mark.parametrize("words", ["943 476 5919", "UPN H801200001001"])
def test_number_must_go_whatever_is_ticked(words: str) -> None:
    held = form(note=words, checked="on")
    assert not held.is_valid()
    assert "tick the box" not in held.errors["note"][0]


def test_files_are_looked_through_and_asked_about(tmp_path: Any) -> None:
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph("His mother, Wren Kestrel, lives at 14 Mill Lane, TN24 8AA.")
    document.save(buffer)
    two = [SimpleUploadedFile("a.txt", b"Nothing here"), SimpleUploadedFile("b.docx", buffer.getvalue())]
    held = form(files=two)
    assert list(held.errors) == ["files"]
    assert held.errors["files"][0] == (
        "“TN24 8AA” looks like a postcode; “14 Mill Lane” looks like a street; “Wren Kestrel” looks like a person’s name. "
        "Take out whatever could identify a child. If it is nobody’s in a family, tick the box below. "
        "Your file was not kept. Choose it again when you have looked at it."
    )
    assert form(files=two, checked="on").is_valid()
    assert two[1].read(2) == b"PK"


def test_file_that_cannot_be_opened_says_so() -> None:
    held = form(files=[SimpleUploadedFile("b.docx", b"no document")])
    assert held.errors["files"] == ["“b.docx” cannot be opened. Save it again and choose it."]


@pytest.mark.django_db
def test_partnership_knows_its_own_people_bodies_roles_and_addresses(
    partnership: Partnership, django_assert_num_queries: Any
) -> None:
    making.a_member(partnership, "analyst", name="Kofi Mensah")
    Organisation.objects.update(address="County Hall, 12 Station Road, Thornley TN24 8AA")
    making.a_member(partnership, "analyst", name="Grace Adeyemi")
    with django_assert_num_queries(5):
        held = form(
            known=lambda: known_names(partnership),
            title="Kofi Mensah and Grace Adeyemi meet Westmarch Council at 12 Station Road, TN24 8AA",
        )
        assert held.errors == {}
    other = form(known=lambda: known_names(partnership), title="Kofi Adeyemi was missed at 14 Mill Lane, TN24 8AB")
    assert [part.split(" looks")[0] for part in other.errors["title"][0].split("; ")] == [
        "“TN24 8AB”", "“14 Mill Lane”", "“Kofi Adeyemi”",
    ]  # fmt: skip
