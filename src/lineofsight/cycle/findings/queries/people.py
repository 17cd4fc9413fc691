"""Who owns, who is asked, who checks, and what evidence stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import Action, Recommendation
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import people_who_may


def holds_any(actor_id: UUID, roles: Iterable[UUID | None], *, today: date) -> bool:
    """True when the person behind the pseudonym holds one of the seats today, as holder or deputy; one query."""
    wanted = [role for role in roles if role]
    if not wanted:
        return False
    held = Membership.objects.on(today).filter(role__in=wanted, person__actor=actor_id, stopped_at__isnull=True)
    return held.filter(confirmed_at__isnull=False).exists()


def owner_roles(recommendation: Recommendation) -> set[UUID]:
    """The seats that own the recommendation or one of its actions: none of them judges its impact; one query."""
    of_actions = recommendation.actions.exclude(state=rules.DROPPED).values_list("owner_id", flat=True)
    return {role for role in (recommendation.owner_id, *of_actions) if role}


def standing_evidence(subject_id: UUID | None) -> int:
    """How many pieces of evidence stand for a subject."""
    return Evidence.objects.standing().filter(subject=subject_id).count() if subject_id else 0


def people_in(role_id: UUID | None, *, today: date) -> list[Person]:
    """The people of a seat today, its holder and its deputies."""
    if role_id is None:
        return []
    rows = Membership.objects.on(today).filter(
        role=role_id, confirmed_at__isnull=False, stopped_at__isnull=True, person__is_active=True
    )
    people = {one.person_id: one.person for one in rows.select_related("person")}
    return sorted(people.values(), key=lambda person: person.name)


def people_asked(row: Action | Recommendation, *, today: date) -> list[Person]:
    """Who is asked about an action or recommendation: the people of the seat that owns it; else of its agency; else the team."""
    people = people_in(row.owner_id, today=today)
    if people:
        return people
    if row.organisation_id:
        return people_who_may(row.partnership, "update_own_actions", today=today, organisation_id=row.organisation_id)
    return people_who_may(row.partnership, "edit_actions", today=today)


def verifiers(partnership: Partnership, *, today: date, not_in: Iterable[UUID | None] = ()) -> list[Person]:
    """Who is asked to verify: those who also keep the plan, without the people of some seats."""
    editors = {person.pk for person in people_who_may(partnership, "edit_actions", today=today)}
    owners = {person.pk for role in not_in for person in people_in(role, today=today)}
    able = people_who_may(partnership, "verify_actions", today=today)
    return [person for person in able if person.pk in editors and person.pk not in owners]


def embedded_with_themes(partnership: Partnership, **facts: Any) -> list[tuple[Recommendation, set[str]]]:
    """Embedded recommendations with the themes of the findings that they came from; two queries."""
    rows = Recommendation.objects.for_partnership(partnership).filter(state=rules.EMBEDDED, **facts)
    related = rows.select_related("partnership__chain", "subject").prefetch_related("sources__finding__themes")
    return [(row, themes_of(row)) for row in related]


def themes_of(recommendation: Recommendation) -> set[str]:
    """The themes of the findings that a recommendation came from; read them with `prefetch_related` for many."""
    findings = [source.finding for source in recommendation.sources.all() if source.finding]
    return {theme.code for finding in findings for theme in finding.themes.all()}
