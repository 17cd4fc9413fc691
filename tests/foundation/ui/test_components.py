"""What the tags make of what pages hand them."""

import datetime as dt
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.utils.html import strip_tags

from lineofsight.foundation.ui import words
from lineofsight.foundation.ui.components import error_target, form_problems, page_links
from lineofsight.foundation.ui.gallery import ExampleForm

TODAY = dt.date(2026, 11, 23)


def drawn(source: str, **context: Any) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def read(html: str) -> str:
    """The words of a component, as they are read one after another."""
    return " ".join(strip_tags(html.replace("</", " </").replace(" </span></a>", "</span></a>")).split())


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (dt.date(2026, 11, 11), "Overdue 12 days"),
        (dt.date(2026, 11, 22), "Overdue 1 day"),
        (TODAY, "due today"),
        (dt.date(2026, 11, 24), "in 1 day"),
        (dt.date(2026, 12, 2), "in 9 days"),
    ],
)
def test_due_words_count_from_today(due: dt.date, said: str) -> None:
    assert words.due_words(due, today=TODAY) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        ("", "–"),
        (0, "0"),
        (False, "No"),
        (1204, "1,204"),
        (1204.50, "1,204.5"),
        (dt.date(2026, 11, 3), "3 Nov 2026"),
        (dt.datetime(2026, 7, 3, 13, 2, tzinfo=dt.UTC), "3 Jul 2026, 14:02"),
        ("text", "text"),
    ],
)
def test_shown_says_each_kind_of_value(value: Any, said: str) -> None:
    assert words.shown(value) == said


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Due date", "due date"), ("NHS number", "NHS number"), ("How far?", "how far"), ("A: b:", "a: b")],
)
def test_inside_sentence_keeps_acronyms(label: str, inside: str) -> None:
    assert words.inside_sentence(label) == inside


def test_contextual_date_takes_today_from_the_page_or_the_tag() -> None:
    due = dt.date(2026, 11, 11)
    assert read(drawn("{% contextual_date due %}", due=due, today=TODAY)) == "11 Nov 2026 Overdue 12 days"
    assert read(drawn("{% contextual_date due due %}", due=due, today=TODAY)) == "11 Nov 2026 due today"
    assert read(drawn("{% contextual_date due done=True %}", due=due, today=TODAY)) == "11 Nov 2026"
    assert read(drawn("{% contextual_date due %}", due=None, today=TODAY)) == "–"


def test_tag_with_unknown_tone_is_an_error() -> None:
    with pytest.raises(ValueError, match="There is no tone 'green'"):
        drawn('{% tag "Fine" "green" %}')


def test_tag_escapes_what_people_wrote() -> None:
    assert "&lt;b&gt;" in drawn("{% tag text %}", text="<b>")


def test_block_tags_keep_their_markup_and_escape_the_rest() -> None:
    html = drawn("{% inset %}<p>{{ text }}</p>{% endinset %}", text="<script>")
    assert html == '<div class="govuk-inset-text"><p>&lt;script&gt;</p></div>'


def test_data_table_cell_too_many_is_an_error() -> None:
    with pytest.raises(ValueError):
        drawn("{% data_table columns rows %}", columns=["One"], rows=[["a", "b"]])


def test_heat_table_says_each_cell_in_words_and_in_a_list() -> None:
    cells = [{"text": "Partly", "tone": "weak", "url": "/x/"}, {"text": "Fully", "tone": "good", "note": "was Partly"}]
    heat = {
        "caption": "Standards",
        "columns": [{"label": "Police"}, {"label": "NHS"}],
        "rows": [{"label": "4 Recruitment", "cells": cells}],
    }
    assert read(drawn("{% heat_table heat %}", heat=heat)) == (
        "Standards Police NHS 4 Recruitment Partly: 4 Recruitment, Police Fullywas Partly "
        "Show as a list: Standards 4 Recruitment Police: Partly NHS: Fully, was Partly"
    )


def test_progress_tracker_marks_one_step_as_current() -> None:
    steps = [
        {"label": "Prepared", "state": "done"},
        {"label": "Executive", "state": "current", "words": "Waiting 9 days"},
    ]
    html = drawn("{% progress_tracker steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert read(html) == "Prepared Done Executive Waiting 9 days (now)"


def test_page_links_keep_the_rest_of_the_address() -> None:
    links = page_links(Paginator(range(100), 10).page(1), query=QueryDict("sort=due&page=1"))
    assert links == {
        "previous": "",
        "next": "?sort=due&page=2",
        "numbers": [
            {"number": 1, "url": "?sort=due&page=1", "current": True},
            {"number": 2, "url": "?sort=due&page=2", "current": False},
            {"gap": True},
            {"number": 10, "url": "?sort=due&page=10", "current": False},
        ],
        "last": 10,
    }


def test_page_links_of_one_page_are_none() -> None:
    assert page_links(Paginator(range(5), 10).page(1), query=None) == {}


def test_error_targets_point_at_the_first_box() -> None:
    form = ExampleForm()
    targets = {name: error_target(form[name]) for name in ("title", "learnt", "extent", "channels", "agree")}
    assert targets == {
        "title": "id_title",
        "learnt": "id_learnt_day",
        "extent": "id_extent_0",
        "channels": "id_channels_0",
        "agree": "id_agree",
    }
    html = str(form)
    assert [name for name, target in targets.items() if f'id="{target}"' not in html] == []


def test_form_problems_start_with_those_of_the_whole_form() -> None:
    form = ExampleForm({"title": "x"})
    form.add_error(None, "Two dates cross")
    problems = list(form_problems(form))
    assert problems[:2] == [
        {"text": "Two dates cross", "target": ""},
        {"text": "Enter work email address", "target": "id_email"},
    ]


def test_error_summary_of_a_good_form_is_nothing() -> None:
    assert drawn("{% error_summary form %}", form=ExampleForm()) == ""


def test_tabs_in_one_page_do_not_mix() -> None:
    html = drawn('{% tabs %}{% tab "A" %}1{% endtab %}{% endtabs %}{% tabs %}{% tab "B" %}2{% endtab %}{% endtabs %}')
    assert html.count('href="#a"') == 1
    assert html.count("govuk-tabs__panel--hidden") == 0
