"""From draft to published: the checklist, the route, the sign-off of exactly this content, and what a later change does."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import SignOff
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import here
from lineofsight.outputs.reports import changes, queries, rules
from lineofsight.outputs.reports.models import Block, Report
from tests.cycle.products import walking
from tests.governance.meetings.setting import doer
from tests.outputs.reports.story import TODAY, Story, fresh
from tests.outputs.reports.test_blocks import browser

pytestmark = pytest.mark.django_db


def publish(story: Story, report: Report) -> Report:
    report = fresh(report)
    return changes.publish(report, by=story.by, now=timezone.now(), today=TODAY, version=report.version)


def checks(report: Report) -> list[str]:
    report = fresh(report)
    framework = queries.framework_in_use(report.partnership, on=TODAY)
    found = queries.checks_of(report, queries.blocks_of(report), framework, open_comments=0)
    return [f"{one.kind}: {one.text}" for one in found]


def test_yearly_report_says_where_there_is_activity_and_no_impact_and_where_there_is_nothing(story: Story) -> None:
    report = story.report("annual-report")
    told = [one for one in checks(report) if "must be covered" in one or "shows no impact" in one]
    named = [re.findall("“(.+?)”", one)[0] for one in told if one.startswith("error")]
    assert named == [
        "How effective it was", "Little or no progress", "Feedback from children and families",
        "Contribution of each partner", "Costs and value", "Oversight of delegated partners", "Education's contribution",
        "National reforms", "Disproportionality and racism",
    ]  # fmt: skip
    assert (
        "warning: “Decisions and actions on reviews” tells of activity and shows no impact. The report says so."
        not in told
    )
    assert not any("“Impact on children and families”" in one for one in told), "one check shows a difference"
    with pytest.raises(Refused, match="has no words yet"):
        publish(story, report)
    alone = [one for one in checks(story.write(report)) if "shows no impact" in one]
    assert alone == [
        f"warning: “{name}” tells of activity and shows no impact. The report says so."
        for name in ("How effective it was", "Feedback from children and families", "Disproportionality and racism")
    ]
    page = browser(story.executive[0]).get(f"/p/westmarch/reports/{report.pk}/")
    assert page.status_code == 404, "a draft"
    assert browser(story.manager).get(f"/p/westmarch/reports/{report.pk}/").content.decode().count(rules.SAYS_SO) == 3


def test_comment_that_is_not_settled_stops_it(story: Story) -> None:
    report = story.write(story.report("key-issues"))
    comment = changes.comment(report, text="Say since when.", by=doer(story.saa[0]), now=timezone.now())
    with pytest.raises(Refused, match="1 comment is not settled"):
        publish(story, report)
    changes.settle_comment(comment, by=story.by, now=timezone.now())
    out = publish(story, report)
    assert (out.state, out.published_hash) == ("published", queries.content_hash(out, queries.blocks_of(out)))
    told = Notice.objects.filter(key__startswith=f"report:{out.pk}:published").values_list("person__name", flat=True)
    assert set(told) == {member.person.name for member in [*story.executive, *story.leads, *story.saa]}
    with pytest.raises(Refused, match="This report is published, so it stays as it is"):
        changes.add_block(out, kind="text", section="More", by=story.by, now=timezone.now())


def test_report_is_signed_as_its_product_and_a_change_voids_that(story: Story) -> None:
    report = story.write(story.report("annual-report"))
    with pytest.raises(Refused, match="Say which product this report is"):
        publish(story, report)
    product = changes.plan_product(
        report, lead=story.manager.role, due_on=date(2026, 11, 30), by=story.by, now=timezone.now(), today=TODAY
    )  # fmt: skip
    with pytest.raises(Refused, match=f"{product.reference} has not been through its route yet"):
        publish(story, report)
    by = walking.officer()
    walking.walk(product, by=by, to="drafted")
    walking.travel(walking.fresh(product), by=by)
    assert SignOff.objects.filter(product=product, voided_at__isnull=True).count() == 3
    assert queries.why_not_signed(fresh(report), today=TODAY) is None
    block = Block.objects.filter(report=report, kind="text").first()
    assert block is not None
    block.report = fresh(report)
    changes.edit_block(block, section=block.section, heading="", text="One more word.", is_public=True, by=story.by,
                       now=timezone.now(), version=block.version)  # fmt: skip
    assert SignOff.objects.filter(product=product, voided_at__isnull=True).count() == 0
    with pytest.raises(Refused, match=f"{product.reference} has not been through its route yet"):
        publish(story, report)
    for organisation in (story.council, story.icb, story.police):
        signer = doer(walking.chief(story.partnership, organisation))
        products.sign_off(walking.fresh(product), organisation=organisation, by=signer, now=timezone.now())
    assert publish(story, report).state == "published"


def test_reopened_report_is_read_by_writers_alone(story: Story) -> None:
    report = publish(story, story.write(story.report("key-issues")))
    executive: Any = here(story.executive[0].person, "westmarch", today=TODAY)
    agency: Any = here(story.officer.person, "westmarch", today=TODAY)
    assert queries.visible(executive).count() == 1
    assert queries.visible(agency).count() == 0, "without working figures its blocks are not theirs to read"
    changes.reopen(report, reason="A figure was put right.", by=story.by, now=timezone.now())
    assert queries.visible(executive).count() == 0
    changes.withdraw(fresh(report), reason="Nobody needs it.", by=story.by, now=timezone.now())
    assert (fresh(report).state, rules.why_not_reopen("withdrawn")) == (
        "withdrawn", "Only a published report is opened as a draft again.",
    )  # fmt: skip


def test_two_who_write_one_block_lose_nothing(story: Story) -> None:
    report = story.report("key-issues")
    block = Block.objects.filter(report=report, kind="text")[0]
    facts: dict[str, Any] = {
        "section": block.section,
        "heading": "",
        "is_public": True,
        "by": story.by,
        "now": timezone.now(),
    }
    block.report = report
    changes.edit_block(block, text="First.", version=block.version, **facts)
    with pytest.raises(changes.ChangedMeanwhile):
        changes.edit_block(block, text="Second.", version=1, **facts)
    assert Block.objects.get(pk=block.pk).text == "First."


def test_frozen_block_stays_and_the_others_are_read_as_of_the_new_day(story: Story) -> None:
    report = story.report("key-issues")
    kept = Block.objects.filter(report=report, kind="warnings")[0]
    kept.report = report
    changes.freeze(kept, is_frozen=True, by=story.by, now=timezone.now())
    day = date(2026, 10, 1)
    assert changes.refresh(report, snapshot_on=day, by=story.by, now=timezone.now(), today=TODAY) == 4
    changes.fill_all(fresh(report), by=story.by, now=timezone.now())
    held = {
        block.kind: (block.known_on, block.content["rows"])
        for block in queries.blocks_of(report)
        if block.kind != "text"
    }
    assert held["warnings"] == (TODAY, 1)
    assert held["measures"] == (day, 0), "its figures were accepted on 20 October"
    assert any("stands as of 21 October 2026, and not of the report’s day" in one for one in checks(report))
