"""The handbook's tables: each lists one part of the framework, can be sorted and filtered, and goes out as a file."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from lineofsight.foundation.handbook import wording
from lineofsight.foundation.handbook.book import Book
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.ui.tables import Column, Filter, Table

ALL_ON_ONE_PAGE = 200


def listed(
    request: HttpRequest,
    book: Book,
    name: str,
    rows: Iterable[Any],
    columns: list[Column],
    *,
    only_in_files: Iterable[Column] = (),
    **facts: Any,
) -> Table:
    """A table of the version's entries in the framework's own order.

    `only_in_files`: columns that would crowd a page; each row's own page shows them too.
    """
    if request.GET.get(f"{facts['prefix']}-export" if facts.get("prefix") else "export"):
        columns = [*columns, *only_in_files]
    usual = {
        "page_size": ALL_ON_ONE_PAGE,
        "noun": ("entry", "entries"),
        "exports": book.here.may("export"),
        "empty": ("This framework has none", "Nothing is missing: its own files list none.", "", ""),
    }
    return Table(request, name=name, rows=list(rows), columns=columns, **{**usual, **facts})


def source_column(book: Book) -> Column:
    """Where each entry comes from."""
    return Column("source", "Where it comes from", value=book.where_from)


def tools(request: HttpRequest, book: Book) -> Table:
    """The tools with their tier, where each is reported, and how often."""
    framework = book.framework
    tiers = [(tier.code, tier.name) for tier in framework.tiers]
    columns = [
        Column("name", "Tool", url=lambda tool: book.url("tool", tool.code), filter="text"),
        Column("tier", "Tier", value=lambda tool: framework.get("tiers", tool.tier).short_name),
        Column("where_reported", "Where reported, as the document says"),
        Column("route", "Route", value=lambda tool: route_of_tool(book, tool)),
        Column("cycle", "How often", value=lambda tool: wording.marked(tool, "cycle", tool.cycle)),
        Column("fed_by", "Who supplies it", value=lambda tool: wording.marked(tool, "fed_by", suppliers(tool))),
    ]
    filters = [Filter("in_tier", "Tier", "choice", tiers, value="tier")]
    return listed(request, book, "tools", framework.tools, columns, filters=filters, noun=("tool", "tools"))


def route_of_tool(book: Book, tool: Any) -> str:
    """ "SAA Sub-group, then Executive", or the tool that it flows into."""
    if tool.route:
        return wording.route_in_words(book.framework, tool.route)
    return f"Feeds {wording.named(book.framework, 'tools', tool.feeds)}" if tool.feeds else ""


def suppliers(tool: Any) -> str:
    """Who feeds a tool."""
    return ", ".join(wording.FED_BY[one] for one in tool.fed_by)


def indicators(request: HttpRequest, book: Book, rows: Iterable[Any], **facts: Any) -> Table:
    """Indicators with their tier, objectives and the figures that the record itself supplies."""
    framework = book.framework

    def objectives(one: Any) -> str:
        return wording.marked(one, "objectives", wording.named(framework, "objectives", one.objectives))

    columns = [
        Column("text", "Indicator, as the document says"),
        Column("tier", "Tier", value=lambda one: framework.get("tiers", one.tier).short_name),
        Column("objectives", "Objectives", value=objectives),
        Column("evidence", "Figures that help to judge it",
               value=lambda one: wording.named(framework, "evidence_queries", one.evidence)),
    ]  # fmt: skip
    return listed(
        request, book, facts.pop("name", "indicators"), rows, columns, noun=("indicator", "indicators"), **facts
    )


def grades(request: HttpRequest, book: Book) -> Table:
    """Every grade of every scale with its definition."""
    scales = book.framework.scales
    rows = [{"scale": scale, "grade": grade} for scale in scales for grade in scale.grades]
    columns = [
        Column("scale", "Scale", value="scale.name"),
        Column("grade", "Grade", value="grade.name"),
        Column("definition", "What it means", value="grade.definition"),
        Column("source", "Where it comes from", value=lambda row: book.where_from(row["scale"])),
    ]
    filters = [Filter("one", "Scale", "choice", [(one.code, one.name) for one in scales], value="scale.code")]
    return listed(request, book, "grades", rows, columns, filters=filters, noun=("grade", "grades"))


def kinds(request: HttpRequest, book: Book) -> Table:
    """Kinds of product: tool, route, the gates that they add, who signs and who may read."""
    framework = book.framework

    def tool(kind: Any) -> str:
        return framework.get("tools", kind.tool).name if kind.tool else ""

    columns = [
        Column("name", "Kind of product", filter="text"),
        Column("tool", "Tool", value=tool),
        Column("route", "Route", value=lambda one: wording.route_in_words(framework, framework.route_of(one))),
        Column("gates", "Gates beside those of every kind", value=lambda one: added_gates(book, one)),
        Column("clocks", "Clocks", value=lambda one: wording.named(framework, "clocks", one.clocks)),
        Column("marking", "Marking"),
    ]
    more = [
        Column("rated", "Rated"),
        Column("sign_off", "Signed by each partner"),
        Column("restricted", "Only for those who must see it"),
        source_column(book),
    ]
    noun = ("kind of product", "kinds of product")
    return listed(request, book, "kinds", framework.kinds, columns, noun=noun, only_in_files=more)


def added_gates(book: Book, kind: Any) -> str:
    """ "Agree: two people have read it; …"."""
    framework = book.framework
    pairs = [(framework.get("steps", one.step).name, framework.get("gates", one.gate).name) for one in kind.extra_gates]
    return "; ".join(f"{step}: {gate}" for step, gate in pairs)


def steps(request: HttpRequest, book: Book) -> Table:
    """The steps of the life cycle with the gates that every kind must pass."""
    framework = book.framework
    columns = [
        Column("name", "Step"),
        Column("from", "From", value=lambda one: wording.named(framework, "states", one.from_states)),
        Column("to", "To", value=lambda one: framework.get("states", one.to_state).name),
        Column("gates", "Only when", value=lambda one: wording.named(framework, "gates", one.gates)),
        source_column(book),
    ]
    return listed(request, book, "steps", framework.steps, columns, prefix="steps", noun=("step", "steps"))


def gates(request: HttpRequest, book: Book) -> Table:
    """Each gate with what it tells a person who is stopped by it."""
    columns = [Column("name", "Gate"), Column("message", "What you are told"), source_column(book)]
    return listed(request, book, "gates", book.framework.gates, columns, prefix="gates", noun=("gate", "gates"))


def clocks(request: HttpRequest, book: Book) -> Table:
    """Time limits with edition, source, first day and whether their length is sure."""
    columns = [
        Column("name", "Clock", filter="text", url=lambda one: book.url("clock", one.code)),
        Column("starts", "Starts when"),
        Column("length", "Time", value=wording.length_of),
        Column("ends", "Ends when"),
        Column("duty_holder", "Who must"),
        Column("sure", "How sure", value=how_sure, tone=lambda one: "" if one.sure else "info"),
        Column("edition", "Edition"),
    ]
    more = [
        Column("duty", "Duty", value=lambda one: "Duty" if one.duty else "Expectation"),
        Column("effective_from", "Since"),
        Column("effective_to", "Until"),
        Column("note", "Note"),
        source_column(book),
    ]
    filters = [Filter("check", "Only those to check", "tick", apply=lambda rows, _: [r for r in rows if not r.sure])]
    facts: dict[str, Any] = {"filters": filters, "noun": ("clock", "clocks"), "only_in_files": more}
    return listed(request, book, "clocks", book.framework.clocks, columns, **facts)


def how_sure(clock: Any) -> str:
    """Whether the length may be relied on."""
    return "Sure" if clock.sure else "Check first"


def reminders(request: HttpRequest, book: Book) -> Table:
    """When people are reminded."""
    columns = [
        Column("name", "Reminder"),
        Column("days", "When", value=lambda one: wording.reminder_in_words(one.days), sort=lambda one: one.days),
        Column("copy_to_lead", "Copy to the agency’s head"),
        source_column(book),
    ]
    rows = book.framework.reminders
    return listed(request, book, "reminders", rows, columns, prefix="reminders", noun=("reminder", "reminders"))


def numbers(request: HttpRequest, book: Book) -> Table:
    """Lengths of time and limits that the product keeps to."""
    framework = book.framework
    rows = [{"entry": one, "value": wording.time_in_words(one.length, one.unit), "then": one.then}
            for one in framework.periods]  # fmt: skip
    rows += [{"entry": one, "value": wording.limit_in_words(one), "then": ""} for one in framework.limits]
    columns = [
        Column("name", "What", value="entry.name"),
        Column("value", "How long or how many"),
        Column("then", "What happens then"),
        Column("source", "Where it comes from", value=lambda row: book.where_from(row["entry"])),
    ]
    return listed(request, book, "numbers", rows, columns, prefix="numbers")


def roles(request: HttpRequest, book: Book) -> Table:
    """The framework's roles, with how many things each may do."""
    framework = book.framework
    columns = [
        Column("name", "Role", filter="text", url=lambda role: book.url("role", role.code)),
        Column("description", "What somebody in it does"),
        Column(
            "kinds", "Held in", value=lambda r: wording.named(framework, "organisation_kinds", r.organisation_kinds)
        ),
        Column("own", "Sees", value=lambda r: "Own organisation only" if r.own_organisation_only else "As listed"),
        Column("time_limited", "For a limited time"),
        source_column(book),
    ]
    return listed(request, book, "roles", framework.roles, columns, noun=("role", "roles"))


