"""The made-up things that the gallery of components shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from lineofsight.foundation.ui.components import page_links
from lineofsight.foundation.ui.conflicts import Conflict, Difference, Version
from lineofsight.foundation.ui.forms import (
    Checkboxes,
    DateField,
    DecimalField,
    FilesField,
    Form,
    LongTextField,
    MultipleChoiceField,
    Password,
    Radios,
    WholeNumberField,
)
from lineofsight.foundation.ui.tables import Column, Filter, Table

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 14, 2, tzinfo=dt.UTC)
EXTENT = {
    "fully": ("Fully met", "In place everywhere, with proof from the last 12 months."),
    "mostly": ("Mostly met", "In place, with small gaps that are being closed."),
    "partly": ("Partly met", "In place in some teams only."),
    "not-yet": ("Not yet met", "Planned, or not started."),
}
ORGANISATIONS = ["Westmarsh County Council", "Westmarsh Police", "Westmarsh NHS", "Harbour District Council"]
STATES = {"open": "Open", "done": "Done", "checked": "Impact checked"}


class ExampleForm(Form):
    """One field of every kind."""

    names = {"extent": "how far you meet the standard", "agree": "you have checked your answers"}

    title = forms.CharField(label="Title", max_length=100, help_text="A few words, with no names of children")
    email = forms.EmailField(label="Work email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    places = WholeNumberField(label="Number of places", min_value=0, help_text="A whole number, like 1,204")
    share = DecimalField(label="Share seen in 20 days", help_text="A percentage, like 87.5%")
    due = DateField(label="Due date", help_text="For example, 31/10/2026 or 31 October 2026")
    learnt = DateField(label="Date the agency first knew", help_text="For example, 27 3 2026", three_boxes=True)
    organisation = forms.ChoiceField(
        label="Organisation", choices=[("", "Choose one"), *((o, o) for o in ORGANISATIONS)]
    )
    extent = forms.ChoiceField(
        label="How far do you meet this standard?",
        choices=[(code, label) for code, (label, _) in EXTENT.items()],
        widget=Radios(hints={code: hint for code, (_, hint) in EXTENT.items()}),
    )
    urgent = forms.ChoiceField(
        label="Is it urgent?", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True)
    )
    channels = MultipleChoiceField(
        label="Where should this update go?",
        choices=[("circular", "Executive Circular"), ("yearly", "Yearly report"), ("plan", "Strategic Plan")],
        widget=Checkboxes(hints={"circular": "Sent to the Executive every quarter"}),
    )
    difference = LongTextField(label="What difference does it make for children?", max_length=500)
    note = LongTextField(label="Note to yourself", required=False, rows=2)
    paper = forms.FileField(label="Paper", required=False, help_text="PDF, Word or Excel, up to 50 MB")
    evidence = FilesField(label="Evidence", required=False)
    password = forms.CharField(label="Password", widget=Password(), required=False)
    agree = forms.BooleanField(label="I have checked these answers")


def actions() -> list[dict[str, Any]]:
    """64 actions of a partnership that does not exist."""
    verbs = ["Write guidance on", "Train staff in", "Check records of", "Share learning about"]
    topics = ["strategy discussions", "neglect", "children missing from home", "child in need plans"]
    return [
        {
            "number": number,
            "title": f"{verbs[number % 4]} {topics[(number // 4) % 4]}",
            "owner": ORGANISATIONS[number % 3],
            "due": TODAY + dt.timedelta(days=(number * 37) % 120 - 40) if number % 11 else None,
            "state": list(STATES)[number % 3],
            "hours": (number * 13) % 50 + 0.5,
        }
        for number in range(1, 65)
    ]


def actions_table(request: HttpRequest) -> Table:
    """The table that every list of actions looks like."""
    columns = [
        Column("title", "Action", url=lambda row: f"#action-{row['number']}", filter="text"),
        Column("owner", "Owner", filter=[(name, name) for name in ORGANISATIONS]),
        Column("due", "Due"),
        Column(
            "state",
            "Status",
            value=lambda row: STATES[row["state"]],
            tone=lambda row: {"open": "info", "done": "quiet", "checked": "good"}[row["state"]],
        ),
        Column("hours", "Hours", align="right"),
    ]
    return Table(
        request,
        name="actions",
        title="Actions",
        columns=columns,
        rows=actions(),
        default_sort="due",
        page_size=10,
        noun=("action", "actions"),
        filters=[
            Filter("state", "Status", "choice", tuple(STATES.items())),
            Filter("due_from", "Due from", "from", value="due"),
            Filter("due_to", "Due to", "to", value="due"),
        ],
        marking="OFFICIAL",
        select=lambda row: (row["number"], row["title"]),
        select_form="chosen-actions",
    )


def heat() -> dict[str, Any]:
    """Three standards against three organisations, with a summary of each row."""
    fully, mostly = {"text": "Fully", "tone": "good"}, {"text": "Mostly", "tone": "fair", "note": "was Partly"}
    partly, not_yet = {"text": "Partly", "tone": "weak", "url": "#standard-4"}, {"text": "Not yet", "tone": "poor"}
    none = {"text": "No answer", "tone": "none"}
    return {
        "caption": "Section 11 standards by organisation",
        "corner": "Standard",
        "columns": [{"label": name} for name in ORGANISATIONS[:3]],
        "rows": [
            {"label": "1 Leadership", "cells": [fully, fully, mostly], "summary": "All met or nearly"},
            {
                "label": "4 Safer recruitment",
                "url": "#standard-4",
                "cells": [mostly, partly, not_yet],
                "summary": "1 not yet",
            },
            {"label": "7 Voice of the child", "cells": [partly, none, fully], "summary": "1 has not answered"},
        ],
        "summary_label": "In short",
        "key": [
            {"label": "Fully", "tone": "good"},
            {"label": "Mostly", "tone": "fair"},
            {"label": "Partly", "tone": "weak"},
            {"label": "Not yet", "tone": "poor"},
            {"label": "No answer", "tone": "none"},
        ],
    }


def route() -> list[dict[str, str]]:
    return [
        {"label": "Prepared", "state": "done", "words": "Business Team, 1 Sep 2026"},
        {"label": "Scrutiny sub-group", "state": "done", "words": "12 Sep 2026, advises: agree", "url": "#advice"},
        {"label": "Executive", "state": "current", "words": "Waiting 9 days: 5 of 7 views in"},
        {"label": "Lead Safeguarding Partners", "state": "todo", "words": "Meets 18 Dec 2026"},
    ]


def conflict() -> Conflict:
    title = Difference("title", "Title", Version("Findings on neglect", "a"), Version("Findings: neglect, 2026", "b"))
    due = Difference("due", "Due date", Version("31 Oct 2026", "31/10/2026"), Version("7 Nov 2026", "07/11/2026"))
    return Conflict("Amara Quill", NOW, 4, (title, due), (("email", "a@example.org"),))


def everything() -> dict[str, Any]:
    """What the gallery shows beside its form and its table."""
    bad = ExampleForm({"places": "many", "due": "31/13/26", "learnt-day": "27", "email": "nobody"})
    bad.auto_id = "bad_%s"
    return {
        "today": TODAY,
        "now": NOW,
        "saved_at": timezone.localtime(NOW),
        "overdue": TODAY - dt.timedelta(days=12),
        "soon": TODAY + dt.timedelta(days=5),
        "bad_form": bad,
        "conflict": conflict(),
        "heat": heat(),
        "route": route(),
        "many_pages": page_links(Paginator(range(500), 50).page(5), query=None),
        "facts": [
            {"key": "Lead", "value": "Amara Quill", "url": "#lead"},
            {"key": "Due", "value": TODAY, "url": "#due"},
            ("Days waiting", 9),
            ("Reviewed", None),
        ],
        "small_columns": ["Month", {"label": "Plans", "align": "right"}, "Signal"],
        "small_rows": [
            ["Sep 2026", 1204, {"text": "Concerning", "tone": "weak"}],
            ["Aug 2026", 987, {"text": "No real change", "tone": "none"}],
        ],
        **lists(),
    }


def lists() -> dict[str, Any]:
    """Tasks, history, links and ratings."""
    earlier = NOW - dt.timedelta(days=9)
    return {
        "tasks": [
            {"label": "Leadership and accountability", "url": "#1", "status": "Completed"},
            {
                "label": "Safer recruitment",
                "url": "#4",
                "status": "Check last year’s answer",
                "tone": "info",
                "hint": "Two files are out of date",
            },
            {"label": "Training", "url": "#5", "status": "There is a problem", "tone": "problem"},
            {"label": "Declaration", "status": "Cannot start yet"},
        ],
        "history": [
            {"title": "Sent to the Executive", "by": "Amara Quill", "at": NOW, "text": "With the advice to agree."},
            {"title": "Rated Moderate", "by": "Jonah Pell", "at": earlier, "url": "#v2", "url_label": "See version 2"},
        ],
        "section_links": [
            {"label": "Returns", "url": "#returns", "current": True},
            {"label": "Definitions", "url": "#definitions"},
            {"label": "Publish", "url": "#publish"},
        ],
        "ratings": [
            ("Substantial", "good"),
            ("Moderate", "fair"),
            ("Limited", "weak"),
            ("Unsatisfactory", "poor"),
            ("Not yet assured", "none"),
        ],
        "crumbs": [("Reviews", "#reviews"), ("Section 11", "#s11"), ("Westmarsh Police", "")],
    }
