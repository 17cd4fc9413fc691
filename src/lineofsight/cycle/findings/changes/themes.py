"""Themes that come back: found once a day, raised as early warnings; and the rule that says when."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.changes.subjects import CHANGED
from lineofsight.cycle.findings.models import ThemeRule
from lineofsight.cycle.findings.queries.themes import Recurring, recurring, theme_rule
from lineofsight.cycle.warnings.changes import warn_about
from lineofsight.cycle.warnings.models import Warning
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject


def theme_names(framework: Framework | None) -> dict[str, str]:
    """The framework's themes and priorities by their code: both gather findings."""
    return {one.code: one.name for one in (*framework.themes, *framework.priorities)} if framework else {}


@transaction.atomic
def warn_of_themes(partnership: Partnership, *, names: dict[str, str], now: datetime, today: date) -> int:
    """Raise each theme that recurs as an early warning, or keep the open one in step; the number that are new."""
    months = theme_rule(partnership).months
    return sum(
        _warn(partnership, one, name=names.get(one.code, one.code), months=months, now=now, today=today)
        for one in recurring(partnership, today=today)
    )


def _warn(partnership: Partnership, one: Recurring, *, name: str, months: int, now: datetime, today: date) -> bool:
    known = f"Found first on {one.first.day} {one.first:%B %Y}, last on {one.last.day} {one.last:%B %Y}."
    if one.returned:
        known += f" Embedded before: {', '.join(one.returned)}."
    return warn_about(
        theme_subject(partnership, one.code, name),
        Warning.Kind.THEME,
        partnership=partnership,
        title=f"{name}: the same is found again",
        sentence=rules.recurring_words(
            name, findings=one.findings, products=one.products, agencies=one.agencies, months=months,
            returned=bool(one.returned),
        ),
        known=known,
        not_known="Why it comes back, and whether what was done reached those who do the work.",
        happened_on=one.last,
        by=Doer.system(),
        now=now,
        today=today,
    )[1]  # fmt: skip


def theme_subject(partnership: Partnership, code: str, name: str) -> Subject:
    """What stands for a theme where something points at it."""
    return subject_for(
        partnership.chain, room="findings", kind="theme", key=code, title=name, may_read="see_findings",
        path=f"/p/{partnership.slug}/themes/{code}/",
    )  # fmt: skip


@transaction.atomic
def set_theme_rule(
    partnership: Partnership, *, findings: int, places: int, months: int, version: int, by: Doer
) -> ThemeRule:
    """How often, in how many places and in how many months makes a theme recurring."""
    rule, _ = ThemeRule.objects.get_or_create(partnership=partnership)
    before = {"findings": rule.findings, "places": rule.places, "months": rule.months}
    after = {"findings": findings, "places": places, "months": months}
    if not ThemeRule.objects.filter(pk=rule.pk, version=version).update(**after, version=F("version") + 1):
        raise ChangedMeanwhile(CHANGED)
    rule.refresh_from_db()
    record(partnership.chain, by=by, deed="findings.set_theme_rule", before=before, after=after)
    return rule
