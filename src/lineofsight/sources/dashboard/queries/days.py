"""Figures as plain rows, as fast as they can be read: millions of them are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from lineofsight.sources.dashboard.models import Observation


def with_day(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    """The figures with `day`, their period as ISO text.

    SQLite keeps days as text, and making a date of every row anew took more than half of the time that reading figures took.
    """
    return rows.annotate(day=Cast("period", CharField()))


def by_day(rows: QuerySet[Observation], *names: str) -> Iterator[tuple[Any, ...]]:
    """Each figure as its period and then these columns; each period becomes a date once."""
    days: dict[str, date] = {}
    for text, *rest in with_day(rows).values_list("day", *names).iterator(chunk_size=5_000):
        day = days.get(text)
        if day is None:
            day = days[text] = date.fromisoformat(text)
        yield (day, *rest)
