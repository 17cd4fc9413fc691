"""Walks a product of any kind through its life, reading every step, gate and group from its own framework."""

from datetime import UTC, date, datetime, timedelta

from lineofsight.cycle.products import changes, gates, rules
from lineofsight.cycle.products.models import Product, Relation, Stop
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.handbook.queries import framework_in_use, framework_of
from lineofsight.foundation.partnership.models import Membership, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer, new_actor
from tests import making

TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
PARTNERS = (("Westmarch Council", "local_authority"), ("Westmarch ICB", "icb"), ("Westmarch Police", "police"))


def officer(name: str = "Officer") -> Doer:
    """Somebody who prepares products."""
    return Doer(actor_id=new_actor(name).pk, role="Business manager (Partnership Team)")


def partners(partnership: Partnership) -> list[Organisation]:
    """The three safeguarding partners."""
    return [making.an_organisation(partnership, name, kind=kind) for name, kind in PARTNERS]


def chief(partnership: Partnership, organisation: Organisation, *, role: str = "") -> Membership:
    """Somebody who signs off for the organisation: of the first kind of role in the framework that may."""
    framework = framework_in_use(partnership, on=TODAY)
    kind = role or next(one.code for one in framework.roles if "sign_off" in one.may)
    seated = Membership.objects.filter(partnership=partnership, person__name=f"Chief of {organisation.name}").first()
    return seated or making.a_member(partnership, kind, name=f"Chief of {organisation.name}", organisation=organisation)


def doer(membership: Membership) -> Doer:
    """The member as the trail names them."""
    role = membership.role
    return Doer(actor_id=membership.person.actor_id, role=f"{role.title} ({role.organisation.name})")


def a_product(
    partnership: Partnership, kind: str = "multi-agency-audit", *, by: Doer | None = None, **facts: object
) -> Product:
    """A product on the plan with all that its gates ask for at the start."""
    framework = framework_in_use(partnership, on=TODAY)
    able = [one.code for one in framework.roles if "edit_products" in one.may]
    lead_kind = next(iter([*able, *framework.codes("roles")]))
    known = {
        "title": f"A {kind}",
        "lead": making.a_seat(partnership, lead_kind),
        "organisation": _about(partnership, kind),
        "period_start": date(2026, 4, 1),
        "period_end": date(2026, 9, 30),
        "due_on": date(2026, 11, 30),
    }
    product = changes.plan(partnership, kind=kind, by=by or officer(), now=NOW, today=TODAY, **{**known, **facts})  # type: ignore[arg-type]
    return product


def _about(partnership: Partnership, kind: str) -> Organisation | None:
    framework = framework_in_use(partnership, on=TODAY)
    of_one = rules.is_of_one_agency(framework, rules.kind_of(framework, kind))
    return making.an_organisation(partnership) if of_one else None


def words(product: Product, *, by: Doer, **texts: str) -> Product:
    """The product with its words written."""
    said = {"what": "Plans are late.", "so_what": "Children wait.", "what_next": "Two more reviewers.",
            "scope_text": "Are plans in time?", "no_findings": "Nothing new was found."}  # fmt: skip
    product.refresh_from_db()
    version = product.words.version
    changes.write_words(product, by=by, now=NOW, version=version, **{**said, **texts})
    return fresh(product)


def paper(product: Product, *, by: Doer, title: str = "The report", **facts: object) -> Evidence:
    """A paper of the product, as a link."""
    known = {"purpose": "paper", "url": "https://example.org/report", "kind": "link"}
    return Evidence.objects.create(
        partnership=product.partnership, subject=product.subject, title=title, added_at=NOW, added_by_id=by.actor_id,
        **{**known, **facts},
    )  # fmt: skip


def rate(product: Product, *, by: Doer, **facts: object) -> None:
    """The product, rated with the best grade of each scale."""
    framework = framework_of(product.framework)
    meta = framework.meta
    scales = {"grade": meta.rating_scale, "evidence_strength": meta.strength_scale, "coverage": meta.coverage_scale,
              "confidence": meta.confidence_scale, "direction": meta.direction_scale}  # fmt: skip
    grades = {name: framework.get("scales", scale).grades[0].code for name, scale in scales.items()}
    known = {"reason": "Both audits agree.", "rated_on": TODAY, "next_review_on": TODAY + timedelta(days=182)}
    changes.rate(product, by=by, now=NOW, **{**grades, **known, **facts})  # type: ignore[arg-type]


def fresh(product: Product) -> Product:
    """The product as it is now."""
    return Product.objects.select_related("partnership", "framework", "subject", "words").get(pk=product.pk)


def step(product: Product, code: str, *, by: Doer, now: datetime = NOW, **facts: object) -> Product:
    """The product after a step."""
    product = fresh(product)
    return changes.take_step(product, code, by=by, now=now, today=TODAY, version=product.version, **facts)  # type: ignore[arg-type]


def open_gates(product: Product, code: str, *, by: Doer) -> None:
    """Do what the gates of a step ask for: rate it, link it, or say that it is done."""
    framework = framework_of(product.framework)
    known = framework.get("steps", code)
    for gate in gates.shut(gates.states_of(fresh(product), known, today=TODAY)):
        if gate.code == "rating":
            rate(fresh(product), by=by)
        elif gate.code == rules.ROUTE_GATE:
            travel(fresh(product), by=by)
        elif gate.stated:
            changes.record_gate(fresh(product), gate.code, on=TODAY, note="Seen and noted.", by=by, now=NOW)


def travel(product: Product, *, by: Doer) -> None:
    """The product through every group of its route; one without groups goes with the product that it feeds."""
    waiting = Stop.objects.filter(product=product, state="here").first()
    if waiting is None:
        _go_with_another(product, by=by)
    while waiting is not None:
        if waiting.part == Stop.Part.SIGN_OFF:
            for organisation in partners(product.partnership):
                signer = doer(chief(product.partnership, organisation))
                changes.sign_off(fresh(product), organisation=organisation, by=signer, now=NOW)
        else:
            changes.consider(waiting, outcome="agreed", words="Go on.", by=by, now=NOW, today=TODAY)
        waiting = Stop.objects.filter(product=product, state="here").first()


def _go_with_another(product: Product, *, by: Doer) -> None:
    framework = framework_of(product.framework)
    fed = framework.get("tools", product.tool).feeds[0]
    kind = next(one.code for one in framework.kinds if one.tool == fed)
    into = a_product(product.partnership, kind, by=by)
    changes.relate(product, into, kind=Relation.Kind.FEEDS, by=by)
    walk(into, by=by, to="agreed")


def walk(product: Product, *, by: Doer, to: str) -> Product:
    """The product, taken step by step to the state; every gate is opened as it comes."""
    framework = framework_of(product.framework)
    product = words(product, by=by)
    if not product.subject.evidence.exists():
        paper(product, by=by)
    while product.state != to:
        forward = [one for one in rules.steps_from(framework, product.state) if rules.REASON_GATE not in one.gates]
        code = forward[0].code
        open_gates(product, code, by=by)
        product = step(product, code, by=by)
    return fresh(product)
