"""What changed since somebody last looked: others' deeds, on what one may read, and never a look."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.foundation.trail.changes import Doer, record_look
from lineofsight.outputs.pages import since
from tests import making
from tests.cycle.findings import world
from tests.outputs.early_warning.warned import a_warning


def place_of(member: Membership) -> Here:
    found = here(member.person, member.role.partnership.slug, today=timezone.localdate())
    assert found is not None
    return found


def titles(place: Here, number: int = 0) -> list[str]:
    return [one.subject.title for one in since.changed_since(place, number, now=timezone.now())]


def test_each_thing_once_with_its_deeds_and_not_ones_own(partnership: Partnership) -> None:
    manager = making.a_member(partnership, "business-manager")
    finding = world.a_finding(partnership)
    world.changes.close_finding(finding, reason="It is done.", by=world.BY, version=finding.version)
    world.a_finding(partnership, title="My own", by=world.doer(manager))
    [one] = since.changed_since(place_of(manager), 0, now=timezone.now())
    assert (one.subject.title, one.deeds, one.kind) == (
        f"{finding.reference} Plans are not reviewed", ("Closed a finding", "Raised a finding"), "Finding",
    )  # fmt: skip
    assert since.count_since(place_of(manager), now=timezone.now()) == 1


def test_only_what_one_may_read_and_no_look_of_the_scrutineer(partnership: Partnership) -> None:
    scrutineer = making.a_member(partnership, "independent-scrutineer")
    lead = making.a_member(partnership, "agency-lead")
    warning = a_warning(partnership)
    by = Doer(scrutineer.person.actor_id, "Independent Scrutineer")
    finding = world.a_finding(partnership)
    number = partnership.chain.__class__.objects.get(pk=partnership.chain_id).last_number
    record_look(partnership.chain, by=by, deed="files.open", subject=finding.subject)
    assert titles(place_of(lead)) == [finding.subject.title]
    assert titles(place_of(scrutineer)) == [finding.subject.title, warning.subject.title]
    assert titles(place_of(lead), number) == [], "a look is nobody’s news"


def test_what_is_new_stays_so_for_half_an_hour_and_is_old_after_that(partnership: Partnership) -> None:
    place, now = place_of(making.a_member(partnership, "business-manager")), timezone.now()
    world.a_finding(partnership)
    assert since.look(place, now=now).seen_number == 0
    assert since.count_since(place, now=now) == 0
    assert since.look(place, now=now + timedelta(minutes=10)).seen_number == 0
    later = since.look(place, now=now + timedelta(hours=2))
    assert titles(place, later.seen_number) == []
    world.a_finding(partnership, title="Another")
    assert since.count_since(place, now=now) == 1


def test_home_says_how_many_and_the_page_lists_them(
    partnership: Partnership, signed_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = signed_in("business-manager")
    for number in range(12):
        world.a_finding(partnership, title=f"Finding {number}")
    assert "12 things have changed since you last looked" in client.get("/p/westmarch/").content.decode()
    with django_assert_max_num_queries(16):
        page = client.get("/p/westmarch/new/").content.decode()
    assert page.count("Raised a finding") == 12 and "12 things" in page
    assert "changed since you last looked</a>" not in client.get("/p/westmarch/").content.decode()
    file = b"".join(client.get("/p/westmarch/new/?export=csv").streaming_content)  # type: ignore[attr-defined]
    assert file.decode().count("Raised a finding") == 12
