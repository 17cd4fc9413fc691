"""Rows of the lists with everything that a row shows, in a fixed number of queries."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import (
    Action,
    Finding,
    FindingTheme,
    ImpactCheck,
    Recommendation,
    RecommendationSource,
)
from lineofsight.cycle.findings.queries import visible
from lineofsight.foundation.partnership.queries import Here

TABS = {
    "open": ("Open", (rules.OPEN, rules.UNDER_WAY, rules.DONE)),
    "verify": ("To verify", (rules.DONE,)),
    "ended": ("Ended", (rules.VERIFIED, rules.DROPPED)),
    "all": ("All", (rules.OPEN, rules.UNDER_WAY, rules.DONE, rules.VERIFIED, rules.DROPPED)),
}


def with_sources(rows: QuerySet[Action]) -> QuerySet[Action]:
    """Actions with owner, agency, where they come from and the checks of what they serve; four queries beyond their own."""
    sources = RecommendationSource.objects.select_related("product__subject", "finding__product", "subject")
    return rows.select_related("owner", "organisation", "source").prefetch_related(
        Prefetch("recommendations", Recommendation.objects.order_by("reference")),
        Prefetch("recommendations__sources", sources.order_by("pk")),
        "recommendations__impact_checks",
    )


def actions_in_tab(here: Here, tab: str) -> QuerySet[Action]:
    """The actions of a tab: the person's own first, then the nearest day; without a day last."""
    rows = visible.actions(here).filter(state__in=TABS[tab][1])
    return own_first(with_sources(rows), visible.seats_of(here))


def own_first(rows: QuerySet[Action], seats: list[UUID]) -> QuerySet[Action]:
    """The same, those of some seats first."""
    own = Case(When(owner__in=seats, then=Value(0)), default=Value(1)) if seats else Value(1)
    return rows.annotate(others=own).order_by("others", F("due_on").asc(nulls_last=True), "reference")


def count_in_tabs(here: Here) -> dict[str, int]:
    """How many actions each tab holds; one query."""
    by_state = dict(visible.actions(here).order_by().values_list("state").annotate(Count("pk")))
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, (_, states) in TABS.items()}


def findings_listed(here: Here) -> QuerySet[Finding]:
    """Findings with what a list shows, newest first."""
    rows = visible.findings(here).select_related("product", "organisation", "source")
    counted = rows.annotate(answered_by=Count("recommendation_sources", distinct=True))
    return counted.prefetch_related("themes").order_by("-found_on", "-reference")


def recommendations_listed(here: Here) -> QuerySet[Recommendation]:
    """Recommendations with what a list shows; those that wait for an answer first, then the nearest day."""
    waits = Case(When(state=rules.PROPOSED, then=Value(0)), When(state__in=rules.IN_WORK, then=Value(1)),
                 default=Value(2))  # fmt: skip
    live = Count("actions", filter=Q(actions__state__in=[*rules.LIVE, rules.DONE]), distinct=True)
    rows = visible.recommendations(here).annotate(place=waits, open_actions=live)
    related = rows.select_related("owner", "organisation").prefetch_related("impact_checks")
    return related.order_by("place", F("due_on").asc(nulls_last=True), "reference")


def checks_listed(here: Here) -> QuerySet[ImpactCheck]:
    """Impact checks, those that are still to come first and by their day."""
    done = Case(When(result="", then=Value(0)), default=Value(1))
    rows = visible.impact_checks(here).annotate(done=done)
    related = rows.select_related("recommendation__owner", "recommendation__organisation", "checker", "checked_by")
    return related.order_by("done", "due_on", "pk")


def about_theme(code: str) -> Q:
    """Findings of a theme."""
    return Q(pk__in=FindingTheme.objects.filter(code=code).values("finding"))


def actions_about_theme(rows: QuerySet[Action], code: str) -> QuerySet[Action]:
    """Actions whose recommendations came from findings of a theme."""
    through: Any = Action.recommendations.through.objects
    from_theme = through.filter(action=OuterRef("pk"), recommendation__sources__finding__themes__code=code)
    return rows.filter(Exists(from_theme))


def recommendations_about_theme(rows: QuerySet[Recommendation], code: str) -> QuerySet[Recommendation]:
    """Recommendations that came from findings of a theme."""
    sources = RecommendationSource.objects.filter(recommendation=OuterRef("pk"), finding__themes__code=code)
    return rows.filter(Exists(sources))


def overdue(rows: QuerySet[Action], today: date) -> QuerySet[Action]:
    """Those still to be done whose day has passed."""
    return rows.filter(state__in=rules.LIVE, due_on__lt=today)
