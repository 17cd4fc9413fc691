"""Standards come into use, and an audit is opened: one assessment an organisation, with last time's answers beside it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products.models import Product
from lineofsight.cycle.requests.changes.asking import Asked, close_round, open_round
from lineofsight.cycle.requests.models import Request, Round
from lineofsight.engine.standards import Question, StandardSet
from lineofsight.foundation.partnership.models import Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, installation_chain, record, subject_for
from lineofsight.sources.audits import queries
from lineofsight.sources.audits.models import Answer, Assessment, Audit, Moderator, StandardUse, StandardVersion

BATCH = 2_000


@transaction.atomic
def load_standards(standards: StandardSet, *, by: Doer, now: datetime) -> StandardVersion:
    """The version with exactly this content, made if it is new. Nothing of an older one is touched."""
    held = StandardVersion.objects.filter(content_hash=standards.content_hash).first()
    if held is not None:
        return held
    made = StandardVersion.objects.create(
        code=standards.code,
        name=standards.name,
        edition=standards.edition,
        is_core=standards.core,
        content_hash=standards.content_hash,
        content=standards.to_json(),
        loaded_at=now,
    )
    after = {"code": standards.code, "edition": standards.edition, "hash": standards.content_hash}
    record(installation_chain(), by=by, deed="audits.load_standards", after=after)
    return made


@transaction.atomic
def take_up(partnership: Partnership, version: StandardVersion, *, by: Doer, now: datetime) -> StandardUse:
    """The partnership may use this version for its next audit."""
    facts = {"taken_up_at": now, "taken_up_by_id": by.actor_id}
    use, is_new = StandardUse.objects.get_or_create(partnership=partnership, version_used=version, defaults=facts)
    if is_new or use.retired_at:
        StandardUse.objects.filter(pk=use.pk).update(retired_at=None)
        after = {"standards": version.name, "edition": version.edition, "hash": version.content_hash}
        record(partnership.chain, by=by, deed="audits.take_up_standards", after=after)
    return use


@transaction.atomic
def open_audit(
    partnership: Partnership,
    *,
    title: str,
    core: StandardVersion,
    supplement: StandardVersion | None = None,
    period_start: date,
    period_end: date,
    opens_on: date,
    due_on: date,
    asked: Sequence[Asked],
    panel: Iterable[Role] = (),
    product: Product | None = None,
    reply_working_days: int = 10,
    path_of: Callable[[Request], str],
    by: Doer,
    now: datetime,
) -> Audit:
    """A round of self-assessments against a version of the standards. Each organisation gets the questions of its kind."""
    if not core.is_core or (supplement is not None and supplement.is_core):
        raise Refused("Choose a core set, and a local set as its supplement.")
    round_ = open_round(
        partnership, title=title, period_start=period_start, period_end=period_end, opens_on=opens_on, due_on=due_on,
        asked=asked, path_of=path_of, by=by, kind=Round.Kind.SECTION_11,
    )  # fmt: skip
    audit = Audit.objects.create(
        partnership=partnership, round=round_, core=core, supplement=supplement, product=product,
        reply_working_days=reply_working_days,
    )  # fmt: skip
    Moderator.objects.bulk_create([Moderator(audit=audit, role=role) for role in panel])
    _assess(audit, path_of=path_of)
    after = {"title": title, "core": core.content_hash, "supplement": supplement.content_hash if supplement else ""}
    record(partnership.chain, by=by, deed="audits.open", after=after, rows=len(asked))
    return audit


def _assess(audit: Audit, *, path_of: Callable[[Request], str]) -> None:
    """An assessment for each request, with its empty answers, in batches."""
    sets = [queries.standards_of(version) for version in (audit.core, audit.supplement) if version is not None]
    made = [_assessment(audit, request, path_of) for request in queries.requests_of(audit)]
    last = queries.last_assessments(audit)
    answers: list[Answer] = []
    for assessment in made:
        assessment.last_one = last.get(assessment.organisation_id)
        answers += _answers(assessment, sets)
    Assessment.objects.bulk_update(made, ["last_one"], batch_size=BATCH)
    Answer.objects.bulk_create(answers, batch_size=BATCH)


def _assessment(audit: Audit, request: Request, path_of: Callable[[Request], str]) -> Assessment:
    assessment = Assessment(
        partnership=audit.partnership, audit=audit, request=request, organisation=request.organisation
    )
    assessment.subject = subject_for(
        audit.partnership.chain,
        room="audits",
        kind="assessment",
        key=assessment.pk,
        title=f"{audit.round.title}: {request.organisation.name}",
        may_read="make_returns",
        path=path_of(request),
        marking="OFFICIAL-SENSITIVE",
        organisation_key=request.organisation_id,
    )
    assessment.save(force_insert=True)
    return assessment


def _answers(assessment: Assessment, sets: Sequence[StandardSet]) -> Iterable[Answer]:
    last = queries.answers_by_question(assessment.last_one) if assessment.last_one else {}
    for one in sets:
        for question in one.asked_of(assessment.organisation.kind):
            yield Answer(
                assessment=assessment,
                question=question.code,
                standard=question.standard,
                is_core=one.core,
                last_answer=_last(question, last),
            )


def _last(question: Question, last: dict[str, Answer]) -> Answer | None:
    """Last time's answer to this question, or to the one that it is the same as."""
    codes = (question.code, *question.same_as)
    return next((last[code] for code in codes if code in last), None)


@transaction.atomic
def close_audit(audit: Audit, *, by: Doer, now: datetime) -> Audit:
    """Nothing more is taken; what has not come stays recorded as it is."""
    close_round(audit.round, by=by, now=now)
    Audit.objects.filter(pk=audit.pk, closed_at__isnull=True).update(closed_at=now)
    record(audit.partnership.chain, by=by, deed="audits.close", after={"title": audit.round.title})
    audit.refresh_from_db()
    return audit
