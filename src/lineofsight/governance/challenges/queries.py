"""Reads of challenges and escalations, each with a fixed number of queries."""

from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lineofsight.foundation.partnership.models import Group, Partnership, Role
from lineofsight.foundation.partnership.queries import Here, memberships_of
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.challenges import rules
from lineofsight.governance.challenges.models import Challenge, Escalation

CHAIRS: frozenset[str] = frozenset({"decide", "edit_meetings"})
"""What only a chair of the Executive may: decide, and keep the Executive's meetings."""
LEADS = "sign_off"
"""What only a Lead Safeguarding Partner may."""


def log(partnership: Partnership) -> QuerySet[Challenge]:
    """Every challenge of the partnership, newest first."""
    return Challenge.objects.for_partnership(partnership).select_related(
        "asked_by", "asking_organisation", "to_role__organisation", "to_group", "answered_by", "about"
    )


def one(partnership: Partnership, key: UUID | str) -> Challenge:
    """One challenge with what its page shows. Challenge.DoesNotExist for another partnership's."""
    rows = log(partnership).select_related("settled_by", "subject", "partnership__chain")
    return rows.get(pk=key)


def seats_of(here: Here) -> frozenset[object]:
    """The keys of the roles in which the person is holder or deputy here today; one query."""
    mine = memberships_of(here.person, today=here.today)
    return frozenset(one.role_id for one in mine if one.partnership_id == here.partnership.pk)


def waiting_for(partnership: Partnership, seats: frozenset[object]) -> QuerySet[Challenge]:
    """Open challenges that these roles must answer, the one that is due first first."""
    rows = log(partnership).filter(state=rules.OPEN, to_role__in=list(seats))
    return rows.order_by("due_on", "asked_at")


def asked_of(partnership: Partnership, seats: frozenset[object]) -> QuerySet[Challenge]:
    """Everything that these roles were ever asked, newest first."""
    return log(partnership).filter(to_role__in=list(seats))


def all_asked_by(here: Here) -> QuerySet[Challenge]:
    """Everything that the person ever asked, newest first."""
    return log(here.partnership).filter(asked_by=here.person.actor_id)


def bodies_asked(partnership: Partnership) -> list[tuple[str, str]]:
    """The organisations that were asked something, as choices; one query."""
    rows = Challenge.objects.for_partnership(partnership).order_by("to_role__organisation__name")
    found = rows.values_list("to_role__organisation__pk", "to_role__organisation__name").distinct()
    return [(str(pk), name) for pk, name in found]


def asked_by(here: Here) -> QuerySet[Challenge]:
    """What the person asked and did not settle yet, the one that is due first first."""
    rows = log(here.partnership).filter(asked_by=here.person.actor_id).exclude(state=rules.SETTLED)
    return rows.order_by("due_on", "asked_at")


def unanswered(partnership: Partnership) -> QuerySet[Challenge]:
    """Everything that waits for an answer, the one that is due first first."""
    return log(partnership).filter(state=rules.OPEN).order_by("due_on", "asked_at")


def for_agenda(group: Group) -> QuerySet[Challenge]:
    """Challenges for a group's agenda: put to it or to one of its roles, and not settled; oldest first."""
    rows = log(group.partnership).filter(Q(to_group=group) | Q(to_role__group=group))
    return rows.exclude(state=rules.SETTLED).order_by("asked_at")


def about(partnership: Partnership, subjects: list[UUID]) -> QuerySet[Challenge]:
    """The challenges about these things, newest first."""
    return log(partnership).filter(about__in=subjects)


def executive_chair(partnership: Partnership, *, today: date) -> Role | None:
    """The role that chairs the Executive today, by what its kind may do; the one that somebody is in, if there are several."""
    kinds = [kind.pk for kind in partnership.role_kinds.all() if kind.capabilities() >= CHAIRS]
    rows = Role.objects.for_partnership(partnership).on(today).filter(kind__in=kinds)
    found = list(rows.select_related("organisation", "group", "kind").prefetch_related("memberships").order_by("title"))
    return min(found, key=lambda role: not _is_filled(role, today), default=None)


def _is_filled(role: Role, today: date) -> bool:
    return any(
        one.confirmed_at
        and not one.stopped_at
        and one.starts_on <= today
        and (one.ends_on is None or one.ends_on >= today)
        for one in role.memberships.all()
    )


def seats_to_ask(partnership: Partnership, *, today: date) -> list[Role]:
    """The roles that somebody is in today, by organisation and title: those that can be asked. One query."""
    rows = Role.objects.for_partnership(partnership).on(today).filter(
        memberships__confirmed_at__isnull=False, memberships__stopped_at__isnull=True,
        memberships__starts_on__lte=today, memberships__person__is_active=True,
    ).filter(Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today))  # fmt: skip
    found = rows.select_related("organisation", "group").order_by("organisation__name", "title", F("pk"))
    return list({role.pk: role for role in found}.values())


def escalations(partnership: Partnership) -> QuerySet[Escalation]:
    """The log of escalations, newest first."""
    rows = Escalation.objects.for_partnership(partnership)
    return rows.select_related("by_organisation", "to_organisation")


def one_escalation(partnership: Partnership, key: UUID | str) -> Escalation:
    """One escalation with the stages that it went through. Escalation.DoesNotExist for another partnership's."""
    rows = escalations(partnership).select_related("subject", "partnership__chain").prefetch_related("steps")
    return rows.get(pk=key)


def count_by_stage(partnership: Partnership) -> dict[str, tuple[int, int]]:
    """How many are open and how many were settled at each stage, by its code; one query."""
    rows = Escalation.objects.for_partnership(partnership).order_by().values_list("stage")
    counts = rows.annotate(Count("pk"), Count("settled_on"))
    return {stage: (all_ - settled, settled) for stage, all_, settled in counts}


def count_by_agency(partnership: Partnership) -> list[tuple[str, int, int]]:
    """Each agency with how many it raised and how many were raised with it, most first; two queries."""
    rows = Escalation.objects.for_partnership(partnership).order_by()
    raised = dict(rows.values_list("by_organisation__name").annotate(Count("pk")))
    received = dict(rows.values_list("to_organisation__name").annotate(Count("pk")))
    found = [(name, raised.get(name, 0), received.get(name, 0)) for name in {**raised, **received}]
    return sorted(found, key=lambda one: (-one[1] - one[2], one[0]))


def groups_here(partnership: Partnership, *, today: date) -> list[Group]:
    """The groups that meet today, for a list to choose from; one query."""
    return list(Group.objects.for_partnership(partnership).on(today).order_by("name"))


def subject_named(readable: QuerySet[Subject], key: str) -> Subject | None:
    """The one of these things with the key; None where there is none, or the key is no key."""
    try:
        return readable.filter(pk=UUID(key)).first()
    except ValueError:
        return None
