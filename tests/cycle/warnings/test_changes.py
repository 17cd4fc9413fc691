"""The life of a warning: found once, triaged, told, answered, settled; closed only with a reason and by somebody else."""

from datetime import UTC, date, datetime

import pytest

from lineofsight.cycle.warnings import changes, queries
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import subject_for
from lineofsight.foundation.trail.models import Entry
from tests import making

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
LATER = datetime(2026, 10, 23, 9, tzinfo=UTC)


@pytest.fixture
def members(partnership: Partnership) -> dict[str, Membership]:
    """A chair of the sub-group, an Executive member and an agency lead."""
    kinds = ("saa-chair", "executive-member", "agency-lead")
    return {kind: making.a_member(partnership, kind) for kind in kinds}


def found(**facts: object) -> changes.Detection:
    """A change in figures."""
    base = {
        "kind": "signal",
        "key": "signal:m19a",
        "title": "Repeat plans rising",
        "sentence": "Worse since about March.",
    }
    return changes.Detection(**(base | facts))  # type: ignore[arg-type]


def detected(partnership: Partnership, **facts: object) -> Warning:
    """A new warning."""
    return changes.detect(partnership, found(**facts), by=making.SYSTEM, now=NOW, today=TODAY)[0]


def test_detect_same_thing_twice_makes_one_warning(partnership: Partnership, members: dict[str, Membership]) -> None:
    first, is_new = changes.detect(partnership, found(), by=making.SYSTEM, now=NOW, today=TODAY)
    again, is_new_again = changes.detect(partnership, found(rank=2.0), by=making.SYSTEM, now=LATER, today=TODAY)
    assert (is_new, is_new_again, first.pk == again.pk) == (True, False, True)
    told = Notice.objects.filter(key=f"warning:{first.pk}:triage").values_list("person__name", flat=True)
    assert list(told) == [members["saa-chair"].person.name]
    assert first.triage_due_on == date(2026, 10, 28)


def test_detect_after_close_says_that_it_came_back(partnership: Partnership, members: dict[str, Membership]) -> None:
    first = detected(partnership)
    changes.close(
        first,
        reason="A recording backlog",
        own_organisations=frozenset(),
        by=making.SYSTEM,
        now=NOW,
        version=first.version,
    )
    second, is_new = changes.detect(partnership, found(), by=making.SYSTEM, now=LATER, today=TODAY)
    assert (is_new, second.times_before, second.recurs_from_id) == (True, 1, first.pk)
    assert [step.kind for step in second.steps.order_by("pk")] == ["detected", "returned"]


def test_raise_to_executive_tells_them_at_once(partnership: Partnership, members: dict[str, Membership]) -> None:
    warning = detected(partnership)
    raised = changes.raise_to_executive(warning, by=making.SYSTEM, now=LATER, today=TODAY, version=warning.version)
    notice = Notice.objects.get(key=f"warning:{warning.pk}:raised")
    assert (raised.state, raised.told_at) == ("raised", LATER)
    assert (notice.person, notice.kind) == (members["executive-member"].person, "urgent")
    legs = {leg.name: leg.days_since_last for leg in queries.legs(raised)}
    assert legs["Executive told"] == 0 and legs["Triaged"] == 2
    assert Entry.objects.filter(deed="warnings.raised", subject=raised.subject).count() == 1


def test_close_without_reason_or_about_own_agency_is_refused(partnership: Partnership) -> None:
    council = making.an_organisation(partnership)
    warning = detected(partnership, organisation=council)
    for reason, own in (("", frozenset[str]()), ("Nothing in it", frozenset({str(council.pk)}))):
        with pytest.raises(Refused):
            changes.close(
                warning, reason=reason, own_organisations=own, by=making.SYSTEM, now=NOW, version=warning.version
            )
    assert Warning.objects.get().state == "new"


def test_move_by_second_person_with_old_page_writes_nothing(partnership: Partnership) -> None:
    warning = detected(partnership)
    opened = warning.version
    changes.watch(warning, note="Asked for the breakdown", by=making.SYSTEM, now=NOW, version=opened)
    with pytest.raises(changes.ChangedMeanwhile):
        changes.raise_to_executive(warning, by=making.SYSTEM, now=NOW, today=TODAY, version=opened)
    assert Warning.objects.get().state == "watched"


def test_tell_by_clock_after_five_working_days_tells_executive(
    partnership: Partnership, members: dict[str, Membership]
) -> None:
    warning = detected(partnership)
    assert changes.tell_by_clock(partnership, now=LATER, today=date(2026, 10, 28)) == 0
    assert changes.tell_by_clock(partnership, now=LATER, today=date(2026, 10, 29)) == 1
    warning.refresh_from_db()
    assert (warning.state, warning.told_by_clock, warning.triaged_at) == ("raised", True, None)


def test_answer_then_settle_counts_how_often_warnings_prove_right(partnership: Partnership) -> None:
    warning = detected(partnership)
    raised = changes.raise_to_executive(warning, by=making.SYSTEM, now=NOW, today=TODAY, version=warning.version)
    answered = changes.answer(
        raised, words="The council reports in two weeks", by=making.SYSTEM, now=LATER, version=raised.version
    )
    changes.settle(
        answered, note="Back to usual", proved="right", by=making.SYSTEM, now=LATER, version=answered.version
    )
    assert queries.proved_right(partnership) == queries.Record(judged=1, right=1)


def test_correct_tells_everybody_who_was_told(partnership: Partnership, members: dict[str, Membership]) -> None:
    warning = detected(partnership)
    raised = changes.raise_to_executive(warning, by=making.SYSTEM, now=NOW, today=TODAY, version=warning.version)
    changes.correct(raised, note="August was restated from 27 to 21.", by=making.SYSTEM, now=LATER)
    corrected = Notice.objects.filter(key__startswith=f"warning:{warning.pk}:corrected")
    assert [notice.person for notice in corrected] == [members["executive-member"].person]
    assert Warning.objects.get().withdrawn_note == "August was restated from 27 to 21."


@pytest.mark.parametrize(("kind", "rank"), [("theme", 2.5), ("risk", 3.0)])
def test_warn_about_makes_one_warning_and_says_when_it_came_before(
    partnership: Partnership, members: dict[str, Membership], kind: str, rank: float
) -> None:
    theme = subject_for(
        partnership.chain,
        room="findings",
        kind="theme",
        key="t1",
        title="Handover",
        may_read="see_warnings",
        path="/t/",
    )

    def again(sentence: str, now: datetime) -> tuple[Warning, bool]:
        return changes.warn_about(
            theme, kind, partnership=partnership, title="Handover again", sentence=sentence, by=making.SYSTEM, now=now,
            today=TODAY,
        )  # fmt: skip

    first, is_new = again("Found three times.", NOW)
    second, is_new_again = again("Found four times.", LATER)
    assert (is_new, is_new_again, first.pk == second.pk) == (True, False, True)
    first.refresh_from_db()
    assert (first.kind, first.key, first.rank, first.about_id) == (kind, f"{kind}:t1", rank, theme.pk)
    assert (first.sentence, first.detected_at, first.triage_due_on) == ("Found four times.", NOW, date(2026, 10, 28))
    assert Notice.objects.get(key=f"warning:{first.pk}:triage").person == members["saa-chair"].person
    changes.close(
        first, reason="Trained", own_organisations=frozenset(), by=making.SYSTEM, now=LATER, version=first.version
    )
    third, is_new_third = again("Found five times.", LATER)
    assert (is_new_third, third.times_before, third.recurs_from_id) == (True, 1, first.pk)
