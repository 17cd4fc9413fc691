"""Pages of evidence: who sees what, adding, using again, two editors, and a download that no browser runs."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.files import changes, queries
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.models import Evidence, StoredFile
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.models import Entry, Subject
from tests import making
from tests.foundation.files.things import BY, NOW, PDF, a_file, a_link, a_thing, upload

ABOUT = {"title": "", "evidence_date": "30/9/2026", "period": "", "expires_on": "", "marking": "OFFICIAL-SENSITIVE"}


@pytest.fixture
def manager(partnership: Partnership) -> Membership:
    return making.a_member(partnership, "business-manager")


def signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url(name: str, partnership: Partnership, *args: object) -> str:
    return reverse(f"files:{name}", args=[partnership.slug, *args])


def text(answer: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())  # type: ignore[attr-defined]


def errors(answer: object) -> str:
    found = re.search(r'class="govuk-error-summary".*?</div>\s*</div>', answer.content.decode(), re.DOTALL)  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_files_and_a_link_are_added_in_one_go(partnership: Partnership, manager: Membership) -> None:
    thing = a_thing(partnership, path=f"/p/{partnership.slug}/")
    given = ABOUT | {
        "uploads": [upload("a.pdf"), upload("b.csv", b"a,b")],
        "url": "https://example.org/x",
        "title": "The site",
    }
    answer = signed_in(manager).post(url("add", partnership, thing.pk), given)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/p/{partnership.slug}/")
    found = queries.evidence_for([thing])[thing.pk]
    assert {(one.kind, one.title) for one in found} == {("file", "a.pdf"), ("file", "b.csv"), ("link", "The site")}
    assert {one.evidence_date for one in found} == {date(2026, 9, 30)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose a file, or give a link."),
        ({"url": "https://example.org/x"}, "Say what is behind the link."),
        ({"url": "nonsense", "title": "x"}, "Enter a whole web address"),
        ({"uploads": [upload("run.exe", b"MZ")]}, "“run.exe” cannot be taken"),
        ({"uploads": [upload()], "evidence_date": ""}, "Enter the day that the evidence is of"),
        ({"uploads": [upload()], "evidence_date": "1/1/2100"}, "Evidence is of a day that is over"),
        ({"uploads": [upload()], "title": "Report on Ann Leeming"}, "looks like a person’s name"),
        ({"uploads": [upload("c.csv", b"number\n943 476 5919\n")]}, "looks like an NHS number"),
        ({"uploads": [upload("c.csv", b"born 3/4/2019\n")]}, "looks like a date of birth"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    partnership: Partnership, manager: Membership, given: dict[str, object], said: str
) -> None:
    thing = a_thing(partnership)
    for file in given.get("uploads", []):  # type: ignore[attr-defined]
        file.seek(0)
    answer = signed_in(manager).post(url("add", partnership, thing.pk), ABOUT | given)
    assert answer.status_code == 200
    assert said in errors(answer)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_file_with_a_number_is_kept_once_somebody_has_looked(partnership: Partnership, manager: Membership) -> None:
    thing = a_thing(partnership)
    given = ABOUT | {"uploads": [upload("c.csv", b"943 476 5919")], "checked": "on"}
    assert signed_in(manager).post(url("add", partnership, thing.pk), given).status_code == 302


def test_files_that_are_too_large_are_stopped(partnership: Partnership, manager: Membership, settings: Any) -> None:
    settings.LARGEST_UPLOAD_MEGABYTES = 1
    given = ABOUT | {"uploads": [upload(content=PDF + b"x" * 2_000_000)]}
    answer = signed_in(manager).post(url("add", partnership, a_thing(partnership).pk), given)
    assert "Your files are too large. The most is 1 MB together." in errors(answer)


def test_what_is_here_already_is_found_and_used_again(partnership: Partnership, manager: Membership) -> None:
    one, two = a_thing(partnership, "1"), a_thing(partnership, "2")
    held = a_file(partnership, one, facts=Facts(title="Audit of plans"))
    client, address = signed_in(manager), url("add", partnership, two.pk)
    assert "Audit of plans , about Audit 1" in text(client.get(address, {"words": "plans audit"}))
    assert "Nothing that you may read" in text(client.get(address, {"words": "zebra"}))
    assert client.post(address, {"reuse": str(held.pk)}).status_code == 302
    assert [row.stored for row in queries.evidence_for([two])[two.pk]] == [held.stored]
    assert client.post(address, {"reuse": "nonsense"}).status_code == 404


def test_the_page_of_a_piece_says_where_it_is_used(partnership: Partnership, manager: Membership) -> None:
    held = a_file(partnership, a_thing(partnership, "0"))
    for number in range(1, 7):
        changes.reuse(held, a_thing(partnership, str(number)), by=BY, now=NOW)
    hidden = a_thing(partnership, "secret", private_to=making.a_person("Sir Scrutiny").actor)
    changes.reuse(held, hidden, by=BY, now=NOW)
    said = text(signed_in(manager).get(url("one", partnership, held.pk)))
    assert "Used in 8 places" in said
    assert "1 of them is not shown to you." in said
    assert "Audit secret" not in said
    assert held.stored is not None and held.stored.sha256 in said
    assert "Not scanned" in said


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({}, True),
        ({"may_read": "see_mail_queue_of_nobody"}, False),
        ({"private_to": "other"}, False),
        ({"private_to": "self"}, True),
        ({"organisation_key": "own"}, True),
        ({"organisation_key": "another"}, False),
    ],
)
def test_evidence_is_seen_by_those_who_may_read_what_it_is_about(
    partnership: Partnership, facts: dict[str, object], seen: bool
) -> None:
    member = making.a_member(partnership, "agency-lead", name="Lee Agency")
    facts = {"may_read": "see_framework"} | facts
    if "private_to" in facts:
        facts["private_to"] = (
            member.person.actor if facts["private_to"] == "self" else making.a_person("Other One").actor
        )
    if "organisation_key" in facts:
        facts["organisation_key"] = member.role.organisation_id if facts["organisation_key"] == "own" else "another"
    held = a_file(partnership, a_thing(partnership, **facts))
    client = signed_in(member)
    codes = {client.get(url(name, partnership, held.pk)).status_code for name in ("one", "download")}
    assert codes == ({200} if seen else {404})
    assert ("audit.pdf" in text(client.get(url("library", partnership)))) is seen
    if not seen:
        for name in ("correct", "replace", "archive"):
            assert client.get(url(name, partnership, held.pk)).status_code == 404
        assert client.get(url("add", partnership, held.subject_id)).status_code == 404


def test_whoever_may_only_read_may_not_change(partnership: Partnership) -> None:
    reader = making.a_member(partnership, "inspector")
    held = a_file(partnership, a_thing(partnership, may_read="see_framework"))
    client = signed_in(reader)
    assert "Change it" not in text(client.get(url("one", partnership, held.pk)))
    for name, key in (("correct", held.pk), ("replace", held.pk), ("archive", held.pk), ("add", held.subject_id)):
        assert client.get(url(name, partnership, key)).status_code == 403
        assert client.post(url(name, partnership, key), ABOUT).status_code == 403


def test_a_room_that_is_not_named_is_closed_to_adding(partnership: Partnership, manager: Membership) -> None:
    thing = a_thing(partnership, room="elsewhere", may_read="see_framework")
    assert signed_in(manager).get(url("add", partnership, thing.pk)).status_code == 403


def test_a_stranger_gets_nothing(partnership: Partnership) -> None:
    held = a_file(partnership, a_thing(partnership, may_read="see_framework"))
    elsewhere = making.a_partnership("kent")
    stranger = making.a_member(elsewhere, "business-manager")
    client = signed_in(stranger)
    assert client.get(url("download", partnership, held.pk)).status_code == 404
    assert client.get(url("download", elsewhere, held.pk)).status_code == 404
    assert client.get(url("add", elsewhere, held.subject_id)).status_code == 404


def test_a_download_is_kept_and_never_run(partnership: Partnership, manager: Membership) -> None:
    held = a_file(partnership, a_thing(partnership), upload=upload("Prüfung “1”.pdf"))
    answer = signed_in(manager).get(url("download", partnership, held.pk))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Pr%C3%BCfung")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("marking", "looks"), [("OFFICIAL", 0), ("OFFICIAL-SENSITIVE", 1)])
def test_a_look_at_a_sensitive_file_goes_to_the_trail(
    partnership: Partnership, manager: Membership, marking: str, looks: int
) -> None:
    held = a_file(partnership, a_thing(partnership), facts=Facts(marking=marking))
    client = signed_in(manager)
    client.get(url("one", partnership, held.pk))
    assert Entry.objects.filter(deed="files.open").count() == 0
    client.get(url("download", partnership, held.pk))
    found = Entry.objects.filter(deed="files.open", is_look=True, subject=held.subject)
    assert found.filter(actor_id=manager.person.actor_id).count() == looks


@pytest.mark.parametrize(("state", "said"), [
    ({"removed_at": NOW}, "The file was taken away"),
    ({"scan": "infected"}, "malware"),
    ({"sha256": "0" * 64}, "no longer as it was given"),
])  # fmt: skip
def test_a_file_that_must_not_be_opened_says_why(
    partnership: Partnership, manager: Membership, state: dict[str, object], said: str
) -> None:
    held = a_file(partnership, a_thing(partnership))
    StoredFile.objects.update(**state)
    answer = signed_in(manager).get(url("download", partnership, held.pk))
    assert (answer.status_code, said in text(answer)) == (410, True)
    assert signed_in(manager).get(url("one", partnership, held.pk)).status_code == 200


def test_a_file_whose_bytes_are_gone_says_so(partnership: Partnership, manager: Membership) -> None:
    held = a_file(partnership, a_thing(partnership))
    assert held.stored is not None
    Path(held.stored.content.path).unlink()
    assert signed_in(manager).get(url("download", partnership, held.pk)).status_code == 410


def test_a_newer_one_takes_its_place(partnership: Partnership, manager: Membership) -> None:
    held = a_file(partnership, a_thing(partnership), facts=Facts(title="Audit", purpose="proof"))
    client = signed_in(manager)
    given = ABOUT | {"title": "Audit", "uploads": [upload(content=PDF + b"2")], "expected_version": "1"}
    answer = client.post(url("replace", partnership, held.pk), given)
    newer = Evidence.objects.standing().get()
    assert (answer.status_code, newer.replaces, newer.purpose) == (302, held, "proof")
    assert "A newer one took its place" in text(client.get(url("one", partnership, held.pk)))
    again = client.post(url("replace", partnership, held.pk), given | {"uploads": [upload(content=PDF + b"3")]})
    assert again.status_code == 409
    assert "Somebody put it away while you were writing" in text(again)


def test_of_two_editors_the_second_chooses(partnership: Partnership, manager: Membership) -> None:
    held = a_link(partnership, a_thing(partnership))
    client, address = signed_in(manager), url("correct", partnership, held.pk)
    assert client.post(address, ABOUT | {"title": "First", "expected_version": "1"}).status_code == 302
    second = client.post(address, ABOUT | {"title": "Second", "expected_version": "1"})
    assert second.status_code == 409
    assert "Second" in text(second) and "First" in text(second) and manager.person.name in text(second)
    chosen = client.post(address, ABOUT | {"title": "Second", "expected_version": "2"})
    assert (chosen.status_code, Evidence.objects.get().title) == (302, "Second")


def test_it_is_put_away_with_a_reason(partnership: Partnership, manager: Membership) -> None:
    held = a_link(partnership, a_thing(partnership))
    client, address = signed_in(manager), url("archive", partnership, held.pk)
    assert "Enter why it no longer counts" in errors(client.post(address, {"reason": "", "expected_version": "1"}))
    assert client.post(address, {"reason": "Of the wrong year", "expected_version": "1"}).status_code == 302
    assert client.post(address, {"reason": "Again", "expected_version": "2"}).status_code == 409
    said = text(client.get(url("one", partnership, held.pk)))
    assert f"by {manager.person.name}: Of the wrong year. It no longer counts." in said
    library = url("library", partnership)
    shown = ["The report" in text(client.get(library, tab)) for tab in ({}, {"tab": "run-out"}, {"tab": "put-away"})]
    assert shown == [False, False, True]


def test_the_library_goes_out_whole(partnership: Partnership, manager: Membership) -> None:
    thing: Subject = a_thing(partnership)
    a_link(partnership, thing, evidence_date=date(2026, 9, 30), expires_on=date(2030, 1, 1))
    answer = signed_in(manager).get(url("library", partnership), {"export": "csv"})
    said = b"".join(answer) if answer.streaming else answer.content
    assert "The report" in said.decode("utf-8-sig")
