"""Rows of actions."""

from datetime import datetime
from typing import Any, ClassVar

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings import rules as finding_rules
from lineofsight.cycle.findings.models import Action, Recommendation
from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import ACTIONS, Kind
from lineofsight.cycle.spreadsheets.planning.planner import Planner
from lineofsight.cycle.spreadsheets.planning.rows import Planned, Row

STATES = "Write one of: Not started, Under way, Done, Not needed any more."


class Actions(Planner):
    """What is to be done, by whom, by when, and what was said about it."""

    kind: ClassVar[Kind] = ACTIONS

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """Our reference, their own, or the words with the agency."""
        for code in ("reference", "own_reference"):
            if row.written(code):
                return (code, row.written(code))
        return tuple(rules.plain(row.written(code)) for code in ("text", "organisation", "owner"))

    def target(self, row: Row) -> Any:
        """The action that the row stands for."""
        return self.found_again(row, self.known.actions)

    def look(self, row: Row, target: Any) -> Planned:
        """New, changed, or as it is."""
        body = self.body(row)
        owner = self.owner(row, body)
        facts: dict[str, Any] = {"body": owner.organisation if owner else body, "owner": owner,
                                 "due_on": row.day("due_on"), "state": self._state(row),
                                 "recommendations": self._recommendations(row)}  # fmt: skip
        planned = Planned(row, rules.CREATE, row.written("text"), target=target, facts=facts)
        if target is None:
            return self._new(planned)
        planned.reference = target.reference
        return self._there_already(planned)

    def _state(self, row: Row) -> str | None:
        said = row.text("state")
        found = rules.state_of(said) if said else None
        if said and found is None:
            row.error("state", f"We do not know the status “{said[:60]}”.", STATES)
        return found

    def _recommendations(self, row: Row) -> list[Recommendation]:
        found = []
        for said in rules.parts(row.text("recommendations")):
            held = self.known.recommendations
            one = held.get(said) or self.known.own_reference("recommendations", said, held.values())
            if one is None:
                row.error("recommendations", f"No recommendation here has the reference “{said[:40]}”.",
                          "Bring the recommendations in first, or take the reference out.")  # fmt: skip
            else:
                found.append(one)
        return found

    def _new(self, planned: Planned) -> Planned:
        row, facts = planned.row, planned.facts
        if facts["body"] is None and not row.is_wrong:
            row.error("organisation", "Nobody does it yet.", "Write the agency, or the role that owns it.")
        for one in facts["recommendations"]:
            why = finding_rules.why_not_act_on(state=one.state, is_draft=one.private_to_id is not None)
            if why:
                row.error(
                    "recommendations", f"{one.reference}: {why}", "Take the reference out, or open it again first."
                )
        if facts["state"] == rules.DROPPED:
            planned.outcome, planned.why = rules.SKIP, "It is not needed any more, so it is not added."
        if facts["state"] == rules.DONE:
            row.remark("state", "It comes in as under way.",
                       "Its owner says on its page that it is done, with evidence; somebody else verifies it.")  # fmt: skip
        return planned

    def _there_already(self, planned: Planned) -> Planned:
        held, row, facts = planned.target, planned.row, planned.facts
        self.stays(row, "text", held.text, "The words of an action stay as they were agreed.")
        if facts["due_on"] and facts["due_on"] != held.due_on:
            before = held.due_on.isoformat() if held.due_on else ""
            planned.changes.append((self.kind.field("due_on").heading, before, facts["due_on"].isoformat()))
        if facts["owner"] is not None and facts["owner"].pk != held.owner_id:
            planned.changes.append((self.kind.field("owner").heading, str(held.owner or ""), str(facts["owner"])))
        elif facts["body"] is not None and facts["body"].pk != held.organisation_id:
            row.remark("organisation", "The agency stays as it is: a new role that owns it changes it.")
        self._new_state(planned)
        if rules.squeezed(row.text("update")) not in {"", *(rules.squeezed(one.text) for one in held.updates.all())}:
            planned.changes.append((self.kind.field("update").heading, "", row.text("update")))
        linked = {one.pk for one in held.recommendations.all()}
        facts["recommendations"] = [one for one in facts["recommendations"] if one.pk not in linked]
        planned.changes += [(self.kind.field("recommendations").heading, "", one.reference)
                            for one in facts["recommendations"]]  # fmt: skip
        return self._ended(planned)

    def _new_state(self, planned: Planned) -> None:
        held, row, wanted = planned.target, planned.row, planned.facts["state"]
        is_live = held.state in finding_rules.LIVE
        if wanted is None or wanted == held.state or (wanted == rules.DONE and not is_live):
            return
        if wanted == rules.DONE:
            row.remark("state", "It stays under way.", "Its owner says on its page that it is done, with evidence.")
        elif not is_live:
            row.remark("state", f"It is {finding_rules.ACTION_NAMES[held.state]} here, and stays so.")
        elif wanted == rules.DROPPED and not row.text("update"):
            row.error(
                "update", "It is not needed any more, but nobody says why.", "Write the reason as its latest update."
            )
        else:
            after = dict(Action.State.choices)[wanted]
            planned.changes.append((self.kind.field("state").heading, str(held.get_state_display()), str(after)))

    def _ended(self, planned: Planned) -> Planned:
        held = planned.target
        if planned.changes and held.state in finding_rules.ENDED:
            planned.outcome, planned.changes = rules.SKIP, []
            planned.why = f"It is {finding_rules.ACTION_NAMES[held.state]} here, so nothing of it changes."
        elif planned.changes:
            planned.outcome = rules.CHANGE
        else:
            planned.outcome, planned.why = rules.SKIP, f"{held.reference} is here already, and nothing changed."
        return planned

    def write(self, planned: Planned, *, now: datetime, address: str) -> Action:
        """Add it, or say what is new about it."""
        by: dict[str, Any] = {"by": self.here.doer, "now": now}
        row, facts = planned.row, planned.facts
        if planned.outcome == rules.CREATE:
            action = changes.add_action(
                self.here.partnership, text=row.text("text"), organisation=facts["body"], owner=facts["owner"],
                due_on=facts["due_on"], recommendations=facts["recommendations"], **by,
            )  # fmt: skip
            state = rules.UNDER_WAY if facts["state"] == rules.DONE else facts["state"]
            if row.text("update") or state == rules.UNDER_WAY:
                text = row.text("update") or f"The spreadsheet that it came from says: {row.text('state')}."
                changes.update_action(action, text=text, state=state, **by)
            return action
        return self._change(planned, {label for label, _, _ in planned.changes}, by)

    def _change(self, planned: Planned, labels: set[str], by: dict[str, Any]) -> Action:
        row, facts, action = planned.row, planned.facts, planned.target
        new: dict[str, Any] = {code: facts[code] if self.kind.field(code).heading in labels else None
               for code in ("state", "due_on", "owner")}  # fmt: skip
        for one in facts["recommendations"]:
            changes.link_action(action, one, by=by["by"])
        text = row.text("update") if self.kind.field("update").heading in labels else ""
        if new["state"] == rules.DROPPED:
            return changes.drop(action, reason=row.text("update"), version=action.version, **by)
        if text or any(new.values()):
            changes.update_action(action, text=text, **new, **by)
        return action  # type: ignore[no-any-return]
