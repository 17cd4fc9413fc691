"""Two people, one row: both versions are shown, and the choice comes back as the same form."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.template import engines

from lineofsight.foundation.ui.conflicts import Conflict, Difference, Version, conflict_between
from lineofsight.foundation.ui.forms import DateField, LongTextField, MultipleChoiceField, VersionedForm

AT = dt.datetime(2026, 11, 23, 14, 2, tzinfo=dt.UTC)


class ActionForm(VersionedForm):
    title = forms.CharField(label="Title")
    text = LongTextField(label="Text")
    due = DateField(label="Due", three_boxes=True)
    state = forms.ChoiceField(label="State", choices=[("o", "Open"), ("d", "Done")])
    channels = MultipleChoiceField(label="Channels", choices=[("c", "Circular"), ("p", "Plan"), ("y", "Yearly")])
    urgent = forms.BooleanField(label="Urgent", required=False)


MINE = "expected_version=3&title=A&text=one%0D%0Atwo&due=1/2/26&state=o&channels=c&channels=p&urgent=on"
THEIRS: dict[str, Any] = {
    "title": "A",
    "text": "other",
    "due": dt.date(2026, 3, 1),
    "state": "d",
    "channels": ["y", "p"],
    "urgent": False,
}


def a_conflict() -> Conflict:
    form = ActionForm(QueryDict(MINE))
    assert form.is_valid()
    return conflict_between(form, THEIRS, by="Amara Quill", at=AT, version=4)


def test_conflict_lists_what_differs_and_carries_the_rest() -> None:
    assert a_conflict() == Conflict(
        by="Amara Quill",
        at=AT,
        version=4,
        differences=(
            Difference("text", "Text", Version("one\ntwo", "one\ntwo"), Version("other", "other")),
            Difference("due", "Due", Version("1 Feb 2026", "1/2/2026"), Version("1 Mar 2026", "1/3/2026")),
            Difference("state", "State", Version("Open", "o"), Version("Done", "d")),
            Difference("channels", "Channels", Version("Circular, Plan", "c\np"), Version("Yearly, Plan", "y\np")),
            Difference("urgent", "Urgent", Version("Yes", "true"), Version("No", "false")),
        ),
        carried=(("title", "A"),),
    )


def test_conflict_choice_sent_back_is_read_by_the_same_form() -> None:
    conflict = a_conflict()
    sent = QueryDict(mutable=True)
    sent["expected_version"] = str(conflict.version)
    for name, raw in conflict.carried:
        sent[name] = raw
    for difference in conflict.differences:
        sent[difference.name] = difference.theirs.raw
    form = ActionForm(sent)
    assert form.is_valid()
    assert form.cleaned_data == {"expected_version": 4, **THEIRS}


def test_conflict_page_names_who_and_offers_both() -> None:
    html = engines["django"].get_template("ui/_conflict.html").render({"conflict": a_conflict()})
    assert "Amara Quill changed this while you were writing" in html
    assert html.count('type="radio"') == 10
    assert '<input type="hidden" name="expected_version" value="4">' in html
