"""Opening a quarter's updates, writing them, giving them to their channels, and marking where they were used."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from lineofsight.engine.framework import Framework
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Group
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_of_group_who_may, people_who_may
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject
from lineofsight.foundation.trail.queries import was_recorded_lately
from lineofsight.governance.updates import queries, rules
from lineofsight.governance.updates.models import GroupUpdate, UpdateChannel, UpdateText

MAY_READ, GIVE = "see_meetings", "give_update"
SAVE, BETWEEN_ENTRIES = "updates.save", timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed under a topic, and the version of the text that they had read."""

    text: str
    version: int


@transaction.atomic
def open_update(
    group: Group, quarter: rules.Quarter, *, version: FrameworkVersion, due_on: date, by: Doer
) -> GroupUpdate:
    """The group's update for the quarter, made empty the first time: one text for each topic of the framework."""
    partnership = group.partnership
    facts = {"partnership": partnership, "framework": version, "period_start": quarter.start, "due_on": due_on}
    update, is_new = GroupUpdate.objects.get_or_create(group=group, period_end=quarter.end, defaults=facts)
    if not is_new:
        return update
    topics = framework_of(version).feedback_topics
    UpdateText.objects.bulk_create([UpdateText(update=update, topic=topic.code) for topic in topics])
    update.subject = subject_for(
        partnership.chain,
        room="updates",
        kind="update",
        key=update.pk,
        title=f"Update of {group.name}, {quarter.words}",
        may_read=MAY_READ,
        path=path_of(update),
    )
    update.save(update_fields=["subject"])
    after = {"group": group.name, "period_end": quarter.end, "due_on": due_on}
    record(partnership.chain, by=by, deed="updates.open", subject=update.subject, after=after)
    return update


@transaction.atomic
def save(update: GroupUpdate, typed: Mapping[str, Typed], *, by: Doer, now: datetime) -> dict[str, int]:
    """Keep what was typed under some topics; the versions of all texts now, by topic.

    Two people may write at once under different topics. Under the same one the second is shown both (ChangedMeanwhile).
    """
    _refuse(rules.why_not_write(state=_held(update).state))
    texts = {text.topic: text for text in update.texts.select_related("changed_by").order_by("pk")}
    changed = {topic: one for topic, one in typed.items() if topic in texts and one.text != texts[topic].text}
    theirs = {topic: texts[topic] for topic, one in changed.items() if texts[topic].version != one.version}
    if theirs:
        raise ChangedMeanwhile(saved=theirs)
    for topic, one in changed.items():
        facts = {"text": one.text, "changed_at": now, "changed_by_id": by.actor_id, "version": F("version") + 1}
        held = UpdateText.objects.filter(pk=texts[topic].pk, version=one.version)
        if not held.update(**facts):
            raise ChangedMeanwhile(
                saved={topic: UpdateText.objects.select_related("changed_by").get(pk=texts[topic].pk)}
            )
    if changed:
        GroupUpdate.objects.filter(pk=update.pk).update(version=F("version") + 1)
        _record_saved(update, {topic: one.text for topic, one in changed.items()}, by=by)
    return {text.topic: text.version for text in UpdateText.objects.filter(update=update)}


def _record_saved(update: GroupUpdate, after: Mapping[str, object], *, by: Doer) -> None:
    """A saved version of a draft is an entry at most once in ten minutes for each editor."""
    if not was_recorded_lately(update.subject, deed=SAVE, by=by.actor_id, within=BETWEEN_ENTRIES):
        record(update.partnership.chain, by=by, deed=SAVE, subject=update.subject, after=dict(after))


@transaction.atomic
def choose_channels(update: GroupUpdate, channels: Collection[str], *, by: Doer) -> None:
    """Where the draft is to go; nothing goes there before it is given."""
    _refuse(rules.why_not_write(state=_held(update).state))
    wanted = [code for code in channels if code in _known(update)]
    _put_channels(update, wanted)
    _record_saved(update, {"channels": wanted}, by=by)


