"""The pages of returns over HTTP: the whole way from a round to accepted figures, and every turn on it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests.models import Return, Round
from lineofsight.engine import tables
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.dashboard.models import Measure, Observation, ReturnCell
from lineofsight.sources.dashboard.returns import changes, queries, template
from tests import making
from tests.sources.dashboard.returns import county as counties
from tests.sources.dashboard.returns.county import NOW, TODAY, County

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(person: Person) -> Client:
    """A browser's stand-in for a person."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def address(county: County, name: str, *args: object) -> str:
    """An address of this section."""
    return reverse(f"returns:{name}", args=[county.partnership.slug, *args])


def filled(county: County, kind: str, **changed: tuple[str, str]) -> SimpleUploadedFile:
    """The template, filled in as the tests' good rows say, as an upload."""
    slots = county.slots
    reading = changes.from_rows(counties.rows(**changed), slots=slots, known=frozenset({"t1", "t2", "t3"}), reasons=[])
    sheet = template.Sheet(
        title=county.round.title, organisation="Westmarch Hospitals", due_on=counties.DUE, slots=slots,
        reasons=[("no-data", "We do not hold the figure")], entries=reading.entries,
    )  # fmt: skip
    write, media_type = template.WRITERS[kind]
    return SimpleUploadedFile(f"figures.{kind}", write(sheet), content_type=media_type)


def upload(county: County, client: Client, file: SimpleUploadedFile, **facts: Any) -> Any:
    """Upload a file on the upload page."""
    return client.post(address(county, "upload", county.request.pk), {"file": file, "expected_version": 0, **facts})


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_whole_way_from_template_to_accepted_figures(county: County, kind: str) -> None:
    agency, team = client_of(county.supplier), client_of(county.analyst)
    blank = agency.get(address(county, "template", county.request.pk, kind))
    assert blank.status_code == 200
    answer = upload(county, agency, filled(county, kind))
    assert answer.headers["Location"] == address(county, "check", county.request.pk)
    page = agency.get(answer.headers["Location"])
    draft = Return.objects.get(request=county.request)
    assert "Check your answers, then send" in page.content.decode()
    sent = agency.post(answer.headers["Location"], {"expected_version": draft.version, "declared": "on", "note": ""})
    assert sent.headers["Location"] == address(county, "sent", draft.pk)
    assert draft.reference in agency.get(sent.headers["Location"]).content.decode()
    review = team.get(address(county, "review", draft.pk))
    assert review.status_code == 200
    draft.refresh_from_db()
    accepted = team.post(address(county, "accept", draft.pk), {"expected_version": draft.version})
    assert accepted.headers["Location"] == address(county, "to-check")
    held = Observation.objects.filter(series__organisation=county.trust, series__area=county.whole)
    assert sorted(row.value for row in held) == [12.0, 90.0, 92.6829268293]
    stored = StoredFile.objects.get()
    assert (stored.name, stored.size, len(stored.sha256)) == (f"figures.{kind}", stored.content.size, 64)


def test_two_errors_are_said_at_the_cell_in_the_summary_and_in_the_file(county: County) -> None:
    agency = client_of(county.supplier)
    answer = upload(county, agency, filled(county, "xlsx", t2=("41", "38"), t3=("n/a", "")))
    assert answer.headers["Location"] == address(county, "results", county.request.pk)
    page = agency.get(answer.headers["Location"]).content.decode()
    too_many = "41 is more than the 38 it is out of (J5). Change one of them."
    no_number = "Enter a whole number, or leave it blank and pick a reason."
    assert "There is a problem: 2 errors stop you" in page
    assert (page.count(too_many), page.count(no_number)) == (3, 3)  # the summary, the cell, the list of every row
    file = agency.get(address(county, "annotated", county.request.pk)).content
    book = tables.open_table(io.BytesIO(file), name="figures with errors.xlsx")
    said = [row[-1] for row in book.sheet("Figures").rows if row[0] in {"Measure code", "t2", "t3"}]
    assert said == ["Errors", f"I5: {too_many}", f"I6: {no_number}"]


def test_file_with_errors_column_can_be_corrected_and_uploaded_again(county: County) -> None:
    agency = client_of(county.supplier)
    upload(county, agency, filled(county, "xlsx", t3=("n/a", "")))
    file = agency.get(address(county, "annotated", county.request.pk)).content
    draft = Return.objects.get()
    again = upload(county, agency, SimpleUploadedFile("again.xlsx", file), expected_version=draft.version)
    assert again.headers["Location"] == address(county, "results", county.request.pk)
    assert [issue.code for issue in queries.open_errors(draft)] == ["not-a-number"]


