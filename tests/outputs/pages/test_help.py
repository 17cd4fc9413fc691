"""Pages that help: open to everybody, each word once, plain words, charts drawn by the product itself."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from lineofsight.foundation.partnership import changes
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.outputs.pages.glossary import SOURCE, by_letter, terms
from lineofsight.outputs.pages.guides import guides
from lineofsight.outputs.pages.markdown import rendered
from lineofsight.outputs.pages.primer import pictures
from tests import making

PAGES = ("help", "help-charts", "help-components", "glossary", "accessibility", "privacy")


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_anybody_without_the_database(name: str, client: Client) -> None:
    page = client.get(reverse(f"pages:{name}"))
    assert page.status_code == 200
    assert len(page.content) < 300_000


def test_every_guide_opens_and_an_unknown_one_does_not(client: Client) -> None:
    assert {one.code: client.get(reverse("pages:help-guide", args=[one.code])).status_code for one in guides()} == {
        one.code: 200 for one in guides()
    }
    assert client.get(reverse("pages:help-guide", args=["nobody"])).status_code == 404


def test_every_file_of_a_guide_is_in_the_list() -> None:
    folder = Path(__file__).parents[3] / "src/lineofsight/outputs/pages/guides"
    assert {path.stem for path in folder.glob("*.md")} == {one.code for one in guides()}


def test_glossary_has_each_word_once_with_a_meaning() -> None:
    names = [term.name.casefold() for term in terms()]
    assert len(names) == len(set(names)) == len({term.anchor for term in terms()})
    assert [term.name for term in terms() if not term.plain] == []
    assert sum(len(words) for _, words in by_letter()) == len(names)
    assert SOURCE.resolve() == Path(__file__).parents[3] / "docs" / "concepts.md"


def test_glossary_keeps_to_the_words_of_the_trade() -> None:
    text = " ".join(f"{term.name} {term.plain}" for term in terms())
    assert "LSCB" not in text
    assert {"Audit", "Challenge", "Children in care", "Yearly report", "Rapid review"} <= {
        term.name for term in terms()
    }


def grade(text: str) -> float:
    """The reading grade of a text by the automated readability index; add five for the age in years."""
    words = re.findall(r"[A-Za-z’'-]+", text)
    sentences = max(len(re.findall(r"[.!?:](?:\s|$)", text)), 1)
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / sentences - 21.43


def test_guides_and_glossary_read_easily() -> None:
    texts = {one.code: " ".join(strip_tags(one.body).split()) for one in guides()}
    texts["glossary"] = " ".join(term.plain for term in terms())
    assert {name: round(grade(text), 1) for name, text in texts.items() if grade(text) > 6} == {}


def test_words_that_no_page_uses() -> None:
    texts = " ".join([*(one.body for one in guides()), *(term.plain for term in terms())]).casefold()
    assert [word for word in ("please", "sorry", "invalid", "simply", "just ") if word in texts] == []


def test_pictures_show_what_they_say() -> None:
    usual, worse, better, few = pictures()
    assert "as usual" in usual.words
    assert "worse than usual" in worse.words
    assert "better than usual" in better.words and "Target 15%" in better.words
    assert "trial limits" in few.words
    assert all(one.drawing.count("<svg") == 2 and "<script" not in one.drawing for one in pictures())


def test_markup_that_could_run_is_taken_out() -> None:
    text = rendered("Hello <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y> **bold**")
    assert "<script" not in text
    assert "<a " not in text
    assert "<img" not in text
    assert "<strong>bold</strong>" in text


def test_chooser_lists_each_partnership_once_with_every_role(partnership: Partnership, client: Client) -> None:
    member = making.a_member(partnership, "analyst")
    making.a_member(partnership, "moderator", person=member.person)
    making.a_member(making.a_partnership("kent"), "analyst", person=member.person)
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    places = client.get(reverse("pages:partnerships")).context["places"]
    assert [(one["partnership"].slug, len(one["memberships"])) for one in places] == [("kent", 1), ("westmarch", 2)]


def test_newcomer_is_told_what_happens_next(partnership: Partnership, client: Client) -> None:
    person = making.a_person("New Comer")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "You serve in no partnership yet" in client.get(reverse("pages:partnerships")).content.decode()
    changes.seat(making.a_seat(partnership, "analyst"), person, starts_on=making.FIRST_DAY, by=making.SYSTEM)
    assert "must confirm you first" in client.get(reverse("pages:partnerships")).content.decode()
