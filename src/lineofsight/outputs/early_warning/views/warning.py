"""One warning: what, since when, how sure, what we know and do not, who does what by when, and its clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from lineofsight.cycle.warnings import changes, rules
from lineofsight.cycle.warnings.models import Step, Warning
from lineofsight.cycle.warnings.queries import legs, one
from lineofsight.engine.charts import both_widths, text_alternative
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.trail.models import Subject
from lineofsight.foundation.ui.words import long_date
from lineofsight.outputs.early_warning import permissions, queries
from lineofsight.outputs.early_warning.views.sections import shared
from lineofsight.sources.dashboard.queries.looking import Look, look_of
from lineofsight.sources.dashboard.queries.measure_page import Choice, Page, line_alone
from lineofsight.sources.dashboard.rules import periods
from lineofsight.sources.dashboard.rules.judging import back_lately
from lineofsight.sources.dashboard.views import charting
from lineofsight.sources.dashboard.views.sections import kept


def found(request: PartnershipRequest, warning: UUID) -> Warning:
    """The warning of this partnership, or 404."""
    try:
        return one(request.here.partnership, warning)
    except Warning.DoesNotExist:
        raise Http404 from None


@partnership_page("see_warnings", look="warnings.see")
@require_safe
def warning(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """The page of one warning; opening it is kept in the trail, and shows to others as seen."""
    held = found(request, warning)
    request.looked_at = held.subject  # type: ignore[attr-defined]
    me = request.here.person
    is_told = any(one.actor_id == me.actor_id and one.seen_at is None for one in held.told.all())
    if changes.mark_seen(held, me, now=now(), is_told=is_told):
        held = found(request, warning)
    steps, parts = list(held.steps.all()), list(held.parts.all())
    offers = permissions.offers(request.here, held, asked=queries.question_waits(steps))
    facts = {
        "warning": held,
        "facts": _facts(held),
        "offers": [(offer, _address(request, held, offer)) for offer in offers],
        "meaning": rules.TIER_MEANINGS.get(held.tier, ""),
        "came_back": _came_back(held),
        "about": _about(request, held),
        "tracker": tracker(held),
        "history": [_entry(step) for step in reversed(steps)],
        "parts": parts,
        "told": sorted(held.told.all(), key=lambda told: told.actor.name),
        "is_overdue": rules.is_overdue(state=held.state, due=held.triage_due_on, today=request.here.today),
    }
    return render(request, "early_warning/warning.html", shared(request) | facts | _chart(request, held, parts))


def _address(request: PartnershipRequest, held: Warning, offer: permissions.Offer) -> str:
    return reverse(f"early_warning:{offer.deed}", args=[request.here.partnership.slug, held.pk]) + offer.query


def _facts(held: Warning) -> list[tuple[str, Any]]:
    by = [("Raised by", held.raised_by.name)] if held.raised_by else []
    return [
        ("State", held.get_state_display()),
        ("Kind", held.get_kind_display()),
        ("How sure", rules.sure_words(kind=held.kind, tier=held.tier)),
        ("About", held.organisation.name if held.organisation else "The whole area"),
        *by,
    ]


def _about(request: PartnershipRequest, held: Warning) -> Subject | None:
    """What another room raised it about, for whoever may read that; figures and returns have links of their own."""
    kinds = {Warning.Kind.THEME, Warning.Kind.RISK}
    about = held.about if held.kind in kinds else None
    if about is None or not about.path or not request.here.may(about.may_read):
        return None
    private = about.private_to_id not in {None, request.here.person.actor_id}
    elsewhere = about.organisation_key and about.organisation_key not in request.here.organisation_ids
    return None if private or elsewhere else about


def _came_back(held: Warning) -> str:
    last = held.recurs_from.settled_at if held.recurs_from else None
    return rules.came_back(held.times_before, last_closed=timezone.localtime(last).date() if last else None)


def tracker(held: Warning) -> list[dict[str, str]]:
    """The clock: each step with its day and the days since the step before; after the end only what happened."""
    found = [leg for leg in legs(held) if leg.at is not None or held.state not in rules.ENDED]
    waits = next((leg.name for leg in found if leg.at is None and leg.name not in _may_be_unknown(held)), "")
    return [{"label": leg.name, "state": _state(leg, waits), "words": _words(leg)} for leg in found]


def _may_be_unknown(held: Warning) -> set[str]:
    """Steps that are not waited for: of a concern nobody knows when it happened, and the clock may skip triage."""
    return {"Happened", "In our hands"} | ({"Triaged"} if held.told_by_clock else set())


def _state(leg: rules.Leg, waits: str) -> str:
    if leg.at is not None:
        return "done"
    return "current" if leg.name == waits else "todo"


def _words(leg: rules.Leg) -> str:
    if leg.at is None:
        return ""
    at = timezone.localtime(leg.at).date() if isinstance(leg.at, datetime) else leg.at
    since = "" if leg.days_since_last is None else f", {_later(leg.days_since_last)}"
    return f"{long_date(at)}{since}"


def _later(days: int) -> str:
    return "the same day" if days == 0 else f"{rules.days_words(days)} later"


def _entry(step: Step) -> dict[str, Any]:
    by = f"{step.actor.name}, {step.role}" if step.role and step.role != step.actor.name else step.actor.name
    return {"title": step.get_kind_display(), "by": by, "at": step.at, "text": step.note}


def _chart(request: PartnershipRequest, held: Warning, parts: Sequence[Warning]) -> dict[str, Any]:
    """The chart of the figures behind it, as its measure's page draws it for this person; nothing without figures.

    With a day in the address: as the figures were known then.
    """
    behind = queries.behind(held, parts)
    if behind is None:
        return {}
    here = request.here
    choice = Choice(agency=behind.agency, area=behind.area, split=behind.split)
    look = look_of(here, {"known_on": request.GET.get("known_on", "")})
    page = line_alone(here.partnership, behind.measure, look=look, choice=choice, today=here.today)
    facts = {"look": look, "measure_name": behind.name, "measure_url": _measure_url(request, behind, look)}
    facts |= {
        "today": here.today,
        "back": "" if look.known_on else _no_longer(held, page),
        "detected_on": timezone.localtime(held.detected_at).date(),
    }
    if page.line is not None and page.line.has_figures:
        chart = charting.spc_chart(page, page.line)
        facts |= {"chart": _drawn(chart), "alternative": text_alternative(chart), "chart_title": chart.title}
    return facts


def _no_longer(held: Warning, page: Page) -> str:
    """What is said where the figures behind an open warning do not show any more what it says; empty while they do."""
    shows = page.line.shows if page.line else None
    if shows is None or page.line is None or held.state in rules.ENDED or held.kind != Warning.Kind.SIGNAL:
        return ""
    kind, back = page.line.period_type, back_lately(shows.back_since, shows.period)
    if back:
        return f"The figures are back at about their usual level since {periods.label(back, kind)}."
    if shows.tier or shows.variation not in {"", "common"}:
        return ""
    return f"The newest figure, for {periods.label(shows.period, kind)}, does not show this any more."


def _drawn(chart: Any) -> SafeString:
    # Text of people is escaped where the chart is drawn.
    return mark_safe(both_widths(chart))  # noqa: S308


def _measure_url(request: PartnershipRequest, behind: queries.Behind, look: Look) -> str:
    if not (request.here.may("see_measures") or request.here.may("see_working_figures")):
        return ""
    address = reverse("dashboard:measure", args=[request.here.partnership.slug, behind.measure.code])
    return f"{address}?{urlencode(kept(look))}" if kept(look) else address
