"""Who serves where today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Holding, joined, why_not
from lineofsight.foundation.trail.changes import Doer


@dataclass(frozen=True, slots=True)
class Here:
    """A person in a partnership on a day: which seats they hold, and so what they may do. One a request."""

    partnership: Partnership
    person: Person
    holdings: tuple[Holding, ...]
    capabilities: frozenset[str]
    today: date

    @property
    def doer(self) -> Doer:
        """The person as the trail names them: a pseudonym, and the seats in words."""
        seats = ", ".join(f"{seat.role_title} ({seat.organisation_name})" for seat in self.holdings)
        return Doer(actor_id=self.person.actor_id, role=seats[:200])

    @property
    def organisation_ids(self) -> frozenset[str]:
        """Organisations in which the person holds a seat here."""
        return frozenset(seat.organisation_id for seat in self.holdings)

    @property
    def group_codes(self) -> frozenset[str]:
        """Groups in which the person sits."""
        return frozenset(seat.group_code for seat in self.holdings if seat.group_code)

    @property
    def kind_codes(self) -> frozenset[str]:
        """Kinds of role that the person holds."""
        return frozenset(seat.kind_code for seat in self.holdings)

    def may(self, capability: str) -> bool:
        """True when one of the person's seats allows it."""
        return why_not(self.capabilities, capability) is None

    def organisations_where(self, capability: str) -> frozenset[str]:
        """The organisations for which one of the person's seats allows it."""
        return frozenset(seat.organisation_id for seat in self.holdings if capability in seat.capabilities)


def memberships_of(person: Person, *, today: date) -> Sequence[Membership]:
    """The person's confirmed memberships that hold today, in seats that hold today; one query."""
    found = Membership.objects.on(today).filter(
        person=person, confirmed_at__isnull=False, role__starts_on__lte=today, person__is_active=True
    )
    return [
        membership
        for membership in found.select_related(
            "partnership", "role__kind", "role__organisation", "role__group"
        ).order_by("partnership__name", "is_deputy", "role__title")
        if membership.role.ends_on is None or membership.role.ends_on >= today
    ]


def here(person: Person, slug: str, *, today: date) -> Here | None:
    """The person in the partnership with this slug, or None for a stranger to it; one query."""
    mine = [membership for membership in memberships_of(person, today=today) if membership.partnership.slug == slug]
    if not mine:
        return None
    holdings = tuple(_holding(membership) for membership in mine)
    return Here(
        partnership=mine[0].partnership,
        person=person,
        holdings=holdings,
        capabilities=joined(holdings),
        today=today,
    )


def _holding(membership: Membership) -> Holding:
    role = membership.role
    return Holding(
        role_title=role.title,
        kind_code=role.kind.code,
        organisation_id=str(role.organisation_id),
        organisation_name=role.organisation.name,
        group_code=role.group.code if role.group else "",
        capabilities=role.kind.capabilities(),
    )
