"""Logging a product, changing its details, and writing what it says."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lineofsight.cycle.products import changes, rules
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.permissions import why_not_write
from lineofsight.cycle.products.queries import visible
from lineofsight.engine.framework.practice import Kind
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of, known_names
from lineofsight.outputs.assurance import permissions
from lineofsight.outputs.assurance.forms.planning import (
    DetailsForm,
    NextForm,
    ProductForm,
    RelateForm,
    WordsForm,
    tags_by_section,
)
from lineofsight.outputs.assurance.queries.product_page import ProductPage
from lineofsight.outputs.assurance.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed, version_of
from lineofsight.outputs.assurance.views.product import found
from lineofsight.outputs.assurance.views.sections import shared

FACTS = ("title", "period_start", "period_end", "due_on", "marking")


@partnership_page(*permissions.WRITES)
@require_safe
def new(request: PartnershipRequest) -> HttpResponse:
    """Which kind of product: those that the person may log, by tool."""
    framework = framework_in_use(request.here.partnership, on=request.here.today)
    kinds = permissions.kinds_for(request.here, framework)
    by_tool = [(tool.name, [kind for kind in kinds if kind.tool == tool.code]) for tool in framework.tools]
    others = ("Other papers of the partnership", [kind for kind in kinds if kind.tool is None])
    facts = {"groups": [group for group in [*by_tool, others] if group[1]]}
    return render(request, "assurance/new.html", shared(request) | facts)


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def new_product(request: PartnershipRequest, kind: str) -> HttpResponse:
    """A product of one kind, in one short form."""
    known = _kind(request, kind)
    form = _new_form(request, known)
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.plan(
                request.here.partnership,
                kind=known.code,
                by=request.here.doer,
                now=now(),
                today=request.here.today,
                **_chosen(request, form.cleaned_data),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.reference} is on the plan.")
            return redirect("assurance:product", request.here.partnership.slug, made.pk)
    return render(request, "assurance/new_product.html", shared(request) | {"form": form, "kind": known})


def _kind(request: PartnershipRequest, code: str) -> Kind:
    framework = framework_in_use(request.here.partnership, on=request.here.today)
    if code not in framework.codes("kinds"):
        raise Http404
    kinds = {kind.code: kind for kind in permissions.kinds_for(request.here, framework)}
    if code not in kinds:
        raise Refused("Your role does not let you log this kind of product.")
    return kinds[code]


def _new_form(request: PartnershipRequest, known: Kind) -> ProductForm:
    framework = framework_in_use(request.here.partnership, on=request.here.today)
    return ProductForm(
        request.POST or None,
        initial={"marking": known.marking},
        today=request.here.today,
        known=lambda: known_names(request.here.partnership),
        **_choices(request, must_name=rules.is_of_one_agency(framework, known), may_name=_may_name(framework, known)),
    )


def _may_name(framework: Any, kind: Kind) -> bool:
    """Kinds about the whole partnership name no organisation."""
    return kind.tool is None or "agencies" in framework.get("tools", kind.tool).fed_by


def _choices(request: PartnershipRequest, *, must_name: bool, may_name: bool) -> dict[str, Any]:
    return {
        "seats": [(str(role.pk), str(role)) for role in _seats(request)],
        "organisations": [(str(body.pk), body.name) for body in _bodies(request)],
        "must_name": must_name,
        "may_name": may_name,
    }


def _seats(request: PartnershipRequest) -> list[Role]:
    """Roles that may lead: an agency's lead and the scrutineer choose among those of their own organisation."""
    rows = Role.objects.for_partnership(request.here.partnership).on(request.here.today)
    own: Any = permissions.organisations_for(request.here)
    if own is not None:
        rows = rows.filter(organisation__in=own | request.here.organisations_where("write_scrutiny"))
    return list(rows.select_related("organisation").order_by("title", "organisation__name"))


def _bodies(request: PartnershipRequest) -> list[Organisation]:
    own = permissions.organisations_for(request.here)
    rows = bodies_of(request.here.partnership).order_by("name")
    return list(rows if own is None else rows.filter(pk__in=own))