def who_may(request: HttpRequest, book: Book, held: dict[str, list[str]]) -> Table:
    """What can be done here, and the roles that may: `held` gives the roles' names by capability, as they are today."""
    rows = [
        {"code": code, "words": words, "roles": ", ".join(held.get(code, []))} for code, words in CAPABILITIES.items()
    ]
    columns = [Column("words", "What", filter="text"), Column("roles", "Roles that may, today")]
    return listed(request, book, "who-may", rows, columns, prefix="may", noun=("thing to do", "things to do"))


def measures(request: HttpRequest, book: Book) -> Table:
    """The catalogue of measures."""
    framework = book.framework
    ways = {"up": "More is better", "down": "Fewer is better", "neutral": "Neither is better"}
    kinds_of_owner = [(one.code, one.name) for one in framework.organisation_kinds]
    columns = [
        Column("number", "Number", align="right"),
        Column("name", "Measure", filter="text"),
        Column("question", "What it asks"),
        Column("owner", "Who holds it", value=lambda one: framework.get("organisation_kinds", one.owner).name),
        Column("frequency", "How often", value=lambda one: one.frequency.capitalize()),
        Column("direction", "Direction", value=lambda one: ways[one.direction]),
        Column("numerator", "Counted"),
        Column("denominator", "Out of"),
    ]
    more = [
        Column(
            "small", "Small numbers", value=lambda one: framework.get("small_number_rules", one.small_number_rule).name
        ),
        source_column(book),
    ]
    filters = [Filter("holder", "Who holds it", "choice", kinds_of_owner, value="owner")]
    facts: dict[str, Any] = {"filters": filters, "page_size": 25, "only_in_files": more}
    return listed(request, book, "measures", framework.measures, columns, noun=("measure", "measures"), **facts)
