"""Who serves where today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from lineofsight.engine.disclosure.identifying import Known
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import (
    Area,
    Coverage,
    Group,
    Invitation,
    Membership,
    Organisation,
    Participation,
    Partnership,
    Role,
)
from lineofsight.foundation.partnership.permissions import Holding, joined, why_not
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.trail.models import Subject


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
    def role_ids(self) -> frozenset[str]:
        """The seats that the person holds: work belongs to them."""
        return frozenset(seat.role_id for seat in self.holdings)

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
        person=person,
        confirmed_at__isnull=False,
        stopped_at__isnull=True,
        role__starts_on__lte=today,
        person__is_active=True,
    )
    return [
        membership
        for membership in found.select_related(
            "partnership__chain", "role__kind", "role__organisation", "role__group"
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
        role_id=str(role.pk),
    )


def people_who_may(
    partnership: Partnership, capability: str, *, today: date, organisation_id: UUID | str | None = None
) -> list[Person]:
    """Everybody whose seat allows it today, each once; of one organisation when that is given. Two queries at most."""
    kinds = [kind.pk for kind in partnership.role_kinds.all() if capability in kind.capabilities()]
    found = _serving(partnership, today=today).filter(role__kind__in=kinds)
    if organisation_id is not None:
        found = found.filter(role__organisation_id=organisation_id)
    people = {membership.person.pk: membership.person for membership in found}
    return sorted(people.values(), key=lambda person: person.name)


def _serving(partnership: Partnership, *, today: date) -> QuerySet[Membership]:
    confirmed = Membership.objects.for_partnership(partnership).on(today).filter(
        confirmed_at__isnull=False, stopped_at__isnull=True, person__is_active=True, role__starts_on__lte=today
    )  # fmt: skip
    seats = Q(role__ends_on__isnull=True) | Q(role__ends_on__gte=today)
    return confirmed.filter(seats).select_related("person", "role__kind", "role__organisation", "role__group")


def serving(partnership: Partnership, *, today: date) -> QuerySet[Membership]:
    """Who serves here today, as holder or deputy, and who waits to be confirmed: one row a membership."""
    rows = Membership.objects.for_partnership(partnership).on(today).filter(stopped_at__isnull=True)
    return rows.select_related("person", "role__kind", "role__organisation", "role__group")


def waiting(partnership: Partnership, *, today: date) -> QuerySet[Membership]:
    """Memberships that give no rights yet because nobody confirmed them, oldest first."""
    return serving(partnership, today=today).filter(confirmed_at__isnull=True).order_by("starts_on", "person__name")


def waiting_for(person: Person, *, today: date) -> Sequence[Membership]:
    """The person's own memberships that somebody must confirm first."""
    rows = Membership.objects.on(today).filter(person=person, confirmed_at__isnull=True, stopped_at__isnull=True)
    return list(rows.select_related("partnership", "role__organisation"))


def seats(partnership: Partnership) -> QuerySet[Role]:
    """Every seat of the partnership, past ones too, with who sits in it (`memberships`, prefetched)."""
    rows = Role.objects.for_partnership(partnership).select_related("kind", "organisation", "group")
    return rows.prefetch_related(Prefetch("memberships", Membership.objects.select_related("person")))


def deputies_of(role: Role, *, today: date) -> list[Membership]:
    """The confirmed deputies of a seat today."""
    rows = _serving(role.partnership, today=today).filter(role=role, is_deputy=True)
    return list(rows.order_by("person__name"))


def organisations(partnership: Partnership) -> QuerySet[Participation]:
    """The organisations that take part, or took part, with their successors (prefetched)."""
    rows = Participation.objects.for_partnership(partnership).select_related("organisation")
    return rows.prefetch_related("organisation__successors")


def groups(partnership: Partnership) -> QuerySet[Group]:
    """The partnership's groups, and those of another partnership that serve it too."""
    own_or_joint = Q(partnership=partnership) | Q(also_serves=partnership)
    return Group.objects.filter(own_or_joint).distinct().prefetch_related("successors")


def served_by(group: Group) -> list[str]:
    """The names of all partnerships that a joint group serves, its own first; empty for a group of one partnership."""
    others = list(group.also_serves.order_by("name").values_list("name", flat=True))
    return [group.partnership.name, *others] if others else []


