"""What every write to an incident shares: the version that was read, its clocks, its subject, and who is told."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F

from lineofsight.engine import clocks
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.sources.reviews import queries, rules
from lineofsight.sources.reviews.models import ClockRun, Incident

RESTRICTED = "read_incidents"


def hold(incident: Incident, *, version: int | None = None) -> Incident:
    """The incident as it stands now, held until the transaction ends. ChangedMeanwhile when it is not the version that was read."""
    held = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("partnership__chain", "subject")
        .get(pk=incident.pk)
    )
    if version is not None and held.version != version:
        raise ChangedMeanwhile("Somebody else changed this incident while you were reading it.")
    return held


def write(held: Incident, **facts: Any) -> Incident:
    """Write facts of a held incident, and work its clocks out again."""
    Incident.objects.filter(pk=held.pk).update(version=F("version") + 1, **facts)
    fresh = queries.incident(held.partnership, held.pk)
    wind(fresh)
    return fresh


def wind(incident: Incident) -> None:
    """The clocks as the dates say: started, due, ended. What was agreed about lateness stays; no clock ever pauses."""
    held = {clock.code: clock for clock in ClockRun.objects.filter(incident=incident)}
    found = rules.clocks_of(queries.dates_of(incident))
    for one in found:
        _wind(incident, one, held.get(one.code))
    gone = set(held) - {one.code for one in found}
    ClockRun.objects.filter(incident=incident, code__in=gone).delete()


def _wind(incident: Incident, one: rules.Running, held: ClockRun | None) -> None:
    known = queries.rule_of(incident.partnership, one.code, on=one.started_on)
    if known is None:
        return
    rule, edition = known
    due = clocks.evaluate(rule, one.started_on, today=one.started_on).due
    warn_on = due - timedelta(days=rule.due_soon_in_days) if due else None
    facts = {"edition": edition[:200], "is_duty": rule.duty, "started_on": one.started_on, "due_on": due,
             "warn_on": warn_on, "ended_on": one.ended_on}  # fmt: skip
    if held is None:
        ClockRun.objects.create(partnership=incident.partnership, incident=incident, code=one.code, **facts)
    else:
        ClockRun.objects.filter(pk=held.pk).update(**facts)
    if one.ended_on:
        notices.settle(key_prefix=f"incident:{incident.pk}:clock:{one.code}")


def give_subject(incident: Incident) -> None:
    """What the trail, messages and files point at; only the review group and the scrutineer may read it."""
    partnership = incident.partnership
    subject = subject_for(
        partnership.chain, room="reviews", kind="incident", key=incident.pk, title=incident.reference,
        may_read=RESTRICTED, path=f"/p/{partnership.slug}/reviews/incidents/{incident.pk}/", marking="OFFICIAL-SENSITIVE",
    )  # fmt: skip
    Incident.objects.filter(pk=incident.pk).update(subject=subject)
    incident.subject = subject


def tell_group(incident: Incident, *, key: str, text: str, today: date, kind: str = Notice.Kind.TASK) -> int:
    """Tell the review group; no detail beyond the reference, so that an e-mail may say it too. Each key is told once."""
    people = people_who_may(incident.partnership, "edit_incidents", today=today)
    return notices.tell(
        people, key=f"incident:{incident.pk}:{key}", text=text, path=incident.subject.path if incident.subject else "",
        kind=kind, chain=incident.partnership.chain,
    )  # fmt: skip


def enter(incident: Incident, deed: str, *, by: Doer, note: str = "", **after: Any) -> None:
    """The trail entry of a write."""
    record(incident.partnership.chain, by=by, deed=deed, subject=incident.subject, after=after, note=note)
