"""Real chains, followed both ways: figures → warning → decision → action → impact check, and what children told us → … → impact."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.requests.models import Return
from lineofsight.cycle.warnings import changes as warnings
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.files import changes as files
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.changes import agenda, deciding
from lineofsight.governance.meetings.changes.deciding import Proof, Taken
from lineofsight.governance.meetings.models import Decision
from lineofsight.outputs.pages.sight import queries, rules
from lineofsight.outputs.pages.sight.rules import Branch, Node
from lineofsight.sources.dashboard.changes.figures import Figure, accept_figures
from lineofsight.sources.dashboard.models import Measure, Observation, WarningSeries
from lineofsight.sources.voice import changes as voice
from lineofsight.sources.voice.models import VoiceItem
from tests import making
from tests.governance.meetings.setting import Setting, doer, fresh_item
from tests.sources.dashboard.county import a_measure, an_area

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 10, 21), datetime(2026, 10, 21, 9, tzinfo=UTC)
BY = making.SYSTEM
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def setting(partnership: Partnership) -> Setting:
    """Groups with members from the three safeguarding partners."""
    return Setting(partnership)


@dataclass
class Story:
    """One chain from a figure, and from what young people said, to the difference that was made."""

    setting: Setting
    measure: Measure
    figure: Observation
    warning: Warning
    decision: Decision
    heard: VoiceItem
    finding: Finding
    recommendation: Recommendation
    action: Action
    check: ImpactCheck
    proof: Evidence


@pytest.fixture
def story(setting: Setting) -> Story:
    """Everything through the rooms' own changes."""
    measure, figure = a_figure(setting)
    warning = a_warning(setting, measure, figure)
    facts: dict[str, Any] = {"by": BY, "now": NOW}
    decision = deciding.record_outside(
        setting.partnership, Taken(text="Two more workers", reasons="Half were late"), group=setting.groups["executive"],
        proof=Proof("room", "The chair said so"), decided_on=TODAY, today=TODAY, about=warning.subject, **facts,
    )  # fmt: skip
    heard = voice.hear(
        setting.partnership, who="young", said="Nobody tells us", heard_on=TODAY, how="group", today=TODAY, **facts
    )
    finding = findings.raise_finding(
        setting.partnership,
        kind="gap",
        title="Visits are late",
        text="Half were",
        source=heard.subject,
        found_on=TODAY,
        **facts,
    )
    recommendation = findings.recommend(
        setting.partnership, wording="Visit within ten days", findings=[finding], made_on=TODAY, due_on=TODAY, **facts
    )  # fmt: skip
    findings.answer(recommendation, answer="accepted", reason="Agreed", version=recommendation.version, **facts)
    action = findings.add_action(
        setting.partnership, text="Hire two workers", organisation=setting.council, recommendations=[recommendation],
        source=decision.subject, **facts,
    )  # fmt: skip
    proof = files.attach_link(
        setting.partnership,
        action.subject,
        url="https://example.org/posts",
        facts=Facts(title="Staff list", evidence_date=TODAY),
        by=BY,
        now=NOW,
    )
    check = findings.plan_impact_check(
        recommendation, after_months=6, measure="Visits in time", baseline="Half", baseline_on=TODAY, by=BY, now=NOW,
        measure_subject=measure.subject,
    )  # fmt: skip
    return Story(setting, measure, figure, warning, decision, heard, finding, recommendation, action, check, proof)


def a_figure(setting: Setting) -> tuple[Measure, Observation]:
    """One row of a return, in row 14 of a sheet."""
    place, whole = setting.partnership, an_area(setting.partnership)
    measure = a_measure(place, "m03", name="Visits in time")
    source = Return.objects.create(
        partnership=place, organisation=setting.council, reference="D-77", how="typed", state="accepted", received_at=NOW,
        created_by_id=BY.actor_id, accepted_at=NOW, accepted_by_id=BY.actor_id,
    )  # fmt: skip
    rows = [Figure("m03", whole.pk, date(2026, 9, 1), 50.0, 10, 20, sheet="Visits", row=14, column="D")]
    accept_figures(place, rows, source=source, known_from=NOW, by=BY)
    return measure, Observation.objects.get(series__partnership=place)


