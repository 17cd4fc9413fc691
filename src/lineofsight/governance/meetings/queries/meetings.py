"""Lists of meetings, one with its agenda as a person may read it, and who came over a year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from lineofsight.cycle.products.models import StopView
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Group, Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.models import AgendaItem, Attendance, ItemComment, Meeting, Paper
from lineofsight.governance.meetings.queries.packs import product_papers
from lineofsight.governance.meetings.queries.reading import Seat, may_read_item, reader_of, subject_of
from lineofsight.governance.meetings.rules import dates, states
from lineofsight.governance.meetings.rules.reading import RESTRICTED


def listed(partnership: Partnership) -> QuerySet[Meeting]:
    """Every meeting of the partnership, with how many items stand on its agenda."""
    rows = Meeting.objects.for_partnership(partnership).select_related("group", "chair")
    return rows.annotate(item_count=Count("items", filter=Q(items__withdrawn_at__isnull=True)))


def ahead(partnership: Partnership, *, now: datetime) -> QuerySet[Meeting]:
    """Meetings that are still to come or not said to have taken place, the next one first."""
    rows = listed(partnership).filter(state__in=states.AHEAD)
    return rows.order_by("starts_at", "pk")


def past(partnership: Partnership) -> QuerySet[Meeting]:
    """Meetings that took place or were cancelled, the last one first."""
    return listed(partnership).exclude(state__in=states.AHEAD).order_by("-starts_at", "pk")


def one(partnership: Partnership, key: UUID | str) -> Meeting:
    """One meeting with what its pages show. Meeting.DoesNotExist for another partnership's."""
    rows = Meeting.objects.for_partnership(partnership).select_related(
        "group", "chair__organisation", "subject", "partnership__chain", "agreed_at_meeting", "agreed_by",
        "minutes_changed_by", "changed_by",
    )  # fmt: skip
    return rows.get(pk=key)


def before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the group before this one whose minutes wait to be agreed; one query."""
    rows = Meeting.objects.for_partnership(meeting.partnership).filter(
        group=meeting.group, starts_at__lt=meeting.starts_at, state=states.HELD
    )
    return rows.exclude(minutes="").order_by("-starts_at").first()


def later(meeting: Meeting) -> list[Meeting]:
    """Later meetings of the group that are not cancelled, the next one first; one query."""
    rows = Meeting.objects.for_partnership(meeting.partnership).filter(
        group=meeting.group, starts_at__gt=meeting.starts_at
    )  # fmt: skip
    return list(rows.exclude(state=states.CANCELLED).order_by("starts_at"))


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper as a person sees it, with how late it came; `own` when the item and not the product brought it."""

    evidence: Evidence
    lateness: dates.Lateness
    pages: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """An item as one person may read it: nothing but its place and time where it is hidden."""

    item: AgendaItem
    number: int
    starts: datetime
    hidden: bool
    papers: tuple[PaperLine, ...]
    views_in: int
    seats: int
    own_view: bool
    about_url: str

    @property
    def title(self) -> str:
        """The title, or that it is restricted."""
        return RESTRICTED if self.hidden else self.item.title

    @property
    def views_words(self) -> str:
        """ "5 of 7 views in"."""
        return f"{self.views_in} of {self.seats} views in" if self.seats else ""


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The standing items in order, with papers, comments and what they are about."""
    rows = AgendaItem.objects.for_partnership(meeting.partnership).filter(meeting=meeting, withdrawn_at__isnull=True)
    papers = Paper.objects.select_related("evidence__stored").filter(evidence__archived_at__isnull=True)
    return rows.select_related(
        "stop__product__subject", "stop__product__words", "stop__group", "about", "presenter__organisation", "subject"
    ).prefetch_related(
        Prefetch("papers", papers.order_by("added_at")),
        Prefetch("comments", ItemComment.objects.select_related("actor")),
        Prefetch("stop__views", StopView.objects.select_related("actor", "organisation").order_by("-at", "-pk")),
    )


def lines_of(meeting: Meeting, here: Here, seats: Sequence[Seat]) -> list[Line]:
    """The agenda as the person may read it; five queries."""
    items, reader = list(items_of(meeting)), reader_of(here)
    starts = dates.times(timezone.localtime(meeting.starts_at), [item.minutes_needed for item in items])
    brought = product_papers(items)
    return [
        _line(item, number, at, meeting, seats, brought, here, hidden=not may_read_item(reader, item))
        for number, (item, at) in enumerate(zip(items, starts, strict=False), start=1)
    ]


def _line(
    item: AgendaItem, number: int, starts: datetime, meeting: Meeting, seats: Sequence[Seat],
    brought: dict[UUID, list[Evidence]], here: Here, *, hidden: bool,
) -> Line:  # fmt: skip
    actors = said_by(item)
    return Line(
        item=item,
        number=number,
        starts=starts,
        hidden=hidden,
        papers=() if hidden else tuple(papers_of(item, meeting, brought)),
        views_in=sum(bool(seat.actors & actors) for seat in seats),
        seats=len([seat for seat in seats if seat.people]),
        own_view=str(here.person.actor_id) in actors,
        about_url=_about_url(item) if not hidden else "",
    )


def said_by(item: AgendaItem) -> frozenset[str]:
    """Who has said something before the meeting: a view on a product, a comment on anything else."""
    rows: Iterable[StopView | ItemComment] = item.stop.views.all() if item.stop else item.comments.all()
    return frozenset(str(one.actor_id) for one in rows)


def papers_of(item: AgendaItem, meeting: Meeting, brought: dict[UUID, list[Evidence]]) -> list[PaperLine]:
    """The product's own papers, then those that were added to the item."""
    subject = subject_of(item) if item.stop else None
    own = {paper.evidence_id for paper in item.papers.all()}
    first = [(one, one.added_at, None) for one in brought.get(subject.pk, []) if one.pk not in own] if subject else []
    added = [(paper.evidence, paper.added_at, paper.pages) for paper in item.papers.all()]
    return [
        PaperLine(evidence, dates.lateness(timezone.localtime(at).date(), due_on=meeting.papers_due_on), pages)
        for evidence, at, pages in [*first, *added]
    ]


