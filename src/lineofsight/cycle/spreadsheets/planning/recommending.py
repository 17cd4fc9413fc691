"""Rows of recommendations."""

from datetime import datetime
from typing import Any, ClassVar

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings import rules as finding_rules
from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import RECOMMENDATIONS, Kind
from lineofsight.cycle.spreadsheets.planning.planner import Planner
from lineofsight.cycle.spreadsheets.planning.rows import Planned, Row

PLAN = ("owner", "organisation", "due_on", "expected_difference")


class Recommendations(Planner):
    """What should be done, whom it asks, and how they answered."""

    kind: ClassVar[Kind] = RECOMMENDATIONS

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """Our reference, their own, or the wording with the agency."""
        for code in ("reference", "own_reference"):
            if row.written(code):
                return (code, row.written(code))
        return tuple(rules.plain(row.written(code)) for code in ("wording", "organisation", "owner"))

    def target(self, row: Row) -> Any:
        """The recommendation that the row stands for."""
        return self.found_again(row, self.known.recommendations)

    def look(self, row: Row, target: Any) -> Planned:
        """New, changed, or as it is."""
        body = self.body(row)
        owner = self.owner(row, body)
        facts: dict[str, Any] = {
            "owner": owner, "body": owner.organisation if owner else body, "made_on": row.day("made_on"),
            "due_on": row.day("due_on"), "answer": self._answer(row),
            "findings": self._sources(row, "findings", self.known.findings),
            "products": self._sources(row, "products", self.known.products),
        }  # fmt: skip
        planned = Planned(row, rules.CREATE, row.written("wording"), target=target, facts=facts)
        if target is None:
            return planned
        planned.reference = target.reference
        return self._there_already(planned)

    def _answer(self, row: Row) -> str | None:
        said = row.text("answer")
        if not said or rules.plain(said) in {"no answer yet", "waiting for an answer"}:
            return None
        found = rules.answer_of(said)
        if found is None:
            row.error("answer", f"We do not know the answer “{said[:60]}”.",
                      "Write Accepted, Partly accepted or Rejected, or leave it empty.")  # fmt: skip
        elif found != finding_rules.ACCEPTED and not row.written("answer_reason"):
            row.error("answer_reason", "The answer has no reason.", "Write why it is partly accepted or rejected.")
        return found

    def _sources(self, row: Row, code: str, rows: Any) -> list[Any]:
        found = []
        for said in rules.parts(row.text(code)):
            one = rows.get(said) or self.known.own_reference(code, said, rows.values())
            if one is None:
                row.error(code, f"Nothing here has the reference “{said[:40]}”.",
                          f"Bring the {code} in first, or take the reference out.")  # fmt: skip
            else:
                found.append(one)
        return found

    def _there_already(self, planned: Planned) -> Planned:
        held, row, facts = planned.target, planned.row, planned.facts
        self.stays(row, "wording", held.wording, "The wording of a recommendation never changes.")
        if facts["made_on"] and facts["made_on"] != held.made_on:
            row.remark("made_on", "The day on which it was made stays as it is.")
        self._plan_changes(planned)
        if facts["answer"] and facts["answer"] != held.answer:
            reason = row.written("answer_reason")
            why = finding_rules.why_not_answer(state=held.state, answer=facts["answer"], reason=reason)
            if why:
                row.error("answer", why, "Mend it here, or answer on its page.")
            else:
                after = str(dict(Recommendation.Answer.choices)[facts["answer"]])
                planned.changes.append((self.kind.field("answer").heading, str(held.get_answer_display()), after))
        self._new_sources(planned)
        return self._settled(planned)

    def _plan_changes(self, planned: Planned) -> None:
        held, row, facts = planned.target, planned.row, planned.facts
        if facts["owner"] is not None and facts["owner"].pk != held.owner_id:
            planned.changes.append((self.kind.field("owner").heading, str(held.owner or ""), str(facts["owner"])))
        elif facts["body"] is not None and facts["body"].pk != held.organisation_id:
            if held.owner_id:
                row.remark("organisation", "The agency stays as it is: a new role that owns it changes it.")
            else:
                before = held.organisation.name if held.organisation else ""
                planned.changes.append((self.kind.field("organisation").heading, before, facts["body"].name))
        if facts["due_on"] and facts["due_on"] != held.due_on:
            before = held.due_on.isoformat() if held.due_on else ""
            planned.changes.append((self.kind.field("due_on").heading, before, facts["due_on"].isoformat()))
        self.differ(planned, "expected_difference", held.expected_difference, row.text("expected_difference"))

    def _new_sources(self, planned: Planned) -> None:
        held, facts = planned.target, planned.facts
        linked = {("findings", one.finding_id) for one in held.sources.all()}
        linked |= {("products", one.product_id) for one in held.sources.all()}
        for code in ("findings", "products"):
            facts[code] = [one for one in facts[code] if (code, one.pk) not in linked]
            planned.changes += [(self.kind.field(code).heading, "", one.reference) for one in facts[code]]

    def _settled(self, planned: Planned) -> Planned:
        held = planned.target
        if planned.changes and held.state == finding_rules.MERGED:
            planned.outcome, planned.changes = rules.SKIP, []
            planned.why = "It was merged into another recommendation, so nothing of it changes."
        elif planned.changes:
            planned.outcome = rules.CHANGE
        else:
            planned.outcome, planned.why = rules.SKIP, f"{held.reference} is here already, and nothing changed."
        return planned

    def write(self, planned: Planned, *, now: datetime, address: str) -> Recommendation:
        """Make it, or say what is new about it."""
        row, facts, by = planned.row, planned.facts, self.here.doer
        if planned.outcome == rules.CREATE:
            held = changes.recommend(
                self.here.partnership, wording=row.text("wording"), made_on=facts["made_on"] or self.here.today,
                organisation=facts["body"], owner=facts["owner"], due_on=facts["due_on"], findings=facts["findings"],
                products=facts["products"], expected_difference=row.text("expected_difference"), by=by, now=now,
            )  # fmt: skip
            labels = {self.kind.field("answer").heading} if facts["answer"] else set()
        else:
            held, labels = planned.target, {label for label, _, _ in planned.changes}
            self._change_plan(planned, labels, now=now)
            for code, name in (("findings", "finding"), ("products", "product")):
                for one in facts[code]:
                    changes.add_source(held, by=by, now=now, **{name: one})  # type: ignore[arg-type]
        if self.kind.field("answer").heading in labels:
            changes.answer(held, answer=facts["answer"], reason=row.written("answer_reason"), by=by, now=now,
                           version=held.version)  # fmt: skip
        return held  # type: ignore[no-any-return]

    def _change_plan(self, planned: Planned, labels: set[str], *, now: datetime) -> None:
        held, facts = planned.target, planned.facts
        new = {code for code in PLAN if self.kind.field(code).heading in labels}
        if not new:
            return
        changes.plan_recommendation(
            held,
            owner=facts["owner"] if "owner" in new else held.owner,
            organisation=facts["body"] if new & {"owner", "organisation"} else held.organisation,
            due_on=facts["due_on"] if "due_on" in new else held.due_on,
            expected_difference=planned.row.text("expected_difference")
            if "expected_difference" in new
            else held.expected_difference,
            by=self.here.doer,
            now=now,
            version=held.version,
        )
