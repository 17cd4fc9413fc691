"""Who may read what of a trail."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail import queries
from lineofsight.foundation.trail.changes import Doer, new_actor, record, record_look, subject_for
from lineofsight.foundation.trail.queries import Reader

pytestmark = pytest.mark.django_db
SCRUTINEER, READER = UUID(int=7), UUID(int=8)


def subject(partnership: Partnership, kind: str, **facts: object):
    return subject_for(partnership.chain, room="tests", kind=kind, key=1, title=kind, may_read="see_risks", **facts)


@pytest.fixture
def written(partnership: Partnership) -> Partnership:
    """Entries about six kinds of thing."""
    scrutineer = new_actor("Ivy Scrutineer")
    by = Doer(scrutineer.pk, "Independent Scrutineer")
    with transaction.atomic():
        record(partnership.chain, by=by, deed="tests.open", subject=subject(partnership, "open"))
        record(partnership.chain, by=by, deed="tests.agency", subject=subject(partnership, "a", organisation_key="A"))
        record(partnership.chain, by=by, deed="tests.draft", subject=subject(partnership, "d", private_to=scrutineer))
        record(partnership.chain, by=by, deed="tests.nothing")
    record_look(partnership.chain, by=by, deed="tests.look", subject=subject(partnership, "open"))
    return partnership


def seen_by(partnership: Partnership, **facts: object) -> list[str]:
    scrutineers = frozenset(partnership.chain.entries.filter(deed="tests.open").values_list("actor_id", flat=True))
    known = {
        "actor_id": uuid4(),
        "capabilities": frozenset({"see_risks"}),
        "organisation_keys": frozenset(),
        "rooms": frozenset(),
        "unseen_lookers": scrutineers,
        **facts,
    }
    entries = queries.readable(partnership.chain, reader=Reader(**known)).filter(deed__startswith="tests.")
    return [entry.deed for entry in entries]


def test_readable_without_the_capability_shows_nothing(written: Partnership) -> None:
    assert seen_by(written, capabilities=frozenset()) == []


def test_readable_shows_what_is_open_and_neither_drafts_nor_looks_nor_other_agencies(written: Partnership) -> None:
    assert seen_by(written) == ["tests.open"]


def test_readable_shows_the_readers_own_agency(written: Partnership) -> None:
    assert seen_by(written, organisation_keys=frozenset({"A"})) == ["tests.agency", "tests.open"]
    assert seen_by(written, organisation_keys=frozenset({"B"})) == ["tests.open"]


def test_readable_shows_every_agency_with_working_figures(written: Partnership) -> None:
    may = frozenset({"see_risks", "see_working_figures"})
    assert seen_by(written, capabilities=may) == ["tests.agency", "tests.open"]


def test_readable_shows_the_scrutineer_their_own_drafts_and_looks(written: Partnership) -> None:
    own = written.chain.entries.get(deed="tests.open").actor_id
    assert seen_by(written, actor_id=own) == ["tests.look", "tests.draft", "tests.open"]


def test_readable_shows_entries_about_no_thing_of_rooms_that_are_open(written: Partnership) -> None:
    assert seen_by(written, rooms=frozenset({"tests"})) == ["tests.nothing", "tests.open"]


def test_readable_puts_the_name_beside_the_pseudonym(written: Partnership) -> None:
    reader = Reader(READER, frozenset({"see_risks"}), frozenset(), frozenset({"partnership"}), frozenset())
    names = {entry.deed: entry.who for entry in queries.readable(written.chain, reader=reader)}
    assert (names["tests.open"], names["partnership.add"]) == ("Ivy Scrutineer", "Line of Sight")


def test_holds_finds_a_head_that_is_still_there_and_misses_one_that_went(written: Partnership) -> None:
    head = next(one for one in queries.heads() if one.chain == written.slug)
    assert queries.holds(head)
    assert not queries.holds(queries.Head(head.chain, head.number, "f" * 64))
    assert queries.chain_with(head.hash) == written.chain
    assert queries.chain_with("f" * 64) is None
