"""Writes of independent scrutiny. What is not issued leaves its trail where its writer alone reads it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_in, people_who_may
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Actor, Subject
from lineofsight.foundation.trail.queries import was_recorded_lately
from lineofsight.sources.scrutiny import permissions, rules
from lineofsight.sources.scrutiny.models import (
    Activity,
    EvidenceAsked,
    Paper,
    ScrutineerView,
    ScrutinyYear,
    ViewAnswer,
)

MARKING, BETWEEN_ENTRIES = "OFFICIAL-SENSITIVE", timedelta(minutes=10)


def _write(row: Any, *, version: int, **facts: Any) -> None:
    """The facts on the row of the version that was read."""
    model = type(row)
    if not model.objects.filter(pk=row.pk, version=version).update(version=F("version") + 1, **facts):
        raise ChangedMeanwhile(saved=model.objects.get(pk=row.pk))
    row.refresh_from_db()


def _subject(row: Any, kind: str, title: str, path: str, *, may_read: str, private_to: Actor | None = None) -> Subject:
    """The row's subject, brought up to date."""
    chain = row.partnership.chain
    subject = subject_for(
        chain, room="scrutiny", kind=kind, key=row.pk, title=title, may_read=may_read, marking=MARKING,
        path=f"/p/{row.partnership.slug}/scrutiny/{path}", private_to=private_to,
    )  # fmt: skip
    if row.subject_id != subject.pk:
        type(row).objects.filter(pk=row.pk).update(subject=subject)
        row.subject = subject
    return subject


@transaction.atomic
def agree_days(partnership: Partnership, *, starts_on: date, days: Decimal, by: Doer) -> ScrutinyYear:
    """So many days of scrutiny for the year from a day on."""
    if days <= 0:
        raise Refused("Give how many days were agreed.")
    row, _ = ScrutinyYear.objects.update_or_create(
        partnership=partnership, starts_on=starts_on, defaults={"days": days}
    )
    record(partnership.chain, by=by, deed="scrutiny.agree_days", after={"starts_on": starts_on, "days": str(days)})
    return row


@transaction.atomic
def plan(
    partnership: Partnership,
    *,
    kind: str,
    title: str,
    planned_on: date,
    days: Decimal,
    question: str,
    organisation: Organisation | None,
    is_shared: bool,
    by: Doer,
) -> Activity:
    """Something on the plan."""
    row = Activity.objects.create(
        partnership=partnership, kind=kind, title=title, planned_on=planned_on, days=days, question=question,
        organisation=organisation, is_shared=is_shared,
    )  # fmt: skip
    _name_activity(row)
    record(
        partnership.chain, by=by, deed="scrutiny.plan", subject=row.subject, after={"title": title, "on": planned_on}
    )
    return row


def _name_activity(row: Activity) -> Subject:
    reading = permissions.READ if row.is_shared else permissions.WRITE
    return _subject(row, "scrutiny_activity", row.title, f"plan/{row.pk}/", may_read=reading)


@transaction.atomic
def change_activity(row: Activity, *, by: Doer, version: int, **facts: Any) -> Activity:
    """Its day, its state, what came of it, or whether partners see it."""
    if facts.get("state") == Activity.State.DONE and not str(facts.get("outcome", row.outcome)).strip():
        raise Refused("Write what came of it.")
    before = {name: getattr(row, name) for name in ("planned_on", "state", "is_shared")}
    _write(row, version=version, **facts)
    _name_activity(row)
    after = {name: getattr(row, name) for name in before}
    changed = {name: value for name, value in after.items() if value != before[name]}
    record(row.partnership.chain, by=by, deed="scrutiny.change_plan", subject=row.subject, after=changed)
    return row


