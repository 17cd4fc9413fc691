"""Questions, a second raising, parts, and two people at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from tests import making

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
BY = making.SYSTEM


@pytest.fixture
def executive(partnership: Partnership) -> Membership:
    """Somebody who answers."""
    return making.a_member(partnership, "executive-member")


def detected(partnership: Partnership, key: str = "signal:m19a") -> Warning:
    """A new warning."""
    found = changes.Detection(kind="signal", key=key, title="Plans rising", sentence="Higher since March.")
    return changes.detect(partnership, found, by=BY, now=NOW, today=TODAY)[0]


def up(warning: Warning, *, now: datetime = NOW) -> Warning:
    """Raised."""
    return changes.raise_to_executive(warning, by=BY, now=now, today=TODAY, version=warning.version)


def test_second_raising_tells_again_and_keeps_the_first_moment(partnership: Partnership, executive: Membership) -> None:
    warning = up(detected(partnership))
    changes.answer(warning, words="Agreed", by=BY, now=NOW, version=warning.version)
    warning.refresh_from_db()
    again = up(warning, now=NOW + timedelta(days=30))
    keys = Notice.objects.filter(person=executive.person, kind="urgent").order_by("key").values_list("key", flat=True)
    assert list(keys) == [f"warning:{warning.pk}:raised", f"warning:{warning.pk}:raised:3"]
    assert (again.state, again.told_at) == ("raised", NOW)


def test_ask_and_reply_leave_the_state_and_settle_the_task(partnership: Partnership, executive: Membership) -> None:
    chair = making.a_member(partnership, "saa-chair")
    warning = up(detected(partnership))
    asked = changes.ask(warning, words="Which districts?", by=BY, now=NOW, today=TODAY, version=warning.version)
    task = Notice.objects.get(person=chair.person, key__contains=":asked:")
    assert (asked.state, task.kind, task.settled_at) == ("raised", "task", None)
    changes.reply(asked, words="Three of them", by=BY, now=NOW, today=TODAY, version=asked.version)
    task.refresh_from_db()
    assert task.settled_at is not None
    assert Notice.objects.filter(person=executive.person, key__contains=":replied:", kind="urgent").count() == 1


@pytest.mark.parametrize("deed", [changes.ask, changes.reply])
def test_question_about_a_warning_that_is_not_raised_is_refused(partnership: Partnership, deed: object) -> None:
    warning = detected(partnership)
    with pytest.raises(Refused, match="This warning is new, so it waits for no answer of the Executive"):
        deed(warning, words="Which?", by=BY, now=NOW, today=TODAY, version=1)  # type: ignore[operator]


def test_question_with_an_old_page_writes_nothing(partnership: Partnership) -> None:
    warning = up(detected(partnership))
    with pytest.raises(changes.ChangedMeanwhile):
        changes.ask(warning, words="Which?", by=BY, now=NOW, today=TODAY, version=1)
    assert warning.steps.filter(kind="asked").count() == 0


def test_parts_wait_for_nobody_and_end_with_the_whole(partnership: Partnership, executive: Membership) -> None:
    whole, part = detected(partnership), detected(partnership, "signal:thornley")
    changes.join(part, whole, by=BY, now=NOW)
    late = date(2026, 11, 30)
    assert changes.tell_by_clock(partnership, now=NOW, today=late) == 1
    whole.refresh_from_db()
    changes.answer(whole, words="Agreed", by=BY, now=NOW, version=whole.version)
    whole.refresh_from_db()
    changes.settle(whole, note="Done", proved="right", by=BY, now=NOW, version=whole.version)
    part.refresh_from_db()
    assert (part.state, part.told_at, [step.kind for step in part.steps.all()]) == (
        "settled",
        None,
        ["detected", "joined", "settled"],
    )


def test_join_moves_the_parts_of_a_part_along(partnership: Partnership) -> None:
    county, district, town = (detected(partnership, key) for key in ("county", "district", "town"))
    changes.join(town, district, by=BY, now=NOW)
    changes.join(district, county, by=BY, now=NOW)
    town.refresh_from_db()
    assert town.joined_to_id == county.pk


def test_join_to_itself_or_to_a_part_is_refused(partnership: Partnership) -> None:
    county, district = detected(partnership, "county"), detected(partnership, "district")
    with pytest.raises(Refused, match="Choose another warning of this partnership"):
        changes.join(county, county, by=BY, now=NOW)
    changes.join(district, county, by=BY, now=NOW)
    district.refresh_from_db()
    with pytest.raises(Refused, match="Choose a warning that is open and stands for itself"):
        changes.join(county, district, by=BY, now=NOW)


def test_settle_about_own_agency_is_refused(partnership: Partnership) -> None:
    council = making.an_organisation(partnership)
    warning = up(detected(partnership))
    Warning.objects.update(organisation=council)
    changes.answer(warning, words="Agreed", by=BY, now=NOW, version=warning.version)
    warning.refresh_from_db()
    own = frozenset({str(council.pk)})
    with pytest.raises(Refused, match="about your own organisation"):
        changes.settle(warning, note="Done", proved="", by=BY, now=NOW, version=warning.version, own_organisations=own)
