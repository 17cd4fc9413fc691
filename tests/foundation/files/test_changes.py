"""Evidence is added, used again, replaced, put right and put away; nothing is lost, and the trail has it all."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError

from lineofsight.foundation.files import changes, queries
from lineofsight.foundation.files.changes import ChangedMeanwhile, Facts
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.models import Evidence, StoredFile
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.models import Entry
from lineofsight.foundation.trail.queries import verify
from tests.foundation.files.things import BY, NOW, PDF, TODAY, a_file, a_link, a_thing, packed, upload

FACTS = Facts(
    title="Audit of plans",
    evidence_date=date(2026, 9, 30),
    period="July to September 2026",
    expires_on=date(2027, 9, 30),
    marking="OFFICIAL",
)


def trail(partnership: Partnership) -> list[tuple[str, dict[str, object]]]:
    rows = Entry.objects.filter(chain=partnership.chain, deed__startswith="files.").order_by("number")
    return [(row.deed, json.loads(row.content.text)) for row in rows.select_related("content")]


def test_a_file_is_kept_as_it_was_given(partnership: Partnership) -> None:
    thing = a_thing(partnership)
    made = a_file(partnership, thing, facts=FACTS)
    stored = made.stored
    assert stored is not None
    assert (stored.name, stored.media_type, stored.size) == ("audit.pdf", "application/pdf", len(PDF))
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert Path(stored.content.path).read_bytes() == PDF
    assert stored.sha256 in stored.content.name
    assert (stored.scan, stored.get_scan_display(), stored.scanned_at) == ("not_scanned", "Not scanned", None)
    assert (made.kind, made.title, made.evidence_date, made.added_at) == (
        "file",
        "Audit of plans",
        date(2026, 9, 30),
        NOW,
    )
    [(deed, said)] = trail(partnership)
    assert deed == "files.attach_file"
    assert said["after"] == {
        "title": "Audit of plans",
        "file": "audit.pdf",
        "sha256": stored.sha256,
        "scan": "not_scanned",
        "period": "July to September 2026",
        "marking": "OFFICIAL",
        "evidence_date": "2026-09-30",
        "expires_on": "2027-09-30",
    }
    assert verify(partnership.chain) is None


def test_a_file_without_a_title_has_its_name(partnership: Partnership) -> None:
    made = a_file(partnership, a_thing(partnership), upload=upload("C:\\Users\\me\\Minutes\x00 <1>.pdf"))
    assert (made.title, made.stored and made.stored.name) == ("Minutes 1.pdf", "Minutes 1.pdf")


def test_the_same_file_is_kept_once_and_used_twice(partnership: Partnership) -> None:
    one, two = a_thing(partnership, "1"), a_thing(partnership, "2")
    first, second = a_file(partnership, one), a_file(partnership, two)
    assert first.stored == second.stored
    assert StoredFile.objects.count() == 1
    assert first.stored is not None
    assert [use.subject for use in queries.used_in(first.stored)] == [one, two]


def test_many_files_and_links_stand_for_one_thing(partnership: Partnership) -> None:
    one, two = a_thing(partnership, "1"), a_thing(partnership, "2")
    rows = [
        a_file(partnership, one),
        a_link(partnership, one),
        a_file(partnership, one, upload=upload("b.csv", b"a,b")),
    ]
    a_link(partnership, two)
    found = queries.evidence_for([one, two])
    assert {row.pk for row in found[one.pk]} == {row.pk for row in rows}
    assert len(found[two.pk]) == 1
    assert queries.evidence_for([]) == {}


def test_evidence_is_used_again_for_another_thing(partnership: Partnership) -> None:
    one, two = a_thing(partnership, "1"), a_thing(partnership, "2")
    first = a_file(partnership, one, facts=FACTS)
    again = changes.reuse(first, two, by=BY, now=NOW)
    assert changes.reuse(first, two, by=BY, now=NOW) == again
    assert (again.stored, again.subject, again.title, again.expires_on) == (
        first.stored,
        two,
        first.title,
        first.expires_on,
    )
    assert {use.subject for use in queries.same_as(first)} == {one, two}
    link = changes.reuse(a_link(partnership, one), two, by=BY, now=NOW)
    assert queries.same_as(link).count() == 2
    assert [deed for deed, _ in trail(partnership)] == [
        "files.attach_file",
        "files.reuse",
        "files.attach_link",
        "files.reuse",
    ]


def test_what_is_replaced_is_kept(partnership: Partnership) -> None:
    thing = a_thing(partnership)
    old = a_file(partnership, thing, facts=FACTS)
    newer = Facts(title="Audit of plans", evidence_date=date(2026, 10, 20), marking="OFFICIAL")
    new = changes.replace(old, upload=upload(content=PDF + b" again"), facts=newer, by=BY, now=NOW, version=1)
    old.refresh_from_db()
    assert (new.replaces, old.archived_at, old.archived_reason) == (old, NOW, "Replaced by a newer one")
    assert old.stored is not None and Path(old.stored.content.path).read_bytes() == PDF
    assert queries.evidence_for([thing]) == {thing.pk: [new]}
    assert queries.evidence_for([thing], archived=True)[thing.pk] in ([new, old], [old, new])
    link = changes.replace(new, url="https://example.org/new", facts=newer, by=BY, now=NOW, version=1)
    assert (link.kind, link.url) == ("link", "https://example.org/new")


def test_what_is_put_away_counts_no_longer_and_can_still_be_read(partnership: Partnership) -> None:
    thing = a_thing(partnership)
    made = changes.archive(a_link(partnership, thing), reason="Wrong year", by=BY, now=NOW, version=1)
    assert (made.archived_at, made.archived_reason) == (NOW, "Wrong year")
    assert (queries.evidence_for([thing]), len(queries.evidence_for([thing], archived=True))) == ({}, 1)
    with pytest.raises(ChangedMeanwhile):
        changes.archive(made, reason="Again", by=BY, now=NOW, version=made.version)


def test_what_is_said_is_put_right_by_one_of_two_editors(partnership: Partnership) -> None:
    made = a_link(partnership, a_thing(partnership))
    other = Evidence.objects.get(pk=made.pk)
    changes.correct(made, facts=FACTS, by=BY, now=NOW, version=1)
    assert (made.title, made.period, made.version) == ("Audit of plans", "July to September 2026", 2)
    with pytest.raises(ChangedMeanwhile) as refused:
        changes.correct(other, facts=Facts(title="Mine"), by=BY, now=NOW, version=1)
    assert refused.value.saved.title == "Audit of plans"
    deed, said = trail(partnership)[-1]
    assert (deed, said["before"]) == (
        "files.correct",
        {"title": "The report", "link": "https://example.org/report", "period": "", "marking": "OFFICIAL-SENSITIVE"},
    )


def test_evidence_that_ran_out_is_found_from_the_day_after(partnership: Partnership) -> None:
    thing, other = a_thing(partnership), a_thing(partnership, "2")
    a_link(partnership, thing, expires_on=TODAY)
    made = a_link(partnership, other, expires_on=date(2026, 10, 20))
    a_link(partnership, thing)
    assert list(queries.expired_on(partnership, TODAY)) == [made]
    assert list(queries.expired_on(partnership, TODAY, subjects=[thing])) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ", "cannot be taken"),
        ("page.html", b"<script>", "cannot be taken"),
        ("drawing.svg", b"<svg/>", "cannot be taken"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "Save it as .docx"),
        ("macros.xlsm", b"PK\x03\x04", "Save it as .xlsx"),
        ("empty.pdf", b"", "is empty"),
        ("page.pdf", b"<html>", "not what its name says"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password"),
        ("table.csv", b"a\x00b", "holds no text"),
        ("paper.docx", b"PK\x03\x04 broken", "damaged"),
        ("paper.docx", packed("readme.txt"), "a packed folder"),
        ("paper.docx", packed("[Content_Types].xml", "word/vbaProject.bin"), "holds macros"),
        ("large.pdf", PDF + b"x" * 1024 * 1024, "larger than 1 MB"),
        ("noname", b"x", "cannot be taken"),
    ],
)
def test_what_cannot_be_taken_says_why_and_leaves_nothing(
    partnership: Partnership, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(NotTaken, match=said):
        a_file(partnership, a_thing(partnership), upload=upload(name, content), largest_megabytes=1)
    assert (StoredFile.objects.count(), Evidence.objects.count(), trail(partnership)) == (0, 0, [])


@pytest.mark.parametrize(
    "name", ["a.docx", "a.XLSX", "a.pptx", "a.odt", "a.csv", "a.txt", "a.png", "a.jpg", "a.eml", "a.msg"]
)
def test_the_usual_kinds_are_taken(partnership: Partnership, name: str) -> None:
    contents = {"png": b"\x89PNG\r\n\x1a\nx", "jpg": b"\xff\xd8\xffx", "msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"}
    office = packed("[Content_Types].xml", "mimetype")
    ending = name.lower()[2:]
    content = contents.get(ending, office if ending in ("docx", "xlsx", "pptx", "odt") else b"text")
    assert a_file(partnership, a_thing(partnership), upload=upload(name, content)).title == name


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "example", "", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(partnership: Partnership, url: str) -> None:
    with pytest.raises(NotTaken, match="whole web address"):
        a_link(partnership, a_thing(partnership), url=url)


@pytest.mark.parametrize(
    "facts", [Facts(evidence_date=date(2026, 10, 22)), Facts(evidence_date=TODAY, expires_on=date(2026, 10, 20))]
)
def test_dates_that_cannot_be_right_are_refused(partnership: Partnership, facts: Facts) -> None:
    with pytest.raises(NotTaken):
        a_file(partnership, a_thing(partnership), facts=facts)


def test_a_write_that_fails_leaves_no_bytes_behind(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(changes, "record", fails)
    kept: list[Path] = []
    original = StoredFile.save
    monkeypatch.setattr(
        StoredFile, "save", lambda self, *a, **k: (kept.append(Path(self.content.path)), original(self, *a, **k))[1]
    )
    with pytest.raises(DatabaseError):
        a_file(partnership, a_thing(partnership))
    assert [path.exists() for path in kept] == [False]
    assert StoredFile.objects.count() == 0


def test_a_file_that_was_taken_away_is_not_used_again(partnership: Partnership) -> None:
    made = a_file(partnership, a_thing(partnership))
    StoredFile.objects.update(removed_at=NOW)
    made.refresh_from_db()
    with pytest.raises(NotTaken, match="could identify a child"):
        changes.reuse(made, a_thing(partnership, "2"), by=BY, now=NOW)
    assert a_file(partnership, a_thing(partnership, "3")).stored != made.stored


def test_only_a_look_at_what_is_sensitive_goes_to_the_trail(partnership: Partnership) -> None:
    thing = a_thing(partnership)
    changes.note_look(a_link(partnership, thing, marking="OFFICIAL"), by=BY)
    changes.note_look(a_link(partnership, thing, marking="OFFICIAL-SENSITIVE"), by=BY)
    looks = Entry.objects.filter(chain=partnership.chain, is_look=True)
    assert [(look.deed, look.subject) for look in looks] == [("files.open", thing)]


def test_complaint_18_several_pieces_each_with_its_own_date_and_hash_used_again_chased_and_never_deleted(
    partnership: Partnership,
) -> None:
    one, two = a_thing(partnership, "1"), a_thing(partnership, "2")
    first = a_file(partnership, one, facts=FACTS)
    second = a_file(partnership, one, upload=upload("notes.csv", b"a,b"))
    assert first.stored is not None and second.stored is not None
    assert (first.evidence_date, first.added_at, first.period) == (date(2026, 9, 30), NOW, "July to September 2026")
    assert first.stored.sha256 != second.stored.sha256
    assert changes.reuse(first, two, by=BY, now=NOW).stored == first.stored
    a_link(partnership, two, expires_on=date(2026, 10, 20))
    assert [row.subject for row in queries.expired_on(partnership, TODAY)] == [two]
    changes.archive(second, reason="Not about this", by=BY, now=NOW, version=1)
    assert (len(queries.evidence_for([one])[one.pk]), len(queries.evidence_for([one], archived=True)[one.pk])) == (1, 2)
    assert Path(second.stored.content.path).read_bytes() == b"a,b"
