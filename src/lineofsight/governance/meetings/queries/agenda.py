"""What belongs on a group's next agenda: warnings and challenges first, then products, updates and planned items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from lineofsight.cycle.products.models import Stop
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.challenges.queries import for_agenda
from lineofsight.governance.meetings.models import AgendaItem, Meeting, PlannedItem
from lineofsight.governance.meetings.queries.reading import Seat, group_may, of_group
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.updates.queries import channels_to, unused_for

Purpose = AgendaItem.Purpose
MOST_TO_TRIAGE = 10
PURPOSE_OF_PART: Final = {"advise": Purpose.ASSURE, "decide": Purpose.DECIDE, "sign_off": Purpose.DECIDE}
MINUTES_OF: Final = {"warning": 10, "challenge": 10, "product": 15, "update": 5, "planned": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that waits for the group and is not on the agenda yet. `kind`: warning, challenge, product, update, planned."""

    kind: str
    title: str
    purpose: str
    summary: str = ""
    presenter: Role | None = None
    stop: Stop | None = None
    about: Subject | None = None
    planned: PlannedItem | None = None

    @property
    def minutes(self) -> int:
        """How long such an item usually takes."""
        return MINUTES_OF[self.kind]


def waiting_for(meeting: Meeting, seats: Sequence[Seat]) -> list[Candidate]:
    """What the agenda should hold, in its order, without what is on it, or on the group's next one, already. Seven queries."""
    ahead = AgendaItem.objects.for_partnership(meeting.partnership).filter(
        Q(meeting=meeting) | Q(meeting__group=meeting.group, meeting__state__in=states.AHEAD), withdrawn_at__isnull=True
    )
    on_it = list(ahead.values_list("stop", "about"))
    stops, subjects = {stop for stop, _ in on_it}, {about for _, about in on_it}
    found = [
        *_warnings(meeting, seats), *_challenges(meeting), *_products(meeting), *_updates(meeting), *_planned(meeting)
    ]  # fmt: skip
    return [
        one for one in found if not (one.stop and one.stop.pk in stops) and not (one.about and one.about.pk in subjects)
    ]


def _warnings(meeting: Meeting, seats: Sequence[Seat]) -> Iterator[Candidate]:
    """Raised ones for a group that answers; for one that triages, the most concerning of those on its list."""
    rows = Warning.objects.for_partnership(meeting.partnership).filter(joined_to__isnull=True, subject__isnull=False)
    rows = rows.select_related("subject", "next_step_role").order_by("-rank", "detected_at")
    found: list[Warning] = []
    if group_may(seats, "answer_warnings"):
        found += rows.filter(state=Warning.State.RAISED)
    if group_may(seats, "triage_warnings"):
        found += rows.filter(state__in=[Warning.State.NEW, Warning.State.WATCHED])[:MOST_TO_TRIAGE]
    for one in found:
        yield Candidate(
            kind="warning", title=one.title, purpose=Purpose.DECIDE, summary=_short(one.sentence), about=one.subject
        )  # fmt: skip


def _challenges(meeting: Meeting) -> Iterator[Candidate]:
    for one in for_agenda(meeting.group).select_related("subject", "to_role"):
        title = f"Challenge {one.reference}: {_cut(one.question)}"
        yield Candidate(
            kind="challenge", title=title, purpose=Purpose.ASSURE, presenter=one.to_role, about=one.subject
        )  # fmt: skip


def _products(meeting: Meeting) -> Iterator[Candidate]:
    """Products whose stop is here, those that waited longest first."""
    rows = Stop.objects.for_partnership(meeting.partnership).filter(of_group(meeting.group), state=Stop.State.HERE)
    for one in rows.select_related("product__subject", "product__lead", "product__words").order_by("arrived_at"):
        words = getattr(one.product, "words", None)
        yield Candidate(
            kind="product", title=one.product.title, purpose=PURPOSE_OF_PART[one.part], stop=one,
            summary=_short(words.what if words else ""), presenter=one.product.lead,
        )  # fmt: skip


def _updates(meeting: Meeting) -> Iterator[Candidate]:
    """Updates that sub-groups gave to a channel of this group and that no meeting has had."""
    for one in unused_for(meeting.partnership, channels_of(meeting)):
        if one.subject is not None:
            yield Candidate(
                kind="update", title=f"Update of {one.group.name}", purpose=Purpose.NOTE, about=one.subject
            )  # fmt: skip


def channels_of(meeting: Meeting) -> list[str]:
    """The framework's channels of feedback that reach the meeting's group; one query."""
    try:
        return channels_to(framework_in_use(meeting.partnership, on=day_of(meeting)), meeting.group)
    except NoFramework:
        return []


def _planned(meeting: Meeting) -> Iterator[Candidate]:
    """What the forward plan has for the group by that day."""
    rows = PlannedItem.objects.for_partnership(meeting.partnership).filter(
        group=meeting.group, on__lte=day_of(meeting), placed__isnull=True, removed_at__isnull=True
    )
    for one in rows.select_related("owner"):
        yield Candidate(kind="planned", title=one.title, purpose=one.purpose, presenter=one.owner, planned=one)


def day_of(meeting: Meeting) -> date:
    """The meeting's day in London."""
    return timezone.localtime(meeting.starts_at).date()


def _cut(text: str, longest: int = 120) -> str:
    first = text.strip().split("\n")[0]
    return first if len(first) <= longest else first[:longest].rsplit(" ", 1)[0] + " …"


def _short(text: str, *, lines: int = 5, characters: int = 600) -> str:
    """The beginning of a text, to start a summary from: at most five lines, cut at a word."""
    held = [line.strip() for line in text.splitlines() if line.strip()][:lines]
    whole = "\n".join(held)
    return whole if len(whole) <= characters else whole[:characters].rsplit(" ", 1)[0] + " …"
