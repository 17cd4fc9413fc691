"""Reads of updates, each with a fixed number of queries."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.models import Group, Partnership
from lineofsight.governance.updates import rules
from lineofsight.governance.updates.models import GroupUpdate, UpdateChannel, UpdateText


def sub_groups(partnership: Partnership, framework: Framework, *, today: date) -> list[Group]:
    """The groups that give updates: the partnership's own sub-groups; the framework's one for all while there is none."""
    standing = list(Group.objects.for_partnership(partnership).on(today).order_by("name"))
    of_framework = {group.code: group.many for group in framework.groups}
    own = [group for group in standing if group.code not in of_framework]
    subs = [group for group in own if of_framework.get(group.framework_code, True)]
    return subs or [group for group in standing if of_framework.get(group.code)]


def updates(partnership: Partnership) -> QuerySet[GroupUpdate]:
    """Every update of the partnership, newest period first, with its channels."""
    rows = GroupUpdate.objects.for_partnership(partnership).select_related("group", "given_by", "subject")
    return rows.prefetch_related("channels")


def one(partnership: Partnership, key: UUID | str) -> GroupUpdate:
    """One update with its texts and channels. GroupUpdate.DoesNotExist for another partnership's."""
    rows = updates(partnership).select_related("framework", "partnership__chain")
    texts = Prefetch("texts", UpdateText.objects.select_related("changed_by").order_by("pk"))
    return rows.prefetch_related(texts, "channels__used_in").get(pk=key)


def before(update: GroupUpdate) -> GroupUpdate | None:
    """The group's last update before this one that was given, with its texts."""
    rows = GroupUpdate.objects.filter(group=update.group_id, period_end__lt=update.period_end, state=rules.GIVEN)
    return rows.prefetch_related("texts").order_by("-period_end").first()


def texts_of(update: GroupUpdate | None) -> Mapping[str, str]:
    """The update's words by topic; empty for no update."""
    return {text.topic: text.text for text in update.texts.all()} if update else {}


def groups_with_updates(partnership: Partnership) -> list[tuple[str, str]]:
    """The groups that ever had an update to give, as choices; one query."""
    rows = GroupUpdate.objects.for_partnership(partnership).order_by("group__name")
    return [(str(pk), name) for pk, name in rows.values_list("group__pk", "group__name").distinct()]


def waiting(partnership: Partnership) -> QuerySet[GroupUpdate]:
    """Updates that were not given yet, the one that is due first first."""
    return updates(partnership).filter(state=rules.DRAFT).order_by("due_on", "group__name")


def given_for(
    partnership: Partnership, channel: str, *, start: date | None = None, end: date | None = None
) -> list[GroupUpdate]:
    """What sub-groups gave to a channel of the framework for periods that end between the days, with texts; oldest first.

    For meetings and reports. Three queries.
    """
    rows = updates(partnership).filter(state=rules.GIVEN, channels__channel=channel)
    rows = rows.filter(period_end__gte=start) if start else rows
    rows = rows.filter(period_end__lte=end) if end else rows
    return list(rows.prefetch_related("texts").order_by("period_end", "group__name"))


def unused_for(partnership: Partnership, channels: Sequence[str]) -> QuerySet[GroupUpdate]:
    """What was given to one of the channels and used in none of them yet, oldest first: for an agenda, say."""
    unused = UpdateChannel.objects.filter(update=OuterRef("pk"), channel__in=channels, used_at__isnull=True)
    return updates(partnership).filter(Exists(unused), state=rules.GIVEN).order_by("period_end", "group__name")


def channels_to(framework: Framework, group: Group) -> list[str]:
    """The codes of the channels that lead to a group."""
    known = {group.code, group.framework_code}
    return [channel.code for channel in framework.feedback_channels if channel.to_group in known]
