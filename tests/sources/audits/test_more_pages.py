"""The survey, papers, standards as files, and returns that travel, by the pages that people use."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lineofsight.engine import standards
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.audits import changes, papers, queries
from lineofsight.sources.audits.models import AcceptedReturn, SurveyAnswer, SurveyReply
from lineofsight.sources.audits.queries import survey as reads
from lineofsight.sources.audits.views.papers import parts_of
from tests import making
from tests.sources.audits import place as places
from tests.sources.audits.place import NOW, TODAY, Place
from tests.sources.audits.test_pages import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.FIXED_TODAY = TODAY


@pytest.fixture
def place() -> Place:
    return places.make()


@pytest.fixture
def manager(place: Place) -> Client:
    return signed_in(
        making.a_member(place.partnership, "business-manager", organisation=place.council, name="Man Ager")
    )


def replies(place: Place, body: Any, number: int, choice: str = "agree") -> None:
    survey = place.audit.survey
    for _ in range(number):
        changes.take_reply(survey, organisation=body, choices={"know-lead": choice}, today=TODAY)


def test_a_practitioner_replies_without_account_and_leaves_no_trace(place: Place, manager: Client) -> None:
    manager.post(url(place, "survey-dates", place.audit.round_id), {
        "opens_on": "21/10/2026", "closes_on": "30/11/2026", "smallest_group": "5",
    })  # fmt: skip
    address = reverse("survey:reply", args=[changes.secret_of(place.audit)])
    entries, anybody = Entry.objects.count(), Client()
    assert "Nobody can tell that it was you" in anybody.get(address).text
    given = {"organisation": str(place.police.pk), "know-lead": "partly"}
    assert "Your answers are kept" in anybody.post(address, given, follow=True).text
    assert SurveyAnswer.objects.get().choice == "partly"
    assert (Entry.objects.count(), "sessionid" in anybody.cookies, dict(anybody.session)) == (entries, False, {})
    assert Client().get(reverse("survey:reply", args=["0" * 32])).status_code == 404


def test_a_small_group_is_neither_shown_nor_to_be_worked_out(place: Place, manager: Client) -> None:
    changes.open_survey(place.audit, opens_on=TODAY, closes_on=TODAY + timedelta(days=30), by=making.SYSTEM)
    replies(place, place.police, 6)
    replies(place, place.council, 4, "disagree")
    found = {one.organisation: (one.replies, one.agree) for one in reads.results(place.audit.survey)}
    assert found == {"All agencies shown": (6, 100), "Westmarch Council": (4, None), "Westmarch Police": (6, 100)}
    page = manager.get(url(place, "survey", place.audit.round_id)).text
    assert "Fewer than 5 replies" in page
    assert SurveyReply.objects.count() == 10


def test_the_blank_form_comes_back_with_its_answers(place: Place) -> None:
    from docx import Document as Open

    client = signed_in(place.respondent)
    blank = client.get(url(place, "blank-form", place.own.request_id)).content
    document = Open(BytesIO(blank))
    written = {papers.key_of(parts_of(place.own)[0].askings[0], box): word
               for box, word in (("grade", "Fully met"), ("shows", "A poster in every office"))}  # fmt: skip
    write_in(document, written)
    filled = BytesIO()
    document.save(filled)
    given = SimpleUploadedFile("form.docx", filled.getvalue())
    answer = client.post(url(place, "form-back", place.own.request_id), {"file": given})
    assert answer.status_code == 302
    held = place.answer("lead")
    assert (held.state, held.grade, held.what_shows_it) == ("draft", "fully-met", "A poster in every office")


def write_in(document: Any, words: dict[str, str]) -> None:
    """As a person does in Word: the placeholder goes, the words come."""
    from docx.oxml.ns import qn

    for control in document.element.body.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        key = properties.find(qn("w:tag")).get(qn("w:val"))
        if key in words:
            placeholder = properties.find(qn("w:showingPlcHdr"))
            if placeholder is not None:
                properties.remove(placeholder)
            texts = list(control.iter(qn("w:t")))
            texts[0].text = words[key]
            for other in texts[1:]:
                other.text = ""


def test_an_agency_takes_its_return_as_word_and_the_team_the_report(place: Place, manager: Client) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    word = signed_in(place.approver).get(url(place, "own-return", place.own.request_id, "docx"))
    assert (word.status_code, word.content[:2]) == (200, b"PK")
    report = manager.get(url(place, "report", place.audit.round_id, "html")).content.decode()
    assert "Westmarch Council" in report
    assert "Agencies by moderated grade" in report


def test_a_set_with_faults_names_each_cell_and_a_good_one_is_shown_before_it_is_kept(
    place: Place, manager: Client
) -> None:
    from lineofsight.engine.standards import to_book

    core = queries.standards_of(place.audit.core)
    good = standards.from_toml(places.SMALL_TOML.replace(b'edition = "1"', b'edition = "2"'))
    bad = places.SMALL_TOML.replace(b'standard = "training"', b'standard = "nowhere"')
    upload = url(place, "upload-standards")
    page = manager.post(upload, {"file": SimpleUploadedFile("bad.toml", bad)}).text
    assert "questions[3].standard" in page
    assert "there is no standard “nowhere”" in page
    preview = manager.post(upload, {"file": SimpleUploadedFile("good.xlsx", to_book(good))})
    assert "Preview: nothing is kept yet" in preview.text
    assert queries.StandardVersion.objects.filter(edition="2").count() == 0
    manager.post(upload, {"content": preview.context["content"]})
    made = queries.StandardVersion.objects.get(edition="2")
    assert (queries.standards_of(made).edition, queries.standards_of(place.audit.core)) == ("2", core)


def test_a_core_return_is_taken_out_brought_in_elsewhere_and_accepted(place: Place, manager: Client) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    asked = place.own.request_id
    approver = signed_in(place.approver)
    approver.post(url(place, "take-out", asked))
    made = place.police.core_returns.get()
    text = approver.get(url(place, "core-file", asked, made.pk)).content
    assert json.loads(text)["format"] == "lineofsight.core-return"
    made.delete()
    place.audit = places.open_audit(place, "Another board", opens_on=TODAY - timedelta(days=1))
    asked = place.own.request_id
    given = SimpleUploadedFile("core.json", text)
    signed_in(place.respondent).post(url(place, "bring-in", asked), {"file": given})
    assert {answer.state for answer in place.own.answers.all()} == {"carried"}
    manager.post(url(place, "accept-return", asked, place.police.core_returns.get().pk))
    assert AcceptedReturn.objects.get().assessment == place.own
