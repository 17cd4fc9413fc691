"""How a person looks at the figures: as accepted or as published, as they are or as they were known on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.dashboard.models import Publication
from lineofsight.sources.dashboard.permissions import sees_working_figures
from lineofsight.sources.dashboard.queries.figures import end_of
from lineofsight.sources.dashboard.rules import periods


@dataclass(frozen=True)
class Look:
    """One way of looking. `moment` None: as it is now; `upto`: no period that begins later; `sees_all`: nothing is hidden.

    `publication` is what somebody outside the inner circle sees; without one there is nothing to show.
    """

    partnership: Partnership
    sees_all: bool
    own: frozenset[str]
    known_on: date | None = None
    moment: datetime | None = None
    upto: date | None = None
    publication: Publication | None = None

    @property
    def is_current(self) -> bool:
        """The newest figures as they are now: what is kept ready."""
        return self.moment is None and self.upto is None

    @property
    def shows_nothing(self) -> bool:
        """Nothing was published yet, and the person sees only what was."""
        return not self.sees_all and self.publication is None

    @cached_property
    def words(self) -> str:
        """What is shown, when it is not simply the newest; empty then."""
        parts = []
        if self.known_on is not None:
            parts.append(f"as they were known on {self.known_on.day} {self.known_on:%B %Y}")
        if self.upto is not None and self.sees_all:
            parts.append(f"up to {periods.label(periods.quarter_of(self.upto), 'quarter')}")
        return " and ".join(parts)


def look_of(here: Here, asked: Mapping[str, str]) -> Look:
    """The look that the address asks for: `known_on` and `to` (the first day of a quarter). One query for the outer circle."""
    known_on, quarter = _day(asked.get("known_on", "")), _day(asked.get("to", ""))
    upto = periods.quarter_end(periods.quarter_of(quarter)) if quarter else None
    if known_on is not None and known_on >= here.today:
        known_on = None
    if sees_working_figures(here):
        moment = end_of(known_on) if known_on else None
        return Look(here.partnership, True, here.organisation_ids, known_on, moment, upto)
    return _published(here, known_on, upto)


def _published(here: Here, known_on: date | None, upto: date | None) -> Look:
    """What was published last by that day; a correction in the open counts from its own day."""
    rows = Publication.objects.filter(partnership=here.partnership).prefetch_related("corrections")
    if known_on is not None:
        rows = rows.filter(published_at__lte=end_of(known_on))
    if upto is not None:
        rows = rows.filter(quarter_start__lte=upto)
    last = rows.first()
    if last is None:
        return Look(here.partnership, False, here.organisation_ids, known_on)
    moment = known_at(last, by=end_of(known_on) if known_on else None)
    end = periods.quarter_end(last.quarter_start)
    return Look(here.partnership, False, here.organisation_ids, known_on, moment, end, last)


def known_at(publication: Publication, *, by: datetime | None = None) -> datetime:
    """The moment whose figures the publication shows, with the corrections made since (by a moment)."""
    later = [c.known_at for c in publication.corrections.all() if by is None or c.at <= by]
    return max([publication.known_at, *later])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
