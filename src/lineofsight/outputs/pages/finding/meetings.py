"""Cards about meetings: what to read and say before one, what is missing for it, minutes to send, decisions to confirm."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from lineofsight.cycle.products.models import StopView
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.meetings import permissions
from lineofsight.governance.meetings.models import AgendaItem, ItemComment, Meeting, Paper
from lineofsight.governance.meetings.queries import decisions
from lineofsight.governance.meetings.rules import states
from lineofsight.outputs.pages.finding.card import Card, Deadline

SOON, JUST_BEGUN = timedelta(days=21), timedelta(hours=12)
SHOWN, READ = 5, 100


def cards(here: Here) -> Iterator[Card | Deadline]:
    """Everything that meetings ask of the person; four queries at most, of which the first reads the meetings once for all."""
    held = list(_meetings(here)[:READ])
    ahead = [one for one in held if one.state in states.AHEAD and permissions.sits_in(here, one.group)]
    yield from _to_confirm(here)
    yield from _to_read(here, [one for one in ahead if one.state == states.AGENDA_OUT])
    if here.may(permissions.EDIT):
        yield from _missing(here)
        yield from _to_minute(here, [one for one in held if one.state == states.HELD])
    yield from _next(here, ahead)
    yield from _days(here, held)


def _meetings(here: Here) -> QuerySet[Meeting]:
    """Meetings ahead, and those that took place and whose minutes nobody has sent out, by their day."""
    ahead = Q(state__in=states.AHEAD, starts_at__gte=guards.now() - JUST_BEGUN)
    to_minute = Q(state=states.HELD, minutes_sent_at__isnull=True)
    rows = Meeting.objects.for_partnership(here.partnership).filter(ahead | to_minute)
    return rows.select_related("group").order_by("starts_at")


def _page(here: Here, meeting: Meeting, name: str = "meeting") -> str:
    return reverse(f"meetings:{name}", args=[here.partnership.slug, meeting.pk])


def _to_read(here: Here, meetings: Sequence[Meeting]) -> Iterator[Card]:
    """Items of the next meeting whose agenda is out, on which the person has said nothing yet."""
    if not meetings:
        return
    meeting = meetings[0]
    said = Exists(StopView.objects.filter(stop=OuterRef("stop"), actor=here.person.actor_id))
    commented = Exists(ItemComment.objects.filter(item=OuterRef("pk"), actor=here.person.actor_id))
    rows = AgendaItem.objects.for_partnership(here.partnership).filter(meeting=meeting, withdrawn_at__isnull=True)
    count = rows.exclude(purpose=AgendaItem.Purpose.NOTE).exclude(said).exclude(commented).count()
    if count:
        title = "paper to read" if count == 1 else "papers to read"
        day = timezone.localtime(meeting.starts_at).date()
        text = f"For {meeting.group.name}. Say what you think before it meets."
        yield Card(title=title, count=count, text=text, nearest=day, says="The group meets", url=_page(here, meeting),
                   button="Read them")  # fmt: skip


def _next(here: Here, ahead: Sequence[Meeting]) -> Iterator[Card]:
    if ahead:
        day = timezone.localtime(ahead[0].starts_at).date()
        where = f"{ahead[0].group.name}{f', {ahead[0].place}' if ahead[0].place else ''}"
        yield Card(title="next meeting", count=1, text=f"{where}.", nearest=day, says="On", url=_page(here, ahead[0]),
                   button="See the agenda", place="coming")  # fmt: skip


def _missing(here: Here) -> Iterator[Card]:
    """Products on agendas ahead without a paper, when papers are due within three weeks or were."""
    of_item = Exists(Paper.objects.filter(item=OuterRef("pk"), evidence__archived_at__isnull=True))
    brought = Evidence.objects.standing().filter(subject=OuterRef("stop__product__subject"), purpose="paper")
    rows = AgendaItem.objects.for_partnership(here.partnership).filter(
        ~of_item, ~Exists(brought), stop__isnull=False, withdrawn_at__isnull=True, meeting__state__in=states.AHEAD,
        meeting__papers_due_on__lte=here.today + SOON,
    )  # fmt: skip
    waiting = rows.select_related("meeting__group").order_by("meeting__papers_due_on")[:READ]
    found = [item for item in waiting if permissions.may_edit(here, item.meeting)]
    if found:
        meeting = found[0].meeting
        title = "paper is missing" if len(found) == 1 else "papers are missing"
        yield Card(title=title, count=len(found), text=f"First for {meeting.group.name}.", nearest=meeting.papers_due_on,
                   says="Papers due", url=_page(here, meeting), button="See which",
                   is_urgent=meeting.papers_due_on < here.today)  # fmt: skip


def _to_confirm(here: Here) -> Iterator[Card]:
    """Decisions that somebody wrote down for the person's group."""
    rows = list(decisions.to_confirm(here).prefetch_related(None)[:READ])
    if rows:
        title = "decision to confirm" if len(rows) == 1 else "decisions to confirm"
        url = reverse("decisions:decision", args=[here.partnership.slug, rows[0].pk])
        text = f"{rows[0].reference} was written down for {rows[0].group.name}. Is it right?"
        yield Card(title=title, count=len(rows), text=text, url=url, button="Look and confirm")


def _to_minute(here: Here, held: Sequence[Meeting]) -> Iterator[Card]:
    """Meetings that took place and whose minutes nobody has sent out."""
    found = [one for one in held if permissions.may_edit(here, one)]
    if found:
        title = "meeting without minutes" if len(found) == 1 else "meetings without minutes"
        yield Card(title=title, count=len(found), text=f"First: {found[0].title}.", url=_page(here, found[0], "minutes"),
                   button="Write them")  # fmt: skip


def _days(here: Here, held: Sequence[Meeting]) -> Iterator[Deadline]:
    """The days on which the person's groups meet, and by which papers are due for whoever prepares them."""
    near = [one for one in held if one.state in states.AHEAD and one.starts_at <= guards.now() + SOON * 3]
    for one in near[: SHOWN * 3]:
        if permissions.sits_in(here, one.group):
            yield Deadline(timezone.localtime(one.starts_at).date(), f"Meeting: {one.group.name}", _page(here, one))
        if permissions.may_edit(here, one) and one.papers_due_on >= here.today:
            yield Deadline(one.papers_due_on, f"Papers due: {one.group.name}", _page(here, one))
