"""What people type, and what the fields make of it."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from lineofsight.foundation.ui.fields import read_date
from lineofsight.foundation.ui.forms import (
    DateField,
    DecimalField,
    FilesField,
    Form,
    LongTextField,
    MultipleChoiceField,
    WholeNumberField,
)

OCTOBER = dt.date(2025, 10, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31/10/25",
        "31/10/2025",
        " 31 10 2025 ",
        "31.10.2025",
        "31-10-25",
        "2025-10-31",
        "31 October 2025",
        "31 oct 25",
        "31st October, 2025",
        "Friday 31 October 2025",
        "Fri, 31 Oct 2025",
    ],
)
def test_read_date_as_people_write_it_gives_the_day(text: str) -> None:
    assert read_date(text) == OCTOBER


@pytest.mark.parametrize(
    "text", ["31/02/2025", "10/2025", "31/13/25", "31 Octember 2025", "1/1/205", "soon", "1/2/3/4"]
)
def test_read_date_that_is_no_day_raises(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text)


@pytest.mark.parametrize(("text", "year"), [("1/9/69", 2069), ("1/9/70", 1970), ("1 Sept 99", 1999), ("1/9/00", 2000)])
def test_read_date_two_figure_year_falls_in_a_lifetime(text: str, year: int) -> None:
    assert read_date(text) == dt.date(year, 9, 1)


@pytest.mark.parametrize(
    ("text", "number"), [("1,204", 1204), ("1 204", 1204), (" 7 ", 7), ("3.0", 3), ("−4", -4), ("12%", 12), ("0", 0)]
)
def test_whole_number_with_marks_of_people_is_read(text: str, number: int) -> None:
    assert WholeNumberField().clean(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("12.5 %", "12.5"), ("£1,204.50", "1204.50"), ("1 000.1", "1000.1"), ("-0.3", "-0.3")]
)
def test_decimal_with_marks_of_people_is_read(text: str, number: str) -> None:
    assert DecimalField().clean(text) == Decimal(number)


class EveryForm(Form):
    names = {"extent": "how far you meet the standard"}

    title = forms.CharField(label="Title", max_length=5)
    email = forms.EmailField(label="Work email address")
    places = WholeNumberField(label="Number of places", min_value=1, max_value=1204)
    share = DecimalField(label="Share seen")
    due = DateField(label="Due date")
    learnt = DateField(label="Date you knew", three_boxes=True)
    area = forms.ChoiceField(label="NHS area", choices=[("e", "East")])
    extent = forms.ChoiceField(label="How far do you meet it?", choices=[("f", "Fully")])
    urgent = forms.ChoiceField(label="Is it urgent?", choices=[("y", "Yes")])
    channels = MultipleChoiceField(label="Channels", choices=[("c", "Circular")])
    paper = forms.FileField(label="Paper")
    agree = forms.BooleanField(label="I have checked these answers")


def test_form_left_empty_says_what_to_do_in_each_field() -> None:
    assert {name: list(errors) for name, errors in EveryForm({}).errors.items()} == {
        "title": ["Enter title"],
        "email": ["Enter work email address"],
        "places": ["Enter number of places"],
        "share": ["Enter share seen"],
        "due": ["Enter due date"],
        "learnt": ["Enter date you knew"],
        "area": ["Select NHS area"],
        "extent": ["Select how far you meet the standard"],
        "urgent": ["Select an answer to “Is it urgent?”"],
        "channels": ["Select at least one: channels"],
        "paper": ["Choose a file for paper"],
        "agree": ["Tick the box: I have checked these answers"],
    }


def test_form_with_wrong_values_says_what_to_do_in_each_field() -> None:
    wrong = {
        "title": "too long",
        "email": "nobody",
        "places": "0",
        "share": "a bit",
        "due": "31/13/25",
        "learnt-day": "27",
        "area": "north",
        "extent": "f",
        "urgent": "y",
        "channels": ["c"],
        "agree": "on",
    }
    form = EveryForm(wrong, {"paper": SimpleUploadedFile("empty.pdf", b"")})
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "title": ["Title must be 5 characters or fewer"],
        "email": ["Enter work email address in the form name@example.org"],
        "places": ["Number of places must be 1 or more"],
        "share": ["Share seen must be a number, like 12.5"],
        "due": ["Due date must be a real date, like 31/10/2026"],
        "learnt": ["Date you knew must include a month and a year"],
        "area": ["Choose NHS area from the list"],
        "paper": ["The file is empty: choose another"],
    }


def test_form_number_too_large_says_the_limit_with_commas() -> None:
    assert EveryForm({"places": "2000"}).errors["places"] == ["Number of places must be 1,204 or less"]


def test_form_message_of_its_author_stays() -> None:
    class OwnForm(Form):
        title = forms.CharField(error_messages={"required": "Give it a name"})

    assert OwnForm({}).errors == {"title": ["Give it a name"]}


def test_date_in_three_boxes_is_read_and_shown_again() -> None:
    class KnewForm(Form):
        knew = DateField(three_boxes=True)

    form = KnewForm({"knew-day": "31", "knew-month": "oct", "knew-year": "25"})
    assert form.is_valid()
    assert form.cleaned_data == {"knew": OCTOBER}
    html = str(KnewForm(initial={"knew": OCTOBER})["knew"])
    assert [part in html for part in ('value="31"', 'value="10"', 'value="2025"')] == [True, True, True]


def test_long_text_line_breaks_count_once() -> None:
    assert LongTextField(max_length=5).clean("ab\r\ncd") == "ab\ncd"


def test_files_several_give_a_list_in_order() -> None:
    class PapersForm(Form):
        papers = FilesField()

    papers = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    form = PapersForm({}, MultiValueDict({"papers": papers}))
    assert form.is_valid()
    assert [paper.name for paper in form.cleaned_data["papers"]] == ["a.txt", "b.txt"]


def test_files_none_chosen_is_an_error_or_an_empty_list() -> None:
    class PapersForm(Form):
        needed = FilesField(label="Papers")
        spare = FilesField(required=False)

    form = PapersForm({}, MultiValueDict())
    assert form.errors == {"needed": ["Choose a file for papers"]}
    assert form.cleaned_data == {"spare": []}
