"""The log of decisions, one of them, and those taken outside a meeting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.cycle.products.models import Stop
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.governance.meetings import forms, permissions
from lineofsight.governance.meetings.changes import deciding
from lineofsight.governance.meetings.changes.deciding import Proof
from lineofsight.governance.meetings.models import Decision
from lineofsight.governance.meetings.queries import decisions as queries
from lineofsight.governance.meetings.queries.reading import may_read_subject, reader_of
from lineofsight.governance.meetings.views.acting import READS_AND_SENDS, Clean, Deed, Nothing, act, version_of
from lineofsight.governance.meetings.views.holding import taken_from
from lineofsight.governance.meetings.views.sections import (
    EDIT,
    MARKING,
    SEE,
    group_choices,
    group_chosen,
    shared,
    url,
)

PREPARE = permissions.PREPARE


@partnership_page(SEE)
@require_safe
def log(request: PartnershipRequest) -> HttpResponseBase:
    """Every decision, newest first: what, why, who agreed and who did not."""
    table = Table(
        request, name="decisions", title="Decisions", rows=queries.log(request.here), noun=("decision", "decisions"),
        exports=request.here.may("export"), marking=MARKING, columns=_columns(request),
        filters=[
            Filter("words", "Words", lookup="text__icontains"),
            Filter("group", "Group", "choice", group_choices(request.here, own=False), lookup="group"),
            Filter("standing", "Standing", "choice", Decision.Standing.choices),
            Filter("way", "How it was given", "choice", Decision.Way.choices),
            Filter("from", "From", "from", lookup="decided_on__gte"),
            Filter("to", "To", "to", lookup="decided_on__lte"),
            Filter("dissent", "Only where somebody did not agree", "tick",
                   apply=lambda rows, _: rows.filter(positions__kind="dissented").distinct()),
        ],
        empty=("No decision is recorded yet", "Decisions come here from the items of a meeting.",
               url(request, "meetings:list"), "See the meetings"),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {
        "table": table,
        "may_record": permissions.why_not_record_outside(request.here) is None,
        "waiting": list(queries.to_confirm(request.here)),
    }
    return render(request, "meetings/decisions.html", shared(request) | facts)


def _columns(request: PartnershipRequest) -> list[Column]:
    return [
        Column("reference", "Reference", url=lambda one: url(request, "decisions:decision", one.pk)),
        Column("text", "What was decided", sort=False),
        Column("group", "By whom", value="group.name", sort="group__name"),
        Column("decided_on", "On"),
        Column("positions", "Where the partners stood", value=positions_words, sort=False),
        Column("standing", "Standing", value="get_standing_display", sort="standing", tone=_tone),
        Column("review_on", "Look again on"),
        Column("reasons", "Reasons", sort=False, on_page=False),
        Column("options", "Also considered", sort=False, on_page=False),
        Column("way", "How it was given", value="get_way_display", sort=False, on_page=False),
        Column("meeting", "Meeting", value="meeting.title", sort=False, on_page=False),
        Column("product", "Product", value="product.title", sort=False, on_page=False),
        Column("recorded_by", "Recorded by", value="recorded_by.name", sort=False, on_page=False),
        Column("confirmed_by", "Confirmed by", value="confirmed_by.name", sort=False, on_page=False),
        Column("withdrawn_reason", "Why it was withdrawn", sort=False, on_page=False),
    ]


def positions_words(one: Decision) -> str:
    """Where each partner stood, in one line."""
    held = [f"{each.organisation.name}: {each.get_kind_display().lower()}" for each in one.positions.all()]
    return "; ".join(held)


def _tone(one: Decision) -> str:
    return {"confirmed": "good", "recorded": "info", "withdrawn": "quiet"}[one.standing]


def found(request: PartnershipRequest, decision: UUID) -> Decision:
    """The decision, for somebody who may read it; else 404."""
    try:
        return queries.one(request.here, decision)
    except Decision.DoesNotExist:
        raise Http404 from None


@partnership_page(SEE)
@require_safe
def decision(request: PartnershipRequest, decision: UUID) -> HttpResponse:
    """One decision, with where each partner stood, its proof, and what it set going."""
    here, row = request.here, found(request, decision)
    reader = reader_of(here)
    actions = row.subject.actions.select_related("owner__organisation", "subject") if row.subject else []
    facts = {
        "decision": row,
        "facts": _facts(row),
        "positions": list(row.positions.all()),
        "actions": [one for one in actions if may_read_subject(reader, one.subject)],
        "why_not_confirm": permissions.why_not_confirm(here, row),
        "why_not_withdraw": permissions.why_not_withdraw(here, row),
        "about": row.product.subject if row.product else row.about,
    }
    return render(request, "meetings/decision.html", shared(request) | facts)


def _facts(row: Decision) -> list[tuple[str, Any]]:
    confirmed = [("Confirmed by", f"{row.confirmed_by.name}, {row.confirmed_role}")] if row.confirmed_by else []
    outcome = [("For the product", row.get_outcome_display())] if row.outcome else []
    review = [("Look again on", row.review_on)] if row.review_on else []
    return [
        ("Decided by", row.group.name),
        ("On", row.decided_on),
        ("How", row.get_way_display()),
        ("Standing", row.get_standing_display()),
        *outcome,
        ("Recorded by", f"{row.recorded_by.name}, {row.recorded_role}"),
        *confirmed,
        *review,
    ]


@partnership_page(EDIT, PREPARE)
@READS_AND_SENDS
def record(request: PartnershipRequest) -> HttpResponse:
    """A decision that was given in the room or by e-mail, with its proof; a member then confirms it."""
    here, bodies = request.here, queries.partners(request.here.partnership)
    stops = {str(one.pk): one for one in _waiting(request)}

    def do(clean: Clean) -> str:
        made = deciding.record_outside(
            here.partnership, taken_from(clean, bodies), group=group_chosen(here, clean["group"]),
            proof=Proof(clean["way"], clean["proof_words"]), decided_on=clean["decided_on"],
            stop=stops.get(clean["stop"]), by=here.doer, now=now(), today=here.today,
        )  # fmt: skip
        return f"{made.reference} is written down. It counts once a member of the group confirms it."

    choices = {
        "partners": bodies, "groups": group_choices(here, own=False),
        "stops": [(key, f"{one.product.title} ({one.group.name if one.group else one.group_code})") for key, one in stops.items()],
    }  # fmt: skip
    text = "Use this for what was decided in the room or by e-mail. Decisions of a meeting are recorded at its items."
    return act(
        request,
        Deed("Write down a decision", "Write it down", forms.OutsideForm, do, url(request, "decisions:log"),
             choices=choices, text=text),
    )  # fmt: skip


def _waiting(request: PartnershipRequest) -> list[Stop]:
    """Products that wait for a group, as far as the person may read them."""
    rows = Stop.objects.for_partnership(request.here.partnership).filter(state=Stop.State.HERE)
    rows = rows.filter(product__subject__may_read__in=request.here.capabilities)
    return list(rows.select_related("product__partnership", "product__subject", "group").order_by("product__title"))


@partnership_page(SEE)
@READS_AND_SENDS
def confirm(request: PartnershipRequest, decision: UUID) -> HttpResponse:
    """A member of the group says that this was decided."""
    here, row = request.here, found(request, decision)

    def do(clean: Clean) -> None:
        sits = permissions.decides_for(here, row.group)
        deciding.confirm(row, sits=sits, by=here.doer, now=now(), today=here.today, version=version_of(clean))

    proof = row.proof_words or (row.proof.title if row.proof else "")
    return act(
        request,
        Deed("Confirm this decision", "Yes, this was decided", Nothing, do, url(request, "decisions:decision", row.pk),
             done="The decision stands.", caption=f"{row.reference}, {row.group.name}", text=row.text, version=row.version,
             warn=f"The proof: {proof}", why_not=permissions.why_not_confirm(here, row)),
    )  # fmt: skip


@partnership_page(SEE)
@READS_AND_SENDS
def withdraw(request: PartnershipRequest, decision: UUID) -> HttpResponse:
    """It was written down wrongly, and nobody confirmed it yet."""
    row = found(request, decision)

    def do(clean: Clean) -> None:
        must(permissions.why_not_withdraw(request.here, row))
        deciding.withdraw(row, reason=clean["reason"], by=request.here.doer, now=now(), version=version_of(clean))

    return act(
        request,
        Deed("Withdraw this decision", "Withdraw it", forms.ReasonForm, do, url(request, "decisions:decision", row.pk),
             done="The decision is withdrawn.", caption=f"{row.reference}, {row.group.name}", text=row.text,
             version=row.version, why_not=permissions.why_not_withdraw(request.here, row)),
    )  # fmt: skip
