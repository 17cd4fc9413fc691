"""One return, many partnerships: an organisation takes its core return out, and another partnership accepts it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, installation_chain, record
from lineofsight.sources.audits import core_return, queries, rules
from lineofsight.sources.audits.changes.holding import locked
from lineofsight.sources.audits.models import AcceptedReturn, Answer, Assessment, CoreReturn


@transaction.atomic
def take_out(assessment: Assessment, *, by: Doer, now: datetime) -> CoreReturn:
    """The declared answers to the core set, as one text that belongs to the organisation."""
    held = locked(assessment)
    if held.declared_at is None:
        raise Refused("Declare your answers first. Then you can take them to other partnerships.")
    text = core_return.written(_content(held))
    made = _keep(held.organisation, text, assessment=held, by=by, now=now)
    record(
        held.partnership.chain, by=by, deed="audits.take_out", subject=held.subject, after={"hash": made.content_hash}
    )
    return made


def _content(held: Assessment) -> core_return.Content:
    core = held.audit.core
    answers = [answer for answer in queries.answers_of(held) if answer.is_core]
    keys = ("question", "grade", "what_shows_it", "difference", "not_applicable_reason")
    return core_return.Content(
        organisation=held.organisation.name,
        organisation_code=held.organisation.official_code,
        standards_code=core.code,
        standards_edition=core.edition,
        standards_hash=core.content_hash,
        made_for=held.partnership.name,
        declared_on=f"{held.declared_at:%Y-%m-%d}",
        answers=tuple({key: getattr(answer, key) for key in keys} for answer in answers),
    )


def _keep(
    organisation: Organisation, text: str, *, assessment: Assessment | None, by: Doer, now: datetime
) -> CoreReturn:
    digest = hashlib.sha256(text.encode()).hexdigest()
    facts = {"content": text, "made_from": assessment, "made_at": now, "made_by_id": by.actor_id,
             "core": assessment.audit.core if assessment else None}  # fmt: skip
    made, _ = CoreReturn.objects.get_or_create(organisation=organisation, content_hash=digest, defaults=facts)
    return made


@transaction.atomic
def bring_in(organisation: Organisation, text: str, *, by: Doer, now: datetime) -> CoreReturn:
    """A core return that the organisation made elsewhere. NotACoreReturn says what is wrong with the text."""
    content = core_return.read(text)
    if content.organisation_code and organisation.official_code:
        same = content.organisation_code == organisation.official_code
    else:
        same = content.organisation.casefold() == organisation.name.casefold()
    if not same:
        raise Refused(f"This is the return of {content.organisation}, not of {organisation.name}.")
    made = _keep(organisation, text, assessment=None, by=by, now=now)
    record(
        installation_chain(),
        by=by,
        deed="audits.bring_in",
        after={"organisation": organisation.name, "hash": made.content_hash},
    )
    return made


@transaction.atomic
def use_return(assessment: Assessment, given: CoreReturn, *, by: Doer, now: datetime) -> int:
    """The answers of a core return into an assessment here, each to be checked by the organisation; how many fitted.

    A question fits by its code, or by what the set here says that it is the same as.
    """
    held = locked(assessment)
    must(rules.why_not_answer(state=held.state, closed=held.audit.closed_at is not None))
    if given.organisation_id != held.organisation_id:
        raise Refused("This return is another organisation’s.")
    content = core_return.read(given.content)
    theirs = {one["question"]: one for one in content.answers}
    core = queries.standards_of(held.audit.core)
    grades = {code for code, _, _ in queries.grades_of(held.partnership, core, on=held.audit.round.opens_on)}
    taken = []
    for answer in held.answers.filter(is_core=True, state=rules.EMPTY):
        question = core.question(answer.question)
        found = next((theirs[code] for code in (question.code, *question.same_as) if code in theirs), None)
        if found is not None and found["grade"] in grades:
            taken.append(_filled(answer, found, by=by, now=now))
    Answer.objects.bulk_update(
        taken, ["grade", "what_shows_it", "difference", "not_applicable_reason", "state", "changed_at", "changed_by",
                "version"], batch_size=500,
    )  # fmt: skip
    after = {"hash": given.content_hash, "made_for": content.made_for, "answers": len(taken)}
    record(held.partnership.chain, by=by, deed="audits.use_return", subject=held.subject, after=after, rows=len(taken))
    return len(taken)


def _filled(answer: Answer, found: Mapping[str, str], *, by: Doer, now: datetime) -> Answer:
    for key in ("grade", "what_shows_it", "difference", "not_applicable_reason"):
        setattr(answer, key, found[key])
    answer.state, answer.changed_at, answer.changed_by_id = rules.CARRIED, now, by.actor_id
    answer.version += 1
    return answer


@transaction.atomic
def accept_return(assessment: Assessment, given: CoreReturn, *, by: Doer, now: datetime) -> AcceptedReturn:
    """The partnership accepts a return that was made for another one; which boards accepted it stands on it."""
    held = locked(assessment)
    if given.organisation_id != held.organisation_id:
        raise Refused("This return is another organisation’s.")
    facts = {"partnership": held.partnership, "core_return": given, "accepted_at": now, "accepted_by_id": by.actor_id}
    made, is_new = AcceptedReturn.objects.get_or_create(assessment=held, defaults=facts)
    if is_new:
        after = {"hash": given.content_hash}
        record(held.partnership.chain, by=by, deed="audits.accept_return", subject=held.subject, after=after)
    return made
