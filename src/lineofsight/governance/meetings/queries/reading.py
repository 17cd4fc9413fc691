"""Who may read what of an agenda, and who sits in a group on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Group, Membership, Role
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.models import AgendaItem
from lineofsight.governance.meetings.rules.reading import SEE_RESTRICTED, Reader, may_read

ORDINARY: Final = frozenset({
    "see_meetings", "see_assurance", "see_products", "see_warnings", "see_findings", "see_measures", "see_reports", "see_risks",
    "challenge",
})  # fmt: skip
"""What the members of a group without seats are taken to see: everything but what is restricted."""


def reader_of(here: Here) -> Reader:
    """The person as a reader of agendas."""
    return Reader(here.capabilities, here.organisation_ids, str(here.person.actor_id))


def subject_of(item: AgendaItem) -> Subject | None:
    """What an item is about: its product's subject, or what it points at."""
    return item.stop.product.subject if item.stop else item.about


def needs_of(item: AgendaItem) -> frozenset[str]:
    """The capabilities that reading the item needs."""
    subject = subject_of(item)
    if subject is None:
        return frozenset()
    own = {"see_working_figures"} if subject.organisation_key else set()
    return frozenset({subject.may_read, *own} - {""})


def may_read_item(reader: Reader, item: AgendaItem) -> bool:
    """True when the reader may read what the item is about; a private thing is nobody's but its owner's."""
    return may_read_subject(reader, subject_of(item))


def may_read_subject(reader: Reader, subject: Subject | None) -> bool:
    """True when the reader may read the thing; nothing is hidden of what points at nothing."""
    if subject is None:
        return True
    private_to = str(subject.private_to_id or "")
    return may_read(reader, needs=subject.may_read, organisation=subject.organisation_key, private_to=private_to)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of a group on a day, with who sits in it as holder or deputy."""

    role: Role
    people: tuple[Person, ...]

    @property
    def actors(self) -> frozenset[str]:
        """The people as the trail names them."""
        return frozenset(str(person.actor_id) for person in self.people)


def seats_of(group: Group, *, on: date) -> list[Seat]:
    """The group's seats on the day, by organisation and title; two queries."""
    sitting = Membership.objects.on(on).filter(
        confirmed_at__isnull=False, stopped_at__isnull=True, person__is_active=True
    )  # fmt: skip
    members = Prefetch("memberships", sitting.select_related("person").order_by("is_deputy", "person__name"))
    rows = Role.objects.on(on).filter(group=group).select_related("kind", "organisation")
    rows = rows.order_by("organisation__name", "title").prefetch_related(members)
    return [Seat(role, tuple(member.person for member in role.memberships.all())) for role in rows]


def people_of(seats: Iterable[Seat]) -> list[Person]:
    """Everybody who sits there, each once."""
    return list({person.pk: person for seat in seats for person in seat.people}.values())


def group_may(seats: Iterable[Seat], capability: str) -> bool:
    """True when one of the seats has the capability: so a group is told what it is there for."""
    return any(capability in seat.role.kind.capabilities() for seat in seats)


def shared_capabilities(seats: Sequence[Seat]) -> frozenset[str]:
    """What everybody of the group may see."""
    if not seats:
        return ORDINARY
    return frozenset.intersection(*(seat.role.kind.capabilities() for seat in seats))


def everybody_may_read(seats: Sequence[Seat]) -> frozenset[str]:
    """What minutes and the ordinary pack may hold: what all of the group may see, save what is restricted."""
    return shared_capabilities(seats) - {SEE_RESTRICTED}


def of_group(group: Group) -> Q:
    """Stops that belong to the group: by its row or, before the group had one, by its code."""
    codes = [code for code in (group.code, group.framework_code) if code]
    return Q(group=group) | Q(group__isnull=True, group_code__in=codes)
