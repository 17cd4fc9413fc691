"""Writes of a data return: what came in, what was put right, what was explained, and sending it. Each in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lineofsight.cycle.requests.changes import answering
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.ui.words import counted
from lineofsight.sources.dashboard.changes.figures import Figure, digest_of, measure_codes
from lineofsight.sources.dashboard.models import ReturnCell, ReturnIssue
from lineofsight.sources.dashboard.returns import queries
from lineofsight.sources.dashboard.returns.drafts import (
    Upload,
    keep_file,
    key_of,
    put_entries,
    put_read_findings,
    recheck,
)
from lineofsight.sources.dashboard.returns.figures_written import MISSING, work_out
from lineofsight.sources.dashboard.returns.reading import Reading, Written, blank_entries, from_rows
from lineofsight.sources.dashboard.returns.slots import Entry, Slot

LEFT_OUT = "left-out"
NIL = "nil"


class SameAgain(Exception):
    """The same content was sent before: nothing was changed. `sent` is the return that holds it."""

    def __init__(self, sent: Return) -> None:
        super().__init__(f"This says exactly the same as {sent.reference}. Nothing was changed.")
        self.sent = sent


def reasons_for_missing(request: Request, *, today: date) -> list[tuple[str, str]]:
    """Why a figure may be missing: the framework's codes and names."""
    framework = framework_in_use(request.partnership, on=today)
    return [(choice.code, choice.name) for choice in framework.data_sharing_reasons]


def receive_rows(
    request: Request,
    rows: Iterable[Written],
    *,
    how: str,
    by: Doer,
    now: datetime,
    today: date,
    version: int | None = None,
) -> Return:
    """Figures as rows (the API's JSON, say) become the request's draft, checked. See `receive`."""
    asked = queries.slots(request)
    known, reasons = measure_codes(request.partnership), reasons_for_missing(request, today=today)
    reading = from_rows(rows, slots=asked, known=known, reasons=reasons)
    return receive(request, reading, how=how, by=by, now=now, today=today, version=version)


