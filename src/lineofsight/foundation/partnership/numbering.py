"""References that people can say aloud: F-2026-014."""

from django.db import connection

from lineofsight.foundation.partnership.models import Counter, Partnership


def next_reference(partnership: Partnership, series: str, *, year: int, count: int = 1) -> str:
    """The next reference of a series, inside the caller's transaction; with `count` the first of so many that are taken."""
    if not connection.in_atomic_block:
        raise RuntimeError("A reference is taken in the transaction of the row that gets it.")
    Counter.objects.get_or_create(partnership=partnership, series=series, year=year)
    counter = Counter.objects.select_for_update().get(partnership=partnership, series=series, year=year)
    counter.last += count
    counter.save(update_fields=["last"])
    return reference(series, year, counter.last - count + 1)


def reference(series: str, year: int, number: int) -> str:
    """The words of a reference."""
    return f"{series}-{year}-{number:03d}"
