"""Stamping a step, and telling people: at once by e-mail when it is urgent, with a link and no detail."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.warnings.models import Step, Told, Warning
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record


def path_of(warning: Warning) -> str:
    """The address of the warning's page."""
    return f"/p/{warning.partnership.slug}/warnings/{warning.pk}/"


def path_of_own(warning: Warning) -> str:
    """The address at which whoever raised a concern follows it, also without the right to see the list."""
    return f"/p/{warning.partnership.slug}/warnings/concerns/"


def stamp(warning: Warning, kind: str, *, by: Doer, now: datetime, note: str = "") -> None:
    """Add a step to the warning's clock."""
    Step.objects.create(warning=warning, kind=kind, at=now, actor_id=by.actor_id, role=by.role, note=note)


def tell(
    warning: Warning,
    people: Iterable[Person],
    *,
    key: str,
    text: str,
    kind: str = Notice.Kind.NEWS,
    path: str = "",
) -> None:
    """Tell people of the warning, each once for each key."""
    notices.tell(
        people,
        key=f"warning:{warning.pk}:{key}",
        text=text,
        path=path or path_of(warning),
        kind=kind,
        chain=warning.partnership.chain,
        subject=warning.subject,
    )


def tell_urgently(warning: Warning, people: Iterable[Person], *, key: str, text: str, now: datetime) -> None:
    """Tell people at once, and remember that they were told."""
    held = list(people)
    Told.objects.bulk_create(
        [Told(warning=warning, actor_id=person.actor_id, at=now) for person in held], ignore_conflicts=True
    )
    tell(warning, held, key=key, text=text, kind=Notice.Kind.URGENT)


def tell_triagers(warning: Warning, *, key: str, text: str, today: date, kind: str = Notice.Kind.NEWS) -> None:
    """Tell everybody who may triage."""
    tell(warning, people_who_may(warning.partnership, "triage_warnings", today=today), key=key, text=text, kind=kind)


def tell_whoever_raised_it(warning: Warning, *, key: str, text: str) -> None:
    """Whoever raised a concern hears what became of it."""
    if warning.raised_by_id is not None:
        people = Person.objects.filter(actor=warning.raised_by_id)
        tell(warning, people, key=key, text=text, path=path_of_own(warning))


@transaction.atomic
def correct(warning: Warning, *, note: str, by: Doer, now: datetime, parts: Iterable[Warning] = ()) -> None:
    """A figure behind it was restated or withdrawn: everybody who was told hears of it.

    `parts`: joined warnings that the figure also stands behind; they say so too, and whoever was told of them hears.
    """
    held = list(parts)
    for part in held:
        Warning.objects.filter(pk=part.pk).update(withdrawn_note=note, version=F("version") + 1)
        stamp(part, Step.Kind.CORRECTED, by=by, now=now, note=note)
    Warning.objects.filter(pk=warning.pk).update(withdrawn_note=note, version=F("version") + 1)
    stamp(warning, Step.Kind.CORRECTED, by=by, now=now, note=note)
    told = Told.objects.filter(warning__in=[warning, *held])
    people = Person.objects.filter(actor__in=told.values("actor"))
    text = "A figure behind an early warning that you were told of has changed."
    tell_urgently(warning, people, key=f"corrected:{now:%Y%m%d%H%M%S}", text=text, now=now)
    record(warning.partnership.chain, by=by, deed="warnings.correct", subject=warning.subject, note=note)


def mark_seen(warning: Warning, person: Person, *, now: datetime, is_told: bool = True) -> bool:
    """The person has opened it: who was told shows as having seen it, and their message is no longer new.

    True the first time that somebody who was told opens it. `is_told`: whether such a row waits, for a caller that knows.
    """
    own = Notice.objects.filter(person=person, key__startswith=f"warning:{warning.pk}:", read_at__isnull=True)
    own.update(read_at=now)
    if not is_told:
        return False
    told = Told.objects.filter(warning=warning, actor=person.actor_id, seen_at__isnull=True)
    return told.update(seen_at=now) > 0
