"""Judging an indicator: proposed by the sub-group, agreed by the Executive. Nothing is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from lineofsight.cycle.products.models import Product
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_of_group_who_may
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Chain, Subject
from lineofsight.outputs.leadership import permissions, rules
from lineofsight.outputs.leadership.models import JudgedFigure, Judgement, WrittenFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is judged, and on what it rests. `seen` is the key of the newest judgement that the person had before them."""

    indicator: str
    question: str
    grade: str
    direction: str
    narrative: str
    judged_on: date
    products: Iterable[Product]
    figures: Mapping[str, str]
    seen: int


@transaction.atomic
def propose(
    partnership: Partnership, judged: Judged, *, version: FrameworkVersion, by: Doer, now: datetime, today: date
) -> Judgement:
    """A judgement for the Executive to agree. Its members are told."""
    made = _judge(partnership, judged, kind=rules.PROPOSED, version=version, by=by, now=now, today=today)
    framework = framework_of(version)
    subject = subject_of(partnership, framework, judged.indicator)
    _tell_deciders(partnership, framework, made, subject, today=today)
    _enter(made, subject, framework, by=by, deed="leadership.propose")
    return made


@transaction.atomic
def agree(
    partnership: Partnership, judged: Judged, *, version: FrameworkVersion, by: Doer, now: datetime, today: date
) -> Judgement:
    """What the Executive says of it, beside what was proposed. Nobody agrees what they proposed."""
    proposal = _newest(partnership, judged, kind=rules.PROPOSED)
    made = _judge(
        partnership, judged, kind=rules.AGREED, version=version, by=by, now=now, today=today, proposal=proposal
    )
    notices.settle(key_prefix=_notice_key(judged.indicator, judged.question))
    framework = framework_of(version)
    _enter(made, subject_of(partnership, framework, judged.indicator), framework, by=by, deed="leadership.agree")
    return made


@transaction.atomic
def write_figure(
    partnership: Partnership, framework: Framework, *, indicator: str, query: str, on: date, words: str, source: str,
    by: Doer, now: datetime, today: date,
) -> WrittenFigure:  # fmt: skip
    """A figure from outside the record, with its source. Those before it stay."""
    if query not in framework.get("indicators", indicator).evidence:
        raise Refused("The framework does not ask for this figure here.")
    must(rules.why_not_write_figure(words=words, source=source, on=on, today=today))
    made = WrittenFigure.objects.create(
        partnership=partnership,
        query=query,
        on=on,
        words=words,
        source=source,
        at=now,
        actor_id=by.actor_id,
        role=by.role,
    )
    subject = subject_of(partnership, framework, indicator)
    after = {"figure": framework.get("evidence_queries", query).name, "on": on, "source": source}
    record(partnership.chain, by=by, deed="leadership.write_figure", subject=subject, after=after, note=words)
    return made


def _judge(
    partnership: Partnership,
    judged: Judged,
    *,
    kind: str,
    version: FrameworkVersion,
    by: Doer,
    now: datetime,
    today: date,
    proposal: Judgement | None = None,
) -> Judgement:
    # The chain's head first: two who judge at the same moment come one after the other.
    Chain.objects.select_for_update().get(pk=partnership.chain_id)
    newest = _newest(partnership, judged)
    if newest is not None and newest.pk != judged.seen:
        raise ChangedMeanwhile("Somebody else judged this while you were writing.", saved=newest)
    products, figures = list(judged.products), dict(judged.figures)
    _must_fit(framework_of(version), judged)
    reason = rules.why_not_judge(
        kind=kind, narrative=judged.narrative, judged_on=judged.judged_on, today=today,
        rests_on=len(products) + len(figures),
        is_proposer=proposal is not None and proposal.actor_id == by.actor_id,
    )  # fmt: skip
    must(reason)
    made = Judgement.objects.create(
        partnership=partnership, framework=version, indicator=judged.indicator, question=judged.question, kind=kind,
        grade=judged.grade, direction=judged.direction, narrative=judged.narrative, judged_on=judged.judged_on,
        proposal=proposal, at=now, actor_id=by.actor_id, role=by.role,
    )  # fmt: skip
    made.products.set(products)
    JudgedFigure.objects.bulk_create(
        JudgedFigure(judgement=made, query=query, words=words[:300]) for query, words in figures.items()
    )
    return made


def _must_fit(framework: Framework, judged: Judged) -> None:
    """The grades must be of the framework's scales, and the question one of the indicator's."""
    indicator = next((one for one in framework.indicators if one.code == judged.indicator), None)
    if indicator is None or judged.question not in {one.code for one in indicator.ratings}:
        raise Refused("The framework in use does not ask this question.")
    for grade, scale in (
        (judged.grade, framework.meta.extent_scale),
        (judged.direction, framework.meta.direction_scale),
    ):
        if grade not in {one.code for one in framework.get("scales", scale).grades}:
            raise Refused(f"Choose one of the grades for {framework.get('scales', scale).name.lower()}.")


def _newest(partnership: Partnership, judged: Judged, *, kind: str = "") -> Judgement | None:
    rows = Judgement.objects.for_partnership(partnership).filter(indicator=judged.indicator, question=judged.question)
    found: Judgement | None = (rows.filter(kind=kind) if kind else rows).order_by("-pk").first()
    return found


def subject_of(partnership: Partnership, framework: Framework, indicator: str) -> Subject:
    """What the trail, challenges and findings point at when they are about the indicator."""
    known = framework.get("indicators", indicator)
    return subject_for(
        partnership.chain, room="leadership", kind="indicator", key=indicator,
        title=f"Indicator {known.number}: {known.short_name}", may_read=permissions.SEE, marking="OFFICIAL-SENSITIVE",
        path=reverse("leadership:indicator", args=[partnership.slug, indicator]),
    )  # fmt: skip


def _notice_key(indicator: str, question: str) -> str:
    return f"judgement:{indicator}:{question}:"


def _tell_deciders(
    partnership: Partnership, framework: Framework, made: Judgement, subject: Subject, *, today: date
) -> None:
    groups = partnership.groups.filter(code__in=permissions.agreeing_groups(framework))
    people = [
        person
        for group in groups
        for person in people_of_group_who_may(group, permissions.AGREE, today=today)
        if person.actor_id != made.actor_id
    ]
    notices.tell(
        people, key=f"{_notice_key(made.indicator, made.question)}{made.pk}", kind=Notice.Kind.TASK,
        text="A judgement of an indicator waits for you to agree it.", path=subject.path, chain=partnership.chain,
        subject=subject,
    )  # fmt: skip


def _enter(made: Judgement, subject: Subject, framework: Framework, *, by: Doer, deed: str) -> None:
    scale = framework.get("scales", framework.meta.extent_scale)
    grade = next(one.name for one in scale.grades if one.code == made.grade)
    after = {"grade": grade, "question": made.question, "judged_on": made.judged_on}
    record(made.partnership.chain, by=by, deed=deed, subject=subject, after=after, note=made.narrative)
