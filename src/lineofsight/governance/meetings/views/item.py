"""One item of an agenda: what it is about, its papers, what members said before, and what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.cycle.products.models import StopView
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.governance.meetings import permissions
from lineofsight.governance.meetings.models import AgendaItem
from lineofsight.governance.meetings.queries import agenda, meetings, minutes, packs
from lineofsight.governance.meetings.queries.reading import may_read_subject, reader_of, seats_of, subject_of
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.meetings.views.sections import SEE, found_item, shared, url


@partnership_page(SEE)
@require_safe
def item(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """The page of one item, for whoever may read what it is about."""
    here, row = request.here, found_item(request, meeting, item)
    held = row.meeting
    outcomes = minutes.with_outcomes(held).get(pk=row.pk)
    seats = seats_of(held.group, on=agenda.day_of(held))
    said = meetings.said_by(row)
    reader, may_edit = reader_of(here), permissions.may_edit(here, held)
    facts = {
        "item": row,
        "meeting": held,
        "subject": subject_of(row),
        "facts": _facts(
            row, sum(bool(seat.actors & said) for seat in seats), len([one for one in seats if one.people])
        ),
        "papers": meetings.papers_of(row, held, packs.product_papers([row])),
        "views": _newest(row),
        "comments": list(row.comments.all()),
        "decisions": list(outcomes.decisions.all()),
        "actions": [one.action for one in outcomes.actions.all() if may_read_subject(reader, one.action.subject)],
        "challenges": [one.challenge for one in outcomes.challenges.all()],
        "about": _about(row),
        "offers": _offers(request, row, may_edit=may_edit),
        "may_edit": may_edit,
        "recorded": held.state not in states.AHEAD,
    }
    return render(request, "meetings/item.html", shared(request, held.marking) | facts)


def _facts(row: AgendaItem, views_in: int, seats: int) -> list[tuple[str, Any]]:
    return [
        ("For", row.get_purpose_display()),
        ("Time", f"{row.minutes_needed} minutes"),
        ("Who presents", str(row.presenter) if row.presenter else "To be agreed"),
        ("Before the meeting", f"{views_in} of {seats} views in" if seats else "Nobody sits in this group yet"),
    ]


def _newest(row: AgendaItem) -> list[StopView]:
    """Each person's newest view on the product."""
    found: dict[Any, StopView] = {}
    for one in row.stop.views.all() if row.stop else ():
        found.setdefault(one.actor_id, one)
    return sorted(found.values(), key=lambda one: (one.organisation.name, one.actor.name))


def _about(row: AgendaItem) -> list[tuple[str, str]]:
    """The words of what the item is about, each under its heading; one query for a thing that is no product."""
    if row.stop is not None:
        words = getattr(row.stop.product, "words", None)
        parts = [("What", "what"), ("So what", "so_what"), ("What next", "what_next")]
        return [(label, getattr(words, name)) for label, name in parts if words and getattr(words, name)]
    kinds = {"warning": _warning, "challenge": _challenge, "update": _update}
    tell = kinds.get(row.about.kind) if row.about else None
    return [(label, text) for label, text in (tell(row) if tell else []) if text]


def _warning(row: AgendaItem) -> list[tuple[str, str]]:
    one = next(iter(packs.warnings_of([row]).values()), None)
    if one is None:
        return []
    return [
        ("The warning", one.sentence), ("What we know", one.known), ("What we do not know", one.not_known),
        ("Suggested next step", one.next_step),
    ]  # fmt: skip


def _challenge(row: AgendaItem) -> list[tuple[str, str]]:
    one = next(iter(packs.challenges_of([row]).values()), None)
    if one is None:
        return []
    answer = one.answer or f"Not answered yet. It is due on {one.due_on.day} {one.due_on:%B %Y}."
    return [("The question", one.question), ("What it rests on", one.evidence), ("The answer", answer)]


def _update(row: AgendaItem) -> list[tuple[str, str]]:
    one = next(iter(packs.updates_of([row]).values()), None)
    if one is None:
        return []
    topics = {topic.code: topic.text for topic in framework_of(one.framework).feedback_topics}
    return [
        (f"{topics.get(text.topic, text.topic)[:1].upper()}{topics.get(text.topic, text.topic)[1:]}", text.text)
        for text in one.texts.all()
    ]


def _offers(request: PartnershipRequest, row: AgendaItem, *, may_edit: bool) -> list[tuple[str, str, str]]:
    """What the person can do with it now: label, address, kind of button."""
    state = row.meeting.state
    args = (row.meeting.pk, row.pk)
    sits = permissions.sits_in(request.here, row.meeting.group) and row.stop is not None
    found = []
    if states.why_not_say(state) is None:
        found.append(("Say what you think" if sits else "Comment", url(request, "meetings:say", *args), "primary"))
    if may_edit and states.why_not_record(state) is None:
        found += [
            ("Record a decision", url(request, "meetings:decide", *args), "primary"),
            ("Record an action", url(request, "meetings:action", *args), "secondary"),
            ("Record a challenge", url(request, "meetings:challenge", *args), "secondary"),
            ("Note what was said", url(request, "meetings:note", *args), "secondary"),
        ]
    if may_edit and state != states.CANCELLED and state != states.MINUTED:
        found.append(("Add a paper", url(request, "meetings:paper", *args), "secondary"))
    if may_edit and states.why_not_prepare(state) is None:
        found += [
            ("Change the item", url(request, "meetings:edit-item", *args), "secondary"),
            ("Take it off", url(request, "meetings:remove-item", *args), "secondary"),
        ]
    return found
