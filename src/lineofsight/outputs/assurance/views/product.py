"""One product: what it is, where it is and who has it, what it says, what shows it, and what may be done now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.products import gates
from lineofsight.cycle.products.models import Product, SignOff, Tag
from lineofsight.cycle.products.permissions import (
    PREPARE,
    why_not_add_evidence,
    why_not_move,
    why_not_take_back,
    why_not_write,
)
from lineofsight.cycle.products.queries import one
from lineofsight.cycle.products.sections import sections
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.files.permissions import may_read
from lineofsight.foundation.files.queries import evidence_for
from lineofsight.foundation.files.showing import expiry_tone, expiry_words, scan_words
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.trail.changes import record_look
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.assurance import permissions, rules
from lineofsight.outputs.assurance.queries import history, route
from lineofsight.outputs.assurance.queries.product_page import ProductPage
from lineofsight.outputs.assurance.views.fixing import fix_of
from lineofsight.outputs.assurance.views.sections import shared

EVIDENCE_COLUMNS = ("What", "What it is for", "Of which day", "Runs out", "Marking", "Virus check", "Added by")
RATING_COLUMNS = ("Rated on", "Rating", "Reason", "By")


def found(request: PartnershipRequest, product: UUID) -> Product:
    """The product that the person may see, or 404."""
    try:
        return one(request.here, product)
    except Product.DoesNotExist:
        raise Http404 from None


@partnership_page(permissions.SEE)
@require_safe
def product(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """The page of one product; a look at a restricted one is kept in the trail."""
    held = found(request, product)
    page = ProductPage(request.here, held)
    if held.is_restricted:
        chain = request.here.partnership.chain
        record_look(chain, by=request.here.doer, deed="products.see", subject=held.subject)
    facts = _where(request, page) | _what(request, page) | {"marking": held.marking}
    return render(request, "assurance/product.html", shared(request) | facts)


def _where(request: PartnershipRequest, page: ProductPage) -> dict[str, Any]:
    """Where it is, who has it, and what may be done now."""
    held, may_move = page.product, not why_not_move(request.here, page.product)
    is_open = held.stage not in {Product.Stage.CLOSED, Product.Stage.STOPPED}
    prepared_on, today = page.prepared_on, page.today
    return {
        "product": held,
        "kind": page.kind,
        "facts": _facts(page),
        "tracker": route.tracker(page.framework, held, page.lap, page.signing, prepared_on=prepared_on, today=today),
        "offers": _offers(request, page),
        "steps": [_step(request, page, step, states) for step, states in page.steps],
        "other_steps": page.other_steps if may_move else [],
        "may_move": may_move,
        "may_add": is_open and not why_not_add_evidence(request.here, held),
        "may_plan_next": page.kind in permissions.kinds_for(request.here, page.framework),
        "may_link": is_open and not why_not_write(request.here, held),
    }


def _what(request: PartnershipRequest, page: ProductPage) -> dict[str, Any]:
    """What it says, what shows it, what others said of it, and what happened."""
    return {
        "rating_facts": _rating(page),
        "rating_columns": RATING_COLUMNS,
        "tags": _tags(page),
        "relations": page.relations,
        "evidence": _evidence(page),
        "evidence_columns": EVIDENCE_COLUMNS,
        "parts": _parts(request, page.product),
        "stops": page.stops,
        "signing": page.signing,
        "sign_offs": page.sign_offs,
        "may_take_back": _may_take_back(page),
        "history": _history(page),
    }


def _facts(page: ProductPage) -> list[tuple[str, Any]]:
    held, framework = page.product, page.framework
    tool = framework.get("tools", held.tool) if held.tool else None
    tier = [("Tier", framework.get("tiers", tool.tier).short_name)] if tool else []
    agency = [("Agency", held.organisation.name)] if held.organisation else []
    period = [("Period", _period(held))] if held.period_start else []
    return [
        ("Reference", held.reference),
        ("Kind", page.kind.name),
        *tier,
        ("State", framework.get("states", held.state).name),
        ("Lead", held.lead.title if held.lead else "Nobody yet"),
        *agency,
        *period,
        ("Due", held.due_on),
        ("Marking", held.marking),
    ]


def _period(held: Product) -> str:
    first = short_date(held.period_start) if held.period_start else ""
    return f"{first} to {short_date(held.period_end)}" if held.period_end else f"From {first}"


def _offers(request: PartnershipRequest, page: ProductPage) -> list[dict[str, str]]:
    found = permissions.offers(request.here, page.product, stop=page.stop, rated=page.kind.rated)
    args = [request.here.partnership.slug, page.product.pk]
    return [{"label": one.label, "url": reverse(f"assurance:{one.name}", args=args), "kind": one.kind} for one in found]


def _step(
    request: PartnershipRequest, page: ProductPage, step: Any, states: tuple[gates.GateState, ...]
) -> dict[str, Any]:
    """A step onward, and what is still to do before it, each with the page that does it."""
    shut = gates.shut(states)
    todo = [(gate, *fix_of(request, page.product, gate, page.stop)) for gate in shut]
    waived = [gate.record for gate in states if gate.record and gate.record.is_waiver]
    url = reverse("assurance:step", args=[request.here.partnership.slug, page.product.pk, step.code])
    return {"step": step, "todo": todo, "waived": waived, "url": url}


def _rating(page: ProductPage) -> dict[str, Any] | None:
    if not page.kind.rated:
        return None
    newest = next(iter(page.ratings), None)
    if newest is None:
        return {"said": rules.NOT_RATED, "fresh": rules.freshness(rated_on=None, next_review_on=None, today=page.today)}
    framework, meta = page.framework, page.framework.meta
    fresh = rules.freshness(rated_on=newest.rated_on, next_review_on=newest.next_review_on, today=page.today)
    return {
        "newest": newest,
        "said": rules.grade(framework, newest.grade),
        "fresh": fresh,
        "facts": [
            ("Strength of evidence", rules.grade_name(framework, meta.strength_scale, newest.evidence_strength)),
            ("Coverage", rules.grade_name(framework, meta.coverage_scale, newest.coverage)),
            ("Confidence", rules.grade_name(framework, meta.confidence_scale, newest.confidence)),
            ("Direction", rules.grade_name(framework, meta.direction_scale, newest.direction)),
            ("Rated on", newest.rated_on),
            ("Rated by", history.by(newest.actor.name, newest.role)),
            ("Next review", newest.next_review_on),
            ("Covers", ", ".join([str(one) for one in (*newest.organisations.all(), *newest.areas.all())]) or None),
        ],
        "earlier": [_earlier(page, rating) for rating in page.ratings[1:]],
    }


def _earlier(page: ProductPage, rating: Any) -> list[Any]:
    said = rules.grade(page.framework, rating.grade)
    return [rating.rated_on, {"text": said.text, "tone": said.tone}, rating.reason, rating.actor.name]


def _tags(page: ProductPage) -> list[tuple[str, str]]:
    names = dict(Tag.Section.choices)
    return [
        (str(names[tag.section]), page.framework.get(tag.section, tag.code).name if tag.section != "indicators"
         else page.framework.get(tag.section, tag.code).short_name)
        for tag in page.product.tags.all()
    ]  # fmt: skip


def _evidence(page: ProductPage) -> list[list[Any]]:
    """A row for each paper and piece of evidence, papers first; one that has run out says so."""
    subject = page.product.subject
    rows = evidence_for([subject]).get(subject.pk, []) if subject else []
    opens = subject is not None and may_read(page.here, subject)
    order = {"paper": 0, "evidence": 1, "proof": 2}
    return [_evidence_row(page, row, opens=opens) for row in sorted(rows, key=lambda row: order[row.purpose])]


def _evidence_row(page: ProductPage, row: Evidence, *, opens: bool) -> list[Any]:
    url = reverse("files:one", args=[page.here.partnership.slug, row.pk]) if opens else ""
    runs_out = expiry_words(row.expires_on, today=page.today)
    return [
        {"text": row.title, "url": url},
        row.get_purpose_display(),
        row.evidence_date or row.period or None,
        {"text": runs_out, "tone": expiry_tone(row.expires_on, today=page.today)},
        row.marking,
        scan_words(row),
        row.added_by.name,
    ]


def _parts(request: PartnershipRequest, held: Product) -> list[dict[str, str]]:
    """The parts of the page that other rooms fill."""
    parts = []
    for section in sections():
        facts = section.facts(request.here, held)
        if facts is not None:
            html = render_to_string(section.template, {"here": request.here, "product": held, **facts}, request)
            parts.append({"name": section.name, "title": section.title, "html": html})
    return parts


def _may_take_back(page: ProductPage) -> set[int]:
    """Sign-offs that stand and that the reader may take back."""
    if page.product.stage in {"closed", "stopped"}:
        return set()
    standing = [row for row in page.sign_offs if row.voided_at is None]
    return {row.pk for row in standing if _takes_back(page, row)}


def _takes_back(page: ProductPage, row: SignOff) -> bool:
    able = page.here.may("sign_off") or page.here.may(PREPARE)
    return able and not why_not_take_back(page.here, row)


def _history(page: ProductPage) -> list[dict[str, Any]]:
    return history.entries(
        page.framework,
        moves=page.moves,
        stops=page.stops,
        ratings=page.ratings,
        gates=page.gate_records,
        sign_offs=page.sign_offs,
    )
