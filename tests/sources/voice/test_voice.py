"""What children told us, without who said it: written down, asked about when it names somebody, and what changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lineofsight.cycle.findings.changes import raise_finding
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.queries import verify
from lineofsight.sources.voice import changes, queries, rules
from lineofsight.sources.voice.models import VoiceItem
from tests import making

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 10, 21), datetime(2026, 10, 21, 9, tzinfo=UTC)
HEARD = {"who": "young", "said": "Nobody tells us when our worker changes", "heard_on": "1/9/2026", "how": "group"}


def heard(partnership: Partnership, **facts: Any) -> VoiceItem:
    given = HEARD | {"heard_on": date(2026, 9, 1)} | facts
    return changes.hear(partnership, **given, by=making.SYSTEM, now=NOW, today=TODAY)


def said_changed(item: VoiceItem, **facts: Any) -> VoiceItem:
    given: dict[str, Any] = {"changed": "Each gets a call", "changed_on": date(2026, 10, 1), "version": 1} | facts
    return changes.say_changed(item, **given, by=making.SYSTEM, today=TODAY)


def test_you_said_we_did(partnership: Partnership) -> None:
    item = said_changed(heard(partnership), told_back_on=date(2026, 10, 5))
    assert (item.reference, item.changed, rules.where(changed=item.changed, told_back=item.told_back_on)) == (
        "V-2026-001", "Each gets a call", "Changed, and told back",
    )  # fmt: skip
    assert verify(partnership.chain) is None


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"changed_on": date(2026, 8, 1)}, "Something can only change after it was heard"),
        ({"changed_on": date(2026, 10, 22)}, "not still to come"),
        ({"told_back_on": date(2026, 9, 30)}, "told after it changed"),
        ({"changed": " "}, "Write what changed"),
    ],
)
def test_days_out_of_order_are_refused(partnership: Partnership, facts: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        said_changed(heard(partnership), **facts)


def test_second_editor_is_told(partnership: Partnership) -> None:
    item = heard(partnership)
    said_changed(item)
    with pytest.raises(changes.ChangedMeanwhile):
        said_changed(item, changed="Something else")


def test_name_is_asked_about_before_it_is_kept(partnership: Partnership, signed_in: Callable[..., Client]) -> None:
    chair = signed_in("sub-group-chair")
    typed = {"words" if name == "said" else name: value for name, value in HEARD.items()}
    named = typed | {"words": "Our worker Wren Kestrel left without a word"}
    page = chair.post("/p/westmarch/voice/new/", named).content.decode()
    assert "“Wren Kestrel” looks like a person’s name" in page
    assert VoiceItem.objects.count() == 0
    assert chair.post("/p/westmarch/voice/new/", typed).status_code == 302
    assert VoiceItem.objects.get().said == HEARD["said"]


def test_finding_that_rests_on_it_is_on_its_page(partnership: Partnership, signed_in: Callable[..., Client]) -> None:
    item, reader = heard(partnership), signed_in("saa-member")
    raise_finding(
        partnership, kind="gap", title="Changes of worker are not told", text="Children hear of it late", source=item.subject,
        found_on=TODAY, by=making.SYSTEM, now=NOW,
    )  # fmt: skip
    page = reader.get(f"/p/westmarch/voice/{item.pk}/").content.decode()
    assert "Changes of worker are not told" in page
    assert signed_in("data-supplier").get(f"/p/westmarch/voice/{item.pk}/").status_code == 403


def test_heard_between_counts_both_days(partnership: Partnership) -> None:
    item = heard(partnership)
    day = date(2026, 9, 1)
    assert list(queries.heard_between(partnership, start=day, end=day)) == [item]
    assert list(queries.heard_between(partnership, start=date(2026, 9, 2), end=TODAY)) == []
