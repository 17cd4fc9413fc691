"""Themes: what each one gathers, and which come back across products, agencies and years."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import FindingTheme, Recommendation, ThemeRule
from lineofsight.cycle.findings.queries import visible
from lineofsight.engine.clocks import add_months
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here


@dataclass(frozen=True, slots=True)
class Recurring:
    """A theme that recurs: how many findings from how many products and agencies since when, and what came back."""

    code: str
    findings: int
    products: int
    agencies: int
    first: date
    last: date
    returned: tuple[str, ...] = ()
    """References of recommendations that were embedded, or opened again, before the newest finding of the theme."""


def theme_rule(partnership: Partnership) -> ThemeRule:
    """When the partnership calls a theme recurring; the usual rule where it has set none. Not written."""
    return ThemeRule.objects.filter(partnership=partnership).first() or ThemeRule(partnership=partnership)


def recurring(partnership: Partnership, *, today: date) -> list[Recurring]:
    """The themes that recur by the partnership's rule, or were found again after a recommendation was embedded; four queries.

    Strengths, drafts, closed products' privacy and restricted reviews count by number alone: nothing of them is named here.
    """
    rule = theme_rule(partnership)
    since = add_months(today, -rule.months)
    counted = _counted(partnership, since=since)
    came_back = _came_back(partnership, since=since)
    found = []
    for code, facts in sorted(counted.items()):
        often = rules.recurs(
            findings=facts["findings"], products=facts["products"], agencies=facts["agencies"],
            least_findings=rule.findings, least_places=rule.places,
        )  # fmt: skip
        if often or code in came_back:
            found.append(Recurring(code=code, returned=tuple(came_back.get(code, ())), **facts))
    return found


def _counted(partnership: Partnership, *, since: date) -> dict[str, dict[str, Any]]:
    rows = FindingTheme.objects.filter(_counts(partnership, since=since)).order_by().values("code")
    named = rows.annotate(
        findings=Count("finding", distinct=True), products=Count("finding__product", distinct=True),
        agencies=Count("finding__organisation", distinct=True), first=Min("finding__found_on"),
        last=Max("finding__found_on"),
    )  # fmt: skip
    return {row["code"]: {key: value for key, value in row.items() if key != "code"} for row in named}


def _counts(partnership: Partnership, *, since: date) -> Q:
    """Findings that tell of something wrong, issued, since a day."""
    said = Q(finding__partnership=partnership, finding__found_on__gte=since, finding__private_to__isnull=True)
    unissued = Q(finding__product__is_private=True)
    return said & ~Q(finding__kind=rules.STRENGTH) & ~unissued


def _came_back(partnership: Partnership, *, since: date) -> dict[str, list[str]]:
    """By theme: the recommendations after whose embedding the theme was found again about the same agency."""
    once = Recommendation.objects.for_partnership(partnership).filter(embedded_at__isnull=False)
    themes: dict[tuple[str, object], list[tuple[date, str]]] = defaultdict(list)
    for held in once.prefetch_related("sources__finding__themes"):
        embedded_on = timezone.localdate(held.embedded_at)
        for code in _themes_before(held, embedded_on):
            themes[code, held.organisation_id].append((embedded_on, held.reference))
    if not themes:
        return {}
    later = FindingTheme.objects.filter(_counts(partnership, since=since)).values_list(
        "code", "finding__organisation", "finding__found_on"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for code, organisation, found_on in later:
        for embedded_on, reference in themes.get((code, organisation), ()):
            if found_on > embedded_on:
                found[code].add(reference)
    return {code: sorted(references) for code, references in found.items()}


def _themes_before(recommendation: Recommendation, day: date) -> set[str]:
    """The themes of the findings that it came from in the first place, not of those that opened it again."""
    findings = [one.finding for one in recommendation.sources.all() if one.finding and one.finding.found_on <= day]
    return {theme.code for finding in findings for theme in finding.themes.all()}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the person may read of a theme, in numbers."""

    code: str
    findings: int
    strengths: int
    products: int
    last: date | None


def gathered(here: Here, codes: Iterable[str]) -> list[Gathered]:
    """Each theme with what the person may read of it, in the order given; one query."""
    rows = FindingTheme.objects.filter(finding__in=visible.findings(here).values("pk")).order_by().values("code")
    counted = {
        row["code"]: row
        for row in rows.annotate(
            findings=Count("finding"), strengths=Count("finding", filter=Q(finding__kind=rules.STRENGTH)),
            products=Count("finding__product", distinct=True), last=Max("finding__found_on"),
        )
    }  # fmt: skip
    none = {"findings": 0, "strengths": 0, "products": 0, "last": None}
    return [Gathered(**(none | counted.get(code, {}) | {"code": code})) for code in codes]
