"""A partnership with one thing of everything that reports tell of, and a report of its half-year."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.findings.models import Finding, ImpactCheck, Recommendation
from lineofsight.foundation.handbook.queries import framework_in_use, version_in_use
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.governance.challenges import changes as challenges
from lineofsight.governance.meetings.changes import deciding
from lineofsight.governance.updates import changes as updates
from lineofsight.governance.updates import rules as quarters
from lineofsight.outputs.reports import changes, shelf
from lineofsight.outputs.reports.models import Block, Report
from tests.cycle.findings import world as found
from tests.cycle.products import walking
from tests.governance.meetings.setting import Setting, doer
from tests.outputs.early_warning.figures import a_warning_with_figures
from tests.outputs.early_warning.warned import raised

TODAY, NOW = walking.TODAY, walking.NOW
START, END = date(2026, 4, 1), TODAY


class Story(Setting):
    """`tell` makes the rows; `report` a report of a template, filled."""

    def tell(self) -> "Story":
        """One of each: figures with their warning, a rated product, a finding that came to impact, words of groups."""
        self.warning_row = raised(a_warning_with_figures(self.partnership))
        product = walking.walk(
            walking.a_product(self.partnership, by=self.by, title="Neglect audit"), by=self.by, to="drafted"
        )
        walking.rate(product, by=self.by)
        self.product = walking.fresh(product)
        self._find()
        self._govern()
        return self

    def _find(self) -> None:
        day = TODAY - timedelta(days=30)
        self.finding = found.a_finding(self.partnership, found_on=day, so_what="Children wait.", product=self.product)
        made = found.accepted(self.partnership, findings=[self.finding], made_on=day)
        findings.add_action(self.partnership, organisation=self.council, text="Hire two reviewers", recommendations=[made],
                            due_on=date(2026, 9, 1), by=found.BY, now=NOW)  # fmt: skip
        check = findings.plan_impact_check(made, after_months=6, measure="Plans in time", baseline="Six of twelve",
                                           baseline_on=day, by=found.BY, now=NOW)  # fmt: skip
        facts: dict[str, Any] = {"result": "partly", "found": "Nine of twelve", "checked_on": date(2026, 10, 15)}
        # What a check may be made of is tested in its own room; here only what a report says of it.
        ImpactCheck.objects.filter(pk=check.pk).update(**facts, checked_at=NOW, checked_by=self.manager.person.actor)
        self.check, self.recommendation = check, Recommendation.objects.get(pk=made.pk)

    def _govern(self) -> None:
        said = deciding.Taken("Fund a post.", "Visits fell.")
        self.decision = deciding.record_outside(
            self.partnership, said, group=self.groups["executive"], proof=deciding.Proof("email", "E-mail of the chair"),
            decided_on=date(2026, 10, 1), by=self.by, now=NOW, today=TODAY,
        )  # fmt: skip
        self.challenge = challenges.ask(
            self.partnership, question="Why did visits fall?", to_role=self.executive[0].role, due_on=date(2026, 11, 4),
            organisation=self.icb, by=doer(self.leads[1]), now=NOW, today=TODAY,
        )  # fmt: skip
        version = version_in_use(self.partnership, on=TODAY)
        quarter = quarters.quarter_of(date(2026, 8, 1))
        update = updates.open_update(self.groups["saa"], quarter, version=version, due_on=TODAY, by=self.by)
        updates.save(update, {"practice": updates.Typed("Visits are on time again.", 1)}, by=self.by, now=NOW)
        self.update = updates.give(update, channels=["executive-circular"], by=self.by, now=NOW, today=TODAY)

    def report(self, code: str, **facts: Any) -> Report:
        """A filled draft."""
        template = shelf.template_of(framework_in_use(self.partnership, on=TODAY), code)
        assert template is not None
        known: dict[str, Any] = {
            "title": template.name, "period_start": START, "period_end": END, "snapshot_on": TODAY,
            "audience": template.audience, "marking": "OFFICIAL-SENSITIVE",
        } | facts  # fmt: skip
        made = changes.make(self.partnership, template, by=self.by, now=timezone.now(), today=TODAY, **known)
        changes.fill_all(made, by=self.by, now=timezone.now())
        return fresh(made)

    def write(self, report: Report, text: str = "Visits are in time again.") -> Report:
        """Every text of the report, written."""
        for block in Block.objects.filter(report=report, kind="text"):
            block.report = report
            changes.edit_block(block, section=block.section, heading=block.heading, text=text, is_public=True, by=self.by,
                               now=timezone.now(), version=block.version)  # fmt: skip
        return fresh(report)


def fresh(report: Report) -> Report:
    """The report as it is now."""
    return Report.objects.select_related("partnership__chain", "framework", "product__partnership", "subject").get(
        pk=report.pk
    )


def told(partnership: Partnership) -> Story:
    """A partnership with its story."""
    return Story(partnership).tell()


__all__ = ["END", "NOW", "START", "TODAY", "Finding", "Story", "fresh", "told"]