def a_warning(setting: Setting, measure: Measure, figure: Observation) -> Warning:
    found = warnings.Detection(
        kind="signal", key="signal:m03", title="Visits fall", sentence="Lower.", about=measure.subject
    )
    made = warnings.detect(setting.partnership, found, by=BY, now=NOW, today=TODAY)[0]
    WarningSeries.objects.create(warning=made, series_id=figure.series_id, period=figure.period, value_then=50.0)
    return made


def as_seen(member: Membership) -> Here:
    found = here(member.person, member.partnership.slug, today=TODAY)
    assert found is not None
    return found


def outline(tree: list[Branch]) -> list[Any]:
    """The tree as nested lists: what it is, and what lies further on."""
    return [[branch.node.label, *outline(branch.further)] for branch in tree]


def up_and_down(reader: Here, subject: Subject | None) -> tuple[list[Any], list[Any]]:
    assert subject is not None
    seen = queries.follow(reader, start=subject.pk)
    return outline(rules.branches(seen.up, None)), outline(rules.branches(seen.down, None))


def browser_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def test_decision_leads_down_to_the_rows_behind_it_and_up_to_the_impact_check(story: Story) -> None:
    reader = as_seen(story.setting.manager)
    up, down = up_and_down(reader, story.decision.subject)
    assert up == [["Early warning", ["Measure"]]]
    assert down == [["Action", ["Impact check"]]]
    seen = queries.follow(reader, start=story.decision.subject_id)
    nodes = [*seen.up.values(), *seen.down.values()]
    queries.fill(reader, nodes)
    behind = {node.label: [(one.label, one.title, one.says) for one in node.grounds] for node in nodes}
    row = ("Figure", "50.0%: Visits in time, Westmarch Council, Westmarch, Sep 2026",
           "return D-77, sheet Visits, row 14, column D")  # fmt: skip
    assert behind["Early warning"] == [row]
    assert behind["Action"] == [("Link", "Staff list", "of 21 Oct 2026")]


def test_what_children_told_us_leads_to_the_impact_check(story: Story) -> None:
    up, down = up_and_down(as_seen(story.setting.manager), story.heard.subject)
    assert up == []
    # The check is reached through the recommendation first: everything stands in the outline once.
    assert down == [["Finding", ["Recommendation", ["Action"], ["Impact check"]]]]


def test_impact_check_leads_back_to_everything_that_it_rests_on(story: Story) -> None:
    up, down = up_and_down(as_seen(story.setting.manager), story.check.subject)
    assert down == []
    assert up == [
        ["Action", ["Decision", ["Early warning"]]],
        ["Measure"],
        ["Recommendation", ["Finding", ["What children and families told us"]]],
    ]


def test_decision_comes_from_what_its_item_was_about_and_not_from_the_rest_of_the_agenda(setting: Setting) -> None:
    first, other = setting.warning("signal:m03"), setting.warning("signal:m04")
    meeting = setting.meeting("executive")
    items = {one.about_id: one for one in agenda.build(meeting, by=setting.by, now=NOW)}
    setting.send(meeting)
    item = fresh_item(items[first.subject_id])
    held = datetime(2026, 11, 3, 12, tzinfo=UTC)
    made = deciding.decide(
        item, Taken(text="Add workers", reasons="Needed"), by=setting.by, now=held, today=held.date()
    )
    reader = as_seen(setting.manager)
    up = queries.follow(reader, start=made.subject_id).up
    assert {node.title for node in up.values()} == {first.title, meeting.title}
    assert other.title not in {node.title for node in up.values()}


def test_what_one_may_not_open_is_said_without_detail(story: Story) -> None:
    finding = story.finding
    Finding.objects.filter(pk=finding.pk).update(may_read="see_incidents")
    Subject.objects.filter(pk=finding.subject_id).update(may_read="see_incidents")
    member = story.setting.officer
    page = browser_of(member).get(f"/p/westmarch/sight/{story.recommendation.subject_id}/")
    text = page.content.decode()
    assert "Something that you may not open" in text
    assert finding.title not in text and finding.reference not in text
    # What lies behind it is not reached through it either.
    assert "Nobody tells us" not in text
    assert browser_of(member).get(f"/p/westmarch/sight/{finding.subject_id}/").status_code == 404


