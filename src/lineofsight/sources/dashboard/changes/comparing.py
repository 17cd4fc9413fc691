"""Whom the partnership compares itself with."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.models import Neighbours


class NeighboursChanged(Exception):
    """Somebody else changed the list meanwhile; `saved` is what counts now. Nothing was written."""

    def __init__(self, saved: Neighbours) -> None:
        super().__init__("Somebody else changed this list while you were writing.")
        self.saved = saved


@transaction.atomic
def set_neighbours(
    partnership: Partnership, codes: Sequence[str], *, source: str, expected_version: int, by: Doer, now: datetime
) -> Neighbours:
    """The partnership's statistical neighbours from now on. `expected_version` 0: there was no list yet.

    NeighboursChanged when another version counts.
    """
    held = Neighbours.objects.select_for_update().filter(partnership=partnership).first()
    if (held.version if held else 0) != expected_version:
        raise NeighboursChanged(held or Neighbours(partnership=partnership, version=0))
    before = {"codes": held.codes, "source": held.source} if held else None
    facts = {"codes": " ".join(codes), "source": source, "changed_at": now, "changed_by_id": by.actor_id}
    made, _ = Neighbours.objects.update_or_create(
        partnership=partnership, defaults={**facts, "version": expected_version + 1}
    )
    after = {"codes": made.codes, "source": source}
    record(partnership.chain, by=by, deed="dashboard.set_neighbours", before=before, after=after)
    return made