@transaction.atomic
def ask_for(
    partnership: Partnership, *, what: str, why: str, to_role: Role, due_on: date, by: Doer, now: datetime, today: date
) -> EvidenceAsked:
    """Ask a role for evidence. Whoever is in it is told; nobody else is."""
    if due_on < today:
        raise Refused("Choose a day that is still to come.")
    row = EvidenceAsked.objects.create(
        partnership=partnership, reference=next_reference(partnership, "E", year=today.year), what=what, why=why,
        to_role=to_role, due_on=due_on, asked_at=now, asked_by_id=by.actor_id,
    )  # fmt: skip
    subject = _subject(row, "evidence_asked", f"{row.reference} evidence for the scrutineer", f"asked/{row.pk}/",
                       may_read=permissions.WRITE)  # fmt: skip
    notices.tell(
        people_in(to_role, today=today), key=f"evidence:{row.pk}:ask", kind=Notice.Kind.TASK,
        text="The Independent Scrutineer asks you for evidence.", path=subject.path, chain=partnership.chain,
    )  # fmt: skip
    record(partnership.chain, by=by, deed="scrutiny.ask_for", subject=subject, after={"what": what, "due_on": due_on})
    return row


@transaction.atomic
def give(
    row: EvidenceAsked, *, is_given: bool, words: str, link: str, holds_role: bool, by: Doer, now: datetime,
    today: date, version: int,
) -> EvidenceAsked:  # fmt: skip
    """What the role gives, or why it does not. The scrutineer is told."""
    must(rules.why_not_answer_question(state=row.state, words=words, holds_role=holds_role))
    state = rules.GIVEN if is_given else rules.DECLINED
    _write(row, version=version, state=state, answer=words, link=link, answered_at=now, answered_by_id=by.actor_id)
    notices.settle(key_prefix=f"evidence:{row.pk}:ask")
    notices.tell(
        people_who_may(row.partnership, permissions.WRITE, today=today), key=f"evidence:{row.pk}:given",
        text=f"{row.to_role} answered what you asked for: {row.reference}.", path=row.subject.path if row.subject else "",
        kind=Notice.Kind.NEWS, chain=row.partnership.chain, subject=row.subject,
    )  # fmt: skip
    record(row.partnership.chain, by=by, deed="scrutiny.give", subject=row.subject, after={"state": state}, note=words)
    return row


@transaction.atomic
def write_paper(partnership: Partnership, *, title: str, text: str, by: Doer, now: datetime) -> Paper:
    """A new draft, read by its writer alone."""
    row = Paper.objects.create(partnership=partnership, title=title, text=text, writer_id=by.actor_id, saved_at=now)
    _hide_paper(row)
    record(partnership.chain, by=by, deed="scrutiny.write", subject=row.subject)
    return row


def _hide_paper(row: Paper) -> None:
    _subject(row, "scrutiny_paper", row.title, f"papers/{row.pk}/", may_read=permissions.WRITE, private_to=row.writer)


@transaction.atomic
def save_paper(row: Paper, *, title: str, text: str, by: Doer, now: datetime, version: int) -> Paper:
    """The draft as it is now."""
    must(rules.why_not_change(is_issued=row.issued_at is not None, is_writer=row.writer_id == by.actor_id))
    _write(row, version=version, title=title, text=text, saved_at=now)
    _hide_paper(row)
    _record_saved(row, by=by)
    return row


def _record_saved(row: Any, *, by: Doer) -> None:
    """A saved draft is an entry at most once in ten minutes."""
    if not was_recorded_lately(row.subject, deed="scrutiny.save", by=by.actor_id, within=BETWEEN_ENTRIES):
        record(row.partnership.chain, by=by, deed="scrutiny.save", subject=row.subject)


@transaction.atomic
def issue_paper(row: Paper, *, by: Doer, now: datetime, today: date, version: int) -> Paper:
    """From now on everybody reads it who may read independent scrutiny, and nobody changes it."""
    must(
        rules.why_not_issue(text=row.text, is_issued=row.issued_at is not None, is_writer=row.writer_id == by.actor_id)
    )
    _write(row, version=version, issued_at=now, role=by.role)
    subject = _subject(row, "scrutiny_paper", row.title, f"papers/{row.pk}/", may_read=permissions.READ)
    _tell_readers(row, subject, f"The Independent Scrutineer issued: {row.title}", by=by, today=today)
    record(row.partnership.chain, by=by, deed="scrutiny.issue", subject=subject, after={"title": row.title})
    return row


