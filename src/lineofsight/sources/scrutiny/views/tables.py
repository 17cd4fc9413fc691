"""The plan, what was asked for, and the recommendations as tables."""

from typing import Any

from django.urls import reverse

from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.scrutiny import queries
from lineofsight.sources.scrutiny.models import Activity, EvidenceAsked
from lineofsight.sources.scrutiny.views.deeds import MARKING

TONES = {"asked": "info", "given": "good", "declined": "weak"}


def _shared(request: PartnershipRequest, name: str) -> dict[str, Any]:
    return {"name": name, "prefix": name, "page_size": 20, "exports": request.here.may("export"), "marking": MARKING}


def plan_table(request: PartnershipRequest) -> Table:
    """The plan, as far as the person may see it."""
    slug, today = request.here.partnership.slug, request.here.today

    def late(row: Activity) -> bool:
        return row.state == Activity.State.PLANNED and row.planned_on < today

    columns = [
        Column("title", "What", url=lambda row: reverse("scrutiny:activity", args=[slug, row.pk])),
        Column("kind", "Kind", value=lambda row: row.get_kind_display()),
        Column("organisation", "About", value=lambda row: row.organisation.name if row.organisation else "All agencies",
               sort="organisation__name"),
        Column("planned_on", "Day"),
        Column("days", "Days", align="right"),
        Column("state", "How it stands", value=lambda row: "Day has passed" if late(row) else row.get_state_display(),
               tone=lambda row: "weak" if late(row) else ""),
        Column("is_shared", "Partners see it", value=lambda row: "Yes" if row.is_shared else "No"),
    ]  # fmt: skip
    return Table(request, rows=queries.activities(request.here), columns=columns, title="Plan", default_sort="-planned_on",
                 noun=("activity", "activities"), **_shared(request, "plan"),
                 empty=("Nothing is planned yet", "Visits, talks and days of reading stand here.", "", ""))  # fmt: skip


def asked_table(request: PartnershipRequest) -> Table:
    """What the scrutineer asked for, the nearest day first."""
    slug, today = request.here.partnership.slug, request.here.today

    def says(row: EvidenceAsked) -> str:
        late = row.state == EvidenceAsked.State.ASKED and row.due_on < today
        return "Overdue" if late else row.get_state_display()

    columns = [
        Column("what", "What", value=lambda row: row.what[:140],
               url=lambda row: reverse("scrutiny:asked", args=[slug, row.pk])),
        Column("reference", "Reference"),
        Column("to_role", "Of whom", value=lambda row: str(row.to_role), sort="to_role__title"),
        Column("due_on", "Due"),
        Column("state", "How it stands", value=says,
               tone=lambda row: "weak" if says(row) == "Overdue" else TONES[row.state]),
    ]  # fmt: skip
    return Table(request, rows=queries.asked(request.here), columns=columns, title="Evidence asked for",
                 default_sort="due_on", noun=("question", "questions"), **_shared(request, "asked"),
                 empty=("Nothing was asked for yet", "Only the role that you ask sees what you ask.", "", ""))  # fmt: skip


def recommendation_table(request: PartnershipRequest) -> Table:
    """The scrutineer's recommendations with their answers, and whether the scrutineer is satisfied."""
    slug, today = request.here.partnership.slug, request.here.today

    def late(row: Any) -> bool:
        return bool(row.due_on and row.due_on < today and not row.satisfied_at and row.state != "rejected")

    columns = [
        Column("wording", "Recommendation", value=lambda row: row.wording[:160],
               url=lambda row: reverse("findings:recommendation", args=[slug, row.pk])),
        Column("reference", "Reference"),
        Column("owner", "Owner", value=lambda row: str(row.owner) if row.owner else "Nobody yet", sort="owner__title"),
        Column("answer", "Answer", value=lambda row: row.get_answer_display()),
        Column("open_actions", "Open actions", align="right"),
        Column("due_on", "Due", tone=lambda row: "weak" if late(row) else ""),
        Column("satisfied_at", "Satisfied",
               value=lambda row: "Draft" if row.private_to_id else "Yes" if row.satisfied_at else "Not yet"),
    ]  # fmt: skip
    return Table(request, rows=queries.recommendations(request.here), columns=columns,
                 title="Recommendations of independent scrutiny", noun=("recommendation", "recommendations"),
                 **_shared(request, "recommended"),
                 empty=("No recommendations yet", "They come here when the scrutineer makes them.", "", ""))  # fmt: skip
