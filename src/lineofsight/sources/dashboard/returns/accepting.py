"""Accepting a return: its figures go into the record, totals are made again, and whoever was warned hears of changes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.requests.changes import judging
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.figures import Figure, Outcome, accept_figures, hold_figures
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.changes.states import refresh
from lineofsight.sources.dashboard.returns import queries
from lineofsight.sources.dashboard.returns.changes import figures_of
from lineofsight.sources.dashboard.returns.figures_written import MISSING
from lineofsight.sources.dashboard.returns.slots import Entry, Key, Last


@transaction.atomic
def accept(sent: Return, *, version: int, by: Doer, now: datetime, today: date) -> Outcome:
    """The figures count from `now` on; one transaction, so that nothing is ever half in.

    Refused when the return was taken back or judged already; ChangedMeanwhile when somebody else was first.
    """
    if sent.request is None:
        raise Refused("This return was not asked for; it is loaded on the command line.")
    partnership = sent.partnership
    hold_figures(partnership)
    figures = figures_to_accept(sent, sent.request)
    judging.mark_accepted(sent, version=version, by=by, now=now)
    outcome = accept_figures(partnership, figures, source=sent, known_from=now, by=by)
    rolled = roll_up(partnership, changed=outcome.changed, known_from=now)
    refresh(partnership, series_ids=outcome.changed_series | rolled.changed_series, now=now, today=today, by=by)
    return outcome


def figures_to_accept(sent: Return, request: Request) -> list[Figure]:
    """What the return puts into the record: its figures, and blanks that were asked for and cannot be worked out."""
    asked = queries.slots(request)
    held = {key: entry for key, (entry, _) in queries.entries_of(sent, asked).items()}
    known = queries.accepted_before(request, asked).same_period
    return figures_of(entry for entry in held.values() if _counts(entry, held, known))


def _counts(entry: Entry, held: Mapping[Key, Entry], known: Mapping[Key, Last]) -> bool:
    if entry.state != MISSING or entry.slot.key in known:
        return True
    if not entry.slot.is_whole or entry.slot.breakdown:
        return False
    # A blank whole beside its districts is worked out from them; written down as missing, it would stand in their way.
    code, _, _, period = entry.slot.key
    return not any(
        other.state != MISSING and not other.slot.is_whole
        for key, other in held.items()
        if (key[0], key[3]) == (code, period)
    )
