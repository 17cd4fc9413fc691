"""Rows of figures as pages show them: to type into, to put right, to look at; and what was typed, read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.dashboard.models import ReturnIssue
from lineofsight.sources.dashboard.returns import queries
from lineofsight.sources.dashboard.returns.changes import LEFT_OUT, NIL, Typed
from lineofsight.sources.dashboard.returns.checks import EXPLANATIONS
from lineofsight.sources.dashboard.returns.figures_written import (
    ESTIMATED,
    MISSING,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
)
from lineofsight.sources.dashboard.returns.slots import Entry, Last

__all__ = ["EXPLANATIONS", "FigureRow", "every_row", "page_of", "problem_cards", "typed_in"]

ROWS_A_PAGE = 40
CARDS_A_PAGE = 50
STATE_NAMES = {
    SUPPRESSED: "Hidden: small number",
    MISSING: "Not supplied",
    NOT_APPLICABLE: "Does not apply",
    ESTIMATED: "Estimated",
    PROVISIONAL: "Not final",
}


@dataclass(slots=True)
class FigureRow:
    """One figure of a return with everything that a page says of it."""

    entry: Entry
    pk: int
    last: Last | None
    errors: list[ReturnIssue] = field(default_factory=list)
    warnings: list[ReturnIssue] = field(default_factory=list)
    settled: list[ReturnIssue] = field(default_factory=list)

    @property
    def place(self) -> str:
        """ "Cell I14" of the file; nothing for a figure that was typed."""
        entry = self.entry
        where = f"Cell {entry.column}{entry.row}" if entry.row and entry.column else ""
        return f"{where}, sheet {entry.sheet}" if where and entry.sheet not in {"", "Figures"} else where

    @property
    def last_words(self) -> str:
        """The last figure, for comparing."""
        if self.last is None or self.last.value is None:
            return ""
        sign = "%" if self.entry.slot.unit == "percent" else ""
        return f"{round(self.last.value, self.entry.slot.decimals):,g}{sign}"

    @property
    def value_words(self) -> str:
        """The value as it will be shown, or what stands in its place."""
        entry = self.entry
        if entry.value is None:
            return STATE_NAMES.get(entry.state, "") if not entry.problems else entry.written_number
        sign = "%" if entry.slot.unit == "percent" else ""
        mark = f" ({STATE_NAMES[entry.state].lower()})" if entry.state in STATE_NAMES else ""
        return f"{round(entry.value, entry.slot.decimals):,g}{sign}{mark}"

    @property
    def missing(self) -> ReturnIssue | None:
        """Why it is blank, when that was said."""
        return next((issue for issue in self.settled if issue.code == "missing"), None)

    @property
    def blank_code(self) -> str:
        """The code of why it is blank."""
        return self.missing.reason_code if self.missing else ""

    @property
    def notes(self) -> str:
        """Problems and reasons in words, for a list."""
        open_ones = [issue.message for issue in (*self.errors, *self.warnings)]
        said = [f"{reason_words(issue)}" for issue in self.settled]
        return " ".join([*open_ones, *said])

    @property
    def title(self) -> str:
        """The measure, the area and the period."""
        return f"{self.entry.slot.title}, {self.entry.slot.period_words}"


def reason_words(issue: ReturnIssue) -> str:
    """A reason that was given, in words: the choice and what was added."""
    names = dict(EXPLANATIONS) | {LEFT_OUT: "Left out", NIL: "Nil return"}
    chosen = names.get(issue.reason_code, issue.reason_code.replace("-", " ").capitalize())
    about = f"{issue.message} " if issue.severity == "warning" else ""
    said = f"{about}{chosen}{': ' + issue.reason if issue.reason else ''}"
    return said if said.endswith((".", "!", "?")) else f"{said}."


def rows_of(asked: Request, source: Return) -> list[FigureRow]:
    """Every figure of a return, in the order of what was asked; a fixed number of queries."""
    slots = queries.slots(asked)
    last = queries.accepted_before(asked, slots).last
    issues: dict[int, list[ReturnIssue]] = {}
    for issue in source.issues.filter(figure__isnull=False):
        issues.setdefault(issue.figure_id or 0, []).append(issue)
    return [
        _row(entry, cell.pk, last.get(entry.slot.key), issues.get(cell.pk, []))
        for entry, cell in queries.entries_of(source, slots).values()
        if cell is not None
    ]


def _row(entry: Entry, pk: int, last: Last | None, issues: Sequence[ReturnIssue]) -> FigureRow:
    row = FigureRow(entry, pk, last)
    for issue in issues:
        settled = row.settled
        wanting = row.errors if issue.severity == "error" else row.warnings
        (settled if issue.reason_code else wanting).append(issue)
    return row


def page_of(asked: Request, draft: Return, *, number: str) -> Page[FigureRow]:
    """A page of figures to type into; that one is still blank is no error yet."""
    page = Paginator(rows_of(asked, draft), ROWS_A_PAGE).get_page(number)
    for row in page:
        row.errors = [issue for issue in row.errors if issue.code != "missing"]
    return page


def problem_cards(asked: Request, draft: Return) -> list[FigureRow]:
    """The first figures that need something done, errors before oddities."""
    rows = [row for row in rows_of(asked, draft) if row.errors or row.warnings]
    return sorted(rows, key=lambda row: not row.errors)[:CARDS_A_PAGE]


def unplaced(draft: Return) -> list[ReturnIssue]:
    """What was found about no figure that was asked for."""
    return list(queries.open_errors(draft).filter(figure__isnull=True)[:CARDS_A_PAGE])


def every_row(request: PartnershipRequest, asked: Request, source: Return) -> Table:
    """All figures of a return as a table to look at and take out."""
    return Table(
        request,
        name="figures",
        title="Every figure",
        rows=rows_of(asked, source),
        noun=("figure", "figures"),
        page_size=100,
        columns=[
            Column("measure", "Measure", value=lambda row: row.entry.slot.name),
            Column("code", "Code", value=lambda row: row.entry.slot.code),
            Column("area", "Area", value=lambda row: row.entry.slot.part_words),
            Column("period", "Period", value=lambda row: row.entry.slot.period_words),
            Column("number", "Number", value=lambda row: row.entry.written_number, align="right"),
            Column("out_of", "Out of", value=lambda row: row.entry.written_out_of, align="right"),
            Column("value", "Shown as", value="value_words", align="right"),
            Column("last", "Last time", value="last_words", align="right"),
            Column("notes", "Notes", sort=False),
            Column("cell", "Where it came from", value="place", sort=False),
        ],
        empty=("No figures yet", "Upload a file or type them in.", "", ""),
    )


def version_in(given: QueryDict) -> int:
    """The version that the page was made from; 0, which no draft has, when it says none."""
    text = given.get("expected_version", "")
    return int(text) if text.isdigit() else 0


def typed_in(given: QueryDict, draft: Return) -> dict[int, Typed]:
    """What was typed, by the figure's row; a figure of which only one box was sent keeps the others as they are."""
    keys = {name.partition("-")[2] for name in given if name[:2] in {"n-", "o-", "r-"}}
    wanted = {int(key) for key in keys if key.isdigit()}
    found = {}
    for cell in draft.figures.filter(pk__in=wanted).prefetch_related("issues"):
        missing = next((one for one in cell.issues.all() if one.code == "missing" and one.reason_code), None)
        found[cell.pk] = Typed(
            number=given.get(f"n-{cell.pk}", cell.written_numerator).strip(),
            out_of=given.get(f"o-{cell.pk}", cell.written_denominator).strip(),
            reason_code=given.get(f"r-{cell.pk}", missing.reason_code if missing else ""),
            reason=missing.reason if missing else "",
        )
    return found


def explained_in(given: QueryDict) -> dict[int, tuple[str, str]]:
    """Why unusual figures are right, by the finding's row; only those where a reason was chosen."""
    allowed = dict(EXPLANATIONS)
    found = {}
    for name, code in given.items():
        key = name.removeprefix("why-")
        if name.startswith("why-") and key.isdigit() and code in allowed:
            found[int(key)] = (str(code), given.get(f"words-{key}", "").strip()[:1000])
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that two people typed differently."""

    pk: int
    title: str
    mine: Typed
    theirs: tuple[str, str]


def differences(typed: Mapping[int, Typed], draft: Return) -> list[Difference]:
    """Where what was typed is not what a colleague saved meanwhile."""
    cells = draft.figures.filter(pk__in=list(typed)).select_related("measure", "area")
    found: list[Difference] = []
    for cell in cells:
        mine, theirs = typed[cell.pk], (cell.written_numerator, cell.written_denominator)
        if (mine.number, mine.out_of) != theirs:
            found.append(
                Difference(cell.pk, f"{cell.measure.code}, {cell.area.name}, {cell.period:%B %Y}", mine, theirs)
            )
    return found
