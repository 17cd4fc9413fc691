"""A partnership's own spreadsheet comes in: what would happen is seen first, wrong cells are named, nothing comes twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.cycle.spreadsheets import changes
from lineofsight.cycle.spreadsheets.models import OwnReference, SheetImport, SheetMapping
from lineofsight.cycle.spreadsheets.planning.acting import Actions
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership.models import Invitation, Membership, Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.cycle.spreadsheets.sheets import (
    ADDRESS,
    brought_in,
    cells_of,
    given,
    here_for,
    outcomes,
    signed,
    upload,
    xlsx,
)

pytestmark = pytest.mark.django_db
OWN_HEADINGS = ["No.", "Step agreed", "Who leads", "Lead agency", "Deadline", "RAG status", "Comments", "Colour"]
OWN_ROWS = [
    ["1.1", "Write the checklist for strategy meetings", "", "Westmarch Council", "31/01/2027", "In progress", "Draft is out", "x"],
    ["1.2", "Train the front door in neglect", "Agency safeguarding lead", "Westmarch Police", "28 Feb 2027", "Complete", "", "x"],
    ["1.3", "Audit twenty plans", "", "Westmarch Police", "soon", "Amber", "", "x"],
    ["", "", "", "", "", "", "", ""],
    ["1.4", "", "", "Nobody Known", "", "", "", "x"],
]  # fmt: skip


@pytest.fixture
def manager(partnership: Partnership) -> Membership:
    team = making.an_organisation(partnership, "The Team", kind="business_team", part="team")
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    making.an_organisation(partnership)
    making.a_member(partnership, "agency-lead", organisation=police, name="Olu Adeyemi")
    return making.a_member(partnership, "business-manager", organisation=team, name="Mia Brand")


def own_file() -> bytes:
    return xlsx([["Westmarch action plan"], [], OWN_HEADINGS, *OWN_ROWS])


def test_own_columns_are_told_once_and_remembered(partnership: Partnership, manager: Membership) -> None:
    client, base = signed(manager.person), [partnership.slug, "actions"]
    answer = client.post(reverse("spreadsheets:kind", args=base), {"file": upload(own_file())})
    taken = SheetImport.objects.get()
    assert answer.url == reverse("spreadsheets:columns", args=[*base, taken.pk])
    assert (taken.sheet, taken.heading_row) == ("Plan", 2)
    page = client.get(answer.url).content.decode()
    assert "B: Step agreed (for example “Write the checklist for strategy meeting”)" in page
    chosen = {
        "text": "1",
        "own_reference": "0",
        "owner": "2",
        "organisation": "3",
        "due_on": "4",
        "state": "5",
        "update": "6",
    }
    twice = client.post(answer.url, chosen | {"stage": "columns", "owner": "1"}).content.decode()
    assert "This column is “Action” already" in twice or "This column is “Role that owns it” already" in twice
    answer = client.post(answer.url, chosen | {"stage": "columns"})
    assert answer.url == reverse("spreadsheets:preview", args=[*base, taken.pk])
    assert SheetMapping.objects.get().headings["step agreed"] == "text"
    again = client.post(reverse("spreadsheets:kind", args=base), {"file": upload(own_file(), "next.xlsx")})
    newest = SheetImport.objects.order_by("-given_at")[0]
    assert again.url == reverse("spreadsheets:preview", args=[*base, newest.pk])
    assert newest.columns == {code: int(at) for code, at in chosen.items()}


@pytest.fixture
def told(partnership: Partnership) -> None:
    headings = {"step agreed": "text", "who leads": "owner"}
    SheetMapping.objects.create(partnership=partnership, kind="actions", headings=headings)


@pytest.mark.usefixtures("told")
def test_what_would_happen_is_seen_with_every_error_by_its_cell(partnership: Partnership, manager: Membership) -> None:
    at = here_for(manager.person)
    taken = given(at, "actions", own_file())
    assert outcomes(at, taken) == [(4, "create", ""), (5, "create", ""), (6, "error", ""), (8, "error", "")]
    page = (
        signed(manager.person)
        .get(reverse("spreadsheets:preview", args=[partnership.slug, "actions", taken.pk]))
        .content.decode()
    )
    said = ["Sheet “Plan”, cell E6", "“soon” is not a date.", "We do not know the status “Amber”.", "Sheet “Plan”, cell D8",
            "No agency here is called “Nobody Known”.", "Sheet “Plan”, cell B8", "“Action” is empty.",
            "It comes in as under way."]  # fmt: skip
    assert [one for one in said if one not in page] == []
    assert Action.objects.count() == 0


@pytest.mark.usefixtures("told")
def test_it_comes_in_whole_and_the_same_file_again_changes_nothing(
    partnership: Partnership, manager: Membership
) -> None:
    at = here_for(manager.person)
    done = brought_in(at, given(at, "actions", own_file()))
    assert (done.created, done.changed, done.skipped, done.left_out) == (2, 0, 0, 2)
    first, second = Action.objects.order_by("reference")
    assert (first.organisation.name, first.state, str(first.due_on)) == ("Westmarch Council", "under_way", "2027-01-31")
    assert [one.text for one in first.updates.all()] == ["Draft is out"]
    assert (second.owner.title, second.state) == ("Agency safeguarding lead", "under_way")
    assert [one.text for one in second.updates.all()] == ["The spreadsheet that it came from says: Complete."]
    assert dict(OwnReference.objects.values_list("reference", "subject")) == {
        "1.1": first.subject_id, "1.2": second.subject_id,
    }  # fmt: skip
    entry = Entry.objects.filter(deed="spreadsheets.bring_in").get()
    assert (entry.rows, entry.actor_id) == (2, manager.person.actor_id)
    again = given(at, "actions", own_file())
    assert [one[1] for one in outcomes(at, again)] == ["skip", "skip", "error", "error"]
    with pytest.raises(Refused, match="No row of this file is new"):
        brought_in(at, again)
    assert Action.objects.count() == 2


@pytest.mark.usefixtures("told")
def test_only_what_was_changed_in_the_file_changes(partnership: Partnership, manager: Membership) -> None:
    at = here_for(manager.person)
    brought_in(at, given(at, "actions", own_file()))
    rows = [list(row) for row in OWN_ROWS[:2]]
    rows[0][4], rows[0][6] = "15/03/2027", "Agreed by the group"
    taken = given(at, "actions", xlsx([OWN_HEADINGS, *rows]))
    planned = changes.plan(taken, at).rows
    assert planned[0].changes == [("Due", "2027-01-31", "2027-03-15"), ("Latest update", "", "Agreed by the group")]
    assert [one.outcome for one in planned] == ["change", "skip"]
    brought_in(at, taken)
    action = Action.objects.get(reference=planned[0].reference)
    assert (str(action.due_on), str(action.first_due_on)) == ("2027-03-15", "2027-01-31")
    assert [one.text for one in action.updates.order_by("pk")] == ["Draft is out", "Agreed by the group"]


@pytest.mark.usefixtures("told")
def test_a_number_that_another_plan_used_for_something_else_is_never_taken_for_it(
    partnership: Partnership, manager: Membership
) -> None:
    at = here_for(manager.person)
    brought_in(at, given(at, "actions", own_file()))
    other = [["1.1", "Commission a new advocacy service", "", "Westmarch Police", "", "", "", ""]]
    planned = changes.plan(given(at, "actions", xlsx([OWN_HEADINGS, *other])), at).rows
    assert planned[0].outcome == "error" and "which says something else" in planned[0].why


def test_one_failing_row_leaves_nothing_behind(
    partnership: Partnership, manager: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = here_for(manager.person)
    rows = [["Action", "Agency"], ["Write a guide", "Westmarch Police"], ["Teach it", "Westmarch Police"]]
    taken = given(at, "actions", xlsx(rows))
    digest = changes.plan(taken, at).digest
    write, calls = Actions.write, []

    def fails(self: Actions, *args: object, **facts: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise Refused("It broke.")
        return write(self, *args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(Actions, "write", fails)
    with pytest.raises(Refused, match="Row 3: It broke"):
        changes.bring_in(taken, at, digest=digest, is_checked=True, address=ADDRESS, now=timezone.now())
    assert (Action.objects.count(), Entry.objects.filter(deed="findings.add_action").count()) == (0, 0)
    taken.refresh_from_db()
    assert taken.state == "draft"


def test_what_was_shown_is_what_comes_in_or_the_page_is_shown_again(
    partnership: Partnership, manager: Membership
) -> None:
    at, client = here_for(manager.person), signed(manager.person)
    rows = [["Action", "Agency"], ["Write a guide", "Westmarch Police"]]
    taken, other = given(at, "actions", xlsx(rows)), given(at, "actions", xlsx(rows))
    digest = changes.plan(taken, at).digest
    brought_in(at, other)
    address = reverse("spreadsheets:preview", args=[partnership.slug, "actions", taken.pk])
    page = client.post(address, {"digest": digest}).content.decode()
    assert "Something changed since you opened this page" in page and Action.objects.count() == 1


def test_words_that_could_identify_a_child_are_asked_about_and_numbers_keep_the_file_out(
    partnership: Partnership, manager: Membership
) -> None:
    at, client = here_for(manager.person), signed(manager.person)
    rows = [["Action", "Agency"], ["Visit Chantelle Grimshaw at home", "Westmarch Police"]]
    taken = given(at, "actions", xlsx(rows))
    address = reverse("spreadsheets:preview", args=[partnership.slug, "actions", taken.pk])
    assert "“Visit Chantelle Grimshaw” looks like a person’s name" in client.get(address).content.decode()
    digest = changes.plan(taken, at).digest
    unchecked = client.post(address, {"digest": digest}).content.decode()
    assert "Tick the box when you have looked" in unchecked and Action.objects.count() == 0
    with pytest.raises(Refused, match="tick the box"):
        brought_in(at, taken, is_checked=False)
    client.post(address, {"digest": digest, "checked": "on"})
    assert Action.objects.count() == 1
    number = [["Action", "Agency"], ["See the plan of 943 476 5919", "Westmarch Police"]]
    page = client.post(reverse("spreadsheets:kind", args=[partnership.slug, "actions"]), {"file": upload(xlsx(number))})
    assert "Nothing of it was kept" in page.content.decode() or "Nothing of the file was kept" in page.content.decode()
    assert SheetImport.objects.count() == 1


def test_the_marked_file_says_what_to_mend_and_comes_in_again_once_mended(
    partnership: Partnership, manager: Membership
) -> None:
    at, client = here_for(manager.person), signed(manager.person)
    rows = [
        ["Action", "Agency", "Due"],
        ["=1+1 is no formula", "Westmarch Police", "soon"],
        ["Teach", "Westmarch Police", ""],
    ]
    taken = given(at, "actions", _as_text(rows), "plan.csv")
    answer = client.get(reverse("spreadsheets:marked", args=[partnership.slug, "actions", taken.pk]))
    marked = cells_of(answer.content)
    assert marked[0] == ["Action", "Agency", "Due", "What to mend"]
    assert marked[1][0] == "=1+1 is no formula"
    assert marked[1][3] == "C2: “soon” is not a date. Write a day, a month and a year, such as 31/10/2026."
    assert marked[2][3] == ""
    brought_in(at, taken)
    marked[1][2] = "31/01/2027"
    again = given(at, "actions", _as_text(marked), "plan.csv")
    assert [one[1] for one in outcomes(at, again)] == ["create", "skip"]


def _as_text(rows: list[list[str]]) -> bytes:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode() if not isinstance(rows, bytes) else rows


def test_findings_recommendations_and_actions_come_in_one_after_the_other_and_hang_together(
    partnership: Partnership, manager: Membership
) -> None:
    at = here_for(manager.person)
    found = [["Reference number", "Type", "Headline", "Details", "Theme", "Status", "Reason"],
             ["F1", "Gap", "Plans drift", "Half had no review.", "", "Open", ""],
             ["F2", "Strength", "Joint visits work", "Parents said so.", "", "Closed", "Shared with all"]]  # fmt: skip
    assert brought_in(at, given(at, "findings", xlsx(found))).created == 2
    gap, strength = Finding.objects.order_by("reference")
    assert (gap.kind, gap.state, strength.state, strength.closed_reason) == ("gap", "open", "closed", "Shared with all")
    asked = [["Ref", "Recommendation", "Lead agency", "Response", "Reason", "Finding"],
             ["R1", "Review every plan within 15 days", "Westmarch Police", "Partly", "Only new plans", "F1"],
             ["R2", "Tell parents the date", "Westmarch Police", "Rejected", "", "F9"]]  # fmt: skip
    taken = given(at, "recommendations", xlsx(asked))
    assert [one[1] for one in outcomes(at, taken)] == ["create", "error"]
    brought_in(at, taken)
    held = Recommendation.objects.get()
    assert (held.answer, held.answer_reason, held.state) == ("partly", "Only new plans", "partly")
    assert [one.finding for one in held.sources.all()] == [gap]
    acts = [["Ref", "Action", "Agency", "Recommendation"], ["1", "Set reminders", "Westmarch Police", "R1"]]
    brought_in(at, given(at, "actions", xlsx(acts)))
    assert list(Action.objects.get().recommendations.all()) == [held]


def test_people_are_invited_once_and_roles_that_are_new_are_made(partnership: Partnership, manager: Membership) -> None:
    at = here_for(manager.person)
    rows = [["Name", "E-mail", "Role", "Organisation", "Kind of role", "Deputy"],
            ["Olu Adeyemi", "olu.adeyemi@example.org", "Agency safeguarding lead", "Westmarch Police", "", "No"],
            ["Ann Bell", "ann.bell@example.org", "Agency safeguarding lead", "Westmarch Police", "", "Yes"],
            ["Kit Moss", "kit.moss@example.org", "Safeguarding Lead", "Westmarch Council", "Agency Lead", ""],
            ["Jo Vale", "jo.vale@example.org", "Safeguarding Lead", "Westmarch Council", "Agency Lead", "yes"],
            ["Ray Holt", "ray.holt at example", "Agency safeguarding lead", "Westmarch Police", "", "perhaps"]]  # fmt: skip
    kinds = partnership.role_kinds.get(code="agency-lead").name
    for row in rows[3:5]:
        row[4] = kinds
    taken = given(at, "people", xlsx(rows))
    assert [one[1] for one in outcomes(at, taken)] == ["skip", "create", "create", "create", "error"]
    brought_in(at, taken)
    made = Role.objects.get(title="Safeguarding Lead")
    assert made.organisation.name == "Westmarch Council"
    invited = Invitation.objects.order_by("email").values_list("email", "role__title", "is_deputy")
    assert list(invited) == [
        ("ann.bell@example.org", "Agency safeguarding lead", True), ("jo.vale@example.org", "Safeguarding Lead", True),
                             ("kit.moss@example.org", "Safeguarding Lead", False)]  # fmt: skip
    assert Email.objects.filter(kind="invitation").count() == 3
    again = given(at, "people", xlsx(rows))
    assert [one[1] for one in outcomes(at, again)] == ["skip", "skip", "skip", "skip", "error"]


def test_what_a_file_held_is_deleted_after_a_week_and_the_counts_stay(
    partnership: Partnership, manager: Membership
) -> None:
    at = here_for(manager.person)
    taken = given(at, "actions", xlsx([["Action", "Agency"], ["Write a guide", "Westmarch Police"]]))
    brought_in(at, taken)
    assert changes.forget_old(now=timezone.now() + timedelta(days=6)) == 0
    assert changes.forget_old(now=timezone.now() + timedelta(days=8)) == 1
    taken.refresh_from_db()
    assert (taken.sheets, taken.created, taken.state) == ({}, 1, "done")
