"""The catalogue of definitions."""

from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet

from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.models import MeasureVersion


def definitions(partnership: Partnership) -> QuerySet[MeasureVersion]:
    """The definition of each measure that counts now, with how many it has had; one query."""
    newest = Max("measure__versions__number")
    rows = MeasureVersion.objects.filter(measure__partnership=partnership).select_related("measure")
    counted = rows.annotate(newest=newest, changes=Count("measure__versions", distinct=True) - 1)
    return counted.filter(Q(number=F("newest"))).order_by("measure__number", "measure__code")


def newest_definition(partnership: Partnership, code: str) -> MeasureVersion:
    """The definition that counts now. MeasureVersion.DoesNotExist for a code that is not there."""
    rows = MeasureVersion.objects.filter(measure__partnership=partnership, measure__code=code)
    related = rows.select_related("measure__partnership__chain", "measure__subject", "created_by")
    found = related.order_by("-number").first()
    if found is None:
        raise MeasureVersion.DoesNotExist
    return found


def rule_choices(partnership: Partnership, *, today: date) -> list[tuple[str, str]]:
    """The framework's rules for small numbers, to choose from."""
    try:
        found = framework_in_use(partnership, on=today).small_number_rules
    except NoFramework:
        return [("default", "Strict: 1 to 5 are hidden")]
    return [(rule.code, rule.name) for rule in found]


def rule_words(partnership: Partnership, code: str, *, today: date) -> str:
    """What a rule for small numbers says; empty where the framework has none of that code."""
    try:
        found = framework_in_use(partnership, on=today).small_number_rules
    except NoFramework:
        return ""
    return next((rule.text for rule in found if rule.code == code), "")
