"""Publishing a quarter: checked, then frozen; afterwards corrected only in the open."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.sources.dashboard.models import Correction, Publication
from lineofsight.sources.dashboard.queries.publishing import checklist, publication_of, who_is_told
from lineofsight.sources.dashboard.rules import checking, periods


@transaction.atomic
def publish(
    partnership: Partnership,
    *,
    quarter: date,
    headline: str,
    reasons: Mapping[str, str],
    by: Doer,
    now: datetime,
    today: date,
) -> Publication:
    """Freeze what was accepted by now as the quarter's figures, and tell everybody who may see them.

    Refused with the reason while an error stands, while a warning has no reason, without a headline, or a second time.
    """
    if publication_of(partnership, quarter) is not None:
        raise Refused("This quarter is already published. Correct it in the open instead.")
    if not headline.strip():
        raise Refused("Write the headline: what should people know first?")
    checks = checklist(partnership, quarter, today=today)
    why_not = checking.why_not_publish(checks, reasons=reasons)
    if why_not:
        raise Refused(why_not)
    answered = "\n".join(f"{check.text} Reason: {reasons[check.code].strip()}" for check in checks)
    made = Publication.objects.create(
        partnership=partnership,
        quarter_start=quarter,
        known_at=now,
        headline=headline.strip(),
        published_at=now,
        published_by_id=by.actor_id,
        answered=answered,
    )
    _give_subject(made)
    _tell(made, key="published", text=f"The figures of {_words(made)} are published.", today=today)
    after = {"quarter": quarter, "headline": headline, "answered": answered}
    record(partnership.chain, by=by, deed="dashboard.publish", subject=made.subject, after=after)
    return made


@transaction.atomic
def correct(publication: Publication, *, text: str, by: Doer, now: datetime, today: date) -> Correction:
    """Show what is known now in place of what was published, with words for what changed; everybody is told."""
    if not text.strip():
        raise Refused("Say what was wrong and what is right. Everybody who sees the figures reads it.")
    made = Correction.objects.create(
        publication=publication, known_at=now, text=text.strip(), at=now, by_id=by.actor_id
    )
    _tell(
        publication,
        key=f"corrected:{made.pk}",
        text=f"The figures of {_words(publication)} were corrected.",
        today=today,
    )
    chain = publication.partnership.chain
    record(chain, by=by, deed="dashboard.correct_publication", subject=publication.subject, note=text)
    return made


def _words(publication: Publication) -> str:
    return periods.label(publication.quarter_start, "quarter")


def _path(publication: Publication) -> str:
    return f"/p/{publication.partnership.slug}/data/publish/{publication.quarter_start.isoformat()}/"


def _give_subject(publication: Publication) -> None:
    publication.subject = subject_for(
        publication.partnership.chain,
        room="dashboard",
        kind="publication",
        key=publication.pk,
        title=f"Figures of {_words(publication)}",
        may_read="see_measures",
        path=_path(publication),
    )
    publication.save(update_fields=["subject"])


def _tell(publication: Publication, *, key: str, text: str, today: date) -> None:
    people = who_is_told(publication.partnership, today=today)
    notices.tell(
        people,
        key=f"publication:{publication.pk}:{key}",
        text=text,
        path=_path(publication),
        kind=Notice.Kind.NEWS,
        chain=publication.partnership.chain,
        subject=publication.subject,
    )
