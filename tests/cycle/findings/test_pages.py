"""The pages as people use them: from an e-mail, from a product to the re-audit and back, many at once, two at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Membership, Organisation, Partnership
from tests import making
from tests.cycle.findings.world import BY, NOW, a_finding, a_recommendation, accepted, an_action, doer, done

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def police(partnership: Partnership) -> Organisation:
    return making.an_organisation(partnership, "Westmarch Police", kind="police")


@pytest.fixture
def lead(partnership: Partnership, police: Organisation) -> Membership:
    return making.a_member(partnership, "agency-lead", organisation=police, name="Olu Adeyemi")


@pytest.fixture
def manager(partnership: Partnership) -> Membership:
    team = making.an_organisation(partnership, "The Team", kind="business_team", part="team")
    return making.a_member(partnership, "business-manager", organisation=team, name="Mia Brand")


def url(partnership: Partnership, name: str, *args: Any) -> str:
    return reverse(f"findings:{name}", args=[partnership.slug, *args])


def send(client: Client, address: str, **facts: Any) -> Any:
    return client.post(address, facts | {"checked": "on"})


def test_update_from_an_e_mail_takes_two_clicks(partnership: Partnership, lead: Membership) -> None:
    action, client = an_action(partnership, owner=lead.role), signed(lead.person)
    address = url(partnership, "quick", action.pk)
    page = client.get(address).content.decode()
    assert page.count("<textarea") == 1 and "Save" in page
    answer = send(client, address, state="under_way", text="The first draft is out.", expected_version=action.version)
    assert answer.url == changes.path_of(action)
    action.refresh_from_db()
    assert (action.state, [one.text for one in action.updates.all()]) == ("under_way", ["The first draft is out."])


def test_done_takes_files_and_a_link_as_evidence(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    action, client = an_action(partnership, owner=lead.role), signed(lead.person)
    address = url(partnership, "done", action.pk)
    refused = send(client, address, words="In use since May.", expected_version=1)
    assert "Add evidence first" in refused.content.decode()
    upload = SimpleUploadedFile("minutes.txt", b"The checklist was agreed.", content_type="text/plain")
    client.post(
        address,
        {"words": "In use since May.", "proof": [upload], "link": "https://example.org/list", "expected_version": 1,
         "checked": "on"},
    )  # fmt: skip
    action.refresh_from_db()
    assert (action.state, Evidence.objects.filter(subject=action.subject).count()) == ("done", 2)
    page = signed(manager.person).get(url(partnership, "verify", action.pk)).content.decode()
    assert "In use since May." in page and "minutes.txt" in page
    assert "Verify" not in client.get(changes.path_of(action)).content.decode().split("<h2")[1]


def test_second_editor_sees_the_first_and_keeps_what_was_typed(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    action = an_action(partnership, owner=lead.role)
    changes.update_action(action, text="Half of it is there", state="under_way", by=doer(lead), now=NOW, version=1)
    client, address = signed(manager.person), url(partnership, "update", action.pk)
    answer = send(client, address, text="Nothing heard yet", state="open", expected_version=1)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Olu Adeyemi changed this while you were writing" in page
    assert "Half of it is there" in page and "Nothing heard yet" in page
    again = send(client, address, text="Nothing heard yet", state="under_way", expected_version=2)
    assert again.status_code == 302 and action.updates.count() == 2


def test_many_at_once_shows_who_gets_what_then_does_it_then_undoes(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    held = [an_action(partnership, owner=lead.role, text=f"Step {number}") for number in range(2)]
    client, address = signed(manager.person), url(partnership, "bulk")
    ticked = [str(one.pk) for one in held]
    asked = client.post(address, {"kind": "extend", "selected": ticked}).content.decode()
    assert "The new date" in asked and f"{held[0].pk}:1" in asked
    given = {"kind": "extend", "selected": [f"{one}:1" for one in ticked], "due_on": "1/2/2027", "reason": "Staff left"}
    shown = client.post(address, given | {"stage": "check"}).content.decode()
    assert "Nothing has been sent or changed yet" in shown and shown.count("Olu Adeyemi") == 2
    assert Action.objects.filter(version=1).count() == 2
    answer = client.post(address, given | {"stage": "do"}, follow=True)
    assert "You can undo this for ten minutes" in answer.content.decode()
    undo = answer.request["PATH_INFO"] + "undo/"
    assert "2 actions put back as before." in client.post(undo, follow=True).content.decode()
    assert {str(one.due_on) for one in Action.objects.all()} == {"2026-11-20"}


def test_bulk_without_a_tick_says_what_to_do(partnership: Partnership, manager: Membership) -> None:
    answer = signed(manager.person).post(url(partnership, "bulk"), {"kind": "remind"}, follow=True)
    assert "Tick the actions first" in answer.content.decode()


def test_name_of_a_child_is_asked_about_before_anything_is_saved(partnership: Partnership, lead: Membership) -> None:
    action, client = an_action(partnership, owner=lead.role), signed(lead.person)
    facts = {"state": "open", "text": "We saw Kylie Sparrow at home.", "expected_version": 1}
    answer = client.post(url(partnership, "quick", action.pk), facts)
    assert answer.status_code == 200 and action.updates.count() == 0
    assert "I have checked" in answer.content.decode()


def test_other_agency_cannot_open_or_change_an_action(partnership: Partnership, lead: Membership) -> None:
    action, client = an_action(partnership, making.an_organisation(partnership)), signed(lead.person)
    for name in ("action", "update", "quick", "done"):
        assert client.get(url(partnership, name, action.pk)).status_code == 404


def test_complaint_01_a_finding_is_raised_from_anything_and_followed_to_the_re_test_and_back(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    """Source → finding → recommendation → action → evidence → impact check, each page linking both ways."""
    client = signed(manager.person)
    source = an_action(partnership, lead.role.organisation, text="Audit of 20 plans").subject
    assert source is not None
    page = client.get(source.path).content.decode()
    assert f"{url(partnership, 'new-finding')}?source={source.pk}" in page
    send(client, f"{url(partnership, 'new-finding')}?source={source.pk}", kind="gap", title="Plans are late",
         text="Half were late.", found_on=str(today()), themes=["drift"])  # fmt: skip
    finding = Finding.objects.get()
    send(client, f"{url(partnership, 'new-recommendation')}?finding={finding.pk}", wording="Review plans in time",
         owner=str(lead.role.pk))  # fmt: skip
    held = Recommendation.objects.get()
    send(client, url(partnership, "answer", held.pk), answer="accepted", expected_version=held.version)
    send(client, f"{url(partnership, 'new-action')}?recommendation={held.pk}", text="Write the checklist",
         owner=str(lead.role.pk), due_on=str(today() + timedelta(days=9)), recommendation=str(held.pk))  # fmt: skip
    action = Action.objects.get(text="Write the checklist")
    send(client, url(partnership, "plan-impact", held.pk), after_months="3", measure="Another audit of 20 plans",
         baseline="10 of 20 late", baseline_on=str(today()))  # fmt: skip
    check = ImpactCheck.objects.get()
    send(signed(lead.person), url(partnership, "done", action.pk), words="In use", link="https://example.org/list",
         expected_version=action.version)  # fmt: skip
    send(client, url(partnership, "verify", action.pk), words="Seen", expected_version=action.version + 1)
    send(client, url(partnership, "check", check.pk), result="passed", found="19 of 20 in time",
         checked_on=str(today()), expected_version=ImpactCheck.objects.get().version)  # fmt: skip
    held.refresh_from_db()
    send(client, url(partnership, "embed", held.pk), words="Supervision asks for it", expected_version=held.version)
    pages = {thing: client.get(changes.path_of(thing)).content.decode() for thing in (finding, held, action)}
    assert source.path in pages[finding]
    assert changes.path_of(finding) in pages[held] and changes.path_of(finding) in pages[action]
    assert changes.path_of(held) in pages[finding] and changes.path_of(held) in pages[action]
    assert changes.path_of(action) in pages[finding] and changes.path_of(action) in pages[held]
    for said in ("10 of 20 late", "19 of 20 in time", "Embedded since"):
        assert said in pages[held]
    assert "It made the difference" in pages[action]


def test_complaint_17_nothing_is_deleted_and_closing_says_where_it_is_used(
    partnership: Partnership, manager: Membership
) -> None:
    """No page deletes; closing names every place where the thing is used, and all of it stays."""
    finding = a_finding(partnership)
    held = accepted(partnership, findings=[finding])
    action = an_action(partnership, recommendations=[held])
    client = signed(manager.person)
    page = client.get(url(partnership, "close-finding", finding.pk)).content.decode()
    assert "Used in 2 places. Closing changes none of them." in page
    assert f"Recommendations: {held.reference}" in page and f"Actions: {action.reference}" in page
    send(client, url(partnership, "close-finding", finding.pk), words="Covered elsewhere", expected_version=1)
    send(client, url(partnership, "drop", action.pk), words="Covered elsewhere", expected_version=1)
    finding.refresh_from_db()
    action.refresh_from_db()
    assert (finding.state, action.state) == ("closed", "dropped")
    assert "Covered elsewhere" in client.get(changes.path_of(finding)).content.decode()
    assert list(action.recommendations.all()) == [held]


def test_complaint_24_the_same_recommendation_is_suggested_merged_and_keeps_every_link(
    partnership: Partnership, manager: Membership
) -> None:
    """One recommendation, many sources: suggested by wording and theme, merged or told apart, no back-link lost."""
    places = [a_finding(partnership, title=f"Place {number}", themes=["drift"]) for number in range(3)]
    wordings = (
        "Hold core group meetings within ten working days of the conference.",
        "Core group meetings must be held within 10 working days of each conference.",
        "Train school nurses to recognise neglect.",
    )
    held = [accepted(partnership, wording=words, findings=[place])
            for words, place in zip(wordings, places, strict=True)]  # fmt: skip
    client = signed(manager.person)
    page = client.get(url(partnership, "alike")).content.decode()
    first, second, other = held
    merge = url(partnership, "merge", first.pk)
    assert page.count("or say that they differ") == 1
    assert other.reference not in page
    address = merge if f"{merge}?into={second.pk}" in page else url(partnership, "merge", second.pk)
    kept, gone = (second, first) if address == merge else (first, second)
    send(client, address, into=str(kept.pk), expected_version=gone.version)
    for one in held:
        one.refresh_from_db()
    assert (gone.state, gone.merged_into) == ("merged", kept)
    assert {source.finding for source in kept.sources.all()} == set(places[:2])
    on_page = client.get(changes.path_of(kept)).content.decode()
    assert changes.path_of(places[0]) in on_page and changes.path_of(places[1]) in on_page
    assert f'came along with <a class="govuk-link" href="{changes.path_of(gone)}"' in on_page
    assert changes.path_of(kept) in client.get(changes.path_of(gone)).content.decode()
    for place in places[:2]:
        assert kept.reference in client.get(changes.path_of(place)).content.decode()


def test_told_apart_is_not_suggested_again(partnership: Partnership, manager: Membership) -> None:
    one = a_recommendation(partnership, wording="Train school nurses to recognise neglect.")
    other = a_recommendation(partnership, wording="Train all school nurses in recognising neglect.")
    client = signed(manager.person)
    assert other.reference in client.get(changes.path_of(one)).content.decode()
    send(client, url(partnership, "merge", one.pk), into=str(other.pk), different="yes", expected_version=one.version)
    assert other.reference not in client.get(changes.path_of(one)).content.decode()
    assert Recommendation.objects.filter(state="merged").count() == 0


def test_verifier_sees_what_waits_and_an_owner_is_told_why_not(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    action = done(an_action(partnership, owner=manager.role), by=doer(lead))
    client = signed(manager.person)
    answer = client.get(url(partnership, "verify", action.pk), follow=True)
    assert "You own this action. Somebody else must verify it." in answer.content.decode()
    assert BY.actor_id != lead.person.actor_id