def test_results_put_right_on_the_page_lead_to_the_last_check(county: County) -> None:
    counties.accepted_last_quarter(county, t3=(7.0, None))
    agency = client_of(county.supplier)
    upload(county, agency, filled(county, "xlsx", t2=("41", "38")))
    draft = Return.objects.get(request=county.request)
    issue = queries.open_warnings(draft).get()
    cell = ReturnCell.objects.get(source=draft, measure__code="t2")
    form = {
        "expected_version": draft.version, f"n-{cell.pk}": "38", f"o-{cell.pk}": "41", f"why-{issue.pk}": "real-change",
        f"words-{issue.pk}": "More visits in August",
    }  # fmt: skip
    answer = agency.post(address(county, "results", county.request.pk), form)
    assert answer.headers["Location"] == address(county, "check", county.request.pk)
    assert queries.standing(draft) == queries.Standing(errors=0, warnings=0, explained=1, left_out=0)


def test_explanation_that_names_somebody_is_asked_about_and_only_then_kept(county: County) -> None:
    counties.accepted_last_quarter(county, t3=(7.0, None))
    agency = client_of(county.supplier)
    upload(county, agency, filled(county, "xlsx"))
    draft = Return.objects.get(request=county.request)
    issue = queries.open_warnings(draft).get()
    words = {f"why-{issue.pk}": "real-change", f"words-{issue.pk}": "One family: Wren Kestrel came back"}
    address_ = address(county, "results", county.request.pk)
    page = agency.post(address_, {"expected_version": draft.version, **words}).content.decode()
    assert page.count("“Wren Kestrel” looks like a person’s name") == 2  # the summary and the box
    assert 'value="One family: Wren Kestrel came back"' in page
    assert [one.reason for one in queries.open_warnings(draft)] == [""]
    draft.refresh_from_db()
    issue = queries.open_warnings(draft).get()
    words = {
        f"why-{issue.pk}": "real-change",
        f"words-{issue.pk}": "Wren Kestrel is the new team’s name",
        "checked": "yes",
    }
    answer = agency.post(address_, {"expected_version": draft.version, **words})
    assert answer.headers["Location"] == address(county, "check", county.request.pk)
    assert queries.standing(draft).explained == 1


def test_child_level_file_is_refused_and_nothing_is_kept(county: County) -> None:
    agency = client_of(county.supplier)
    rows = "UPN,Date of birth,Name\nA123456789012,01/02/2015,Sam\n"
    answer = upload(county, agency, SimpleUploadedFile("Sam Smith.csv", rows.encode()))
    assert "must never be sent here. Nothing of it was kept" in answer.content.decode()
    assert (StoredFile.objects.count(), Return.objects.count(), ReturnCell.objects.count()) == (0, 0, 0)
    entry = Entry.objects.select_related("content").get(deed="dashboard.refuse_child_level_file")
    assert "Sam" not in entry.content.text


def test_unknown_file_says_what_to_do(county: County) -> None:
    agency = client_of(county.supplier)
    answer = upload(county, agency, SimpleUploadedFile("list.csv", b"Place,Count\nHere,3\n"))
    assert "We do not know how this file is laid out. Use the template" in answer.content.decode()


def test_too_large_file_says_how_large_is_too_large(county: County, settings: Any) -> None:
    settings.LARGEST_UPLOAD_MEGABYTES = 1
    agency = client_of(county.supplier)
    answer = upload(county, agency, SimpleUploadedFile("big.csv", b"x" * 1_500_000))
    assert "The most is 1 MB" in answer.content.decode()


def test_same_file_again_says_so(county: County) -> None:
    agency = client_of(county.supplier)
    sent = counties.send(county)
    answer = upload(county, agency, filled(county, "ods"))
    assert answer.headers["Location"] == address(county, "sent", sent.pk)
    page = agency.get(answer.headers["Location"]).content.decode()
    assert f"This says exactly the same as {sent.reference}. Nothing was changed." in page


def test_nil_return_takes_two_clicks(county: County) -> None:
    agency = client_of(county.supplier)
    assert agency.get(address(county, "nil", county.request.pk)).status_code == 200
    answer = agency.post(address(county, "nil", county.request.pk))
    assert (Return.objects.get().is_nil, Return.objects.get().state) == (True, "sent")
    assert answer.headers["Location"] == address(county, "sent", Return.objects.get().pk)


