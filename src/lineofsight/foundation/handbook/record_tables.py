"""Tables of records and lists: how long things are kept, what reports must cover, inspections, and plain lists."""

from django.http import HttpRequest

from lineofsight.foundation.handbook import wording
from lineofsight.foundation.handbook.book import Book
from lineofsight.foundation.handbook.tables import listed, source_column
from lineofsight.foundation.ui.tables import Column, Filter, Table

LISTS = (
    ("priorities", "Priorities"),
    ("themes", "Themes"),
    ("finding_kinds", "Kinds of finding"),
    ("risk_categories", "Kinds of risk"),
    ("risk_responses", "Answers to a risk"),
    ("data_sharing_reasons", "Reasons for not sharing figures"),
)


def retentions(request: HttpRequest, book: Book) -> Table:
    """How long each kind of record is kept."""
    columns = [
        Column("name", "Record"),
        Column("years", "Kept for", value=wording.kept_for, sort=lambda one: one.years or 10**6),
        Column("from_event", "Counted from"),
        Column("basis", "Why"),
        source_column(book),
    ]
    rows = book.framework.retentions
    return listed(request, book, "kept", rows, columns, prefix="kept", noun=("kind of record", "kinds of record"))


def report_items(request: HttpRequest, book: Book) -> Table:
    """What each report must cover."""
    framework = book.framework
    columns = [
        Column("name", "Must cover"),
        Column("text", "In full"),
        Column("impact", "Needs proof of the difference made"),
        Column("report", "Report", value=lambda one: framework.get("kinds", one.report).name),
        source_column(book),
    ]
    rows = framework.report_items
    return listed(request, book, "checklist", rows, columns, prefix="checklist", title="Report checklist")


def small_numbers(request: HttpRequest, book: Book) -> Table:
    """How small counts are hidden."""
    columns = [Column("name", "Rule"), Column("text", "What it does"), source_column(book)]
    rows = book.framework.small_number_rules
    return listed(request, book, "small-numbers", rows, columns, prefix="small", noun=("rule", "rules"))


def inspections(request: HttpRequest, book: Book) -> Table:
    """Inspections with what each judges."""
    framework = book.framework

    def judged(one):  # type: ignore[no-untyped-def]
        return "In words only" if one.narrative else ", ".join(judgement.name for judgement in one.judgements)

    columns = [
        Column("name", "Inspection"),
        Column("inspectorates", "By", value=lambda one: ", ".join(one.inspectorates)),
        Column("judged", "What is judged", value=judged),
        Column("afterwards", "Afterwards"),
        Column("tool", "Tool", value=lambda one: framework.get("tools", one.tool).name),
        Column("effective_from", "Since"),
        Column("effective_to", "Until"),
        source_column(book),
    ]
    rows = framework.regimes
    return listed(request, book, "inspections", rows, columns, prefix="inspections", noun=("inspection", "inspections"))


def escalation(request: HttpRequest, book: Book) -> Table:
    """Stages of settling a disagreement between professionals."""
    columns = [
        Column("name", "Stage"),
        Column("who", "Who"),
        Column("working_days", "Within", value=lambda one: wording.time_in_words(one.working_days, "working_days"),
               sort=lambda one: one.working_days),
        Column("formal", "Formal"),
        source_column(book),
    ]  # fmt: skip
    rows = book.framework.escalation_stages
    return listed(request, book, "escalation", rows, columns, prefix="escalation", noun=("stage", "stages"))


def choices(request: HttpRequest, book: Book) -> Table:
    """Every plain list of the framework in one table."""
    rows = [{"list": label, "section": section, "entry": entry}
            for section, label in LISTS for entry in getattr(book.framework, section)]  # fmt: skip
    columns = [
        Column("list", "List"),
        Column("name", "Entry", value="entry.name"),
        Column("description", "What it means", value="entry.description"),
        Column("source", "Where it comes from", value=lambda row: book.where_from(row["entry"])),
    ]
    filters = [Filter("one", "List", "choice", LISTS, value="section")]
    return listed(request, book, "lists", rows, columns, prefix="lists", filters=filters)


def sources(request: HttpRequest, book: Book) -> Table:
    """Where everything comes from."""
    columns = [
        Column("name", "Source"),
        Column("edition", "Edition"),
        Column("kind", "Kind", value=lambda one: one.kind.capitalize()),
    ]
    rows = book.framework.sources
    return listed(request, book, "sources", rows, columns, prefix="sources", noun=("source", "sources"))
