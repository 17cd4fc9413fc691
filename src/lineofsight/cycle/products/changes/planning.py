"""Planning a product, changing what is known of it, and writing what it says."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.changes.holding import (
    CHANGED,
    framework_for,
    held,
    must_not_have_ended,
    place,
    refresh_subject,
    settle,
    stamp,
    write,
)
from lineofsight.cycle.products.changes.voiding import void_if_changed
from lineofsight.cycle.products.models import Product, ProductWords, Relation, Tag
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_of, version_in_use
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record

PLAN = "plan"
"""The first move of every product: it is on the plan."""


@transaction.atomic
def plan(
    partnership: Partnership,
    *,
    kind: str,
    title: str,
    lead: Role | None = None,
    organisation: Organisation | None = None,
    period_start: date | None = None,
    period_end: date | None = None,
    due_on: date | None = None,
    marking: str = "",
    tags: Iterable[tuple[str, str]] = (),
    by: Doer,
    now: datetime,
    today: date,
) -> Product:
    """A product on the plan, under the framework that counts today, with its reference. `tags`: pairs of section and code."""
    version = version_in_use(partnership, on=today)
    framework = framework_of(version)
    known = _known_kind(framework, kind)
    facts = _facts(partnership, framework, known.code, title=title, lead=lead, organisation=organisation,
                   period_start=period_start, period_end=period_end, due_on=due_on)  # fmt: skip
    product = Product(
        partnership=partnership,
        framework=version,
        kind=known.code,
        tool=known.tool or "",
        is_restricted=known.restricted,
        reference=next_reference(partnership, "P", year=today.year),
        marking=marking or known.marking,
        state="",
        **facts,
    )
    for name, value in place(product, framework, framework.states[0].code).items():
        setattr(product, name, value)
    product.save(force_insert=True)
    ProductWords.objects.create(product=product)
    _tag(product, framework, tags)
    refresh_subject(product)
    stamp(product, PLAN, before="", by=by, now=now)
    after = {"kind": kind, "reference": product.reference, **_recorded(product)}
    record(partnership.chain, by=by, deed="products.plan", subject=product.subject, after=after)
    return product


@transaction.atomic
def plan_next(
    product: Product,
    *,
    title: str,
    period_start: date,
    period_end: date,
    due_on: date,
    by: Doer,
    now: datetime,
    today: date,
) -> Product:
    """The next one of its kind, linked to this one: with its scope, lead and tags, and nothing that anybody judged or decided.

    Where the framework in use has lost the kind or a tag, that is left out or refused, as for any new product.
    """
    framework = framework_of(version_in_use(product.partnership, on=today))
    kept = [(tag.section, tag.code) for tag in product.tags.all() if tag.code in framework.codes(tag.section)]
    made = plan(
        product.partnership, kind=product.kind, title=title, lead=product.lead, organisation=product.organisation,
        period_start=period_start, period_end=period_end, due_on=due_on, marking=product.marking, tags=kept,
        by=by, now=now, today=today,
    )  # fmt: skip
    if product.words.scope_text:
        scope = product.words.scope_text
        write_words(made, what="", so_what="", what_next="", scope_text=scope, by=by, now=now, version=1)
    relate(made, product, kind=Relation.Kind.FOLLOWS, by=by)
    return made


@transaction.atomic
def edit(
    product: Product,
    *,
    title: str,
    lead: Role | None,
    organisation: Organisation | None,
    period_start: date | None,
    period_end: date | None,
    due_on: date | None,
    marking: str,
    tags: Iterable[tuple[str, str]],
    by: Doer,
    now: datetime,
    version: int,
) -> Product:
    """Change what is known of a product. Its kind and its framework stay those that it began with."""
    product = held(product)
    must_not_have_ended(product)
    framework, before = framework_for(product), _recorded(product)
    facts = _facts(product.partnership, framework, product.kind, title=title, lead=lead, organisation=organisation,
                   period_start=period_start, period_end=period_end, due_on=due_on)  # fmt: skip
    write(product, version=version, **facts, marking=marking or product.marking)
    Tag.objects.filter(product=product).delete()
    _tag(product, framework, tags)
    refresh_subject(product)
    void_if_changed(product, by=by, now=now)
    after = _recorded(product)
    if (before["due_on"], before["lead"]) != (after["due_on"], after["lead"]):
        settle(product, "due:product")
    record(product.partnership.chain, by=by, deed="products.edit", subject=product.subject, before=before, after=after)
    return product


@transaction.atomic
def write_words(
    product: Product,
    *,
    what: str,
    so_what: str,
    what_next: str,
    scope_text: str = "",
    no_findings: str = "",
    shared_on: date | None = None,
    by: Doer,
    now: datetime,
    version: int,
) -> ProductWords:
    """What the product says in short. `version` is that of the words; a standing sign-off of other words is voided."""
    product = held(product)
    must_not_have_ended(product)
    must(rules.why_not_short(what=what, so_what=so_what, what_next=what_next))
    words, before = product.words, _texts(product.words)
    texts = {"what": what, "so_what": so_what, "what_next": what_next, "scope_text": scope_text,
             "no_findings": no_findings, "shared_on": shared_on}  # fmt: skip
    rows = ProductWords.objects.filter(product=product, version=version)
    if not rows.update(**texts, changed_at=now, changed_by_id=by.actor_id, version=version + 1):
        raise ChangedMeanwhile(CHANGED)
    words.refresh_from_db()
    void_if_changed(product, by=by, now=now)
    record(
        product.partnership.chain,
        by=by,
        deed="products.write_words",
        subject=product.subject,
        before=before,
        after=_texts(words),
    )
    return words


@transaction.atomic
def relate(product: Product, to: Product, *, kind: str, by: Doer) -> Relation:
    """Say that a product goes into another, or looks again at one."""
    if product.pk == to.pk or product.partnership_id != to.partnership_id:
        raise Refused("Choose another product of this partnership.")
    _must_feed(product, to, kind)
    relation, made = Relation.objects.get_or_create(product=product, to=to, kind=kind)
    if made:
        after = {"to": to.reference, "kind": kind}
        record(product.partnership.chain, by=by, deed="products.relate", subject=product.subject, after=after)
    return relation


def _must_feed(product: Product, to: Product, kind: str) -> None:
    if kind != Relation.Kind.FEEDS:
        return
    framework = framework_for(product)
    fed = framework.get("tools", product.tool).feeds if product.tool else ()
    if fed and to.tool not in fed:
        names = " or ".join(framework.get("tools", code).name for code in fed)
        raise Refused(f"This product goes into {names}. Choose a product of that tool.")


def _known_kind(framework: Framework, code: str) -> Any:
    if code not in framework.codes("kinds"):
        raise Refused("Choose one of the kinds of product.")
    return rules.kind_of(framework, code)


def _facts(partnership: Partnership, framework: Framework, kind: str, **facts: Any) -> dict[str, Any]:
    """The facts, checked together."""
    if not facts["title"].strip():
        raise Refused("Give the product a title.")
    must(rules.why_not_period(facts["period_start"], facts["period_end"]))
    lead, organisation = facts["lead"], facts["organisation"]
    if lead is not None and lead.partnership_id != partnership.pk:
        raise Refused("Choose a role of this partnership as the lead.")
    if organisation is not None and not organisation.participations.filter(partnership=partnership).exists():
        raise Refused("Choose an organisation that takes part in this partnership.")
    if organisation is None and rules.is_of_one_agency(framework, rules.kind_of(framework, kind)):
        raise Refused("Say which organisation it is about.")
    return {**facts, "title": facts["title"].strip()}


def _tag(product: Product, framework: Framework, tags: Iterable[tuple[str, str]]) -> None:
    chosen = dict.fromkeys(tags)
    for section, code in chosen:
        if section not in Tag.Section.values or code not in framework.codes(section):
            raise Refused(f"The framework has no “{code}” among its {section}.")
    Tag.objects.bulk_create([Tag(product=product, section=section, code=code) for section, code in chosen])


def _recorded(product: Product) -> dict[str, Any]:
    return {
        "title": product.title,
        "lead": product.lead.title if product.lead else "",
        "organisation": product.organisation.name if product.organisation else "",
        "period_start": product.period_start,
        "period_end": product.period_end,
        "due_on": product.due_on,
        "marking": product.marking,
    }


def _texts(words: ProductWords) -> dict[str, Any]:
    return {name: getattr(words, name) for name in ("scope_text", "what", "so_what", "what_next", "no_findings")}
