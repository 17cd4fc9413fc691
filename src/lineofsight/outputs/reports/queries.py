"""Reads of reports, each with a fixed number of queries."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.cycle.products import gates
from lineofsight.cycle.products.content import content_hash as product_hash
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.meetings.models import Decision
from lineofsight.outputs.reports import document, permissions, rules, shelf
from lineofsight.outputs.reports.models import Block, Comment, OwnTemplate, PaperLook, Report, ReportFile

NAMED = (
    ("P", Product, "assurance/products"), ("F", Finding, "findings"), ("R", Recommendation, "recommendations"),
    ("A", Action, "actions"), ("D", Decision, "decisions"), ("C", Challenge, "challenges"),
)  # fmt: skip
"""What a reference in a text names, by its first letter, and where its page is."""


def visible(here: Here) -> QuerySet[Report]:
    """The reports that somebody may open; two queries with the list itself."""
    rows = Report.objects.for_partnership(here.partnership)
    needs = list(rows.order_by().values_list("needs", flat=True).distinct())
    return rows.filter(permissions.seen_by(here, needs))


def listed(here: Here) -> QuerySet[Report]:
    """The same with what a list shows."""
    unsettled = Count("comments", filter=Q(comments__settled_at__isnull=True))
    return visible(here).select_related("product", "made_by").annotate(open_comments=unsettled)


def one(here: Here, key: UUID | str) -> Report:
    """One report with what its pages show. Report.DoesNotExist for one that the person may not open."""
    rows = visible(here).select_related(
        "framework", "product__partnership", "product__framework", "subject", "partnership__chain", "made_by",
        "published_by", "changed_by",
    )  # fmt: skip
    return rows.defer("framework__content", "product__framework__content").get(pk=key)


def blocks_of(report: Report) -> list[Block]:
    """The report's blocks in order; one query."""
    return list(Block.objects.filter(report=report).select_related("changed_by"))


def block_of(report: Report, key: UUID | str) -> Block | None:
    """One block of the report; None for another's."""
    row = Block.objects.filter(report=report, pk=key).select_related("changed_by").first()
    if row is not None:
        row.report = report
    return row


def comment_of(report: Report, key: UUID | str) -> Comment | None:
    """One comment on the report; None for another's."""
    row = Comment.objects.filter(report=report, pk=key).first()
    if row is not None:
        row.report = report
    return row


def outline_of(report: Report) -> list[Block]:
    """The blocks in order without what they read, for an outline; one query."""
    return list(Block.objects.filter(report=report).defer("content", "public_content"))


def comments_of(report: Report) -> list[Comment]:
    """What was said of it, unsettled first; one query."""
    rows = Comment.objects.filter(report=report).select_related("actor", "block", "settled_by")
    return sorted(rows.defer("block__content", "block__public_content"), key=lambda one: one.settled_at is not None)


def files_of(report: Report) -> list[ReportFile]:
    """The newest file of each form, for readers and for the public; one query."""
    newest: dict[tuple[str, bool], ReportFile] = {}
    for file in ReportFile.objects.filter(report=report).order_by("asked_at"):
        newest[(file.form, file.is_public)] = file
    return list(newest.values())


def own_templates(partnership: Partnership) -> list[shelf.Template]:
    """The partnership's own templates; one query."""
    rows = OwnTemplate.objects.for_partnership(partnership)
    return [shelf.own_template(f"own-{row.pk}", row.name, row.purpose, row.outline) for row in rows]


def templates_here(partnership: Partnership, *, today: date) -> list[shelf.Template]:
    """Every template that a report can be made from; none without a framework."""
    try:
        framework = framework_in_use(partnership, on=today)
    except NoFramework:
        return []
    return [*shelf.templates(framework), *own_templates(partnership)]


def template_here(partnership: Partnership, code: str, *, today: date) -> shelf.Template | None:
    """The one with the code; None for another."""
    return next((one for one in templates_here(partnership, today=today) if one.code == code), None)


