"""What every write to an audit shares: locking, the version that was read, and who is told."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.sources.audits.models import Answer, Assessment


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it stands now, held until the transaction ends."""
    rows = Assessment.objects.select_for_update(of=("self",))
    related = rows.select_related("audit__round", "audit__core", "audit__supplement", "organisation", "subject")
    return related.select_related("partnership__chain", "request__round").get(pk=assessment.pk)


def move(assessment: Assessment, **facts: Any) -> None:
    """Write new facts of a locked assessment."""
    Assessment.objects.filter(pk=assessment.pk).update(version=F("version") + 1, **facts)
    assessment.refresh_from_db()


def write_answer(answer: Answer, *, version: int, **facts: Any) -> Answer:
    """Write an answer that nobody else has saved since `version`. ChangedMeanwhile when somebody has."""
    written = Answer.objects.filter(pk=answer.pk, version=version).update(version=F("version") + 1, **facts)
    if not written:
        raise ChangedMeanwhile("Somebody else saved this answer while you were working on it.")
    answer.refresh_from_db()
    return answer


def tell(assessment: Assessment, people: Iterable[Person], *, key: str, text: str, kind: str = Notice.Kind.TASK) -> int:
    """Tell people about an assessment; the key is told once to each."""
    subject = assessment.subject
    return notices.tell(
        people, key=f"assessment:{assessment.pk}:{key}", text=text, path=subject.path if subject else "", kind=kind,
        chain=assessment.partnership.chain, subject=subject,
    )  # fmt: skip


def settle(assessment: Assessment, key: str = "") -> None:
    """What was asked for is done: reminders about it stop."""
    notices.settle(key_prefix=f"assessment:{assessment.pk}:{key}")
