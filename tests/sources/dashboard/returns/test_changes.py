"""The life of a return: received, put right, explained, sent, taken back, sent again, accepted, restated."""

import pytest

from lineofsight.cycle.requests.changes import answering, judging
from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry as TrailEntry
from lineofsight.sources.dashboard.models import Observation, ReturnCell
from lineofsight.sources.dashboard.queries.figures import figures
from lineofsight.sources.dashboard.returns import accepting, changes, queries
from lineofsight.sources.dashboard.returns.changes import SameAgain, Typed
from tests.sources.dashboard.returns import county as counties
from tests.sources.dashboard.returns.county import NOW, TODAY, County

pytestmark = pytest.mark.django_db


def problems(draft: Return) -> list[tuple[str, str, str]]:
    """Each open problem: severity, code, cell."""
    found = queries.issues_of(draft).filter(reason_code="")
    return [(one.severity, one.code, f"{one.column}{one.row}") for one in found]


def test_good_return_goes_from_rows_to_observations(county: County) -> None:
    sent = counties.send(county)
    outcome = accepting.accept(sent, version=sent.version, by=county.team, now=NOW, today=TODAY)
    county.request.refresh_from_db()
    held = [
        (row["measure"], row["area"], row["value"], row["source"]["return"], f"{row['source']['column']}{row['source']['row']}")
        for row in figures(county.partnership)
        if row["organisation"] == county.trust.name
    ]  # fmt: skip
    assert held == [
        ("t1", "X07009991", 80.0, sent.reference, "I3"),
        ("t1", "X07009992", 100.0, sent.reference, "I4"),
        ("t1", "X10009999", 90.0, sent.reference, "I2"),
        ("t2", "X10009999", 92.6829268293, sent.reference, "I5"),
        ("t3", "X10009999", 12.0, sent.reference, "I6"),
    ]
    assert (outcome.new, outcome.restated, county.request.state) == (5, 0, "accepted")


def test_send_with_an_error_is_refused_until_it_is_put_right(county: County) -> None:
    draft = counties.receive(county, t2=("41", "38"))
    assert problems(draft) == [("error", "more-than-all", "I5")]
    with pytest.raises(Refused, match="1 error stops"):
        changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY)
    cell = ReturnCell.objects.get(source=draft, measure__code="t2")
    changes.save_figures(draft, {cell.pk: Typed("38", "41")}, version=draft.version, by=county.by, now=NOW, today=TODAY)
    assert problems(draft) == []
    assert changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY).state == "sent"


def test_jump_needs_a_reason_and_keeps_it(county: County) -> None:
    counties.accepted_last_quarter(county, t3=(7.0, None))
    draft = counties.receive(county)
    assert problems(draft) == [("warning", "jump", "I6")]
    issue = queries.open_warnings(draft).get()
    assert issue.message == "Up 71% on last time (7 to 12): is this right?"
    changes.explain(draft, {issue.pk: ("new-recording", "New system")}, version=draft.version, by=county.by, now=NOW)
    cell = ReturnCell.objects.get(source=draft, measure__code="t2")
    changes.save_figures(draft, {cell.pk: Typed("39", "41")}, version=draft.version, by=county.by, now=NOW, today=TODAY)
    assert problems(draft) == []
    kept = queries.issues_of(draft).get()
    assert (kept.reason_code, kept.reason) == ("new-recording", "New system")


def test_blank_figure_needs_a_reason_and_is_recorded_as_missing(county: County) -> None:
    draft = counties.receive(county, t3=("", ""))
    assert problems(draft) == [("error", "missing", "I6")]
    cell = ReturnCell.objects.get(source=draft, measure__code="t3")
    changes.save_figures(
        draft, {cell.pk: Typed("", "", "no-data", "")}, version=draft.version, by=county.by, now=NOW, today=TODAY
    )
    sent = changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY)
    accepting.accept(sent, version=sent.version, by=county.team, now=NOW, today=TODAY)
    row = Observation.objects.get(series__version__measure__code="t3", series__organisation=county.trust)
    assert (row.value, row.state) == (None, Observation.State.MISSING)


def test_leave_out_sends_what_is_right_and_says_why_the_rest_is_missing(county: County) -> None:
    draft = counties.receive(county, t2=("n/a", "41"))
    assert problems(draft) == [("error", "not-a-number", "I5")]
    changes.leave_out(
        draft, reason_code="not-resourced", reason="Next quarter", version=draft.version, by=county.by, now=NOW, today=TODAY
    )  # fmt: skip
    sent = changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY)
    blank = ReturnCell.objects.get(source=sent, measure__code="t2")
    assert (blank.written_numerator, blank.value, queries.standing(sent).left_out) == ("", None, 1)


def test_same_return_twice_changes_nothing_and_says_so(county: County) -> None:
    sent = counties.send(county)
    with pytest.raises(SameAgain, match=f"exactly the same as {sent.reference}"):
        counties.receive(county)
    accepting.accept(sent, version=sent.version, by=county.team, now=NOW, today=TODAY)
    county.request.refresh_from_db()
    with pytest.raises(SameAgain):
        counties.receive(county)
    assert Return.objects.filter(request=county.request).count() == 1