def _put_channels(update: GroupUpdate, wanted: list[str]) -> None:
    UpdateChannel.objects.filter(update=update).exclude(channel__in=wanted).delete()
    new = [UpdateChannel(update=update, channel=code) for code in wanted]
    UpdateChannel.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def give(update: GroupUpdate, *, channels: Collection[str], by: Doer, now: datetime, today: date) -> GroupUpdate:
    """Give the update to the channels, all from the one text; whoever keeps the meetings hears of it."""
    held = _held(update)
    texts = queries.texts_of(held)
    wanted = [code for code in channels if code in _known(held)]
    has_words = any(text.strip() for text in texts.values())
    _refuse(rules.why_not_give(state=held.state, has_words=has_words, has_channel=bool(wanted)))
    _put_channels(held, wanted)
    facts = {"state": rules.GIVEN, "given_at": now, "given_by_id": by.actor_id, "given_role": by.role[:200]}
    GroupUpdate.objects.filter(pk=held.pk).update(version=F("version") + 1, **facts)
    held.refresh_from_db()
    notices.settle(key_prefix=f"update:{held.pk}:due")
    keepers = people_who_may(held.partnership, "edit_meetings", today=today)
    others = [person for person in keepers if person.actor_id != by.actor_id]
    tell(held, others, key=f"given:{held.version}", text=f"{held.group.name} has given its update.", kind="news")
    record(
        held.partnership.chain, by=by, deed="updates.give", subject=held.subject,
        after={"channels": wanted, "texts": texts},
    )  # fmt: skip
    return held


@transaction.atomic
def send_to(update: GroupUpdate, *, channels: Collection[str], by: Doer) -> list[str]:
    """Send an update that was given through more channels, without retyping; the codes that are new."""
    held = _held(update)
    if held.state != rules.GIVEN:
        raise Refused("This update was not given yet.")
    known = {one.channel for one in held.channels.all()}
    new = [code for code in channels if code in _known(held) and code not in known]
    if not new:
        raise Refused("Choose a channel that it was not sent to yet.")
    UpdateChannel.objects.bulk_create([UpdateChannel(update=held, channel=code) for code in new])
    record(held.partnership.chain, by=by, deed="updates.send_to", subject=held.subject, after={"channels": new})
    return new


@transaction.atomic
def take_back(update: GroupUpdate, *, by: Doer) -> GroupUpdate:
    """Make it a draft again, while no report and no meeting has used it."""
    held = _held(update)
    is_used = any(one.used_at for one in held.channels.all())
    _refuse(rules.why_not_take_back(state=held.state, is_used=is_used))
    facts = {"state": rules.DRAFT, "given_at": None, "given_by": None, "given_role": ""}
    GroupUpdate.objects.filter(pk=held.pk).update(version=F("version") + 1, **facts)
    held.refresh_from_db()
    record(held.partnership.chain, by=by, deed="updates.take_back", subject=held.subject)
    return held


@transaction.atomic
def mark_used(update: GroupUpdate, channel: str, *, used_in: Subject, by: Doer, now: datetime) -> None:
    """A meeting or a report has taken the update in; the first use counts."""
    rows = UpdateChannel.objects.filter(update=update, channel=channel, used_at__isnull=True)
    if rows.update(used_in=used_in, used_at=now):
        after = {"channel": channel, "used_in": used_in.title}
        record(update.partnership.chain, by=by, deed="updates.mark_used", subject=update.subject, after=after)


def whoever_gives(update: GroupUpdate, *, today: date) -> list[Person]:
    """Who is asked for the update: the group's own who may give it, else whoever keeps the partnership's meetings."""
    chairs = people_of_group_who_may(update.group, GIVE, today=today)
    return chairs or people_who_may(update.partnership, "manage_rounds", today=today)


def tell(update: GroupUpdate, people: Iterable[Person], *, key: str, text: str, kind: str = Notice.Kind.TASK) -> int:
    """Tell people of the update, each once for each key."""
    return notices.tell(
        people,
        key=f"update:{update.pk}:{key}",
        text=text,
        path=path_of(update),
        kind=kind,
        chain=update.partnership.chain,
        subject=update.subject,
    )


def path_of(update: GroupUpdate) -> str:
    """The address of the update's page."""
    return f"/p/{update.partnership.slug}/updates/{update.pk}/"


def framework_for(update: GroupUpdate) -> Framework:
    """The framework version under which the update was opened: its topics and channels."""
    return framework_of(update.framework)


def _known(update: GroupUpdate) -> tuple[str, ...]:
    return framework_for(update).codes("feedback_channels")


def _held(update: GroupUpdate) -> GroupUpdate:
    """The update as it is now, locked until the write is done."""
    GroupUpdate.objects.select_for_update().filter(pk=update.pk).first()
    return queries.one(update.partnership, update.pk)


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