def test_somebody_elses_draft_is_not_even_counted(story: Story) -> None:
    scrutineer = making.a_member(story.setting.partnership, "independent-scrutineer", name="Scrutineer One")
    by = doer(scrutineer)
    findings.raise_finding(
        story.setting.partnership, kind="gap", title="My draft", text="Not yet", source=story.warning.subject, found_on=TODAY,
        is_draft=True, by=by, now=NOW,
    )  # fmt: skip
    path = f"/p/westmarch/sight/{story.warning.subject_id}/"
    theirs = browser_of(story.setting.manager).get(path).content.decode()
    assert "My draft" not in theirs and "may not open" not in theirs
    assert "My draft" in browser_of(scrutineer).get(path).content.decode()


def test_figure_leads_to_the_warning_and_on(story: Story) -> None:
    page = browser_of(story.setting.manager).get(f"/p/westmarch/sight/figure/{story.figure.pk}/").content.decode()
    for words in (
        "return D-77, sheet Visits, row 14, column D",
        "Visits fall",
        story.decision.reference,
        story.action.reference,
    ):
        assert words in page
    agency = making.a_member(
        story.setting.partnership, "agency-lead", name="Other Lead", organisation=story.setting.police
    )
    assert browser_of(agency).get(f"/p/westmarch/sight/figure/{story.figure.pk}/").status_code == 403


def test_row_of_another_agency_is_said_without_its_figure(story: Story) -> None:
    page = browser_of(story.setting.officer).get(f"/p/westmarch/sight/{story.warning.subject_id}/").content.decode()
    assert "A row of figures that you may not open" in page
    assert "D-77" not in page and "50%" not in page


def test_file_leads_to_everything_that_rests_on_it(story: Story) -> None:
    page = browser_of(story.setting.manager).get(f"/p/westmarch/sight/file/{story.proof.pk}/").content.decode()
    assert story.action.reference in page
    assert f"Impact of {story.recommendation.reference} after 6 months" in page


def test_stranger_gets_nothing(story: Story) -> None:
    elsewhere = making.a_partnership("elsewhere")
    stranger = making.a_member(elsewhere, "business-manager", name="Somebody Else")
    assert browser_of(stranger).get(f"/p/westmarch/sight/{story.decision.subject_id}/").status_code == 404
    assert browser_of(stranger).get(f"/p/elsewhere/sight/{story.decision.subject_id}/").status_code == 404


def test_table_goes_out_with_every_step(story: Story) -> None:
    path = f"/p/westmarch/sight/{story.decision.subject_id}/?format=csv"
    answer = browser_of(story.setting.manager).get(path)
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert f"was warned of in “{story.warning.title}”" in text
    assert "row 14" in text and f"{story.decision.reference}: Two more workers” led to the action this" in text


def test_as_many_questions_for_a_long_line_as_for_a_short_one(story: Story) -> None:
    client, path = browser_of(story.setting.manager), f"/p/westmarch/sight/{story.warning.subject_id}/"
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(20):
        findings.raise_finding(
            story.setting.partnership, kind="gap", title=f"Late again {number}", text="x", source=story.warning.subject,
            found_on=TODAY, by=BY, now=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few) <= 30


def test_line_is_cut_where_it_is_too_long_and_says_so(story: Story) -> None:
    seen = queries.follow(as_seen(story.setting.manager), start=story.heard.subject_id, depth=2)
    assert seen.is_cut
    assert {node.steps for node in seen.down.values()} == {1, 2}


def test_every_thing_stands_in_the_outline_once() -> None:
    one, two, three = (making_key(number) for number in range(3))
    nodes = {one: Node(one, 1, label="A"), two: Node(two, 2, one, label="B"), three: Node(three, 2, one, is_open=False)}
    (branch,) = rules.branches(nodes, None)
    assert ([further.node.label for further in branch.further], branch.closed_words) == (["B"], rules.CLOSED)


def making_key(number: int) -> UUID:
    return UUID(int=number + 1)
