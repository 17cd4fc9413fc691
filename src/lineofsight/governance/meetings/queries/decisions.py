"""The log of decisions, one with its positions, and what waits for somebody to confirm it."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from lineofsight.cycle.products.models import Stop
from lineofsight.foundation.partnership.models import Organisation, Participation, Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.meetings.models import Decision, Position

Standing = Decision.Standing


def readable(here: Here) -> Q:
    """Decisions that the person may read: those about a restricted thing are its readers' own."""
    own = Q(subject__organisation_key="") | Q(subject__organisation_key__in=here.organisation_ids)
    of_all = Q() if here.may("see_working_figures") else own
    return of_all & Q(subject__may_read__in=here.capabilities)


def log(here: Here) -> QuerySet[Decision]:
    """Every decision that the person may read, newest first, with where the partners stood."""
    positions = Prefetch("positions", Position.objects.select_related("organisation").order_by("organisation__name"))
    rows = Decision.objects.for_partnership(here.partnership).filter(readable(here))
    rows = rows.select_related("group", "meeting", "product", "subject", "recorded_by", "confirmed_by")
    return rows.prefetch_related(positions).order_by("-decided_on", "-reference")


def one(here: Here, key: UUID | str) -> Decision:
    """One decision with what its page shows. Decision.DoesNotExist for one that the person may not read."""
    rows = log(here).select_related(
        "partnership__chain", "stop__product__partnership", "stop__product__subject", "stop__group", "about", "proof",
        "item__meeting", "withdrawn_by",
    )  # fmt: skip
    return rows.get(pk=key)


def to_confirm(here: Here) -> QuerySet[Decision]:
    """Decisions that were written down outside a meeting for one of the person's groups, oldest first."""
    rows = log(here).filter(standing=Standing.RECORDED).exclude(way=Decision.Way.MEETING)
    own = rows.filter(group__code__in=here.group_codes).exclude(recorded_by=here.person.actor_id)
    return own.order_by("decided_on", "reference")


def partners(partnership: Partnership) -> list[Organisation]:
    """The safeguarding partners, by name."""
    rows = Participation.objects.for_partnership(partnership).filter(part=Participation.Part.SAFEGUARDING_PARTNER)
    bodies = Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("name")
    return list(bodies)


def waiting_stops(here: Here) -> QuerySet[Stop]:
    """Products that wait for one of the person's groups, the longest first."""
    rows = Stop.objects.for_partnership(here.partnership).filter(
        state=Stop.State.HERE, group__code__in=here.group_codes, product__subject__may_read__in=here.capabilities
    )
    return rows.select_related("product", "group").order_by("arrived_at")
