"""The partnerships of the installation, from outside: who runs each and since when, and nothing that is in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery

from lineofsight.foundation.handbook.models import Adoption
from lineofsight.foundation.partnership.models import Membership, Partnership


@dataclass(frozen=True, slots=True)
class Place:
    """One partnership: its framework's name, how many people serve, and who may manage people there."""

    partnership: Partnership
    framework: str
    people: int
    managers: tuple[str, ...]


def partnerships(*, today: date) -> list[Place]:
    """Every partnership, by name; two queries."""
    running = Q(memberships__starts_on__lte=today) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    held = running & Q(memberships__confirmed_at__isnull=False, memberships__stopped_at__isnull=True)
    in_use = Adoption.objects.filter(partnership=OuterRef("pk"), counts_from__lte=today).order_by("-counts_from")
    rows = Partnership.objects.annotate(
        people=Count("memberships__person", distinct=True, filter=held),
        framework=Subquery(in_use.values("version__name")[:1]),
    )
    managers = _managers(today)
    return [Place(row, row.framework or "", row.people, tuple(managers[row.pk])) for row in rows.order_by("name")]


def _managers(today: date) -> dict[int, list[str]]:
    rows = Membership.objects.on(today).filter(
        confirmed_at__isnull=False,
        stopped_at__isnull=True,
        person__is_active=True,
        role__kind__may__contains="manage_people",
    )
    found: dict[int, list[str]] = defaultdict(list)
    for partnership, name in rows.values_list("partnership", "person__name").order_by("person__name").distinct():
        found[partnership].append(name)
    return found
