"""What every kind of spreadsheet has in common: rows that are known again, rows that come twice, words to look at."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import Kind
from lineofsight.cycle.spreadsheets.planning.rows import Planned, Row
from lineofsight.cycle.spreadsheets.queries import Lookups
from lineofsight.engine.disclosure.identifying import Known, identifying, in_words
from lineofsight.foundation.partnership.queries import Here, known_names


class Planner(ABC):
    """Plans the rows of one kind, and writes one of them."""

    kind: ClassVar[Kind]

    def __init__(self, here: Here, rows: Sequence[Row]) -> None:
        self.here, self.rows = here, rows
        self.known = Lookups(here, self.kind, [row.cells for row in rows])
        self.names: Known | None = None

    @abstractmethod
    def target(self, row: Row) -> Any:
        """What is here already and the row stands for, or None; problems are noted on the row."""

    @abstractmethod
    def look(self, row: Row, target: Any) -> Planned:
        """What would happen to a row, its problems noted on it."""

    @abstractmethod
    def key_of(self, row: Row) -> tuple[Any, ...]:
        """What makes two rows of one file the same thing."""

    @abstractmethod
    def write(self, planned: Planned, *, now: datetime, address: str) -> Any:
        """Write a row that is new or changed; what it became. Call it inside the transaction of them all."""

    def plan(self) -> list[Planned]:
        """What would happen to every row, in their order."""
        seen: dict[tuple[Any, ...], int] = {}
        return [self._planned(row, seen) for row in self.rows]

    def _planned(self, row: Row, seen: dict[tuple[Any, ...], int]) -> Planned:
        for one in self.kind.fields:
            if one.needed and not row.written(one.code):
                row.error(one.code, f"“{one.heading}” is empty.", "Fill it in, or delete the row.")
        key = self.key_of(row)
        if key in seen:
            code = self.kind.fields[0].code
            row.error(code, f"This row says the same as row {seen[key]}.", "Delete one of the two.")
        seen.setdefault(key, row.number)
        target = self.target(row)
        if target is not None:
            row.leave(self.known.wording.cells(self.kind.code, target))
        planned = self.look(row, target)
        if row.is_wrong:
            planned.outcome, planned.why = rules.ERROR, next(one.why for one in row.problems if one.is_error)
        elif planned.writes:
            planned.doubts = self._doubts(planned)
        return planned

    def _doubts(self, planned: Planned) -> list[tuple[str, str]]:
        """Words of the free texts that would be written and that could identify a child."""
        is_new = planned.outcome == rules.CREATE
        changed = {label for label, _, _ in planned.changes}
        found = []
        for one in self.kind.fields:
            text = planned.row.text(one.code)
            if one.is_free and text and (is_new or one.heading in changed):
                words = identifying(text, known=self._known_names(), today=self.here.today)
                if words:
                    found.append((one.code, in_words(words, may_stay=False)))
        return found

    def _known_names(self) -> Known:
        if self.names is None:
            self.names = known_names(self.here.partnership)
        return self.names

    # What several kinds read from a row

    def body(self, row: Row) -> Any:
        """The agency of a row, or None."""
        said = row.text("organisation")
        found = self.known.bodies.get(rules.plain(said)) if said else None
        if said and found is None:
            row.error("organisation", f"No agency here is called “{said[:80]}”.",
                      "Write its name or short name as on the page Organisations.")  # fmt: skip
        return found

    def owner(self, row: Row, body: Any) -> Any:
        """The role that owns a row, or None; in the agency of the row when several have the same name."""
        said = row.text("owner")
        if not said:
            return None
        found = self.known.seats_called(said, body)
        if len(found) == 1:
            return found[0]
        todo = "Write the role as on the page Roles, and the agency beside it."
        why = f"Several roles are called “{said[:80]}”." if found else f"No role here is called “{said[:80]}”."
        row.error("owner", why, todo)
        return None

    def found_again(self, row: Row, rows: Mapping[str, Any]) -> Any:
        """What is here already: by our reference, by the partnership's own, or by the same words about the same agency."""
        ours, own = row.written("reference"), row.written("own_reference")
        said, words = row.written(self.kind.words), self.kind.words
        if ours:
            if ours not in rows:
                row.error("reference", f"Nothing here has the reference {ours[:40]}.",
                          "Leave the cell empty for a new one.")  # fmt: skip
            return rows.get(ours)
        found = self.known.own_reference(self.kind.code, own, rows.values()) if own else None
        if found is None:
            return self._of_the_same_words(row, rows)
        if said and not rules.is_alike(said, getattr(found, words)):
            row.error("own_reference", f"Your reference {own} stands for {found.reference} here, which says something else.",
                      "Give this row another reference, or none.")  # fmt: skip
        return found

    def _of_the_same_words(self, row: Row, rows: Mapping[str, Any]) -> Any:
        said, words = rules.plain(row.written(self.kind.words)), self.kind.words
        # What has another reference of the partnership's own is another thing, even in the same words.
        taken = self.known.own_references(self.kind.code) if row.written("own_reference") else {}
        same = (one for one in rows.values() if rules.plain(getattr(one, words)) == said)
        return next((one for one in same if one.subject_id not in taken and self._is_about(row, one)), None)

    def _is_about(self, row: Row, one: Any) -> bool:
        """True when the row names the same agency, or the same role where it names none."""
        body, owner = rules.plain(row.written("organisation")), rules.plain(row.written("owner"))
        if body:
            names = {one.organisation.name, one.organisation.short_name} if one.organisation else set()
            return body in {rules.plain(name) for name in names}
        if owner:
            return one.owner is not None and owner in {rules.plain(one.owner.title), rules.plain(str(one.owner))}
        return one.organisation is None

    def differ(self, planned: Planned, code: str, before: str, after: str) -> bool:
        """True, and noted among the changes, when a filled cell says something else than what is there."""
        if not after or rules.says_the_same(before, after):
            return False
        planned.changes.append((self.kind.field(code).heading, before, after))
        return True

    def stays(self, row: Row, code: str, before: str, why: str) -> None:
        """Note that a cell says something else than what is there, which never changes."""
        after = row.text(code)
        if after and not rules.says_the_same(before, after):
            row.remark(code, why)