def _chosen(request: PartnershipRequest, clean: Clean) -> dict[str, Any]:
    """The clean values with their rows."""
    seats = {str(role.pk): role for role in _seats(request)}
    bodies = {str(body.pk): body for body in _bodies(request)}
    rows = {"lead": seats.get(clean["lead"]), "organisation": bodies.get(clean.get("organisation") or "")}
    return {name: clean[name] for name in FACTS} | rows


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def details(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """What is known of the product, and what it is about."""
    page = ProductPage(request.here, found(request, product))
    must_name, may_name = rules.is_of_one_agency(page.framework, page.kind), _may_name(page.framework, page.kind)
    deed = Deed(
        DetailsForm,
        "Change its details",
        "Save",
        "The details are saved.",
        _edit,
        why_not=why_not_write(request.here, page.product),
        facts=_choices(request, must_name=must_name, may_name=may_name)
        | {"framework": page.framework, "initial": _details_of(page)},
        saved=_details_of,
    )
    return act(request, page, deed)


def _details_of(page: ProductPage) -> dict[str, Any]:
    held = page.product
    rows = {"lead": str(held.lead_id or ""), "organisation": str(held.organisation_id or "")}
    return {name: getattr(held, name) for name in FACTS} | rows | dict(tags_by_section(list(held.tags.all())))


def _edit(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    tags = [(section, code) for section in tags_by_section([]) for code in clean.get(section, [])]
    changes.edit(page.product, tags=tags, version=version_of(clean), **_chosen(request, clean), **signed(request))


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def words(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """What, so what, what next; a change after a sign-off voids it, and the page says so before."""
    page = ProductPage(request.here, found(request, product))
    signed_already = any(row.voided_at is None for row in page.sign_offs)
    warning = "A partner has signed this version. If you change its words, they must sign again."
    deed = Deed(
        WordsForm,
        "Write what it says",
        "Save",
        "The words are saved.",
        _write,
        why_not=why_not_write(request.here, page.product),
        text=warning if signed_already else "",
        facts={"initial": _words_of(page)},
        version=page.product.words.version,
        saved=_words_of,
    )
    return act(request, page, deed)


WORDS = ("scope_text", "what", "so_what", "what_next", "no_findings", "shared_on")


def _words_of(page: ProductPage) -> dict[str, Any]:
    return {name: getattr(page.product.words, name) for name in WORDS}


def _write(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    texts = {name: clean[name] for name in WORDS}
    changes.write_words(page.product, version=version_of(clean), **texts, **signed(request))


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def relate(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """Which product it goes into, or looks again at."""
    page = ProductPage(request.here, found(request, product))
    others = [(str(other.pk), f"{other.reference} {other.title}") for other in _others(request, page)]
    deed = Deed(
        RelateForm,
        "Link it to another product",
        "Link them",
        "The two are linked.",
        _relate,
        why_not=why_not_write(request.here, page.product),
        facts={"others": others, "initial": {"kind": "feeds" if not page.kind.route and page.product.tool else None}},
    )
    return act(request, page, deed)


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def plan_next(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """The next one of its kind: with its scope and lead, and nothing of what was decided."""
    page = ProductPage(request.here, found(request, product))
    if page.kind not in permissions.kinds_for(request.here, page.framework):
        raise Refused("Your role does not let you log this kind of product.")
    held, made = page.product, []

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        facts = {name: clean[name] for name in ("title", "period_start", "period_end", "due_on")}
        made.append(changes.plan_next(held, today=page.today, **facts, **signed(request)))

    deed = Deed(
        NextForm,
        "Plan the next one",
        "Put it on the plan",
        "The next one is on the plan.",
        do,
        text="It takes over the scope, the lead and what it is about. Findings, ratings, decisions and sign-offs stay here.",
        facts={"initial": {"title": held.title}},
        goes_to=lambda: made[0],
    )
    return act(request, page, deed)


MOST_OTHERS = 200


def _others(request: PartnershipRequest, page: ProductPage) -> list[Product]:
    rows = visible(request.here).exclude(pk=page.product.pk).exclude(stage="stopped")
    return list(rows.order_by("-due_on", "title")[:MOST_OTHERS])


def _relate(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    other = next(one for one in _others(request, page) if str(one.pk) == clean["to"])
    changes.relate(page.product, other, kind=clean["kind"], by=request.here.doer)
