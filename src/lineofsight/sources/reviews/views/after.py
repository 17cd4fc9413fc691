"""What is done with an incident after the notification: summaries, the rapid review, the Panel, the local review."""

from typing import Any, Final

from django.http import Http404

from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.sources.reviews import changes, forms
from lineofsight.sources.reviews.changes.reviewing import PLAN_FIELDS
from lineofsight.sources.reviews.models import Incident, RapidReview
from lineofsight.sources.reviews.views.acting import Choices, Clean, Deed
from lineofsight.sources.reviews.views.before import signed
from lineofsight.sources.reviews.views.sections import bodies

COLLECT = "collect"


def _rapid(held: Incident) -> RapidReview | None:
    return getattr(held, "rapid_review", None)


def _ask(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    asked = [(one, None) for one in bodies_of(held.partnership).filter(pk__in=clean["agencies"]).order_by("name")]
    changes.ask_for_summaries(held, asked, due_on=clean["due_on"], **signed(request))


def _agencies(request: PartnershipRequest, held: Incident) -> Choices:
    rapid = _rapid(held)
    asked = {str(one) for one in rapid.summaries.values_list("organisation_id", flat=True)} if rapid else set()
    return {"agencies": [pair for pair in bodies(request) if pair[0] not in asked]}


def _when_to_answer(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    rapid = _rapid(held)
    day = rapid.timetable.filter(code=COLLECT).first() if rapid else None
    return {"due_on": day.on if day else None}


def _outcome(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.decide_outcome(held, **clean, **signed(request))


def _outcome_now(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    rapid = _rapid(held)
    if rapid is None or not rapid.outcome:
        return {"decided_on": request.here.today}
    return {"outcome": rapid.outcome, "reason": rapid.outcome_reason, "decided_on": rapid.decided_on}


def _send(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.send_rapid_review(held, **clean, **signed(request))


def _panel(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.panel_replies(held, **clean, **signed(request))


def _reply_now(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    rapid = _rapid(held)
    if rapid is None or not rapid.panel_view:
        return {"replied_on": request.here.today}
    return {"view": rapid.panel_view, "words": rapid.panel_words, "replied_on": rapid.panel_replied_on}


def _plan(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    facts = {name: clean[name] for name in PLAN_FIELDS}
    changes.plan_review(held, **facts, version=clean["version"], **signed(request))


def _plan_now(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    review = getattr(held, "practice_review", None)
    return {name: getattr(review, name) for name in PLAN_FIELDS} if review else {}


def _publish(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.publish(held, **clean, **signed(request))


def _publication_now(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    review = getattr(held, "practice_review", None)
    if review is None or not review.publication:
        return {"published_on": request.here.today}
    return {
        "publication": review.publication, "reason": review.publication_reason, "instead": review.published_instead,
        "published_on": review.published_on,
    }  # fmt: skip


def _tick(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    rapid = _rapid(held)
    day = rapid.timetable.filter(code=clean["part"]).first() if rapid else None
    if day is None:
        raise Http404
    changes.tick_day(day, done_on=clean["done_on"], by=request.here.doer)


def _parts(request: PartnershipRequest, held: Incident) -> Choices:
    rapid = _rapid(held)
    return {"part": [(day.code, day.name) for day in rapid.timetable.all()] if rapid else []}


DEEDS: Final = {
    "ask": Deed(
        form=forms.AskForm, title="Ask agencies for their summaries", button="Ask them",
        done="The agencies are asked. Each gets a message, and reminders until it has answered.", do=_ask,
        initial=_when_to_answer, choices=_agencies,
        lead="Each agency answers on a page of its own. It sees its own answer and nothing else of the incident.",
    ),
    "outcome": Deed(
        form=forms.OutcomeForm, title="Record what the rapid review came to", button="Save the decision",
        done="The decision is kept.", do=_outcome, initial=_outcome_now,
        lead="Each of the three safeguarding partners records its own decision first.",
    ),
    "send": Deed(
        form=forms.SendForm, title="Record that it was sent to the Panel", button="Save: it was sent",
        done="It is recorded that the rapid review was sent.", do=_send,
        initial=lambda request, held: {"sent_on": request.here.today},
        lead="It must cover everything on the list, and it goes with the decision.",
    ),
    "panel": Deed(
        form=forms.PanelForm, title="Record the Panel’s reply", button="Save", done="The Panel’s reply is kept.", do=_panel,
        initial=_reply_now, lead="When the Panel asks for more, or challenges, the partners may decide again.",
    ),
    "plan": Deed(
        form=forms.PlanForm, title="How the local review is done", button="Save", done="Saved.", do=_plan, initial=_plan_now,
    ),
    "publish": Deed(
        form=forms.PublishForm, title="Record the publication, or why not", button="Save", done="It is kept.", do=_publish,
        initial=_publication_now, lead="Each of the three safeguarding partners records its own decision first.",
    ),
    "tick": Deed(
        form=forms.TickForm, title="Tick off a part of the timetable", button="Save", done="The timetable is up to date.",
        do=_tick, initial=lambda request, held: {"done_on": request.here.today}, choices=_parts,
    ),
}  # fmt: skip
