"""The draft's own rows: its file, its figures, and what the checks find in them. Called inside the writes of `changes`."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File

from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.models import ReturnCell, ReturnIssue
from lineofsight.sources.dashboard.returns import queries
from lineofsight.sources.dashboard.returns.checks import check
from lineofsight.sources.dashboard.returns.slots import Entry, Finding, Key, Slot


@dataclass(frozen=True, slots=True)
class Upload:
    """The file that a reading came from."""

    file: Any
    name: str
    media_type: str


def keep_file(request: Request, upload: Upload, *, by: Doer, now: datetime) -> StoredFile:
    """A return's file as it was given, by its hash."""
    facts = {"subject": request.subject, "organisation": request.organisation}
    return keep(request.partnership, upload, by=by, now=now, **facts)


def keep(partnership: Partnership, upload: Upload, *, by: Doer, now: datetime, **facts: Any) -> StoredFile:
    """A file as it was given, by its hash. Never call it with one that was not looked through for records of children."""
    upload.file.seek(0)
    digest = hashlib.sha256()
    size = 0
    while chunk := upload.file.read(1024 * 1024):
        digest.update(chunk)
        size += len(chunk)
    upload.file.seek(0)
    kept = StoredFile(
        partnership=partnership,
        name=upload.name[:200],
        media_type=upload.media_type[:120] or "application/octet-stream",
        size=size,
        sha256=digest.hexdigest(),
        uploaded_at=now,
        uploaded_by_id=by.actor_id,
        **facts,
    )
    kept.content.save(f"{kept.sha256}-{kept.pk.hex[:8]}", File(upload.file), save=False)
    kept.save()
    return kept


Held = dict[Key, tuple[Entry, ReturnCell | None]]


def put_entries(draft: Return, entries: Mapping[Key, Entry]) -> Held:
    """These figures in place of what the draft held, with the reasons that came along for blank ones; each with its row."""
    ReturnCell.objects.filter(source=draft).delete()
    ReturnIssue.objects.filter(source=draft).delete()
    cells = ReturnCell.objects.bulk_create([_cell(draft, entry) for entry in entries.values()], batch_size=500)
    held: Held = {key: (entry, cell) for (key, entry), cell in zip(entries.items(), cells, strict=True)}
    ReturnIssue.objects.bulk_create(
        ReturnIssue(source=draft, severity="error", code="missing", figure=cell, message="",
                    reason_code=entry.reason_code, reason=entry.reason)
        for entry, cell in held.values() if entry.is_blank and entry.reason_code
    )  # fmt: skip
    return held


def key_of(cell: ReturnCell) -> tuple[object, ...]:
    """What tells a stored figure from the others of its return."""
    return (cell.measure_id, cell.area_id, cell.breakdown, cell.period)


def _cell(draft: Return, entry: Entry) -> ReturnCell:
    slot = entry.slot
    return ReturnCell(
        source=draft,
        measure_id=slot.measure_id,
        area_id=slot.area,
        breakdown=slot.breakdown,
        period=slot.period,
        written_numerator=entry.written_number[:60],
        written_denominator=entry.written_out_of[:60],
        numerator=entry.numerator,
        denominator=entry.denominator,
        value=entry.value,
        state=entry.state,
        sheet=entry.sheet[:60],
        row=entry.row,
        column=entry.column,
    )


def put_read_findings(draft: Return, findings: Sequence[Finding]) -> None:
    """What could not be placed is about no figure: it stays until it is left out, or another file comes."""
    ReturnIssue.objects.bulk_create(_issue(draft, finding, None) for finding in findings)


def _issue(draft: Return, finding: Finding, cell: ReturnCell | None) -> ReturnIssue:
    return ReturnIssue(
        source=draft,
        severity=finding.severity,
        code=finding.code,
        sheet=finding.sheet[:60],
        row=finding.row,
        column=finding.column[:12],
        written=finding.written[:120],
        message=finding.message,
        figure=cell,
    )


def recheck(
    draft: Return, request: Request, *, today: date, asked: Sequence[Slot], held: Held | None = None
) -> list[Finding]:
    """Check the draft's figures again (`held`, when they are at hand); an explanation stays where nothing changed."""
    before = queries.accepted_before(request, asked)
    held = queries.entries_of(draft, asked) if held is None else held
    limit = framework_in_use(request.partnership, on=today).get("limits", "jump-percent").value
    findings = check({key: entry for key, (entry, _) in held.items()}, last=before.last, jump_percent=limit)
    old = ReturnIssue.objects.filter(source=draft, figure__isnull=False)
    given = {_same(issue.code, issue.figure_id, issue.message): issue for issue in old.exclude(reason_code="")}
    old.delete()
    made = []
    for finding in findings:
        cell = held[finding.key][1] if finding.key in held else None
        if cell is None:
            continue
        issue = _issue(draft, finding, cell)
        known = given.get(_same(finding.code, cell.pk, finding.message))
        if known is not None:
            issue.reason_code, issue.reason = known.reason_code, known.reason
        made.append(issue)
    ReturnIssue.objects.bulk_create(made, batch_size=500)
    return findings


def _same(code: str, figure: int | None, message: str) -> tuple[object, ...]:
    """What makes two findings the same; why something is missing does not hang on the words of the finding."""
    return (code, figure) if code == "missing" else (code, figure, message)
