"""A name typed by mistake is taken out by two people, everywhere, and the chain still verifies."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from lineofsight.foundation.notices.changes import tell
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail import queries, redactions
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import EntryContent, Redaction, Subject
from lineofsight.foundation.trail.places import paths_to_chain, text_fields
from lineofsight.foundation.trail.register import Register
from tests import making

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
CHILD = "Ann Leeming"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "redactions")


@pytest.fixture
def pair(partnership: Partnership) -> tuple[Doer, Doer]:
    """Two people who may."""
    one, other = (making.a_person(name) for name in ("One Person", "Other Person"))
    return Doer(one.actor_id, "Business manager"), Doer(other.actor_id, "Chair")


def mention(partnership: Partnership, by: Doer) -> None:
    """The name in a notice, in the title of a subject, and in the trail."""
    subject = subject_for(partnership.chain, room="trail", kind="thing", key=1, title=CHILD, may_read="see_trail")
    tell([making.a_person("Third Person")], key="one", text=f"About {CHILD}", path="/", chain=partnership.chain)
    with transaction.atomic():
        record(partnership.chain, by=by, deed="tests.write", subject=subject, after={"note": f"ann  LEEMING, {CHILD}"})
        record(partnership.chain, by=by, deed="tests.next")


def texts(partnership: Partnership) -> str:
    contents = EntryContent.objects.filter(entry__chain=partnership.chain).values_list("text", flat=True)
    return " ".join(
        [*contents, *Notice.objects.values_list("text", flat=True), *Subject.objects.values_list("title", flat=True)]
    )


def test_agreed_redaction_leaves_no_word_and_a_chain_that_verifies(
    partnership: Partnership, register: Register, pair: tuple[Doer, Doer], django_capture_on_commit_callbacks
) -> None:
    mention(partnership, pair[0])
    asked = redactions.ask(partnership.chain, words="ann leeming", reason=f"{CHILD} is a child", by=pair[0], now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        done = redactions.agree(asked, by=pair[1], now=NOW, register=register)
    assert (done.fields_changed, done.entries_changed, done.words) == (2, 1, "")
    assert done.reason == "[removed] is a child"
    assert "leeming" not in texts(partnership).lower()
    assert queries.verify(partnership.chain) is None
    assert [line.redaction for line in register.all()] == [str(asked.pk)]
    assert "leeming" not in (register.folder / "register.jsonl").read_text().lower()
    assert Redaction.objects.get().registered_at == NOW


def test_look_for_counts_places_and_entries(partnership: Partnership, pair: tuple[Doer, Doer]) -> None:
    mention(partnership, pair[0])
    found = redactions.look_for(partnership.chain, CHILD)
    assert (found.places, found.entries) == ({"notice: text": 1, "subject: title": 1}, 1)


def test_redaction_touches_no_other_partnership(
    partnership: Partnership, pair: tuple[Doer, Doer], register: Register
) -> None:
    elsewhere = making.a_partnership("kent")
    mention(elsewhere, pair[0])
    asked = redactions.ask(partnership.chain, words=CHILD, reason="A child", by=pair[0], now=NOW)
    redactions.agree(asked, by=pair[1], now=NOW, register=register)
    assert Subject.objects.get(chain=elsewhere.chain, kind="thing").title == CHILD


def test_same_person_asking_and_agreeing_is_refused(
    partnership: Partnership, pair: tuple[Doer, Doer], register: Register
) -> None:
    asked = redactions.ask(partnership.chain, words=CHILD, reason="A child", by=pair[0], now=NOW)
    with pytest.raises(redactions.NotPossible, match="somebody else"):
        redactions.agree(asked, by=pair[0], now=NOW, register=register)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redaction.objects.update(decided_by_id=pair[0].actor_id)


def test_refused_redaction_forgets_the_words_and_changes_nothing(
    partnership: Partnership, pair: tuple[Doer, Doer]
) -> None:
    mention(partnership, pair[0])
    asked = redactions.ask(partnership.chain, words=CHILD, reason="A child", by=pair[0], now=NOW)
    redactions.refuse(asked, by=pair[1], now=NOW)
    assert (Redaction.objects.get().words, Redaction.objects.get().state) == ("", "refused")
    assert CHILD in texts(partnership)


def test_words_too_short_are_refused(partnership: Partnership, pair: tuple[Doer, Doer]) -> None:
    with pytest.raises(redactions.NotPossible, match="at least 3"):
        redactions.ask(partnership.chain, words=" a! ", reason="A child", by=pair[0], now=NOW)


def test_content_altered_under_cover_of_a_redaction_is_found(
    partnership: Partnership, pair: tuple[Doer, Doer], register: Register
) -> None:
    mention(partnership, pair[0])
    asked = redactions.ask(partnership.chain, words=CHILD, reason="A child", by=pair[0], now=NOW)
    redactions.agree(asked, by=pair[1], now=NOW, register=register)
    redacted = EntryContent.objects.filter(redacted_at__isnull=False, entry__deed="tests.write").get()
    EntryContent.objects.filter(pk=redacted.pk).update(text='{"after":{"note":"all is well"}}')
    fault = queries.verify(partnership.chain)
    assert fault is not None and (fault.number, fault.reason) == (redacted.entry.number, "its content was altered")


def test_content_marked_redacted_without_a_redaction_is_found(partnership: Partnership) -> None:
    content = EntryContent.objects.filter(entry__chain=partnership.chain).order_by("entry__number").first()
    EntryContent.objects.filter(pk=content.pk).update(text="{}", redacted_at=NOW)
    fault = queries.verify(partnership.chain)
    assert fault is not None and fault.number == content.entry.number


def test_take_out_again_after_an_older_state_came_back(
    partnership: Partnership, pair: tuple[Doer, Doer], register: Register, django_capture_on_commit_callbacks
) -> None:
    asked = redactions.ask(partnership.chain, words=CHILD, reason="A child", by=pair[0], now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        redactions.agree(asked, by=pair[1], now=NOW, register=register)
    mention(partnership, pair[0])
    assert redactions.take_out_again(register=register, by=Doer.system(), now=NOW) == {str(asked.pk): 3}
    assert "leeming" not in texts(partnership).lower()
    assert queries.verify(partnership.chain) is None
    assert redactions.take_out_again(register=register, by=Doer.system(), now=NOW) == {}


def test_write_down_missing_after_a_crash_completes_the_register(
    partnership: Partnership, pair: tuple[Doer, Doer], register: Register
) -> None:
    asked = redactions.ask(partnership.chain, words=CHILD, reason="A child", by=pair[0], now=NOW)
    redactions.agree(asked, by=pair[1], now=NOW, register=register)
    assert register.all() == []
    assert [redactions.write_down_missing(register=register, now=NOW) for _ in range(2)] == [1, 0]
    assert [json.loads(line)["count"] for line in (register.folder / "register.jsonl").read_text().splitlines()] == [2]


def test_every_table_of_a_partnership_with_text_is_searched() -> None:
    lost = [model._meta.label for model, _ in text_fields()
            if getattr(model, "scope", "") == "partnership" and not paths_to_chain(model)]  # fmt: skip
    assert lost == []
