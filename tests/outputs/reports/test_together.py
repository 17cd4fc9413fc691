"""One briefing for somebody who serves two partnerships: each part holds what they may read there, and no more."""

import pytest

from lineofsight.outputs.reports.together import briefing
from tests import making
from tests.outputs.early_warning.warned import a_warning, raised
from tests.outputs.reports.story import TODAY, Story
from tests.outputs.reports.test_blocks import browser

pytestmark = pytest.mark.django_db


def test_each_partnership_has_its_part_with_what_the_person_may_read_there(story: Story) -> None:
    elsewhere = making.a_partnership("kent", name="Kent Partnership")
    raised(a_warning(elsewhere, title="Waits in Kent rising"))
    both = making.a_member(elsewhere, "agency-lead", person=story.executive[0].person)
    paper = briefing(story.executive[0].person, today=TODAY)
    parts = {part.heading: [one.heading for one in part.blocks if hasattr(one, "heading")] for part in paper.blocks}  # type: ignore[union-attr]
    assert parts["Westmarch"] == [
        "Early warnings with the Executive", "Decided", "Late recommendations", "What changed for children",
    ]  # fmt: skip
    assert parts["Kent Partnership"] == ["Late recommendations", "What changed for children"], "no warnings for a lead"
    client = browser(both)
    page = client.get("/p/westmarch/reports/together/").content.decode()
    assert "Visits in time fell" in page and "Waits in Kent rising" not in page
    assert client.get("/p/westmarch/reports/together/?as=pdf").content.startswith(b"%PDF")
    assert "One briefing for all" in client.get("/p/westmarch/reports/").content.decode()
    assert "One briefing for all" not in browser(story.manager).get("/p/westmarch/reports/").content.decode()