def _tell_readers(row: Any, subject: Subject, text: str, *, by: Doer, today: date) -> None:
    """Those who decide and those who lead the system of scrutiny hear of what was issued."""
    people = {
        person.pk: person
        for capability in permissions.ANSWERS
        for person in people_who_may(row.partnership, capability, today=today)
        if person.actor_id != by.actor_id
    }
    notices.tell(
        list(people.values()), key=f"scrutiny:{row.pk}:issued", text=text, path=subject.path, kind=Notice.Kind.NEWS,
        chain=row.partnership.chain, subject=subject,
    )  # fmt: skip


@transaction.atomic
def save_view(
    partnership: Partnership,
    *,
    version: FrameworkVersion,
    indicator: str,
    question: str,
    grade: str,
    narrative: str,
    by: Doer,
    now: datetime,
    read_version: int,
) -> ScrutineerView:
    """The writer's draft of a view: made the first time, saved after."""
    _must_fit(version, indicator, question, grade)
    rows = ScrutineerView.objects.for_partnership(partnership).select_related("partnership__chain", "writer")
    row = rows.filter(indicator=indicator, question=question, writer=by.actor_id, issued_at__isnull=True).first()
    facts = {"grade": grade, "narrative": narrative, "saved_at": now, "framework": version, "role": by.role}
    if row is None:
        row = ScrutineerView.objects.create(
            partnership=partnership, indicator=indicator, question=question, writer_id=by.actor_id, **facts
        )
    else:
        _write(row, version=read_version, **facts)
    _subject(row, "scrutineer_view", _view_title(row), f"views/{row.pk}/", may_read=permissions.WRITE,
             private_to=row.writer)  # fmt: skip
    _record_saved(row, by=by)
    return row


def _must_fit(version: FrameworkVersion, indicator: str, question: str, grade: str) -> None:
    framework = framework_of(version)
    known = next((one for one in framework.indicators if one.code == indicator), None)
    questions = {one.code for one in known.ratings} if known else {rules.OVERALL} if not indicator else set()
    if question not in questions:
        raise Refused("The framework in use does not ask this question.")
    if grade not in {one.code for one in framework.get("scales", framework.meta.extent_scale).grades}:
        raise Refused("Choose one of the grades of the framework.")


def _view_title(row: ScrutineerView) -> str:
    names = {one.code: one.short_name for one in framework_of(row.framework).indicators}
    return f"The scrutineer’s view: {names.get(row.indicator, 'overall effectiveness')}"


@transaction.atomic
def issue_view(row: ScrutineerView, *, by: Doer, now: datetime, today: date, version: int) -> ScrutineerView:
    """The view counts from now on, beside what partners judge; it is never changed."""
    is_writer = row.writer_id == by.actor_id
    must(rules.why_not_issue(text=row.narrative, is_issued=row.issued_at is not None, is_writer=is_writer))
    _write(row, version=version, issued_at=now, role=by.role)
    subject = _subject(row, "scrutineer_view", _view_title(row), f"views/{row.pk}/", may_read=permissions.READ)
    _tell_readers(row, subject, "The Independent Scrutineer issued a view.", by=by, today=today)
    record(row.partnership.chain, by=by, deed="scrutiny.issue", subject=subject, after={"grade": row.grade},
           note=row.narrative)  # fmt: skip
    return row


@transaction.atomic
def answer_view(row: ScrutineerView, *, words: str, organisation: Organisation, by: Doer, now: datetime) -> ViewAnswer:
    """A partner's answer beside an issued view."""
    if row.issued_at is None:
        raise Refused("It is not issued yet.")
    if not words.strip():
        raise Refused("Write your answer.")
    made = ViewAnswer.objects.create(
        view=row, words=words, organisation=organisation, actor_id=by.actor_id, role=by.role, at=now
    )
    record(row.partnership.chain, by=by, deed="scrutiny.answer_view", subject=row.subject, note=words)
    return made
