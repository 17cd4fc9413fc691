"""Writes of spreadsheets: taken, told what their columns mean, brought in as one, or given up."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from lineofsight.cycle.spreadsheets import queries, rules
from lineofsight.cycle.spreadsheets.columns import KINDS
from lineofsight.cycle.spreadsheets.models import OwnReference, SheetImport, SheetMapping
from lineofsight.cycle.spreadsheets.planning import Planned, Planner, Row, planner_for
from lineofsight.cycle.spreadsheets.reading import Page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.changes import record


class ChangedMeanwhile(Exception):
    """What would happen is not what was shown: somebody changed something since. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen to each row of a spreadsheet."""

    planner: Planner
    rows: Sequence[Planned]

    @property
    def digest(self) -> str:
        """What was shown, so that nothing else is written."""
        return hashlib.sha256(json.dumps([one.as_key() for one in self.rows]).encode()).hexdigest()

    @property
    def is_doubtful(self) -> bool:
        """True when words that would be written could identify a child."""
        return any(one.doubts for one in self.rows)

    def count(self, outcome: str) -> int:
        """How many rows have an outcome."""
        return sum(one.outcome == outcome for one in self.rows)


@transaction.atomic
def take(here: Here, kind: str, pages: dict[str, Page], *, file_name: str, now: datetime) -> SheetImport:
    """A spreadsheet to look at. The sheet and the columns are found as far as they can be."""
    fields, remembered = KINDS[kind].fields, queries.remembered(here.partnership, kind)
    scored = {name: _columns(page.rows, fields, remembered) for name, page in pages.items()}
    sheet = max(scored, key=lambda name: len(scored[name][1]))
    taken = SheetImport.objects.create(
        partnership=here.partnership, kind=kind, file_name=file_name[:200],
        sheets={name: page.as_json() for name, page in pages.items()}, sheet=sheet, heading_row=scored[sheet][0],
        columns=scored[sheet][1], given_at=now, given_by_id=here.doer.actor_id,
    )  # fmt: skip
    after = {"kind": kind, "rows": len(pages[sheet].rows)}
    record(here.partnership.chain, by=here.doer, deed="spreadsheets.take", after=after)
    return taken


def _columns(rows: list[list[str]], fields: Any, remembered: Any) -> tuple[int, dict[str, int]]:
    at = rules.heading_row(rows, fields, remembered)
    return at, rules.columns_of(rows[at] if rows else [], fields, remembered)


@transaction.atomic
def read_sheet(taken: SheetImport, *, sheet: str, heading_row: int, here: Here) -> SheetImport:
    """Another sheet of the workbook, or another row of headings; its columns are found anew."""
    _refuse_unless_draft(taken)
    rows = _rows(taken, sheet)
    if not 0 <= heading_row < len(rows):
        raise Refused(f"This sheet has {len(rows)} rows.")
    remembered = queries.remembered(taken.partnership, taken.kind)
    columns = rules.columns_of(rows[heading_row], KINDS[taken.kind].fields, remembered)
    taken.sheet, taken.heading_row, taken.columns = sheet, heading_row, columns
    taken.save(update_fields=["sheet", "heading_row", "columns"])
    after = {"kind": taken.kind, "heading_row": heading_row + 1}
    record(taken.partnership.chain, by=here.doer, deed="spreadsheets.read_sheet", after=after)
    return taken


@transaction.atomic
def say_columns(taken: SheetImport, columns: dict[str, int], *, here: Here) -> SheetImport:
    """Which column is what; the partnership's headings are remembered for its next file of the kind."""
    _refuse_unless_draft(taken)
    taken.columns = columns
    taken.save(update_fields=["columns"])
    headings = _rows(taken, taken.sheet)[taken.heading_row]
    said = {rules.plain(headings[at]): code for code, at in columns.items() if rules.plain(headings[at])}
    mapping, _ = SheetMapping.objects.get_or_create(partnership=taken.partnership, kind=taken.kind)
    kept = {heading: code for heading, code in mapping.headings.items() if code not in columns}
    mapping.headings = kept | said
    mapping.save(update_fields=["headings"])
    after = {"kind": taken.kind, "columns": said}
    record(taken.partnership.chain, by=here.doer, deed="spreadsheets.say_columns", after=after)
    return taken