def test_two_people_share_one_draft_and_the_second_save_is_told(county: County) -> None:
    draft = counties.receive(county)
    again = changes.begin_typing(county.request, by=county.by, now=NOW, today=TODAY)
    assert again.pk == draft.pk
    cell = ReturnCell.objects.get(source=draft, measure__code="t3")
    version = draft.version
    changes.save_figures(draft, {cell.pk: Typed("13", "")}, version=version, by=county.by, now=NOW, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        changes.save_figures(again, {cell.pk: Typed("14", "")}, version=version, by=county.by, now=NOW, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        changes.send(again, version=version, note="", by=county.by, now=NOW, today=TODAY)
    cell.refresh_from_db()
    assert cell.written_numerator == "13"


def test_two_people_send_the_same_return_and_it_is_in_once(county: County) -> None:
    draft = counties.receive(county)
    theirs = Return.objects.get(pk=draft.pk)
    sent = changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY)
    with pytest.raises(SameAgain, match=sent.reference):
        changes.send(theirs, version=theirs.version, note="", by=county.team, now=NOW, today=TODAY)
    assert list(Return.objects.values_list("state", "received_by")) == [("sent", county.supplier.actor_id)]
    assert TrailEntry.objects.filter(deed="requests.send_return").count() == 1


def test_taken_back_return_can_be_changed_and_sent_again(county: County) -> None:
    sent = counties.send(county)
    answering.take_back(sent, by=county.by)
    county.request.refresh_from_db()
    assert (county.request.state, county.request.first_received_at) == ("started", None)
    draft = changes.begin_typing(county.request, by=county.by, now=NOW, today=TODAY)
    assert draft.figures.get(measure__code="t3").written_numerator == "12"
    cell = draft.figures.get(measure__code="t3")
    changes.save_figures(draft, {cell.pk: Typed("13", "")}, version=draft.version, by=county.by, now=NOW, today=TODAY)
    assert changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY).state == "sent"


def test_take_back_after_acceptance_is_refused(county: County) -> None:
    sent = counties.send(county)
    accepting.accept(sent, version=sent.version, by=county.team, now=NOW, today=TODAY)
    with pytest.raises(Refused, match="has been accepted"):
        answering.take_back(sent, by=county.by)


def test_accept_twice_writes_once(county: County) -> None:
    sent = counties.send(county)
    stale = Return.objects.get(pk=sent.pk)
    accepting.accept(sent, version=sent.version, by=county.team, now=NOW, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        accepting.accept(stale, version=stale.version, by=county.team, now=NOW, today=TODAY)
    assert TrailEntry.objects.filter(deed="dashboard.accept_figures").count() == 1


def test_corrected_return_restates_and_keeps_what_was_known(county: County) -> None:
    first = counties.send(county)
    accepting.accept(first, version=first.version, by=county.team, now=NOW, today=TODAY)
    county.request.refresh_from_db()
    second = counties.send(county, t3=("14", ""))
    later = NOW.replace(hour=11)
    outcome = accepting.accept(second, version=second.version, by=county.team, now=later, today=TODAY)
    said = [(row["value"], row["source"]["return"]) for row in figures(county.partnership, measure="t3")
            if row["organisation"]]  # fmt: skip
    known = [row["value"] for row in figures(county.partnership, measure="t3", moment=NOW) if row["organisation"]]
    assert (outcome.new, outcome.restated, outcome.unchanged) == (0, 1, 4)
    assert (said, known) == ([(14.0, second.reference)], [12.0])


def test_sent_back_return_goes_to_the_agency_with_the_reason(county: County) -> None:
    sent = counties.send(county)
    judging.send_back(sent, version=sent.version, reason="Check row 5", by=county.team, today=TODAY)
    county.request.refresh_from_db()
    assert (sent.state, county.request.state) == ("sent_back", "sent_back")
    told = county.supplier.notices.filter(settled_at__isnull=True).values_list("text", flat=True)
    assert f"{county.round.title}: your return {sent.reference} needs a change before it can be used." in set(told)


def test_nil_return_is_noughts_and_needs_no_more_reasons(county: County) -> None:
    counties.accepted_last_quarter(county, t3=(7.0, None))
    sent = changes.send_nil(county.request, by=county.by, now=NOW, today=TODAY)
    accepting.accept(sent, version=sent.version, by=county.team, now=NOW, today=TODAY)
    held = Observation.objects.filter(
        series__organisation=county.trust, series__area=county.whole, period=counties.QUARTER[0]
    )
    says = {row.series.version.measure.code: (row.value, row.state) for row in held}
    assert (sent.is_nil, says) == (True, {"t1": (None, 3), "t2": (None, 3), "t3": (0.0, 0)})


def test_write_that_fails_half_way_leaves_nothing(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(changes, "recheck", fails)
    with pytest.raises(KeyboardInterrupt):
        counties.receive(county)
    county.request.refresh_from_db()
    assert (Return.objects.count(), ReturnCell.objects.count(), county.request.state) == (0, 0, "open")