def test_typing_saves_each_field_and_the_second_person_sees_both(county: County) -> None:
    agency = client_of(county.supplier)
    page = address(county, "typing", county.request.pk)
    assert agency.get(page).status_code == 200
    draft = Return.objects.get()
    cell = ReturnCell.objects.get(measure__code="t3")
    saved = agency.post(page, {"autosave": f"n-{cell.pk}", f"n-{cell.pk}": "12", "expected_version": draft.version})
    assert (saved.json()["by"], saved.json()["version"]) == ("you", draft.version + 1)
    colleague = client_of(county.lead)
    late = colleague.post(page, {f"n-{cell.pk}": "13", "expected_version": draft.version})
    text = late.content.decode()
    assert late.status_code == 409
    assert "Dana Supplier saved this while you were working" in text
    assert 'value="13"' in text
    draft.refresh_from_db()
    colleague.post(page, {f"n-{cell.pk}": "13", "expected_version": draft.version})
    cell.refresh_from_db()
    assert (cell.written_numerator, cell.value) == ("13", 13.0)


def test_more_time_is_asked_for_and_given(county: County) -> None:
    agency, team = client_of(county.supplier), client_of(county.analyst)
    form = {"until": "14/11/2026", "reason": "New system"}
    agency.post(address(county, "more-time", county.request.pk), form)
    asked = county.request.extensions.get()
    assert "Who asks for more time" in team.get(address(county, "rounds")).content.decode()
    team.post(address(county, "answer-time", county.request.pk, asked.pk), {"granted": "yes"})
    county.request.refresh_from_db()
    assert county.request.due_on.isoformat() == "2026-11-14"
    assert Notice.objects.filter(person=county.supplier, text__contains="you now have until 14 November 2026").exists()


def test_passed_on_return_is_held_by_the_other_seat(county: County) -> None:
    agency = client_of(county.supplier)
    other = county.lead.memberships.get().role
    agency.post(address(county, "pass-on", county.request.pk), {"role": str(other.pk)})
    county.request.refresh_from_db()
    assert county.request.role == other


def test_excused_return_is_agreed_missing_and_asked_no_more(county: County) -> None:
    team = client_of(county.analyst)
    team.post(address(county, "excuse", county.request.pk), {"reason_code": "no-data", "reason": "Not collected"})
    county.request.refresh_from_db()
    left = Notice.objects.filter(key__startswith=f"request:{county.request.pk}", settled_at__isnull=True).count()
    assert (county.request.state, left) == ("excused", 0)
    assert "Agreed missing" in team.get(address(county, "rounds")).content.decode()


def test_reminder_shows_who_gets_what_before_it_is_sent(county: County) -> None:
    team = client_of(county.analyst)
    page = address(county, "remind", county.round.pk)
    chosen = {"requests": [str(county.request.pk)]}
    preview = team.post(page, chosen).content.decode()
    words = f"{county.round.title}: the return of Westmarch Hospitals is due on 28 October 2026."
    assert words in preview
    assert not Notice.objects.filter(text__startswith=words).exists()
    team.post(page, {**chosen, "send": "yes"})
    assert Notice.objects.filter(text__startswith=words).count() >= 1


def test_round_is_opened_in_two_steps(county: County) -> None:
    team = client_of(county.analyst)
    first = {
        "title": "Quarter 3", "period_start": "1/10/2026", "period_end": "31/12/2026", "opens_on": "5/10/2026",
        "due_on": "28/1/2027", "frequencies": ["quarterly"],
    }  # fmt: skip
    page = team.post(address(county, "new-round"), first).content.decode()
    assert "Westmarch Hospitals" in page
    assert "3 measures" in page
    second = {**first, "step": "2", "organisations": [str(county.trust.pk)]}
    answer = team.post(address(county, "new-round"), second)
    made = Round.objects.get(title="Quarter 3")
    assert answer.headers["Location"] == address(county, "round", made.pk)
    assert [one.measures.count() for one in made.requests.all()] == [3]


def test_question_goes_to_the_agency_and_its_answer_comes_back(county: County) -> None:
    sent = counties.send(county)
    agency, team = client_of(county.supplier), client_of(county.analyst)
    team.post(address(county, "ask", sent.pk), {"text": "Is 12 right?"})
    question = sent.questions.get()
    assert "Is 12 right?" in agency.get(address(county, "request", county.request.pk)).content.decode()
    agency.post(address(county, "answer", county.request.pk, question.pk), {"answer": "Yes, we counted twice."})
    assert "Yes, we counted twice." in team.get(address(county, "review", sent.pk)).content.decode()


def test_another_agency_sees_nothing_of_a_return(county: County) -> None:
    sent = counties.send(county)
    police = making.an_organisation(county.partnership, "Westmarch Police", kind="police", part="safeguarding_partner")
    stranger = making.a_member(county.partnership, "data-supplier", name="Pol Ice", organisation=police).person
    client = client_of(stranger)
    pages = [("request", county.request.pk), ("sent", sent.pk), ("upload", county.request.pk)]
    assert [client.get(address(county, name, key)).status_code for name, key in pages] == [404, 404, 404]


