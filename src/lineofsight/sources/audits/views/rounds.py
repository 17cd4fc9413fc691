"""The team's rounds: opening one on a version of the standards, who is how far, reminding many at once, closing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.requests.changes import asking
from lineofsight.cycle.requests.changes.asking import Asked
from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.sources.audits import changes, permissions, queries, rules
from lineofsight.sources.audits.forms.running import ChosenForm, RoundForm
from lineofsight.sources.audits.models import Audit
from lineofsight.sources.audits.queries import running
from lineofsight.sources.audits.views.sections import TONES, audit_to_see, shared, state_words, url

WEEKS = 7


@partnership_page(*permissions.SEE)
@require_safe
def rounds(request: PartnershipRequest) -> HttpResponseBase:
    """Every round with how far it is."""
    table = Table(
        request,
        name="section-11-rounds",
        title="Section 11 audits",
        rows=running.rounds(request.here.partnership),
        noun=("audit", "audits"),
        columns=[
            Column("title", "Audit", value="round.title", sort="round__title", url=lambda one: _round_url(request, one)),
            Column("core", "Standards", value=lambda one: str(one.core), sort="core__name"),
            Column("due_on", "Due", value="round.due_on", sort="round__due_on"),
            Column("asked", "Asked", value="asked", sort="asked", align="right"),
            Column("declared", "Declared", value="declared", sort="declared", align="right"),
            Column("agreed", "Agreed", value="agreed", sort="agreed", align="right"),
        ],
        empty=("No Section 11 audit yet", "Open one to ask agencies how far they meet the standards.", *_open_link(request)),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "may_run": request.here.may(permissions.RUN)}
    return render(request, "audits/rounds.html", shared(request) | facts)


def _round_url(request: PartnershipRequest, one: Audit) -> str:
    return url(request, "round" if any(map(request.here.may, permissions.STAFF)) else "overview", one.round_id)


def _open_link(request: PartnershipRequest) -> tuple[str, str]:
    return (url(request, "new-round"), "Open a Section 11 audit") if request.here.may(permissions.RUN) else ("", "")


@partnership_page(permissions.RUN)
def new(request: PartnershipRequest) -> HttpResponse:
    """Open a round: standards, dates, who is asked, who moderates."""
    here = request.here
    uses = list(running.uses(here.partnership))
    if not uses:
        messages.info(request, "Choose the standards first.")
        return redirect(url(request, "standards"))
    bodies = running.bodies_to_ask(here.partnership, today=here.today)
    seats = running.seats_to_moderate(here.partnership, today=here.today)
    form = RoundForm(
        request.POST or None,
        cores=[(str(use.version_used_id), str(use.version_used)) for use in uses if use.version_used.is_core],
        supplements=[(str(use.version_used_id), str(use.version_used)) for use in uses if not use.version_used.is_core],
        bodies=[(str(body.pk), body.name) for body, _ in bodies],
        seats=[(str(seat.pk), f"{seat.title}, {seat.organisation.name}") for seat in seats],
        **_initial(request, bodies),
        **careful(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _open(request, form, uses, [body for body, _ in bodies], seats)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = {
        "form": form,
        "heading": "Open a Section 11 audit",
        "button": "Open the audit",
        "back": url(request, "rounds"),
    }
    return render(request, "audits/form.html", shared(request) | facts)


def _initial(request: PartnershipRequest, bodies: Sequence[Any]) -> dict[str, Any]:
    today = request.here.today
    return {
        "initial": {
            "title": f"Section 11 audit {today.year}",
            "opens_on": today,
            "due_on": today + timedelta(weeks=WEEKS),
            "organisations": [str(body.pk) for body, is_usual in bodies if is_usual],
            "reply_working_days": 10,
        }
    }


def _open(
    request: PartnershipRequest, form: RoundForm, uses: Sequence[Any], bodies: Sequence[Any], seats: Sequence[Any]
) -> HttpResponse:
    here, given = request.here, form.said
    versions = {str(use.version_used_id): use.version_used for use in uses}
    opens_on = given["opens_on"]
    made = changes.open_audit(
        here.partnership,
        title=given["title"],
        core=versions[given["core"]],
        supplement=versions.get(given["supplement"]),
        period_start=opens_on - timedelta(days=365),
        period_end=opens_on,
        opens_on=opens_on,
        due_on=given["due_on"],
        asked=[Asked(body) for body in bodies if str(body.pk) in given["organisations"]],
        panel=[seat for seat in seats if str(seat.pk) in given["panel"]],
        reply_working_days=given["reply_working_days"],
        path_of=lambda asked: url(request, "assessment", asked.pk),
        by=here.doer,
        now=now(),
    )
    if opens_on <= here.today:
        asking.announce(made.round, today=here.today)
    messages.success(request, "The audit is open. Each organisation was told.")
    return redirect(url(request, "round", made.round_id))


@partnership_page(*permissions.STAFF)
@require_safe
def page(request: PartnershipRequest, round_key: UUID) -> HttpResponseBase:
    """One round: each agency with how far it is, and what can be done."""
    audit = audit_to_see(request, round_key)
    table = _agencies(request, audit)
    if table.wants_export:
        return table.export_response()
    facts = {
        "audit": audit,
        "table": table,
        "panel": running.panel_seats(audit),
        "may_run": request.here.may(permissions.RUN),
        "survey": running.survey_of(audit),
        "report_kinds": [("docx", "Word"), ("pdf", "PDF"), ("html", "HTML")],
        "today": request.here.today,
    }
    return render(request, "audits/round.html", shared(request) | facts)


def _agencies(request: PartnershipRequest, audit: Audit) -> Table:
    today, states = request.here.today, queries.states_by_assessment(audit)

    def done(one: Any) -> str:
        found = rules.progress_of(states.get(one.pk, {}))
        return f"{found.done} of {found.questions}"

    def late(rows: Any, _: object) -> Any:
        return rows.filter(state__in=rules.EDITABLE, request__due_on__lt=today)

    return Table(
        request,
        name="agencies",
        title=audit.round.title,
        rows=queries.assessments(audit),
        noun=("agency", "agencies"),
        page_size=100,
        columns=[
            Column("organisation", "Agency", value="organisation.name", sort="organisation__name", filter="text",
                   url=lambda one: _agency_url(request, one)),
            Column("state", "State", value=state_words, tone=lambda one: TONES[one.state], sort="state"),
            Column("done", "Questions completed", value=done, sort=False),
            Column("due", "Due", value="request.due_on", sort="request__due_on"),
            Column("declared_at", "Declared"),
            Column("reply_due_on", "May reply until"),
            Column("agreed_at", "Agreed"),
        ],
        filters=[Filter("late", "Only late", "tick", apply=late)],
        empty=("Nobody is asked", "", "", ""),
    )  # fmt: skip


def _agency_url(request: PartnershipRequest, one: Any) -> str:
    moderates = request.here.may(permissions.MODERATE) and one.state not in rules.EDITABLE
    return url(request, "moderate" if moderates else "assessment", one.request_id)


def _owing(audit: Audit) -> list[Request]:
    return [one for one in queries.requests_of(audit) if one.state in ("open", "started", "sent_back")]


@partnership_page(permissions.RUN)
def remind(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """Choose who to remind; see exactly who gets what; send."""
    audit, here = audit_to_see(request, round_key), request.here
    owing = _owing(audit)
    choices = [(str(one.pk), one.organisation.name) for one in owing]
    form = ChosenForm(request.POST or None, requests=choices, initial={"requests": [key for key, _ in choices]})
    facts = {"audit": audit, "form": form, "owing": owing}
    if request.method != "POST" or not form.is_valid():
        return render(request, "audits/remind.html", shared(request) | facts)
    letters = asking.reminders_for([one for one in owing if one.pk in form.chosen()], today=here.today)
    if "send" not in request.POST:
        return render(request, "audits/remind_preview.html", shared(request) | facts | {"letters": letters})
    told = asking.remind(here.partnership, letters, by=here.doer, now=now())
    messages.success(request, f"{told} people get a reminder in their next message.")
    return redirect(url(request, "round", round_key))


@partnership_page(permissions.RUN)
@require_POST
def close(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """Nothing more is taken in this audit."""
    audit = audit_to_see(request, round_key)
    changes.close_audit(audit, by=request.here.doer, now=now())
    messages.success(request, "The audit is closed.")
    return redirect(url(request, "round", round_key))
