"""Counts and first days as parts of one query, so that several cards cost one."""

from typing import Any

from django.db.models import Count, F, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def number_of(rows: QuerySet[Any]) -> Any:
    """How many rows there are."""
    alone = rows.order_by().annotate(_alone=Value(1)).values("_alone")
    return Coalesce(Subquery(alone.annotate(_count=Count("pk")).values("_count")), 0)


def first_of(rows: QuerySet[Any], day: str) -> Any:
    """The first of their days, or None."""
    return Subquery(rows.filter(**{f"{day}__isnull": False}).order_by(F(day)).values(day)[:1])
