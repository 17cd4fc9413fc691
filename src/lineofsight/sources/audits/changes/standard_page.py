"""A whole standard is saved at once: what can be completed is, what lacks something is kept as it is, and nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.changes.answering import save_answer, still_open
from lineofsight.sources.audits.changes.holding import ChangedMeanwhile
from lineofsight.sources.audits.models import Answer, Assessment

WORDS = ("grade", "what_shows_it", "difference", "not_applicable_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person typed about one question, and the version of the answer that they had read.

    `still`: what they said of last time's answer: "still_true", "changed" or nothing yet.
    """

    grade: str
    what_shows_it: str
    difference: str
    not_applicable_reason: str
    still: str = ""
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of it: the new version of each answer, and why some are not completed."""

    versions: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_standard(
    assessment: Assessment, typed: Mapping[str, Typed], *, complete: bool, by: Doer, now: datetime
) -> Saved:
    """The answers to some questions, completed where that was asked and is possible, kept as they are where not.

    ChangedMeanwhile, with the answers as they stand by question, when somebody else has saved one of them first.
    """
    held = still_open(assessment)
    rows = held.answers.filter(question__in=list(typed)).select_related("last_answer", "changed_by", "subject")
    answers = {answer.question: answer for answer in rows}
    _refuse_overwriting(answers, typed, by=by)
    saved = Saved()
    for question, answer in answers.items():
        answer.assessment = held
        _save(answer, typed[question], saved, complete=complete, by=by, now=now)
        saved.versions[question] = answer.version
    return saved


def _refuse_overwriting(answers: Mapping[str, Answer], typed: Mapping[str, Typed], *, by: Doer) -> None:
    # One's own newer save is no conflict: an autosave may still be on its way when the button is pressed.
    newer = {
        question: answer
        for question, answer in answers.items()
        if answer.version != typed[question].version
        and answer.changed_by_id != by.actor_id
        and _differs(answer, typed[question])
    }
    if newer:
        raise ChangedMeanwhile("Somebody else saved these answers while you were working on them.", saved=newer)


def _differs(answer: Answer, typed: Typed) -> bool:
    return any(getattr(answer, name) != getattr(typed, name) for name in WORDS)


def _is_news(answer: Answer, typed: Typed) -> bool:
    return _differs(answer, typed) or (typed.still not in ("", answer.carried) and answer.last_answer_id is not None)


def _save(answer: Answer, typed: Typed, saved: Saved, *, complete: bool, by: Doer, now: datetime) -> None:
    typed = _as_last(answer, typed)
    last, changed = answer.last_answer, _is_news(answer, typed)
    if complete and not (answer.state == rules.DONE and not changed):
        is_as_last = last is not None and not _differs(last, typed)
        asked = {"has_last": last is not None, "chose": bool(typed.still), "is_as_last": is_as_last}
        reason = rules.why_not_confirm(state=answer.state, **asked) or _try(answer, typed, by=by, now=now)
        if reason is None:
            return
        saved.reasons[answer.question] = reason
    if changed:
        _write(answer, typed, complete=False, by=by, now=now)


def _as_last(answer: Answer, typed: Typed) -> Typed:
    """Last time's words and grade, where they were said to be still true and the boxes are empty."""
    last = answer.last_answer
    is_empty = not any(getattr(typed, name) for name in WORDS)
    if last is None or typed.still != rules.STILL_TRUE or not is_empty:
        return typed
    words = {name: getattr(last, name) for name in WORDS}
    return Typed(**words, still=typed.still, version=typed.version)


def _try(answer: Answer, typed: Typed, *, by: Doer, now: datetime) -> str | None:
    """Completes the answer; the reason why it cannot be, or None."""
    try:
        _write(answer, typed, complete=True, by=by, now=now)
    except Refused as refusal:
        return str(refusal)
    return None


def _write(answer: Answer, typed: Typed, *, complete: bool, by: Doer, now: datetime) -> None:
    last = answer.last_answer
    is_as_last = last is not None and not _differs(last, typed)
    carried = rules.carried_by(
        has_last=last is not None, still_true=typed.still == rules.STILL_TRUE, is_as_last=is_as_last
    )
    save_answer(
        answer,
        **{name: getattr(typed, name) for name in WORDS},
        complete=complete,
        still_true=carried == rules.STILL_TRUE,
        by=by,
        now=now,
        version=answer.version,
    )
