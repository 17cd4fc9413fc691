"""Reads of rounds, requests and returns."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from lineofsight.cycle.requests import rules
from lineofsight.cycle.requests.models import Extension, Question, Request, Return, Round
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Membership, Partnership, Role
from lineofsight.foundation.partnership.queries import people_who_may


def rounds(partnership: Partnership) -> QuerySet[Round]:
    """The partnership's data rounds, newest first, with how many are owed and have come."""
    rows = Round.objects.for_partnership(partnership).filter(kind=Round.Kind.DATA)
    # Counting groups the rows, and a grouped list has no order of its own.
    return rows.order_by("-due_on", "title").annotate(
        asked=Count("requests"),
        came=Count("requests", filter=Q(requests__state__in=[rules.RECEIVED, rules.ACCEPTED])),
        excused=Count("requests", filter=Q(requests__state=rules.EXCUSED)),
        late=Count("requests", filter=Q(requests__became_late_on__isnull=False)),
    )


def requests_of(partnership: Partnership) -> QuerySet[Request]:
    """Every request of the partnership with what a list shows; one query."""
    rows = Request.objects.for_partnership(partnership)
    return rows.select_related("round", "organisation", "role", "deputy_role", "partnership__chain", "subject")


def owed_by(partnership: Partnership, organisations: Iterable[str]) -> QuerySet[Request]:
    """What these organisations were asked for in data rounds, nearest date first."""
    rows = requests_of(partnership).filter(organisation__in=list(organisations), round__kind=Round.Kind.DATA)
    return rows.order_by("due_on", "round__title")


def draft_of(request: Request) -> Return | None:
    """The one draft of a request."""
    return request.returns.filter(state=rules.DRAFT).select_related("created_by", "file", "partnership").first()


def newest_sent(request: Request) -> Return | None:
    """The newest return that was sent and not taken back."""
    sent = request.returns.filter(state__in=[rules.SENT, rules.ACCEPTED, rules.SENT_BACK])
    return sent.select_related("received_by", "accepted_by", "file").order_by("-received_at").first()


def open_extensions(partnership: Partnership) -> QuerySet[Extension]:
    """Requests for more time that nobody has answered, oldest first."""
    rows = Extension.objects.filter(request__partnership=partnership, granted__isnull=True)
    return rows.select_related("request__organisation", "request__round", "asked_by").order_by("asked_at")


def waiting_for_review(partnership: Partnership) -> QuerySet[Return]:
    """Returns that were sent and are neither accepted nor sent back, oldest first."""
    rows = Return.objects.for_partnership(partnership).filter(state=rules.SENT)
    return rows.select_related("organisation", "request__round", "received_by").order_by("received_at")


def grid(partnership: Partnership, shown: Iterable[Round]) -> dict[UUID, dict[UUID, Request]]:
    """Requests of some rounds by organisation and round; one query."""
    found: dict[UUID, dict[UUID, Request]] = defaultdict(dict)
    for request in requests_of(partnership).filter(round__in=list(shown)):
        found[request.organisation_id][request.round_id] = request
    return dict(found)


def seats_for(partnership: Partnership, organisation: UUID, *, today: date) -> list[Role]:
    """Seats of the organisation that can hold a return today, those that somebody holds first."""
    seated = Membership.objects.on(today).filter(confirmed_at__isnull=False, stopped_at__isnull=True)
    rows = Role.objects.for_partnership(partnership).on(today).filter(organisation=organisation)
    able = rows.select_related("kind", "organisation").prefetch_related(
        Prefetch("memberships", seated.select_related("person"), to_attr="seated")
    )
    found = [role for role in able if "make_returns" in role.kind.capabilities()]
    return sorted(found, key=lambda role: (not role.seated, role.title))  # type: ignore[attr-defined]


def people_of(request: Request, *, today: date) -> list[Person]:
    """Who is asked: the people of the seat and of its deputy; without any, everybody who may send this agency's returns."""
    roles = [role for role in (request.role_id, request.deputy_role_id) if role]
    rows = Membership.objects.on(today).filter(
        role__in=roles, confirmed_at__isnull=False, stopped_at__isnull=True, person__is_active=True
    )
    people = {one.person_id: one.person for one in rows.select_related("person")}
    if people:
        return sorted(people.values(), key=lambda person: person.name)
    return people_in(request, "make_returns", today=today)


def people_in(request: Request, capability: str, *, today: date) -> list[Person]:
    """Everybody of the request's organisation whose seat allows something."""
    return people_who_may(request.partnership, capability, today=today, organisation_id=request.organisation_id)


def questions(request: Request) -> QuerySet[Question]:
    """Everything that was asked about a request's returns, oldest first."""
    rows = Question.objects.filter(source__request=request)
    return rows.select_related("asked_by", "answered_by", "source").order_by("asked_at")
