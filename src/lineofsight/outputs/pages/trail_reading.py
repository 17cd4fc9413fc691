"""The trail as one person in one partnership may read it, with names beside pseudonyms and changes in words."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Actor, Entry
from lineofsight.foundation.trail.queries import Reader, readable
from lineofsight.outputs.pages.deeds import in_words

# What one must be allowed in order to read a room's entries that are about no one thing. A room not named here is closed.
ROOM_NEEDS = {
    "partnership": "see_people",
    "handbook": "see_framework",
    "trail": "see_trail",
    "notices": "see_mail_queue",
    "dashboard": "see_working_figures",
    "requests": "see_working_figures",
    "warnings": "see_warnings",
    "findings": "see_findings",
    "challenges": "challenge",
    "updates": "see_meetings",
    "products": "see_assurance",
    "assurance": "see_assurance",
    "leadership": "see_assurance",
    "scrutiny": "write_scrutiny",
    "files": "see_products",
    "meetings": "see_meetings",
    "audits": "moderate",
    "reviews": "read_incidents",
    "reports": "edit_reports",
}


def entries_for(here: Here) -> QuerySet[Entry]:
    """The entries of the partnership that the person may read, newest first, each with `who`."""
    reader = Reader(
        actor_id=here.person.actor_id,
        capabilities=here.capabilities,
        organisation_keys=here.organisation_ids,
        rooms=frozenset(room for room, capability in ROOM_NEEDS.items() if here.may(capability)),
        unseen_lookers=scrutineers(here.partnership),
    )
    return readable(here.partnership.chain, reader=reader)


def scrutineers(partnership: Partnership) -> frozenset[UUID]:
    """Whoever writes independent scrutiny here, or once did: what they look at is their own business."""
    ever = Membership.objects.filter(partnership=partnership, role__kind__may__contains="write_scrutiny")
    return frozenset(ever.values_list("person__actor_id", flat=True))


def names_in(partnership: Partnership) -> dict[str, str]:
    """The name beside each pseudonym of the partnership's people, by the pseudonym; one query."""
    people = Actor.objects.filter(person__memberships__partnership=partnership).distinct()
    return {str(pk): name for pk, name in people.values_list("pk", "name")}


def deeds_in(here: Here) -> list[tuple[str, str]]:
    """The deeds that the person can choose from: (deed, words), by the words."""
    deeds = entries_for(here).order_by().values_list("deed", flat=True).distinct()
    return sorted(((deed, in_words(deed)) for deed in deeds), key=lambda pair: pair[1])


def change_in_words(entry: Entry, names: Mapping[str, str]) -> str:
    """What changed: "due on: 2026-10-01, now 2026-10-21; state: open, now started; Note: ill"."""
    content = json.loads(entry.content.text)
    before, after = content.get("before") or {}, content.get("after") or {}
    parts = [_field(name, before.get(name), after.get(name), names) for name in {**before, **after}]
    if content.get("note"):
        parts.append(f"Note: {content['note']}")
    if entry.rows > 1:
        parts.append(f"{entry.rows} rows")
    return "; ".join(parts)


def _field(name: str, before: Any, after: Any, names: Mapping[str, str]) -> str:
    label = name.replace("_", " ")
    if before in (None, "", []):
        return f"{label}: {_value(after, names)}"
    return f"{label}: {_value(before, names)}, now {_value(after, names)}"


def _value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(one, names)}" for name, one in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(_value(one, names) for one in value) or "nothing"
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value))
