"""Rows of findings."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Finding
from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import FINDINGS, Kind
from lineofsight.cycle.spreadsheets.planning.planner import Planner
from lineofsight.cycle.spreadsheets.planning.rows import Planned, Row

WORDS = ("title", "text", "so_what")


class Findings(Planner):
    """What was found out, of which kind, about whom, from what."""

    kind: ClassVar[Kind] = FINDINGS

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """Our reference, their own, or the line with agency and product."""
        for code in ("reference", "own_reference"):
            if row.written(code):
                return (code, row.written(code))
        return tuple(rules.plain(row.written(code)) for code in ("title", "organisation", "product"))

    def target(self, row: Row) -> Any:
        """The finding that the row stands for."""
        return self.found_again(row, self.known.findings)

    def look(self, row: Row, target: Any) -> Planned:
        """New, changed, or as it is."""
        body, product = self.body(row), self._product(row)
        facts: dict[str, Any] = {"body": body, "product": product, "kind": self._kind(row), "themes": self._themes(row),
                                 "found_on": row.day("found_on"), "is_closed": self._is_closed(row)}  # fmt: skip
        planned = Planned(row, rules.CREATE, row.written("title"), target=target, facts=facts)
        if target is None:
            return planned
        planned.reference = target.reference
        return self._there_already(planned)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        kinds = self.known.framework.finding_kinds if self.known.framework else ()
        return {rules.plain(name): one.code for one in kinds for name in (one.code, one.name)}

    @cached_property
    def _theme_codes(self) -> dict[str, str]:
        framework = self.known.framework
        held = (*framework.themes, *framework.priorities) if framework else ()
        return {rules.plain(name): one.code for one in held for name in (one.code, one.name)}

    def _kind(self, row: Row) -> str:
        said = row.text("kind")
        found = self._kinds.get(rules.plain(said), "")
        if said and not found:
            names = ", ".join(one.name for one in (self.known.framework.finding_kinds if self.known.framework else ()))
            row.error("kind", f"We do not know the kind “{said[:60]}”.", f"Write one of: {names}.")
        return found

    def _themes(self, row: Row) -> list[str]:
        found = []
        for said in rules.parts(row.text("themes")):
            code = self._theme_codes.get(rules.plain(said))
            if code is None:
                row.error("themes", f"The framework has no theme “{said[:60]}”.", "Write it as on the page Themes.")
            else:
                found.append(code)
        return sorted(set(found))

    def _product(self, row: Row) -> Any:
        said = row.text("product")
        found = self.known.products.get(said)
        if said and found is None:
            row.error("product", f"No product here has the reference “{said[:40]}”.",
                      "Write its reference as on its page, such as P-2026-004, or leave it empty.")  # fmt: skip
        return found

    def _is_closed(self, row: Row) -> bool | None:
        said = rules.plain(row.text("state"))
        if not said:
            return None
        if said not in {"open", "closed"}:
            row.error("state", f"We do not know the state “{row.text('state')[:60]}”.", "Write Open or Closed.")
        if said == "closed" and not row.written("closed_reason"):
            row.error("closed_reason", "It is closed, but nobody says why.", "Write why nothing more is to be done.")
        return said == "closed"

    def _there_already(self, planned: Planned) -> Planned:
        held, row, facts = planned.target, planned.row, planned.facts
        for code in WORDS:
            self.differ(planned, code, getattr(held, code), row.text(code))
        if facts["kind"] and facts["kind"] != held.kind:
            planned.changes.append((self.kind.field("kind").heading, held.kind, facts["kind"]))
        themes = sorted(one.code for one in held.themes.all())
        if facts["themes"] and facts["themes"] != themes:
            planned.changes.append((self.kind.field("themes").heading, ", ".join(themes), ", ".join(facts["themes"])))
        if facts["body"] is not None and facts["body"].pk != held.organisation_id:
            before = held.organisation.name if held.organisation else ""
            planned.changes.append((self.kind.field("organisation").heading, before, facts["body"].name))
        if facts["product"] is not None and facts["product"].pk != held.product_id:
            row.remark("product", "What it is from stays as it is.")
        if facts["found_on"] and facts["found_on"] != held.found_on:
            row.remark("found_on", "The day on which it was found stays as it is.")
        return self._closing(planned)

    def _closing(self, planned: Planned) -> Planned:
        held, row, is_closed = planned.target, planned.row, planned.facts["is_closed"]
        was_closed = held.state == Finding.State.CLOSED
        if is_closed and not was_closed:
            planned.changes.append((self.kind.field("state").heading, "Open", "Closed"))
        elif is_closed is False and was_closed:
            row.remark("state", "It is closed here, and stays so.", "Open it again on its page, with the reason.")
        if planned.changes:
            planned.outcome = rules.CHANGE
        else:
            planned.outcome, planned.why = rules.SKIP, f"{held.reference} is here already, and nothing changed."
        return planned

    def write(self, planned: Planned, *, now: datetime, address: str) -> Finding:
        """Raise it, or put it right; close it where the row says so."""
        row, facts, by = planned.row, planned.facts, self.here.doer
        labels = {label for label, _, _ in planned.changes}
        if planned.outcome == rules.CREATE:
            held = changes.raise_finding(
                self.here.partnership, kind=facts["kind"], title=row.text("title"),
                text=row.text("text") or row.text("title"), so_what=row.text("so_what"), themes=facts["themes"],
                organisation=facts["body"], product=facts["product"], found_on=facts["found_on"] or self.here.today,
                by=by, now=now,
            )  # fmt: skip
        else:
            held = planned.target
            if labels - {self.kind.field("state").heading}:
                self._edit(planned, now=now)
        if facts["is_closed"] and held.state == Finding.State.OPEN:
            changes.close_finding(held, reason=row.written("closed_reason"), by=by, version=held.version)
        return held  # type: ignore[no-any-return]

    def _edit(self, planned: Planned, *, now: datetime) -> None:
        held, row, facts = planned.target, planned.row, planned.facts
        words = {code: row.text(code) or getattr(held, code) for code in WORDS}
        themes = facts["themes"] or [one.code for one in held.themes.all()]
        changes.edit_finding(
            held, kind=facts["kind"] or held.kind, themes=themes, organisation=facts["body"] or held.organisation,
            by=self.here.doer, now=now, version=held.version, **words,
        )  # fmt: skip