@pytest.mark.parametrize("name", ["start", "request", "results", "check", "rounds", "round", "review"])
def test_pages_need_few_queries(county: County, name: str, django_assert_max_num_queries: Callable[..., Any]) -> None:
    if name == "results":
        counties.receive(county, t2=("41", "38"))
    elif name == "check":
        counties.receive(county)
    sent = counties.send(county) if name == "review" else None
    keys = {"start": (), "rounds": (), "round": (county.round.pk,), "review": (sent.pk if sent else None,)}
    person = county.analyst if name in {"rounds", "round", "review"} else county.supplier
    client = client_of(person)
    with django_assert_max_num_queries(30):
        answer = client.get(address(county, name, *keys.get(name, (county.request.pk,))))
    assert answer.status_code == 200


def test_receipt_says_until_when_it_can_be_changed(county: County) -> None:
    sent = counties.send(county)
    page = client_of(county.supplier).get(address(county, "sent", sent.pk)).content.decode()
    assert "You can take it back and change it until it is accepted." in page


def test_now_stands_on_the_demos_day(county: County) -> None:
    agency = client_of(county.supplier)
    agency.post(address(county, "nil", county.request.pk))
    assert timezone.localdate(Return.objects.get().received_at) == TODAY
    assert NOW.date() == TODAY


@pytest.mark.parametrize("megabytes", [1.5, 3.5])
def test_too_large_file_from_a_browser_says_so_too(county: County, settings: Any, megabytes: float) -> None:
    settings.LARGEST_UPLOAD_MEGABYTES = 1
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.supplier, backend=BACKEND)
    page = client.get(address(county, "upload", county.request.pk))
    file = SimpleUploadedFile("big.csv", b"x" * int(megabytes * 1_000_000))
    form = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "expected_version": 0, "file": file}
    answer = client.post(address(county, "upload", county.request.pk), form)
    assert (answer.status_code, "The most is 1 MB" in answer.content.decode()) == (200, True)


def test_later_day_for_several_can_be_undone_on_the_rounds_page(county: County) -> None:
    client = client_of(county.analyst)
    given = {"requests": [str(county.request.pk)], "until": "10/11/2026", "reason": ""}
    page = client.post(address(county, "extend", county.round.pk), given, follow=True).content.decode()
    undo = re.search(r'action="([^"]+/undo/)"', page)
    assert undo is not None and "1 agency has a later day." in page
    after = client.post(undo[1], follow=True).content.decode()
    county.request.refresh_from_db()
    assert county.request.due_on == counties.DUE
    assert "1 agency has the earlier day again" in after and "/undo/" not in after


def test_template_asks_by_the_breakdowns_that_were_chosen_and_they_are_read_back(county: County) -> None:
    Measure.objects.get(code="t3").versions.update(breakdowns="district sex agency")
    client = client_of(county.analyst)
    page = client.get(address(county, "measures", county.request.pk)).content.decode()
    assert "Visits after self-harm (t3): by sex, 3 rows" in page and "t3:agency" not in page
    given = {"measures": ["t3"], "by_area": [], "splits": ["t3:sex"]}
    client.post(address(county, "measures", county.request.pk), given)
    assert [slot.breakdown for slot in county.slots] == ["", "sex=Female", "sex=Male", "sex=Not known"]
    supplier = client_of(county.supplier)
    assert "also by sex" in supplier.get(address(county, "request", county.request.pk)).content.decode()
    blank = supplier.get(address(county, "template", county.request.pk, "csv")).content.decode("utf-8-sig")
    table = list(csv.reader(blank.splitlines()))
    for row, number in zip(table[1:], ("12", "7", "4", "1"), strict=True):
        row[8] = number
    text = io.StringIO()
    csv.writer(text).writerows(table)
    upload(county, supplier, SimpleUploadedFile("t.csv", text.getvalue().encode()))
    draft = county.request.returns.get()
    assert sorted(draft.figures.values_list("breakdown", "value")) == [
        ("", 12.0), ("sex=Female", 7.0), ("sex=Male", 4.0), ("sex=Not known", 1.0),
    ]  # fmt: skip
    assert not draft.issues.exists()


def test_grid_shows_the_newest_rounds_first(county: County) -> None:
    for month in (3, 1, 2):
        counties.a_round(county.partnership, f"Round {month}", due_on=date(2027, month, 1))
    titles = [one.title for one in requests.rounds(county.partnership)]
    assert titles == ["Round 3", "Round 2", "Round 1", county.round.title]
