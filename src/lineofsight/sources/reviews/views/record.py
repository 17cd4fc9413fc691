"""One incident: every day, every clock, each partner's own decision, what the rapid review covers, and what is published."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.cycle.findings.queries import visible
from lineofsight.foundation.files.queries import evidence_for
from lineofsight.foundation.files.showing import panel
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.words import long_date
from lineofsight.sources.reviews import permissions, queries, rules
from lineofsight.sources.reviews.models import Incident, PartnerDecision
from lineofsight.sources.reviews.views import wording
from lineofsight.sources.reviews.views.sections import found, shared, subject_of, url

COLUMNS: Final = {
    "clock_columns": (
        "Clock",
        "It ends when",
        "Started",
        "Due",
        "How it stands",
        "If it is late",
        "Where it comes from",
    ),
    "decision_columns": ("Safeguarding partner", "Decision", "On", "Why", "Written down by"),
    "day_columns": ("Part", "By", "Where it is"),
    "summary_columns": ("Agency", "Due", "Where it is", "What could be better"),
}


@partnership_page(permissions.READ, look="reviews.look")
@require_safe
def incident(request: PartnershipRequest, incident: UUID) -> HttpResponse:
    """The page of one incident; opening it is kept in the trail."""
    held = found(request, incident)
    whole = queries.record_of(held, today=request.here.today)
    rapid, local = getattr(held, "rapid_review", None), getattr(held, "practice_review", None)
    offers = permissions.offers(request.here, held)
    subject = subject_of(held)
    files = evidence_for([subject]).get(subject.pk, [])
    facts = {
        "incident": held, "rapid": rapid, "local": local, "whole": whole,
        "tone": wording.TONES[held.state],
        "first": [(one, url(request, "do", held.pk, one.deed)) for one in offers if one.kind == "primary"],
        "others": [(one, url(request, "do", held.pk, one.deed)) for one in offers if one.kind != "primary"],
        "facts": facts_of(held), "days": days_of(held), "tracker": tracker(held),
        "clocks": _clocks(request, held, whole),
        "stages": _stages(held, whole),
        "covers": _covers(request, held, whole) if rapid else [],
        "timetable": [(day.name, day.on, _done(day.done_on, day.on, request)) for day in whole.timetable],
        "summaries": _summaries(request, whole),
        "plan": plan_of(held),
        "findings": visible.findings(request.here).filter(source=subject).order_by("reference"),
        "evidence": panel(request.here, subject, files),
        "marking": subject.marking,
    }  # fmt: skip
    return render(request, "reviews/incident.html", shared(request) | COLUMNS | facts)


def facts_of(held: Incident) -> list[tuple[str, Any]]:
    """What stands in the bar under the heading."""
    ticked = [("child_died", "The child died"), ("is_looked_after", "in care"), ("is_care_leaver", "had left care")]
    of_child = ", ".join(words for name, words in ticked if getattr(held, name))
    leads = "We lead" if held.is_led_here else f"{held.other_partnership} leads"
    works_with = [("Works with us", held.other_partnership)] if held.is_led_here and held.other_partnership else []
    child = [("Of the child", of_child)] if of_child else []
    return [("Must notify", held.duty_holder.name), ("Who leads", leads), *works_with, *child]


def days_of(held: Incident) -> list[tuple[str, Any]]:
    """Every day that is known, in their order; the three that start clocks say so."""
    rapid, local = getattr(held, "rapid_review", None), getattr(held, "practice_review", None)
    named = [
        ("It happened", held.incident_on),
        ("The local authority became aware (its clock starts)", held.aware_on),
        ("Decided whether to notify", held.decided_on),
        ("The notification was sent (the rapid review’s clock starts)", held.notified_on),
        ("The review group met", rapid and rapid.meeting_on),
        ("The rapid review was decided", rapid and rapid.decided_on),
        ("The rapid review was sent to the Panel", rapid and rapid.sent_on),
        ("The Panel replied", rapid and rapid.panel_replied_on),
        ("Decided to hold a local review (its six months start)", local and local.initiated_on),
        ("Practitioners met", local and local.practitioners_met_on),
        ("The full report was sent ahead", local and local.sent_on),
        ("Publication is planned", local and local.planned_for),
        ("Published, or decided not to be", local and local.published_on),
    ]
    return [(name, day) for name, day in named if day or name == "It happened"]


def tracker(held: Incident) -> list[dict[str, str]]:
    """Considered, notified, rapid review, local review, published: the path that this one took."""
    rapid, local = getattr(held, "rapid_review", None), getattr(held, "practice_review", None)
    steps: list[tuple[str, Any, str]] = [("Considered", held.aware_on, "")]
    if held.state == rules.NOT_NOTIFIED:
        return [_step(*one) for one in [*steps, ("Not notified", held.decided_on, "")]]
    steps += [("Notified", held.notified_on, ""), ("Rapid review", rapid and rapid.sent_on, _decided(rapid))]
    if held.state == rules.NO_REVIEW:
        steps.append(("No local review", rapid and rapid.decided_on, ""))
    else:
        steps += [("Local review", local and local.initiated_on, ""), _end(local)]
    found = [_step(*one) for one in steps]
    waits = next((step for step in found if step["state"] == "todo"), None)
    if waits:
        waits["state"] = "current"
    return found


def _decided(rapid: Any) -> str:
    return f"decided on {long_date(rapid.decided_on)}" if rapid and rapid.decided_on and not rapid.sent_on else ""


def _end(local: Any) -> tuple[str, Any, str]:
    label = "Not published" if local and local.publication == "not" else "Published"
    return (label, local and local.published_on, "")


def _step(label: str, day: Any, words: str) -> dict[str, str]:
    return {"label": label, "state": "done" if day else "todo", "words": long_date(day) if day else words}


def _clocks(request: PartnershipRequest, held: Incident, whole: queries.Record) -> list[list[Any]]:
    today, rows = request.here.today, []
    for clock in held.clocks.all():
        rule = whole.clocks.get(clock.code)
        stands = {"text": wording.clock_words(clock, today=today), "tone": wording.clock_tone(clock, today=today)}
        late = f"{wording.late_words(clock)}. {clock.late_reason}" if clock.expected_on else ""
        name = wording.name_of(clock, whole.clock_names)
        rows.append([name, rule.ends if rule else "", clock.started_on, clock.due_on, stands, late, clock.edition])
    return rows


def _stages(held: Incident, whole: queries.Record) -> Iterator[dict[str, Any]]:
    """The stages that were reached, each with every partner's newest decision and the scrutineer's comments."""
    reached = list(rules.STAGE_OF.values()).index(rules.STAGE_OF[held.state])
    order = list(dict.fromkeys(rules.STAGE_OF.values()))
    for code in order[: order.index(list(rules.STAGE_OF.values())[reached]) + 1]:
        newest = whole.newest(code)
        yield {
            "title": PartnerDecision.Stage(code).label,
            "rows": [_decision(partner.name, newest.get(partner.pk)) for partner in whole.partners],
            "comments": [one for one in whole.comments if one.stage == code],
        }


def _decision(name: str, one: PartnerDecision | None) -> list[Any]:
    if one is None:
        return [name, {"text": "Not decided yet", "tone": "quiet"}, None, None, None]
    return [name, one.get_choice_display(), one.decided_on, one.reason, one.actor.name]


def _covers(request: PartnershipRequest, held: Incident, whole: queries.Record) -> list[dict[str, Any]]:
    may = request.here.may(permissions.EDIT)
    return [
        {
            "name": one.name,
            "held": whole.covered.get(one.code),
            "url": url(request, "cover", held.pk, one.code) if may else "",
        }
        for one in rules.items()
    ]


def _done(done_on: Any, on: Any, request: PartnershipRequest) -> Any:
    if done_on:
        return f"Done on {long_date(done_on)}"
    return {"text": "Late", "tone": "weak"} if on < request.here.today else "To do"


def _summaries(request: PartnershipRequest, whole: queries.Record) -> list[list[Any]]:
    rows = []
    for one in whole.summaries:
        late = one.state == one.State.ASKED and one.due_on < request.here.today
        state = {"text": "Late" if late else one.get_state_display(), "tone": "weak" if late else "quiet"}
        rows.append(
            [{"text": one.organisation.name, "url": url(request, "summary", one.pk)}, one.due_on, state, one.learning]
        )
    return rows


def plan_of(held: Incident) -> list[tuple[str, Any]]:
    """How the local review is done."""
    local = getattr(held, "practice_review", None)
    if local is None:
        return []
    span = " to ".join(long_date(day) for day in (local.looks_at_from, local.looks_at_to) if day)
    return [
        ("Who reviews", local.reviewer), ("How their independence was checked", local.independence),
        ("Terms of reference", local.terms), ("Time that it looks at", span), ("The family", local.family),
        ("Checked in law", local.legal_check), ("How it is published", local.get_publication_display()),
        *([("Why it is not published", local.publication_reason), ("What is published instead", local.published_instead)]
          if local.publication == "not" else []),
    ]  # fmt: skip
