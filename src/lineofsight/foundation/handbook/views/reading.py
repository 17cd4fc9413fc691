"""The framework as pages to read: what the document says in its own words, and what is only suggested."""

from typing import Any

from django.http import Http404, HttpResponseBase

from lineofsight.foundation.handbook import record_tables, tables, wording
from lineofsight.foundation.handbook.book import Book
from lineofsight.foundation.handbook.views.opening import handbook_page, shown
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.permissions import CAPABILITIES


@handbook_page
def overview(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """The whole on one page: aims, principles, tiers, and where to read on."""
    framework = book.framework
    tiers = [
        {
            "tier": tier,
            "tools": [(one.name, book.url("tool", one.code)) for one in framework.tools if one.tier == tier.code],
        }
        for tier in framework.tiers
    ]
    counts = [(len(getattr(framework, name)), words, book.url(page)) for name, words, page in (
        ("tools", "tools", "tools"), ("groups", "groups", "groups"),
        ("indicators", "indicators", "indicators"), ("clocks", "clocks", "clocks"), ("measures", "measures", "measures"),
    )]  # fmt: skip
    return shown(request, book, "overview", tiers=tiers, counts=counts)


@handbook_page
def tools(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """The tools of every tier, and where each is reported."""
    return shown(request, book, "tools", tables={"tools": tables.tools(request, book)})


@handbook_page
def tool(request: PartnershipRequest, book: Book, tool: str) -> HttpResponseBase:
    """One tool: what it is, where it travels, who feeds it, and what its products must pass."""
    found = _entry(book, "tools", tool)
    framework = book.framework
    kinds = [kind for kind in framework.kinds if kind.tool == found.code]
    facts = {
        "tool": found,
        "tier": framework.get("tiers", found.tier),
        "stops": [framework.get("groups", code) for code in found.route],
        "feeds": [(framework.get("tools", code).name, book.url("tool", code)) for code in found.feeds],
        "fed_by_tools": [(one.name, book.url("tool", one.code)) for one in framework.tools if found.code in one.feeds],
        "facts": _tool_facts(book, found),
        "kinds": [_kind_facts(book, kind) for kind in kinds],
        "tools_url": book.url("tools"),
        "gate_columns": ["Step", "What must be done first"],
    }
    return shown(request, book, "tool", **facts)


def _tool_facts(book: Book, tool: Any) -> list[tuple[str, str]]:
    outside = "Inside the partnership" if tool.independence == "internal" else "From outside the partnership"
    who = "Only those who must see it" if tool.restricted else "Those whose role allows it"
    return [
        ("Tier", book.framework.get("tiers", tool.tier).name),
        ("Who supplies it", wording.marked(tool, "fed_by", tables.suppliers(tool))),
        ("How often", wording.marked(tool, "cycle", tool.cycle)),
        ("Who looks", wording.marked(tool, "independence", outside)),
        ("Who may read it", wording.marked(tool, "restricted", who)),
        ("Where it comes from", book.where_from(tool)),
    ]


def _kind_facts(book: Book, kind: Any) -> dict[str, Any]:
    framework = book.framework
    gates = [
        (framework.get("steps", one.step).name, framework.get("gates", one.gate).message) for one in kind.extra_gates
    ]
    return {
        "name": kind.name,
        "route": wording.route_in_words(framework, framework.route_of(kind)),
        "clocks": [(framework.get("clocks", code), book.url("clock", code)) for code in kind.clocks],
        "caption": f"What must be done first: {kind.name}",
        "gates": gates,
        "marking": kind.marking,
        "rated": kind.rated,
        "sign_off": kind.sign_off,
    }


@handbook_page
def groups(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """Groups with their remits, sub-groups, and the feedback that they give."""
    framework = book.framework
    channels = [(one, framework.get("groups", one.to_group).name) for one in framework.feedback_channels]
    reports = {group.code: [tool for tool in framework.tools if group.code in tool.route] for group in framework.groups}
    cards = [
        {"group": group, "tools": [(one.name, book.url("tool", one.code)) for one in reports[group.code]],
         "where_from": book.where_from(group)}
        for group in framework.groups
    ]  # fmt: skip
    return shown(request, book, "groups", cards=cards, channels=channels)


@handbook_page
def indicators(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """Indicators, grouped by tier or by objective."""
    framework, by_objective = book.framework, request.GET.get("by") == "objective"
    found: dict[str, Any] = {}
    for group in framework.objectives if by_objective else framework.tiers:
        rows = [one for one in framework.indicators if group.code in (one.objectives if by_objective else (one.tier,))]
        facts = {"name": f"indicators-{group.code}", "title": f"Indicators: {group.name}", "prefix": group.code}
        found[group.name] = tables.indicators(request, book, rows, **facts)
    return shown(request, book, "indicators", tables=found, by_objective=by_objective)


@handbook_page
def scales(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """What each grade of each scale means, and which scale is used for what."""
    meta, framework = book.framework.meta, book.framework
    uses = [
        (words, framework.get("scales", getattr(meta, field)).name)
        for field, words in (
            ("rating_scale", "How sure we are of a tool"),
            ("extent_scale", "How far an indicator is met"),
            ("strength_scale", "How strong evidence is"),
            ("coverage_scale", "How much evidence covers"),
            ("confidence_scale", "How confident we are"),
            ("direction_scale", "Which way it goes"),
            ("likelihood_scale", "How likely a risk is"),
            ("impact_scale", "How much a risk would harm"),
        )
    ]
    return shown(request, book, "scales", tables={"grades": tables.grades(request, book)}, uses=uses)


@handbook_page
def life_cycle(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """The states and steps that every product goes through, its gates, and the kinds of product."""
    made = {
        one.name: one for one in (tables.kinds(request, book), tables.steps(request, book), tables.gates(request, book))
    }
    return shown(request, book, "life-cycle", tables=made)


@handbook_page
def clocks(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """Time limits, reminders, and the numbers that the product keeps to."""
    made = (tables.clocks(request, book), tables.reminders(request, book), tables.numbers(request, book))
    return shown(request, book, "clocks", tables={one.name: one for one in made})


@handbook_page
def clock(request: PartnershipRequest, book: Book, clock: str) -> HttpResponseBase:
    """One time limit with everything that is known of it."""
    found = _entry(book, "clocks", clock)
    facts = [
        ("Starts when", found.starts),
        ("Time", wording.length_of(found)),
        ("Ends when", found.ends),
        ("Who must", found.duty_holder),
        ("Duty", "A duty" if found.duty else "An expectation, or a limit for somebody else"),
        ("How sure", "Sure" if found.sure else "Check the official text before you rely on it"),
        ("Edition", found.edition),
        ("Since", found.effective_from),
        ("Until", found.effective_to or "No end"),
        ("You are told", f"{wording.time_in_words(found.due_soon_in_days, 'days')} before"),
        ("Note", found.note),
        ("Where it comes from", book.where_from(found)),
    ]
    return shown(request, book, "clock", clock=found, facts=facts, clocks_url=book.url("clocks"))


@handbook_page
def roles(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """Roles, and who may do what today."""
    held: dict[str, list[str]] = {}
    for kind in book.here.partnership.role_kinds.all():
        for code in kind.capabilities():
            held.setdefault(code, []).append(kind.name)
    made = (tables.roles(request, book), tables.who_may(request, book, held))
    return shown(request, book, "roles", tables={one.name.replace("-", "_"): one for one in made})


@handbook_page
def role(request: PartnershipRequest, book: Book, role: str) -> HttpResponseBase:
    """One role: what the framework says of it, and what it may do here today."""
    found = _entry(book, "roles", role)
    kind = book.here.partnership.role_kinds.filter(code=found.code).first()
    may = kind.capabilities() if kind else frozenset()
    facts = {
        "role": found,
        "may": [words for code, words in CAPABILITIES.items() if code in may],
        "differs": may != frozenset(found.may),
        "where_from": book.where_from(found),
        "not_with": wording.named(book.framework, "roles", found.not_with),
    }
    return shown(request, book, "role", **facts)


@handbook_page
def measures(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """The catalogue of measures."""
    return shown(request, book, "measures", tables={"measures": tables.measures(request, book)})


@handbook_page
def records(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """How long records are kept, what reports must cover, inspections and plain lists."""
    makers = ("retentions", "report_items", "small_numbers", "inspections", "escalation", "choices", "sources")
    return shown(
        request, book, "records", tables={name: getattr(record_tables, name)(request, book) for name in makers}
    )


@handbook_page
def document(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """The document's own words, whole."""
    paragraphs = [part.strip() for part in book.framework.document.split("\n\n") if part.strip()]
    return shown(request, book, "document", paragraphs=paragraphs)


def _entry(book: Book, section: str, code: str) -> Any:
    try:
        return book.framework.get(section, code)
    except KeyError as missing:
        raise Http404 from missing
