"""Every update, by quarter and group."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.governance.updates import permissions, queries, rules
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.governance.updates.views.sections import shared


@partnership_page(*permissions.SEES)
@require_safe
def updates(request: PartnershipRequest) -> HttpResponseBase:
    """Which group gave its update for which quarter, when, and where it went."""
    channels = _channels(request)
    table = Table(
        request,
        name="updates",
        title="Updates of sub-groups",
        rows=queries.updates(request.here.partnership),
        columns=_columns(request, channels),
        filters=_filters(request, channels),
        noun=("update", "updates"),
        exports=request.here.may("export"),
        empty=(
            "No updates yet",
            "Two weeks before a quarter ends, an update is opened for each sub-group and its chair gets a message.", "", "",
        ),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "updates/list.html", shared(request) | {"table": table})


def _channels(request: PartnershipRequest) -> dict[str, str]:
    try:
        framework = framework_in_use(request.here.partnership, on=request.here.today)
    except NoFramework:
        return {}
    return {channel.code: channel.name for channel in framework.feedback_channels}


def _columns(request: PartnershipRequest, channels: dict[str, str]) -> list[Column]:
    slug = request.here.partnership.slug
    return [
        Column("group", "Group", value="group.name", sort="group__name",
               url=lambda one: reverse("updates:update", args=[slug, one.pk])),
        Column("period", "Period", value=period_words, sort="period_end"),
        Column("due_on", "Due"),
        Column("where", "Where it is", sort="state", value=lambda one: clock_of(one, request),
               tone=lambda one: tone_of(one, request)),
        Column("given_by", "Given by", value=lambda one: one.given_by.name if one.given_by else None,
               sort="given_by__name"),
        Column("channels", "Sent to", sort=False,
               value=lambda one: sent_to(one, channels) if one.state == rules.GIVEN else None),
    ]  # fmt: skip


def period_words(one: GroupUpdate) -> str:
    """ "Quarter 2, July to September 2026"."""
    return rules.Quarter(one.period_start, one.period_end).words


def clock_of(one: GroupUpdate, request: PartnershipRequest) -> str:
    """Where the update's clock stands."""
    given = timezone.localtime(one.given_at).date() if one.given_at else None
    return rules.clock_words(state=one.state, due=one.due_on, given=given, today=request.here.today)


def tone_of(one: GroupUpdate, request: PartnershipRequest) -> str:
    """Overdue stands out."""
    if one.state == rules.GIVEN:
        return "quiet"
    return "weak" if rules.is_overdue(state=one.state, due=one.due_on, today=request.here.today) else "info"


def sent_to(one: GroupUpdate, channels: dict[str, str]) -> str:
    """The channels in words, each with whether it was used there."""
    said = [(channels.get(each.channel, each.channel), each.used_at) for each in one.channels.all()]
    return "; ".join(f"{name} (used)" if used else name for name, used in said)


def _filters(request: PartnershipRequest, channels: dict[str, str]) -> list[Filter]:
    groups = queries.groups_with_updates(request.here.partnership)

    def overdue(rows: Any, _: object) -> Any:
        return rows.filter(state=rules.DRAFT, due_on__lt=request.here.today)

    return [
        Filter("group", "Group", "choice", groups, lookup="group"),
        Filter("channel", "Sent to", "choice", list(channels.items()), lookup="channels__channel"),
        Filter("state", "State", "choice", GroupUpdate.State.choices),
        Filter("overdue", "Only overdue", "tick", apply=overdue),
    ]