@transaction.atomic
def receive(
    request: Request,
    reading: Reading,
    *,
    how: str,
    by: Doer,
    now: datetime,
    today: date,
    upload: Upload | None = None,
    version: int | None = None,
) -> Return:
    """What was read becomes the request's one draft, in place of what it held, and is checked.

    `version`: that of the draft which the person saw (None: whatever it is). SameAgain when it says the same as what was sent
    last; ChangedMeanwhile when a colleague saved since; Refused when nothing can be sent now. Then nothing is written.
    """
    digest = digest_of(figures_of(reading.entries.values()))
    last_sent = queries.sent_before(request).filter(request=request).first()
    if last_sent is not None and last_sent.content_digest == digest:
        raise SameAgain(last_sent)
    draft = answering.start_draft(request, how=how, by=by, now=now, today=today)
    answering.claim(draft, version=draft.version if version is None else version, by=by, now=now)
    draft.how, draft.recipe_name, draft.is_nil = how, reading.recipe[:120], False
    draft.file = keep_file(request, upload, by=by, now=now) if upload else None
    draft.save(update_fields=["how", "recipe_name", "file", "is_nil"])
    held = put_entries(draft, reading.entries)
    put_read_findings(draft, reading.findings)
    recheck(draft, request, today=today, asked=[entry.slot for entry in reading.entries.values()], held=held)
    after = {"return": draft.reference, "how": how, "figures": len(reading.entries), "digest": digest}
    record(request.partnership.chain, by=by, deed="dashboard.receive_return", subject=request.subject, after=after)
    return draft


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for one figure: the number, what it is out of, and why it is blank."""

    number: str
    out_of: str
    reason_code: str = ""
    reason: str = ""


@transaction.atomic
def save_figures(
    draft: Return, typed: Mapping[int, Typed], *, version: int, by: Doer, now: datetime, today: date
) -> Return:
    """Figures typed in the browser, by their row, then checked. ChangedMeanwhile when a colleague saved since `version`."""
    request = _request_of(draft)
    answering.claim(draft, version=version, by=by, now=now)
    slots = queries.slots(request)
    asked = {slot.key: slot for slot in slots}
    changed = []
    for cell in ReturnCell.objects.filter(source=draft, pk__in=list(typed)).select_related("measure"):
        slot = asked.get((cell.measure.code, cell.area_id, "", cell.period))
        if slot is not None:
            changed.append(_retyped(cell, typed[cell.pk], slot))
            _give_reason(cell, typed[cell.pk])
    facts = ["written_numerator", "written_denominator", "numerator", "denominator", "value", "state"]
    ReturnCell.objects.bulk_update(changed, facts, batch_size=200)
    recheck(draft, request, today=today, asked=slots)
    return draft


def _retyped(cell: ReturnCell, typed: Typed, slot: Slot) -> ReturnCell:
    if (typed.number, typed.out_of) == (cell.written_numerator, cell.written_denominator):
        return cell
    entry = work_out(Entry(slot, typed.number.strip()[:60], typed.out_of.strip()[:60] if slot.has_out_of else ""))
    cell.written_numerator, cell.written_denominator = entry.written_number, entry.written_out_of
    cell.numerator, cell.denominator, cell.value, cell.state = (
        entry.numerator, entry.denominator, entry.value, entry.state,
    )  # fmt: skip
    return cell


def _give_reason(cell: ReturnCell, typed: Typed) -> None:
    """Why a figure is blank; kept for the check that follows, which drops it when the figure is there."""
    ReturnIssue.objects.filter(figure=cell, code="missing").delete()
    if typed.reason_code and not typed.number.strip():
        ReturnIssue.objects.create(
            source_id=cell.source_id, severity="error", code="missing", figure=cell, message="",
            reason_code=typed.reason_code, reason=typed.reason,
        )  # fmt: skip


@transaction.atomic
def explain(draft: Return, answers: Mapping[int, tuple[str, str]], *, version: int, by: Doer, now: datetime) -> Return:
    """Why unusual figures are right: (reason code, words) by the finding's row."""
    answering.claim(draft, version=version, by=by, now=now)
    for issue in ReturnIssue.objects.filter(source=draft, severity="warning", pk__in=list(answers)):
        issue.reason_code, issue.reason = answers[issue.pk]
        issue.save(update_fields=["reason_code", "reason"])
    return draft


@transaction.atomic
def leave_out(
    draft: Return, *, reason_code: str, reason: str, version: int, by: Doer, now: datetime, today: date
) -> Return:
    """Send what is right: every figure with an error is left blank, with the reason; what could not be placed is left aside."""
    request = _request_of(draft)
    answering.claim(draft, version=version, by=by, now=now)
    wrong = list(queries.open_errors(draft))
    cells = {issue.figure_id: issue.figure for issue in wrong if issue.figure is not None}
    blank = {"written_numerator": "", "written_denominator": "", "numerator": None, "denominator": None,
             "value": None, "state": MISSING}  # fmt: skip
    ReturnCell.objects.filter(pk__in=list(cells)).update(**blank)
    ReturnIssue.objects.filter(source=draft, figure__in=list(cells)).delete()
    ReturnIssue.objects.bulk_create(
        ReturnIssue(source=draft, severity="error", code="missing", figure=cell, message="", reason_code=reason_code, reason=reason)
        for cell in cells.values()
    )  # fmt: skip
    ReturnIssue.objects.filter(pk__in=[issue.pk for issue in wrong if issue.figure is None]).update(
        reason_code=LEFT_OUT, reason=reason
    )
    recheck(draft, request, today=today, asked=queries.slots(request))
    return draft


