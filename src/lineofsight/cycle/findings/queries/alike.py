"""Recommendations that say the same, suggested for merging; those that somebody told apart are left out."""

from uuid import UUID

from django.db.models import Q, QuerySet

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.likeness import (
    ALIKE,
    BY_THEMES,
    Wording,
    alike_pairs,
    most_alike,
    weights,
    words_of,
)
from lineofsight.cycle.findings.models import NotTheSame, Recommendation
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.findings.queries.people import themes_of
from lineofsight.foundation.partnership.queries import Here

COMPARED = (rules.PROPOSED, rules.ACCEPTED, rules.PARTLY, rules.REOPENED, rules.DELIVERED)
MOST = 2000
SHOWN, LOOKED_AT = 5, 50


def _compared(here: Here) -> QuerySet[Recommendation]:
    rows = visible.recommendations(here).filter(state__in=COMPARED).order_by("-made_on", "pk")
    return rows.prefetch_related("sources__finding__themes").only("pk", "wording")[:MOST]


def _wording(row: Recommendation) -> Wording:
    return Wording(str(row.pk), words_of(row.wording), frozenset(themes_of(row)))


def alike_to(here: Here, recommendation: Recommendation) -> list[Recommendation]:
    """Up to five that say the same as one, the most alike first; seven queries at most."""
    apart = _told_apart(recommendation)
    texts = _compared(here).prefetch_related(None).values_list("pk", "wording")
    others = [Wording(str(pk), words_of(wording)) for pk, wording in texts if pk not in apart | {recommendation.pk}]
    one = _wording(recommendation)
    weight = weights([one, *others])
    # By their words alone first: themes are read only of those that a shared theme could bring in.
    plain = Wording(one.key, one.words)
    near = [key for key, _ in most_alike(plain, others, at_least=ALIKE - BY_THEMES, weight=weight)][:LOOKED_AT]
    rows = visible.recommendations(here).filter(pk__in=near).prefetch_related("sources__finding__themes")
    found = {str(row.pk): row for row in rows}
    keys = [key for key, _ in most_alike(one, [_wording(row) for row in found.values()], weight=weight)][:SHOWN]
    return [found[key] for key in keys]


def _told_apart(recommendation: Recommendation) -> set[UUID]:
    pairs = NotTheSame.objects.filter(Q(first=recommendation) | Q(second=recommendation))
    return {key for pair in pairs.values_list("first_id", "second_id") for key in pair}


def pairs_alike(here: Here) -> list[tuple[Recommendation, Recommendation]]:
    """Every two that say the same, the most alike first; at most a hundred."""
    apart = {frozenset(map(str, pair)) for pair in NotTheSame.objects.filter(first__partnership=here.partnership)
             .values_list("first_id", "second_id")}  # fmt: skip
    found = alike_pairs(_wording(row) for row in _compared(here))
    kept = [(first, second) for first, second, _ in found if frozenset((first, second)) not in apart][:100]
    rows = visible.recommendations(here).filter(pk__in={key for pair in kept for key in pair})
    by_key = {str(row.pk): row for row in rows.select_related("organisation")}
    return [(by_key[first], by_key[second]) for first, second in kept]
