"""Everything about one theme that a person may read, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet

from lineofsight.cycle.findings import queries as findings
from lineofsight.cycle.findings.models import Action, Finding, FindingTheme, ImpactCheck, Recommendation
from lineofsight.cycle.findings.queries import listed, visible
from lineofsight.cycle.findings.queries.themes import Gathered, Recurring, gathered, recurring
from lineofsight.cycle.products.models import Product, Tag
from lineofsight.cycle.products.queries import listed as products_listed
from lineofsight.cycle.warnings.models import Warning
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import Choice
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.dashboard.models import Measure, MeasureVersion

VOICE = "voice"
"""The framework's theme for what children say; findings of another theme that carry it too are its voices."""


def framework_here(here: Here) -> Framework | None:
    """The framework that counts today; None before one is adopted."""
    try:
        return framework_in_use(here.partnership, on=here.today)
    except NoFramework:
        return None


def themes_of(framework: Framework | None) -> tuple[Choice, ...]:
    """The framework's themes, then its priorities: both gather findings."""
    return (*framework.themes, *framework.priorities) if framework else ()


@dataclass(frozen=True, slots=True)
class Row:
    """One theme of the list: what the person may read of it, and whether it comes back."""

    theme: Choice
    counts: Gathered
    recurs: Recurring | None


def rows(here: Here, themes: tuple[Choice, ...]) -> list[Row]:
    """Every theme of the framework, those that come back first, then by how often they were found; six queries."""
    again = {one.code: one for one in recurring(here.partnership, today=here.today)}
    counts = {one.code: one for one in gathered(here, [theme.code for theme in themes])}
    found = [Row(theme, counts[theme.code], again.get(theme.code)) for theme in themes]
    return sorted(found, key=lambda row: (row.recurs is None, -row.counts.findings, row.theme.number))


def findings_of(here: Here, code: str) -> QuerySet[Finding]:
    """The findings of a theme, newest first."""
    return findings.findings_listed(here).filter(listed.about_theme(code))


def recommendations_of(here: Here, code: str) -> QuerySet[Recommendation]:
    """The recommendations that came from findings of a theme."""
    return listed.recommendations_about_theme(findings.recommendations_listed(here), code)


def actions_of(here: Here, code: str) -> QuerySet[Action]:
    """The actions of those recommendations, open ones first."""
    rows = listed.actions_about_theme(findings.with_sources(visible.actions(here)), code)
    return rows.order_by("verified_at", F("due_on").asc(nulls_last=True), "reference")


def voices_of(here: Here, code: str) -> QuerySet[Finding]:
    """What children say about it: its findings that carry the theme of their voice too."""
    own = findings_of(here, code)
    return own if code == VOICE else own.filter(listed.about_theme(VOICE))


def products_of(here: Here, code: str) -> QuerySet[Product]:
    """Audits, reviews, inspections and other products: tagged with the theme, or in which it was found."""
    tagged = Tag.objects.filter(section__in=[Tag.Section.THEMES, Tag.Section.PRIORITIES], code=code)
    told = visible.findings(here).filter(listed.about_theme(code), product__isnull=False)
    rows = products_listed(here).filter(Q(pk__in=tagged.values("product")) | Q(pk__in=told.values("product")))
    return rows.order_by("-due_on", "title")


def measures_of(here: Here, code: str) -> list[MeasureVersion]:
    """The measures that show it: linked to it as a priority, told by a finding, or looked at by an impact check."""
    if not (here.may("see_measures") or here.may("see_working_figures")):
        return []
    told = visible.findings(here).filter(listed.about_theme(code), source__kind="measure").values("source")
    held = visible.recommendations(here).filter(sources__finding__in=_findings_of(code))
    looked = ImpactCheck.objects.for_partnership(here.partnership).filter(recommendation__in=held.values("pk"))
    wanted = Q(links__kind="priority", links__code=code) | Q(subject__in=told)
    wanted |= Q(subject__in=looked.filter(measure_subject__isnull=False).values("measure_subject"))
    rows = Measure.objects.for_partnership(here.partnership).filter(wanted, is_active=True).distinct()
    versions = Prefetch("versions", MeasureVersion.objects.order_by("number"))
    newest = [list(row.versions.all())[-1:] for row in rows.prefetch_related(versions).order_by("number", "code")]
    return [version for held_versions in newest for version in held_versions]


def _findings_of(code: str) -> QuerySet[FindingTheme, object]:
    return FindingTheme.objects.filter(code=code).values("finding")


def warnings_of(here: Here, code: str, measures: list[MeasureVersion]) -> list[Warning]:
    """Open early warnings about the theme itself, about its measures, or that a finding of it came from; newest first."""
    if not here.may("see_warnings"):
        return []
    subjects = [version.measure.subject_id for version in measures if version.measure.subject_id]
    told = visible.findings(here).filter(listed.about_theme(code), source__kind="warning").values("source")
    about = Q(key=f"theme:{code}") | Q(about__in=subjects) | Q(subject__in=told)
    rows = Warning.objects.for_partnership(here.partnership).open().filter(about, joined_to__isnull=True)
    return list(rows.order_by("-detected_at")[:20])


def recurs(here: Here, code: str) -> Recurring | None:
    """How it comes back by the partnership's rule; None when it does not."""
    return next((one for one in recurring(here.partnership, today=here.today) if one.code == code), None)