def _about_url(item: AgendaItem) -> str:
    subject: Subject | None = subject_of(item)
    return subject.path if subject else ""


def reading_minutes(lines: Iterable[Line]) -> int:
    """How long the agenda's texts and papers take to read, as far as the person may read them."""
    shown = [line for line in lines if not line.hidden]
    texts = [text for line in shown for text in _texts(line.item)]
    return dates.reading_minutes(texts, pages=[paper.pages for line in shown for paper in line.papers])


def _texts(item: AgendaItem) -> list[str]:
    words = getattr(item.stop.product, "words", None) if item.stop else None
    return [item.summary, *([words.what, words.so_what, words.what_next] if words else [])]


@dataclass(frozen=True, slots=True)
class Came:
    """How often an organisation's seats were filled in a year's meetings."""

    organisation: str
    seats: int
    present: int
    deputy: int
    apologies: int
    absent: int

    @property
    def filled(self) -> int:
        """Per cent of the times that somebody came, the holder or a deputy."""
        return round(100 * (self.present + self.deputy) / self.seats) if self.seats else 0


def attendance(partnership: Partnership, *, group: str, first: date, last: date) -> list[Came]:
    """Each agency's attendance at meetings held between the days, of one group or all; one query."""
    rows = _attendances(partnership, group=group, first=first, last=last)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, kind in rows.values_list("organisation__name", "kind"):
        found[name][kind] += 1
    kinds = Attendance.Kind
    return [
        Came(
            name,
            counts.total(),
            counts[kinds.PRESENT],
            counts[kinds.DEPUTY],
            counts[kinds.APOLOGIES],
            counts[kinds.ABSENT],
        )
        for name, counts in sorted(found.items())
    ]


def _attendances(partnership: Partnership, *, group: str, first: date, last: date) -> QuerySet[Attendance]:
    held = Meeting.objects.for_partnership(partnership).filter(
        state__in=[states.HELD, states.MINUTED],
        starts_at__gte=_start(first),
        starts_at__lt=_start(last + timedelta(days=1)),
    )
    if group:
        held = held.filter(group__code=group)
    return Attendance.objects.filter(meeting__in=held)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def attendance_grid(
    partnership: Partnership, *, group: str, first: date, last: date
) -> tuple[list[Meeting], dict[str, dict[UUID, str]]]:
    """One group's meetings, and for each organisation what became of its seats at each; two queries."""
    rows = _attendances(partnership, group=group, first=first, last=last)
    cells: dict[str, dict[UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in rows.select_related("organisation").order_by("organisation__name", "pk"):
        cells[one.organisation.name][one.meeting_id].append(one.get_kind_display())
    meetings = Meeting.objects.for_partnership(partnership).filter(pk__in=rows.values("meeting")).order_by("starts_at")
    words = {name: {key: ", ".join(kinds) for key, kinds in held.items()} for name, held in cells.items()}
    return list(meetings), words


def came_to(meeting: Meeting) -> dict[UUID, Attendance]:
    """What is known of who comes or came, by seat; one query."""
    return {one.role_id: one for one in Attendance.objects.filter(meeting=meeting)}


def groups_that_meet(partnership: Partnership, *, on: date) -> list[Group]:
    """The partnership's groups on the day, by name."""
    return list(Group.objects.for_partnership(partnership).on(on).order_by("name"))


def own_next(here: Here, *, now: datetime) -> Meeting | None:
    """The next meeting of a group in which the person sits; one query."""
    rows = Meeting.objects.for_partnership(here.partnership).filter(
        group__code__in=here.group_codes, state__in=states.AHEAD, starts_at__gte=now - timedelta(hours=12)
    )
    return rows.select_related("group").order_by("starts_at").first()
