"""The shell with and without context, and the pages for what went wrong."""

from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.template import Context, engines
from django.test import Client, RequestFactory

PAGE = '{% extends "ui/page.html" %}{% block title %}Actions{% endblock %}{% block content %}<h1>Actions</h1>{% endblock %}'


def drawn(**context: Any) -> str:
    return engines["django"].from_string(PAGE).template.render(Context(context))


def test_page_without_context_is_whole() -> None:
    html = drawn()
    assert "<title>Actions – Line of Sight</title>" in html
    assert [part in html for part in ("<nav", "<dialog", "los-context", "los-made-up", "<style", "style=")] == [
        False
    ] * 6


def test_page_with_context_shows_who_where_and_how() -> None:
    bar = {
        "partnership": "Westmarsh",
        "person": "Amara Quill",
        "role": "Chair",
        "organisation": "Police",
        "made_up": True,
    }
    html = drawn(
        context_bar=bar,
        marking="OFFICIAL",
        navigation=[
            {"label": "Home", "url": "/h/", "current": True},
            {"label": "Data", "url": "/d/", "current": False},
        ],
        header_links=[{"label": "Help", "url": "/help/"}, {"label": "Sign out", "url": "/out/", "post": True}],
        contact={"name": "Business Team", "telephone": "03000 000000"},
        footer_links=[{"label": "Privacy", "url": "/privacy/"}],
    )
    expected = [
        "<title>Actions – Westmarsh – Line of Sight</title>",
        "Amara Quill, Chair · Police",
        "<strong>Made up:</strong>",
        'aria-current="true"><strong class="govuk-service-navigation__active-fallback">Home</strong>',
        '<form method="post" action="/out/" data-sign-out data-forget>',
        'href="tel:03000000000"',
        'href="/privacy/"',
    ]
    assert [part for part in expected if part not in html] == []
    assert html.count("OFFICIAL") == 2


def test_page_with_form_errors_says_so_in_its_title() -> None:
    class Broken:
        errors = {"title": ["Enter title"]}

    assert "<title>Error: Actions – Line of Sight</title>" in drawn(form=Broken())


BANNERS = [(25, "alert", "Done"), (20, "region", "Important"), (40, "alert", "There is a problem")]


@pytest.mark.parametrize(("level", "role", "title"), BANNERS)
def test_message_becomes_a_banner(level: int, role: str, title: str) -> None:
    html = drawn(messages=[Message(level, "Saved <b>")])
    assert f'role="{role}" aria-labelledby="banner-title-1"' in html
    assert f'id="banner-title-1">{title}</h2>' in html
    assert "Saved &lt;b&gt;" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/suspicious/", 400, "We could not read that request"),
        ("/forbidden/", 403, "You cannot open this page"),
        ("/nowhere/", 404, "We cannot find that page"),
        ("/fault/", 500, "There is a fault in the service"),
    ],
)
def test_error_page_says_what_happened_and_what_was_saved(address: str, status: int, heading: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in response.content.decode()


@pytest.mark.django_db
def test_form_from_elsewhere_is_refused_in_plain_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/gallery/", {})
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()


def test_file_too_big_names_the_limit() -> None:
    html = engines["django"].get_template("413.html").render({"limit": "50 MB"}, RequestFactory().get("/"))
    assert "The largest file we can take is 50 MB." in html


@pytest.mark.django_db
def test_gallery_sent_empty_shows_errors_and_exports_its_table() -> None:
    sent, file = Client().post("/gallery/", {}), Client().get("/gallery/?export=csv&state=open")
    assert "<title>Error: Components" in sent.content.decode()
    lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[3] == "Filters,Status: Open"
    assert len(lines) == 7 + 21