def plan(taken: SheetImport, here: Here) -> Plan:
    """What would happen to each row now; nothing is written."""
    kind, page = KINDS[taken.kind], taken.sheets.get(taken.sheet, {"rows": [], "unread": []})
    unread = {(row, column): reason for row, column, reason in page["unread"]}
    rows = []
    for at, cells in enumerate(page["rows"]):
        if at > taken.heading_row and any(cells):
            held = {code: cells[column] for code, column in taken.columns.items() if column < len(cells)}
            wrong = {code: unread[(at, column)] for code, column in taken.columns.items() if (at, column) in unread}
            rows.append(Row(at + 1, held, kind, wrong))
    planner = planner_for(taken.kind, here, [row for row in rows if any(row.cells.values())])
    return Plan(planner, planner.plan())


@transaction.atomic
def bring_in(
    taken: SheetImport, here: Here, *, digest: str, is_checked: bool, address: str, now: datetime
) -> SheetImport:
    """Write every row that is new or changed, all or none. Rows with errors are left out.

    ChangedMeanwhile when it would not be what was shown. Refused for words that nobody looked at. `address` is the
    installation's own, for links in invitations.
    """
    held = SheetImport.objects.select_for_update().get(pk=taken.pk)
    _refuse_unless_draft(held)
    planned = plan(held, here)
    if planned.digest != digest:
        raise ChangedMeanwhile
    if planned.is_doubtful and not is_checked:
        raise Refused("Look through the words that could identify a child, then tick the box.")
    rows = [one for one in planned.rows if one.writes]
    if not rows:
        raise Refused("No row of this file is new or changed.")
    for one in rows:
        _write(planned.planner, one, now=now, address=address)
    for one in planned.rows:
        if one.outcome == rules.SKIP and one.target is not None:
            _remember(planned.planner, one, one.target)
    held.state, held.done_at, held.done_by_id = SheetImport.State.DONE, now, here.doer.actor_id
    held.created, held.changed = planned.count(rules.CREATE), planned.count(rules.CHANGE)
    held.skipped, held.left_out = planned.count(rules.SKIP), planned.count(rules.ERROR)
    held.save()
    after = {"kind": held.kind, "created": held.created, "changed": held.changed, "left_out": held.left_out}
    record(held.partnership.chain, by=here.doer, deed="spreadsheets.bring_in", after=after, rows=len(rows))
    return held


def _write(planner: Planner, one: Planned, *, now: datetime, address: str) -> None:
    try:
        became = planner.write(one, now=now, address=address)
    except Refused as refusal:
        raise Refused(f"Row {one.row.number}: {refusal} Nothing was brought in.") from refusal
    _remember(planner, one, became)


def _remember(planner: Planner, one: Planned, became: Any) -> None:
    """The partnership's own reference stands for it from now on."""
    own, subject = one.row.text("own_reference"), getattr(became, "subject_id", None)
    if own and subject is not None:
        OwnReference.objects.get_or_create(
            partnership=planner.here.partnership,
            kind=planner.kind.code,
            reference=own,
            defaults={"subject_id": subject},
        )


@transaction.atomic
def give_up(taken: SheetImport, *, here: Here) -> SheetImport:
    """Nothing of it is brought in; its text is deleted at once."""
    _refuse_unless_draft(taken)
    taken.state, taken.sheets = SheetImport.State.DROPPED, {}
    taken.save(update_fields=["state", "sheets"])
    record(taken.partnership.chain, by=here.doer, deed="spreadsheets.give_up", after={"kind": taken.kind})
    return taken


def forget_old(*, now: datetime) -> int:
    """Delete the text of what was given more than seven days ago; the number of files. The counts stay."""
    old = SheetImport.objects.filter(given_at__lt=now - timedelta(days=rules.KEPT_DAYS)).exclude(sheets={})
    old.filter(state=SheetImport.State.DRAFT).update(state=SheetImport.State.DROPPED)
    return old.update(sheets={})


def _rows(taken: SheetImport, sheet: str) -> list[list[str]]:
    if sheet not in taken.sheets:
        raise Refused("This file has no such sheet.")
    return taken.sheets[sheet]["rows"]  # type: ignore[no-any-return]


def _refuse_unless_draft(taken: SheetImport) -> None:
    if taken.state != SheetImport.State.DRAFT:
        raise Refused(f"This file is {taken.get_state_display().lower()} already. Give it again.")
