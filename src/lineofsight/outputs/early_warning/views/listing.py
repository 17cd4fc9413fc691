"""The list of warnings in four tabs, and how past ones proved."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.cycle.warnings import changes, rules
from lineofsight.cycle.warnings.models import Warning
from lineofsight.cycle.warnings.queries import last_run, proved_right
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.outputs.early_warning import queries
from lineofsight.outputs.early_warning.views.sections import shared

SEE = "see_warnings"


@partnership_page(SEE)
@require_safe
def warnings(request: PartnershipRequest) -> HttpResponseBase:
    """Warnings in the tab of the address, most concerning first; what the sub-group's list has no room for stands below."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else "new"
    tables = _tables(request, tab)
    for table in tables:
        if table.wants_export:
            return table.export_response()
    facts = {
        "tabs": _tabs(request, tab),
        "tab": tab,
        "table": tables[0],
        "below": tables[1] if len(tables) > 1 else None,
        "run": last_run(request.here.partnership),
        "may_raise": request.here.may("raise_concern"),
    }
    return render(request, "early_warning/list.html", shared(request) | facts)


def _tabs(request: PartnershipRequest, tab: str) -> list[dict[str, Any]]:
    counts, address = queries.count_in_tabs(request.here.partnership), shared(request)["list_url"]
    return [
        {"label": f"{label} ({counts[name]})", "url": f"{address}?tab={name}", "current": name == tab}
        for name, (label, _) in queries.TABS.items()
    ]


def _tables(request: PartnershipRequest, tab: str) -> list[Table]:
    rows = queries.in_tab(request.here.partnership, tab)
    if tab != "new":
        return [_table(request, rows, tab, title=queries.TABS[tab][0])]
    longest = changes.triage_setting(request.here.partnership).longest_list
    held = queries.within_length(request.here.partnership, longest)
    first = _table(request, rows.filter(pk__in=held), tab, title="New warnings")
    if len(held) < longest:
        return [first]
    below = rows.exclude(pk__in=held)
    title = "Ranked below your list’s length"
    second = _table(request, below, tab, title=title, name="below", prefix="below")
    return [first, second] if second.total or second.is_filtered else [first]


def _table(
    request: PartnershipRequest,
    rows: QuerySet[Warning],
    tab: str,
    *,
    title: str,
    name: str = "warnings",
    prefix: str = "",
) -> Table:
    return Table(
        request,
        name=name,
        title=title,
        rows=rows,
        columns=_columns(request, tab),
        filters=_filters(request),
        prefix=prefix,
        noun=("warning", "warnings"),
        exports=request.here.may("export"),
        marking="OFFICIAL-SENSITIVE",
        empty=_empty(request, tab),
    )


def _columns(request: PartnershipRequest, tab: str) -> list[Column]:
    slug, today = request.here.partnership.slug, request.here.today
    parts = Column("parts", "Parts", value=lambda one: one.part_count or None, sort="part_count", align="right")
    return [
        Column("title", "Warning", url=lambda one: reverse("early_warning:warning", args=[slug, one.pk])),
        Column("sentence", "Why", sort=False),
        Column("sure", "How sure", value=_sure, sort="rank", tone=_tone),
        Column("about", "About", value=lambda one: one.organisation.name if one.organisation else "The whole area",
               sort="organisation__name"),
        Column("clock", "Clock", value=lambda one: clock_of(one, today), sort="detected_at"),
        Column("times_before", "Came back", value=_times, sort="times_before"),
        *([Column("ended", "How it ended", value=_ended, sort="proved")] if tab == "closed" else []),
        *([] if tab == "closed" else [parts]),
    ]  # fmt: skip


def _sure(one: Warning) -> str:
    return rules.sure_words(kind=one.kind, tier=one.tier)


def _tone(one: Warning) -> str:
    return {"priority": "weak", "alert": "fair", "watch": "quiet"}.get(one.tier, "info")


def _times(one: Warning) -> str:
    return {0: "No", 1: "Once before"}.get(one.times_before, f"{one.times_before} times before")


def _ended(one: Warning) -> str:
    how = "Settled" if one.state == rules.SETTLED else "Closed"
    return f"{how}: {one.get_proved_display().lower()}"


def clock_of(one: Warning, today: date) -> str:
    """Where the warning's clock stands, in a few words."""
    days = {name: _day(getattr(one, name)) for name in ("detected_at", "told_at", "answered_at", "settled_at")}
    return rules.clock_words(
        state=one.state,
        detected=days["detected_at"] or one.triage_due_on,
        due=one.triage_due_on,
        told=days["told_at"],
        answered=days["answered_at"],
        ended=days["settled_at"],
        today=today,
    )


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _filters(request: PartnershipRequest) -> Sequence[Filter]:
    bodies = queries.organisations_here(request.here.partnership)
    today = request.here.today

    def overdue(rows: Any, _: object) -> Any:
        return rows.filter(state=rules.NEW, triage_due_on__lt=today)

    return [
        Filter("words", "Words in the title", lookup="title__icontains"),
        Filter("kind", "Kind", "choice", Warning.Kind.choices),
        Filter("agency", "Agency", "choice", bodies, lookup="organisation"),
        Filter("overdue", "Only overdue for triage", "tick", apply=overdue),
        Filter("again", "Only those that came back", "tick", apply=lambda rows, _: rows.filter(times_before__gt=0)),
    ]


def _empty(request: PartnershipRequest, tab: str) -> tuple[str, str, str, str]:
    said = {
        "new": ("No new warnings", "A warning comes from figures, from a late return, or from anyone’s concern."),
        "watched": ("Nothing is being looked at", "A new warning comes here when the sub-group looks into it first."),
        "raised": ("Nothing is with the Executive", "A warning comes here when the sub-group raises it."),
        "closed": ("Nothing was closed yet", "Warnings that are settled or closed stay here with their reasons."),
    }[tab]
    if request.here.may("raise_concern"):
        return (*said, reverse("early_warning:concern", args=[request.here.partnership.slug]), "Raise a concern")
    return (*said, "", "")


@partnership_page(SEE)
@require_safe
def proved(request: PartnershipRequest) -> HttpResponseBase:
    """How often past warnings were right, and each with its end."""
    rows = queries.in_tab(request.here.partnership, "closed")
    table = _table(request, rows, "closed", title="Past warnings")
    if table.wants_export:
        return table.export_response()
    record = proved_right(request.here.partnership)
    return render(request, "early_warning/proved.html", shared(request) | {"table": table, "record": record})