def look_of(partnership: Partnership) -> PaperLook | None:
    """How the partnership's papers look; None before it said so."""
    return PaperLook.objects.filter(partnership=partnership).first()


def links_of(partnership: Partnership, blocks: Iterable[Block]) -> dict[str, str]:
    """The page of each reference that the texts name and that exists; a query for each kind that is named."""
    names = {name for block in blocks for name in document.REFERENCE.findall(block.text)}
    found: dict[str, str] = {}
    for letter, model, page in NAMED:
        wanted = [name for name in names if name.startswith(f"{letter}-")]
        if wanted:
            rows = model.objects.for_partnership(partnership).filter(reference__in=wanted)  # type: ignore[attr-defined]
            found |= {row[0]: f"/p/{partnership.slug}/{page}/{row[1]}/" for row in rows.values_list("reference", "pk")}
    return found


def content_hash(report: Report, blocks: Sequence[Block]) -> str:
    """SHA-256 of everything that is published and signed, in hexadecimal."""
    content = {
        "title": report.title,
        "days": [str(report.period_start), str(report.period_end), str(report.snapshot_on)],
        "marking": report.marking,
        "audience": report.audience,
        "blocks": [
            [one.section, one.heading, one.kind, one.item, one.text, one.content, one.public_content, one.is_public]
            for one in blocks
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def checks_of(
    report: Report, blocks: Sequence[Block], framework: Framework, *, open_comments: int
) -> list[rules.Check]:
    """The checklist before publication: blocks, sections that must be covered, comments."""
    links = links_of(report.partnership, blocks)
    facts = [document.facts_of(block, links=links) for block in blocks]
    sections = []
    for item in shelf.items_of(framework, report.kind):
        own = [one for one in facts if one.item == item.code]
        if own:
            sections.append(rules.section_facts(own, must_show_impact=item.impact))
        else:
            sections.append(rules.SectionFacts(item.name, item.impact, 0, 0, has_words=False))
    return rules.checks_of(facts, known_on=report.snapshot_on, open_comments=open_comments, sections=sections)


def why_not_signed(report: Report, *, today: date) -> str | None:
    """What its product still needs on its route before the report can be published, or None.

    Where the framework asks every partner to sign, each must have signed exactly this content.
    """
    product = report.product
    if product is None:
        if report.kind:
            return "Say which product this report is, so that it can travel its route."
        return None
    lap = gates.lap_of(product)
    waiting = next((stop for stop in lap if stop.state != Stop.State.DONE), None)
    if not lap or waiting is not None:
        where = waiting.group.name if waiting and waiting.group else "its first group"
        return f"{product.reference} has not been through its route yet. It waits for {where}."
    if any(stop.part == Stop.Part.SIGN_OFF for stop in lap):
        signed = gates.signed_by(product, current=product_hash(product))
        missing = [one.name for one in gates.partners_of(product, today=today) if one.pk not in signed]
        if missing:
            return f"Not signed in this version yet: {', '.join(missing)}."
    return None


def is_signed(report: Report, *, today: date) -> bool:
    """True when nothing of its route and sign-off is left to do."""
    return why_not_signed(report, today=today) is None


def products_to_be(report: Report) -> QuerySet[Product]:
    """Products of the report's kind that are not settled and have no report yet."""
    rows = Product.objects.for_partnership(report.partnership).filter(kind=report.kind, report__isnull=True)
    return rows.filter(stage__in=[Product.Stage.WORK, Product.Stage.ROUTE]).order_by("-due_on", "reference")


def file_name(report: Report, *, form: str, is_public: bool) -> str:
    """A name for a file that leaves the product."""
    words = re.sub(r"[^a-z0-9]+", "-", report.title.casefold()).strip("-")[:60]
    return f"{report.reference.lower()}-{words}{'-public' if is_public else ''}.{form}"
