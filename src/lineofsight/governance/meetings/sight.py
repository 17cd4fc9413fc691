"""From what a meeting read to what it decided, and from there to what was done.

A decision came from what its item was about, never from everything else on the same agenda: a meeting leads to what was made
at it and comes from nothing.
"""

from django.db.models import F, QuerySet
from django.utils import timezone

from lineofsight.cycle.findings.models import Finding
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way
from lineofsight.foundation.ui.words import short_date
from lineofsight.governance.meetings.models import Decision, ItemAction, ItemChallenge, Meeting

DECIDED = "led to the decision"


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    decisions = Decision.objects.for_partnership
    for name, path in {
        "product": "product__subject", "stop": "stop__product__subject", "about": "about", "item": "item__about",
        "meeting": "meeting__subject",
    }.items():  # fmt: skip
        add_way(Way(f"{name}-decision", decisions, path, "subject", DECIDED))
    add_way(Way("finding-decision", _findings_decided, "subject", "product__decisions__subject", DECIDED))
    add_way(Way("item-action", _actions, "item__about", "action__subject", "led to the action"))
    add_way(
        Way("decision-action", _decided_actions, "item__decisions__subject", "action__subject", "led to the action")
    )
    add_way(Way("meeting-action", _actions, "item__meeting__subject", "action__subject", "led to the action"))
    add_way(Way("item-challenge", _challenges, "item__about", "challenge__subject", "was challenged in"))
    add_way(Way("meeting-challenge", _challenges, "item__meeting__subject", "challenge__subject", "asked"))
    add_kind(Kind("decision", "Decision", ("decision", "decision__group"), _decision))
    add_kind(Kind("meeting", "Meeting", ("meeting",), _meeting))
    add_kind(Kind("agenda item", "Item of an agenda", ("agenda_item",)))


def _findings_decided(partnership: Partnership) -> QuerySet[Finding]:
    """Findings of a product, with the decisions about it that came on their day or after: those were made on them."""
    return Finding.objects.for_partnership(partnership).filter(product__decisions__decided_on__gte=F("found_on"))


def _actions(partnership: Partnership) -> QuerySet[ItemAction]:
    return ItemAction.objects.filter(item__partnership=partnership)


def _decided_actions(partnership: Partnership) -> QuerySet[ItemAction]:
    return _actions(partnership).filter(item__decisions__isnull=False)


def _challenges(partnership: Partnership) -> QuerySet[ItemChallenge]:
    return ItemChallenge.objects.filter(item__partnership=partnership)


def _decision(one: Decision) -> str:
    standing = "" if one.standing == Decision.Standing.CONFIRMED else f"{one.get_standing_display()}, "
    said = f"{standing}{one.group.name}, {short_date(one.decided_on)}"
    return said[0].upper() + said[1:]


def _meeting(one: Meeting) -> str:
    return f"{one.get_state_display()}, {short_date(timezone.localdate(one.starts_at))}"