def areas(partnership: Partnership) -> QuerySet[Coverage]:
    """The areas that the partnership covers, or covered, with their successors (prefetched)."""
    rows = Coverage.objects.for_partnership(partnership).select_related("area__parent")
    return rows.prefetch_related("area__successors")


def areas_of(partnership: Partnership) -> QuerySet[Area]:
    """Areas that the partnership covers, or covered, each once, by name."""
    return Area.objects.filter(coverages__partnership=partnership).distinct().order_by("name")


def covered_on(partnership: Partnership, day: date) -> QuerySet[Coverage]:
    """What the partnership covers on the day: neither the cover nor the area itself has ended."""
    return Coverage.objects.for_partnership(partnership).on(day).exclude(area__ends_on__lt=day)


def people_of_group_who_may(group: Group, capability: str, *, today: date) -> list[Person]:
    """Whoever sits in the group today in a seat that allows it, holders before deputies; two queries."""
    kinds = [kind.pk for kind in group.partnership.role_kinds.all() if capability in kind.capabilities()]
    rows = _serving(group.partnership, today=today).filter(role__group=group, role__kind__in=kinds)
    found = rows.order_by("is_deputy", "person__name")
    return list({membership.person.pk: membership.person for membership in found}.values())


def people_in(role: Role, *, today: date) -> list[Person]:
    """Whoever is in the role today, holder before deputies; one query."""
    rows = _serving(role.partnership, today=today).filter(role=role).order_by("is_deputy", "person__name")
    return list({membership.person.pk: membership.person for membership in rows}.values())


def people_by_seat(*, today: date) -> list[Membership]:
    """Everybody who serves anywhere today, by partnership and role, for the one-click sign-in of the demo."""
    rows = Membership.objects.on(today).filter(
        confirmed_at__isnull=False, stopped_at__isnull=True, person__is_active=True
    )  # fmt: skip
    related = rows.select_related("partnership", "person", "role__kind", "role__organisation")
    return list(related.order_by("partnership__name", "role__kind__name", "role__title", "person__name"))


def bodies_of(partnership: Partnership) -> QuerySet[Organisation]:
    """Organisations that take part, or took part, each once."""
    return Organisation.objects.filter(participations__partnership=partnership).distinct()


def kinds_of(partnership: Partnership) -> list[tuple[str, str]]:
    """The kinds of role here: code and name."""
    return list(partnership.role_kinds.values_list("code", "name"))


def invitations(partnership: Partnership) -> QuerySet[Invitation]:
    """Every invitation of the partnership, newest first."""
    rows = partnership.invitations.select_related("role__organisation", "role__kind", "invited_by", "partnership")
    return rows.order_by("-sent_at")


def readable_subjects(here: Here) -> QuerySet[Subject]:
    """The things of the partnership that the person may read: by what they may do, their organisation, and whose it is.

    The one rule for search, for what can be challenged, and for the line of sight.
    """
    own = Q(organisation_key="") | Q(organisation_key__in=here.organisation_ids)
    of_all = Q() if here.may("see_working_figures") else own
    open_to = Q(private_to__isnull=True) | Q(private_to=here.person.actor_id)
    return Subject.objects.filter(of_all, open_to, chain=here.partnership.chain_id, may_read__in=here.capabilities)


def known_names(partnership: Partnership) -> Known:
    """What is no child's: names of bodies, groups, places and roles, of the partnership's people, and addresses.

    Five queries. People who left are known too: minutes name them for years.
    """
    bodies = Organisation.objects.filter(participations__partnership=partnership).values_list(
        "name", "short_name", "address"
    )
    places = Area.objects.filter(pk__in=Coverage.objects.for_partnership(partnership).values("area"))
    groups = Group.objects.for_partnership(partnership).values_list("name", flat=True)
    titles = Role.objects.for_partnership(partnership).values_list("title", flat=True)
    serving_here = Person.objects.filter(memberships__partnership=partnership).values_list("name", flat=True)
    names = [one for name, short, _ in bodies for one in (name, short)]
    return Known(
        bodies=tuple(
            {partnership.name, partnership.short_name, *names, *groups, *titles, *places.values_list("name", flat=True)}
        ),
        people=tuple({partnership.contact_name, *serving_here}),
        addresses=tuple(address for _, _, address in bodies if address),
    )