@transaction.atomic
def begin_typing(request: Request, *, by: Doer, now: datetime, today: date) -> Return:
    """A draft to type into: the one there is, else one that holds what was accepted or sent back last, else blanks."""
    draft = answering.start_draft(request, how=Return.How.TYPED, by=by, now=now, today=today)
    if not draft.figures.exists():
        asked = queries.slots(request)
        entries = blank_entries(asked)
        earlier = (
            request.returns.exclude(pk=draft.pk).filter(received_at__isnull=False).order_by("-received_at").first()
        )
        if earlier is not None:
            entries |= {key: entry for key, (entry, _) in queries.entries_of(earlier, asked).items()}
        put_entries(draft, entries)
        if earlier is not None:
            _copy_reasons(earlier, draft)
        recheck(draft, request, today=today, asked=asked)
    return draft


def _copy_reasons(earlier: Return, draft: Return) -> None:
    """What was explained for the earlier return need not be explained again."""
    cells = {key_of(cell): cell for cell in draft.figures.all()}
    given = earlier.issues.exclude(reason_code="").filter(figure__isnull=False).select_related("figure")
    copies = []
    for issue in given:
        issue.pk, issue.source, cell = None, draft, cells.get(key_of(issue.figure))  # type: ignore[arg-type]
        if cell is not None:
            issue.figure = cell
            copies.append(issue)
    ReturnIssue.objects.bulk_create(copies)


@transaction.atomic
def send_nil(request: Request, *, by: Doer, now: datetime, today: date) -> Return:
    """Nothing to report: every count is nought, and what cannot be nought does not apply. Sent at once."""
    asked = queries.slots(request)
    last = queries.accepted_before(request, asked).last
    rows = [_nil(slot, last.get(slot.key)) for slot in asked]
    draft = receive(
        request, Reading({entry.slot.key: entry for entry in rows}), how=Return.How.TYPED, by=by, now=now, today=today
    )
    queries.open_warnings(draft).update(reason_code=NIL, reason="Nil return")
    return send(draft, version=draft.version, note="", by=by, now=now, today=today, is_nil=True)


def _nil(slot: Slot, last: Any) -> Entry:
    population = f"{last.denominator:g}" if last and last.denominator and slot.unit.startswith("rate_per") else "0"
    whole = slot.whole_numbers and (not slot.unit.startswith("rate_per") or population != "0")
    return work_out(Entry(slot, "0" if whole else "z", population if whole and slot.has_out_of else ""))


@transaction.atomic
def send(
    draft: Return, *, version: int, note: str, by: Doer, now: datetime, today: date, is_nil: bool = False
) -> Return:
    """Send the draft. Refused while an error stops it or an unusual figure is not explained; SameAgain when nothing is new."""
    standing = queries.standing(draft)
    if standing.errors:
        said = counted(standing.errors, "error stops", "errors stop")
        raise Refused(f"{said} this return. Put right what is wrong, or leave those figures out.")
    if standing.warnings:
        raise Refused(f"{counted(standing.warnings, 'figure still needs', 'figures still need')} a reason.")
    request = _request_of(draft)
    if not draft.figures.exists():
        raise Refused("There is nothing in this return yet.")
    held = queries.entries_of(draft, queries.slots(request))
    digest = digest_of(figures_of(entry for entry, _ in held.values()))
    last_sent = queries.sent_before(request).filter(request=request).first()
    if last_sent is not None and last_sent.content_digest == digest:
        raise SameAgain(last_sent)
    return answering.send(draft, version=version, digest=digest, note=note, is_nil=is_nil, by=by, now=now, today=today)


def figures_of(entries: Iterable[Entry]) -> list[Figure]:
    """Entries as figures, blanks too: what a return says."""
    return [
        Figure(
            measure=entry.slot.code,
            area=entry.slot.area,
            period=entry.slot.period,
            value=entry.value,
            numerator=entry.numerator,
            denominator=entry.denominator,
            state=entry.state,
            breakdown=entry.slot.breakdown,
            period_type=entry.slot.period_type,
            sheet=entry.sheet,
            row=entry.row,
            column=entry.column,
        )
        for entry in entries
    ]


def _request_of(draft: Return) -> Request:
    if draft.request is None:
        raise Refused("This return was not asked for, so it cannot be changed here.")
    return draft.request
