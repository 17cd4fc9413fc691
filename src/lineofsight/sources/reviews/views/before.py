"""What is done with an incident at any time and up to the notification: decisions, days, clocks, comments."""

from typing import Any, Final

from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.reviews import changes, forms, permissions, queries, rules
from lineofsight.sources.reviews.models import Incident
from lineofsight.sources.reviews.views import wording
from lineofsight.sources.reviews.views.acting import Choices, Clean, Deed
from lineofsight.sources.reviews.views.recording import choices as kind_choices
from lineofsight.sources.reviews.views.recording import kind_facts


def signed(request: PartnershipRequest) -> dict[str, Any]:
    """By whom and when."""
    return {"by": request.here.doer, "now": now()}


def _decide(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    chosen = {str(one.pk): one for one in queries.partners(held.partnership, on=request.here.today)}[clean["partner"]]
    reason = permissions.why_not_decide_for(request.here, chosen.pk)
    if reason:
        raise Refused(reason)
    changes.decide(
        held, stage=rules.STAGE_OF[held.state], organisation=chosen, choice=clean["choice"], reason=clean["reason"],
        decided_on=clean["decided_on"], **signed(request),
    )  # fmt: skip


def _partners(request: PartnershipRequest, held: Incident) -> Choices:
    there = queries.partners(held.partnership, on=request.here.today)
    able = [one for one in there if permissions.why_not_decide_for(request.here, one.pk) is None]
    return {"partner": [(str(one.pk), one.name) for one in able]}


def _today(name: str) -> Any:
    return lambda request, held: {name: request.here.today}


def _notify(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.notify(held, **clean, **signed(request))


def _not_notify(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.do_not_notify(held, **clean, **signed(request))


def _correct(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.correct_dates(held, **clean, **signed(request))


def _days(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    return {"incident_on": held.incident_on, "aware_on": held.aware_on}


def _describe(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.describe(held, **kind_facts(request, clean), version=clean["version"], **signed(request))


def _kind(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    return {
        "summary": held.summary,
        "duty_holder": str(held.duty_holder_id),
        "what": [name for name in ("child_died", "is_looked_after", "is_care_leaver") if getattr(held, name)],
        "led": "yes" if held.is_led_here else "no",
        "other_partnership": held.other_partnership,
        "themes": [theme.code for theme in held.themes.all()],
    }


def _kinds(request: PartnershipRequest, held: Incident) -> Choices:
    return kind_choices(request)


def _late(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    clock = held.clocks.get(code=clean["clock"])
    facts = {name: clean[name] for name in ("expected_on", "reason", "agreed_with", "agreed_on")}
    changes.expect_late(clock, **facts, **signed(request))


def _running(request: PartnershipRequest, held: Incident) -> Choices:
    names = queries.clock_names(held.partnership, on=request.here.today)
    there = [clock for clock in held.clocks.all() if clock.ended_on is None and clock.due_on]
    told = [
        (one.code, f"{wording.name_of(one, names)}: {wording.clock_words(one, today=request.here.today)}")
        for one in there
    ]
    return {"clock": told}


def _comment(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    changes.comment(held, stage=rules.STAGE_OF[held.state], text=clean["text"], **signed(request))


def _proceeding(request: PartnershipRequest, held: Incident, clean: Clean) -> None:
    facts = {name: clean[name] for name in ("kind", "began_on", "note")}
    changes.add_proceeding(held, **facts, **signed(request))


DEEDS: Final = {
    "decide": Deed(
        form=forms.DecideForm, title="Record what a safeguarding partner decided", button="Save the decision",
        done="The decision is kept.", do=_decide, initial=_today("decided_on"), choices=_partners,
        lead="Each of the three decides for itself. A later decision stands beside the earlier one.",
    ),
    "notify": Deed(
        form=forms.NotifyForm, title="Record the notification", button="Save: it was notified",
        done="The notification is recorded, and the timetable of the rapid review is made.", do=_notify,
        initial=_today("notified_on"),
        lead="The local authority alone must notify. It goes to the Panel, Ofsted and the Department by the national form.",
    ),
    "not-notify": Deed(
        form=forms.NotNotifyForm, title="Record that it is not notified", button="Save: it is not notified",
        done="It is recorded that this is not notified.", do=_not_notify, initial=_today("decided_on"),
        lead="Each of the three safeguarding partners records its own decision first.",
    ),
    "correct": Deed(
        form=forms.CorrectForm, title="Put a day right", button="Save", done="The days are put right; the clocks follow.",
        do=_correct, initial=_days, lead="Agencies often mix the two up: when it happened, and when the authority heard of it.",
    ),
    "describe": Deed(
        form=forms.DescribeForm, title="What kind of incident it is, and who leads", button="Save", done="Saved.",
        do=_describe, initial=_kind, choices=_kinds,
    ),
    "late": Deed(
        form=forms.LateForm, title="Say that a clock will be late", button="Save", done="It is kept. The clock runs on.",
        do=_late, initial=_today("agreed_on"), choices=_running,
        lead="No clock stops for the police, a court or an inquest. Say by when you expect it, and who agreed.",
    ),
    "comment": Deed(
        form=forms.CommentForm, title="Comment as the Independent Scrutineer", button="Save the comment",
        done="Your comment is kept beside the partners’ decisions.", do=_comment,
    ),
    "proceeding": Deed(
        form=forms.ProceedingForm, title="What else goes on", button="Save", done="It is kept. The clocks run on.",
        do=_proceeding, initial=_today("began_on"), lead="It pauses no clock.",
    ),
}  # fmt: skip
