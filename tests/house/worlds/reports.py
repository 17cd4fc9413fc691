"""A draft with a comment, and a key-issues report that was published, with a file of it."""

from typing import Any

from django.utils import timezone

from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.outputs.reports import changes, shelf
from lineofsight.outputs.reports.changes import files
from lineofsight.outputs.reports.models import Block, Report
from tests import making
from tests.house.world import World

BY = making.SYSTEM


def make(world: World) -> None:
    """One of each."""
    draft = _draft(world, "executive-circular")
    comment = changes.comment(draft, text="Say what changed for children.", by=BY, now=timezone.now())
    out = _published(world)
    file = files.ask_for_file(out, form="pdf", is_public=False, is_draft=False, by=BY, now=timezone.now())
    files.begin(file, parts=1, now=timezone.now())
    files.finish(file, b"%PDF-1.7 a report", now=timezone.now())
    world.kwargs |= {
        "reports:report": draft.pk, "reports:block": Block.objects.filter(report=draft, kind="text")[0].pk,
        "reports:comment": comment.pk, "reports:template": "key-issues", "reports:way": "up", "reports:file": file.pk,
        "report published": out.pk,
    }  # fmt: skip


def more(world: World, number: int) -> None:
    """As many drafts, and as many blocks and comments of the one that the address names."""
    draft = Report.objects.for_partnership(world.partnership).get(pk=world.kwargs["reports:report"])
    for each in range(number):
        _draft(world, "key-issues")
        block = changes.add_block(draft, kind="warnings", section=f"Section {each}", by=BY, now=timezone.now())
        changes.fill(block, by=BY, now=timezone.now())
        changes.comment(draft, text=f"Comment {each}", block=block, by=BY, now=timezone.now())


def _draft(world: World, code: str) -> Report:
    template = shelf.template_of(framework_in_use(world.partnership, on=world.today), code)
    assert template is not None
    start, end = shelf.usual_period(template.period, today=world.today)
    facts: dict[str, Any] = {"audience": "leaders", "marking": "OFFICIAL-SENSITIVE", "by": BY, "now": timezone.now()}
    made = changes.make(world.partnership, template, title=template.name, period_start=start, period_end=end,
                        snapshot_on=world.today, today=world.today, **facts)  # fmt: skip
    changes.fill_all(made, by=BY, now=timezone.now())
    return made


def _published(world: World) -> Report:
    report = _draft(world, "key-issues")
    for block in Block.objects.filter(report=report, kind="text"):
        block.report = report
        changes.edit_block(block, section=block.section, heading="", text="Visits are on time.", is_public=True, by=BY,
                           now=timezone.now(), version=block.version)  # fmt: skip
    report.refresh_from_db()
    return changes.publish(report, by=BY, now=timezone.now(), today=world.today, version=report.version)
