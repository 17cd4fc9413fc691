"""A meeting's pack as one document: the agenda with its times, then a part for each item."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from lineofsight.engine.documents import (
    Block,
    BulletList,
    Document,
    Facts,
    Paragraph,
    Part,
    Section,
    Table,
    paragraphs_of,
)
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.governance.meetings.models import AgendaItem, Meeting, Pack
from lineofsight.governance.meetings.queries import packs as reads
from lineofsight.governance.meetings.queries.reading import subject_of
from lineofsight.governance.meetings.rules import dates
from lineofsight.governance.meetings.rules.reading import RESTRICTED

NOT_IN_IT = "This item is not in this pack. Those who may read it find it in Line of Sight."


@dataclass(frozen=True, slots=True)
class Told:
    """What the pack's items are about, read once."""

    papers: Mapping[UUID, Sequence[Any]] = field(default_factory=dict)
    warnings: Mapping[UUID, Any] = field(default_factory=dict)
    challenges: Mapping[UUID, Any] = field(default_factory=dict)
    updates: Mapping[UUID, Any] = field(default_factory=dict)


def document_of(pack: Pack, *, site: str, today: date, done: Callable[[int], None] = lambda count: None) -> Document:
    """The pack. `done` hears after each item how many are laid out."""
    meeting = pack.meeting
    items = list(reads.standing(meeting))
    told = Told(
        reads.product_papers(items), reads.warnings_of(items), reads.challenges_of(items), reads.updates_of(items)
    )  # fmt: skip
    parts = []
    for number, item in enumerate(items, start=1):
        parts.append(_part(number, item, told, is_in=reads.is_in(pack, item)))
        done(number)
    return Document(
        title=f"Papers: {meeting.title}",
        partnership=meeting.partnership.name,
        blocks=(_agenda(meeting, items, pack), *_previous(meeting), *parts),
        marking=meeting.marking,
        lines=_lines(meeting),
        contents=True,
        site=site,
        made_on=today,
    )


def _lines(meeting: Meeting) -> tuple[str, ...]:
    start = timezone.localtime(meeting.starts_at)
    when = f"{start.day} {start:%B %Y}, {start:%H:%M}"
    if meeting.ends_at:
        when += f" to {timezone.localtime(meeting.ends_at):%H:%M}"
    return tuple(line for line in (meeting.group.name, when, meeting.place) if line)


def _agenda(meeting: Meeting, items: Sequence[AgendaItem], pack: Pack) -> Section:
    starts = dates.times(timezone.localtime(meeting.starts_at), [item.minutes_needed for item in items])
    rows = tuple(
        (f"{number}. {_title(item, pack)}", f"{start:%H:%M}", item.get_purpose_display(), _presenter(item))
        for number, (item, start) in enumerate(zip(items, starts, strict=False), start=1)
    )
    if not rows:
        return Section("Agenda", (Paragraph("There is nothing on the agenda yet."),))
    table = Table("Agenda", ("Item", "Time", "For", "Who presents"), rows, caption_hidden=True)
    return Section("Agenda", (table,))


def _title(item: AgendaItem, pack: Pack) -> str:
    return item.title if reads.is_in(pack, item) else RESTRICTED


def _presenter(item: AgendaItem) -> str:
    return str(item.presenter) if item.presenter else "–"


def _previous(meeting: Meeting) -> Iterator[Part]:
    """Minutes of the last meeting, which this one is asked to agree."""
    rows = Meeting.objects.for_partnership(meeting.partnership).filter(
        group=meeting.group, starts_at__lt=meeting.starts_at, state=Meeting.State.HELD
    )
    last = rows.exclude(minutes="").order_by("-starts_at").first()
    if last is not None:
        yield Part(f"Minutes to agree: {last.title}", tuple(paragraphs_of(last.minutes)), last.marking)


def _part(number: int, item: AgendaItem, told: Told, *, is_in: bool) -> Part:
    if not is_in:
        return Part(f"{number}. {RESTRICTED}", (Paragraph(NOT_IN_IT),))
    facts = Facts(
        (
            ("For", item.get_purpose_display()),
            ("Time", f"{item.minutes_needed} minutes"),
            ("Who presents", _presenter(item)),
        )
    )
    subject = subject_of(item)
    marking = item.stop.product.marking if item.stop else subject.marking if subject else ""
    blocks: list[Block] = [facts, *_text("Summary", item.summary), *_about(item, told), *_papers(item, told)]
    return Part(f"{number}. {item.title}", tuple(blocks), marking)


def _text(heading: str, text: str) -> Iterator[Block]:
    if text.strip():
        yield Section(heading, tuple(paragraphs_of(text)))


def _about(item: AgendaItem, told: Told) -> Iterator[Block]:
    if item.stop is not None:
        yield from _product(item)
    elif item.about is not None:
        for held, tell in (
            (told.warnings, _warning), (told.challenges, _challenge), (told.updates, _update)
        ):  # fmt: skip
            if item.about.pk in held:
                yield from tell(held[item.about.pk])


def _product(item: AgendaItem) -> Iterator[Block]:
    words = getattr(item.stop.product, "words", None) if item.stop else None
    if words is not None:
        yield from _text("What", words.what)
        yield from _text("So what", words.so_what)
        yield from _text("What next", words.what_next)


def _warning(one: Any) -> Iterator[Block]:
    yield from _text("The warning", one.sentence)
    yield from _text("What we know", one.known)
    yield from _text("What we do not know", one.not_known)
    if one.next_step:
        who = f"{one.next_step_role}" if one.next_step_role else "who does it is to be agreed"
        by = f", by {one.next_step_by.day} {one.next_step_by:%B %Y}" if one.next_step_by else ""
        yield from _text("Suggested next step", f"{one.next_step}\n\n{who}{by}")


def _challenge(one: Any) -> Iterator[Block]:
    yield from _text("The question", one.question)
    yield from _text("What it rests on", one.evidence)
    due = f"{one.due_on.day} {one.due_on:%B %Y}"
    yield from _text("The answer", one.answer or f"Not answered yet. {one.to_role} answers by {due}.")


def _update(one: Any) -> Iterator[Block]:
    topics = {topic.code: topic.text for topic in framework_of(one.framework).feedback_topics}
    for text in one.texts.all():
        heading = topics.get(text.topic, text.topic)
        yield from _text(heading[:1].upper() + heading[1:], text.text)


def _papers(item: AgendaItem, told: Told) -> Iterator[Block]:
    due = item.meeting.papers_due_on if item.meeting_id else None
    own = [(paper.evidence, paper.added_at) for paper in item.papers.all()]
    subject = subject_of(item) if item.stop else None
    brought = [(one, one.added_at) for one in told.papers.get(subject.pk, ())] if subject else []
    rows = [f"{one.title} ({_late(at, due)})" for one, at in [*brought, *own]]
    if rows:
        yield Section("Papers", (BulletList(tuple(rows)),))


def _late(at: Any, due: date | None) -> str:
    day = timezone.localtime(at).date()
    return dates.lateness(day, due_on=due or day).words


def parts_of(pack: Pack) -> int:
    """How many steps its making has: each item, and then the file."""
    return reads.standing(pack.meeting).count() + 1
