"""The index behind search: words of every thing, kept in step by the trail, and gone where they were redacted."""

from datetime import date
from pathlib import Path
from typing import Any

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import here
from lineofsight.foundation.trail import redactions
from lineofsight.foundation.trail.changes import Doer, new_actor
from lineofsight.foundation.trail.models import Entry
from lineofsight.foundation.trail.register import Register
from lineofsight.governance.updates import changes as updates
from lineofsight.outputs.pages.indexing import keep_all_in_step, keep_in_step
from lineofsight.outputs.pages.models import IndexedText, IndexHead
from lineofsight.outputs.pages.searching import search
from tests import making
from tests.cycle.findings import world
from tests.outputs.early_warning.warned import a_warning


def found(partnership: Partnership, member: Any, words: str) -> dict[str, list[tuple[str, str]]]:
    place = here(member.person, partnership.slug, today=date(2026, 10, 21))
    assert place is not None
    return {part.code: [(hit.title, hit.text) for hit in part.hits] for part in search(place, words)}


def test_words_inside_a_thing_are_found_by_those_who_may_read_it(partnership: Partnership) -> None:
    manager, young = making.a_member(partnership, "business-manager"), making.a_member(partnership, "young-adviser")
    finding = world.a_finding(partnership, text="Twelve of the kingfisher files had no plan.")
    warning = a_warning(partnership, known="The kingfisher team lost two workers.")
    keep_all_in_step()
    assert sorted(found(partnership, manager, "kingfisher")["work"]) == [
        (f"{finding.reference} Plans are not reviewed", "Finding. Twelve of the kingfisher files had no plan."),
        (warning.subject.title, "Warning. Higher since about March 2026. The kingfisher team lost two workers."),
    ]
    assert found(partnership, young, "kingfisher") == {}
    assert found(partnership, making.a_member(partnership, "moderator"), "kingfisher team") == {}


def test_index_follows_the_trail_and_reads_each_entry_once(partnership: Partnership) -> None:
    finding = world.a_finding(partnership, text="First words.")
    keep_all_in_step()
    assert keep_in_step(partnership.chain) == 0
    world.changes.edit_finding(
        finding, title=finding.title, text="Second words.", so_what="", kind="gap", themes=[],
        organisation=None, by=world.BY, now=world.NOW, version=finding.version,
    )  # fmt: skip
    assert keep_in_step(partnership.chain) == 1
    assert "Second words." in IndexedText.objects.get(subject=finding.subject).text
    newest = Entry.objects.filter(chain=partnership.chain).order_by("-number").values_list("number", flat=True)[0]
    assert IndexHead.objects.get(chain=partnership.chain).number == newest


def test_redaction_takes_the_words_out_of_the_index_at_once(partnership: Partnership, tmp_path: Path) -> None:
    finding = world.a_finding(partnership, text="The plan of Wilhelmina Tern was late.")
    keep_all_in_step()
    one, other = (Doer(new_actor(name).pk, "Business manager") for name in ("Ada", "Bea"))
    asked = redactions.ask(partnership.chain, words="Wilhelmina Tern", reason="A child’s name", by=one, now=world.NOW)
    redactions.agree(asked, by=other, now=world.NOW, register=Register(tmp_path))
    assert IndexedText.objects.get(subject=finding.subject).text.endswith("The plan of [removed] was late.")
    keep_all_in_step()
    assert not IndexedText.objects.filter(text__icontains="wilhelmina").exists()


def test_draft_of_an_update_is_not_in_the_index(partnership: Partnership) -> None:
    from tests.house.worlds.updates import opened  # the shortest way to an update

    group = partnership.groups.get(code="saa")
    place: Any = type("Place", (), {"partnership": partnership, "today": date(2026, 10, 21)})()
    from lineofsight.governance.updates import rules

    update = opened(place, group, rules.quarter_of(date(2026, 8, 1)))
    updates.save(update, {"practice": updates.Typed("Kingfishers nest late.", 1)}, by=making.SYSTEM, now=world.NOW)
    keep_all_in_step()
    assert "ingfisher" not in IndexedText.objects.get(subject=update.subject).text
    updates.give(update, channels=["chair-update"], by=making.SYSTEM, now=world.NOW, today=date(2026, 10, 21))
    keep_all_in_step()
    assert "Kingfishers nest late." in IndexedText.objects.get(subject=update.subject).text
