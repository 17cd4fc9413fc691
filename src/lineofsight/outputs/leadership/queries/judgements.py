"""Judgements as they stood on a day: proposed and agreed kept apart, and their history."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from lineofsight.cycle.products.models import Product, Rating, Tag
from lineofsight.cycle.products.queries import visible
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject
from lineofsight.outputs.assurance.rules import Said, grade, grade_name
from lineofsight.outputs.leadership.models import Judgement
from lineofsight.sources.scrutiny.models import ScrutineerView
from lineofsight.sources.scrutiny.queries import newest_views

LAST = 24
"""How many judgements an indicator's page tells of."""


def end_of(day: date) -> datetime:
    """The first moment that is not of the day any more."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def judgements(partnership: Partnership, *, on: date) -> QuerySet[Judgement]:
    """What was known by the end of the day, newest first."""
    rows = Judgement.objects.for_partnership(partnership).filter(judged_on__lte=on, at__lt=end_of(on))
    return rows.select_related("actor", "framework").defer("framework__content").order_by("-judged_on", "-pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """One question of an indicator: the newest proposal, the newest agreement, and whether the proposal still waits."""

    code: str
    name: str
    proposed: Judgement | None
    agreed: Judgement | None

    @property
    def waits(self) -> bool:
        """True when the Executive has not answered the newest proposal."""
        if self.proposed is None:
            return False
        return self.agreed is None or (self.agreed.judged_on, self.agreed.pk) < (
            self.proposed.judged_on,
            self.proposed.pk,
        )

    @property
    def newest(self) -> Judgement | None:
        """What counts: the agreement, else the proposal."""
        return self.agreed or self.proposed


def newest_of_each(partnership: Partnership, *, on: date) -> QuerySet[Judgement]:
    """The newest judgement of each indicator, question and kind by the end of the day."""
    rows = judgements(partnership, on=on)
    same = rows.filter(indicator=OuterRef("indicator"), question=OuterRef("question"), kind=OuterRef("kind"))
    return rows.filter(pk=Subquery(same.values("pk")[:1]))


def standings(here: Here, framework: Framework, *, on: date) -> dict[str, list[Standing]]:
    """Every indicator's questions with what was proposed and agreed by the day; one query."""
    return _by_question(framework, list(newest_of_each(here.partnership, on=on)))


def standing_of(here: Here, framework: Framework, indicator: str, *, on: date) -> list[Standing]:
    """The same of one indicator, each judgement with its figures and products; three queries."""
    seen = Prefetch("products", visible(here))
    rows = newest_of_each(here.partnership, on=on).filter(indicator=indicator).prefetch_related("figures", seen)
    return _by_question(framework, list(rows))[indicator]


def _by_question(framework: Framework, rows: list[Judgement]) -> dict[str, list[Standing]]:
    newest = {(row.indicator, row.question, row.kind): row for row in rows}
    return {
        one.code: [
            Standing(question.code, question.name, newest.get((one.code, question.code, "proposed")),
                     newest.get((one.code, question.code, "agreed")))
            for question in one.ratings
        ]
        for one in framework.indicators
    }  # fmt: skip


def history(here: Here, indicator: str, *, on: date) -> list[Judgement]:
    """The last judgements of the indicator, newest first; one query."""
    return list(judgements(here.partnership, on=on).filter(indicator=indicator)[:LAST])


def said(judgement: Judgement | None) -> Said:
    """Its grade in its own framework's words."""
    if judgement is None:
        return Said("Not judged", "none")
    framework = framework_of(judgement.framework)
    return grade(framework, judgement.grade, scale=framework.meta.extent_scale)


def scrutineers_views(here: Here, *, on: date) -> dict[tuple[str, str], ScrutineerView]:
    """The scrutineer's view that counts of each question, for those who read independent scrutiny; two queries."""
    if not (here.may("see_scrutiny") or here.may("write_scrutiny")):
        return {}
    return newest_views(here, on=on)


def direction(judgement: Judgement | None) -> str:
    """Which way it goes, in words; nothing without one."""
    if judgement is None:
        return ""
    framework = framework_of(judgement.framework)
    return grade_name(framework, framework.meta.direction_scale, judgement.direction)


def tagged_products(here: Here, indicator: str) -> QuerySet[Product]:
    """The products tagged with the indicator that the person may read, newest first."""
    tagged = Tag.objects.filter(section=Tag.Section.INDICATORS, code=indicator)
    rows = visible(here).exclude(stage="stopped").filter(pk__in=tagged.values("product"))
    return rows.select_related("organisation", "framework").defer("framework__content").order_by("-due_on", "title")


def subject_of(partnership: Partnership, indicator: str) -> Subject | None:
    """What one points at to challenge the indicator, once it was judged."""
    return Subject.objects.filter(chain=partnership.chain_id, kind="indicator", key=indicator).first()


@dataclass(frozen=True, slots=True)
class Source:
    """A product that an indicator rests on, with its newest rating by the day."""

    product: Product
    rating: Rating | None


def sources_by_tier(here: Here, framework: Framework, indicator: str, *, on: date) -> list[tuple[str, list[Source]]]:
    """The products behind an indicator, by tier in the framework's order; two queries."""
    products = list(tagged_products(here, indicator)[:60])
    ratings: dict[object, Rating] = {}
    rows = Rating.objects.filter(product__in=products, rated_on__lte=on, at__lt=end_of(on))
    for rating in rows.order_by("rated_on", "pk"):
        ratings[rating.product_id] = rating
    tiers = {tool.code: tool.tier for tool in framework.tools}
    return [
        (tier.name, [Source(one, ratings.get(one.pk)) for one in products if tiers.get(one.tool) == tier.code])
        for tier in framework.tiers
    ]
