"""What every write to a product shares: holding the version that was read, its subject, its steps, and telling people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Move, Product, Stop
from lineofsight.engine.framework import Framework
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, subject_for

CHANGED = "Somebody else changed this product while you were reading it. Read it again, then decide."


def path_of(product: Product) -> str:
    """The address of the product's page."""
    return f"/p/{product.partnership.slug}/assurance/products/{product.pk}/"


def held(product: Product) -> Product:
    """The product as it is now, locked until the transaction ends."""
    rows = Product.objects.for_partnership(product.partnership).select_for_update(of=("self",))
    related = rows.select_related("partnership__chain", "framework", "subject", "words", "lead", "organisation")
    found: Product = related.defer("framework__content").get(pk=product.pk)
    return found


def write(product: Product, *, version: int, **facts: Any) -> None:
    """Write the facts if nobody else changed the product since this version was read; the row given is kept in step."""
    rows = Product.objects.filter(pk=product.pk, version=version)
    if not rows.update(**facts, version=F("version") + 1):
        raise ChangedMeanwhile(CHANGED)
    for name, value in facts.items():
        setattr(product, name, value)
    product.version = version + 1


def must_not_have_ended(product: Product) -> None:
    """What is closed or withdrawn stays as it was."""
    if product.stage in {Product.Stage.CLOSED, Product.Stage.STOPPED}:
        raise Refused(f"This product is {product.get_stage_display().lower()}, so it stays as it is.")


def stamp(product: Product, step: str, *, before: str, by: Doer, now: datetime, reason: str = "") -> Move:
    """Keep a step of the product's life."""
    return Move.objects.create(
        product=product,
        step=step,
        from_state=before,
        to_state=product.state,
        at=now,
        actor_id=by.actor_id,
        role=by.role,
        reason=reason,
    )


def place(product: Product, framework: Framework, state: str) -> dict[str, Any]:
    """The facts that go with a state: its stage, and whether the scrutineer has issued it yet."""
    kind = rules.kind_of(framework, product.kind)
    stage = rules.stage_of(framework, state)
    unissued = stage in {"work", "stopped"} and rules.is_the_scrutineers(framework, kind)
    was_issued = bool(product.state) and not product.is_private
    return {"state": state, "stage": stage, "is_private": unissued and not was_issued}


def refresh_subject(product: Product) -> None:
    """Bring the one row that trail, notices, files and search point at in step with the product."""
    product.subject = subject_for(
        product.partnership.chain,
        room="products",
        kind="product",
        key=product.pk,
        title=f"{product.reference} {product.title}",
        may_read=_may_read(product),
        path=path_of(product),
        marking=product.marking,
        organisation_key=product.organisation_id or "",
    )
    Product.objects.filter(pk=product.pk, subject__isnull=True).update(subject=product.subject)


def _may_read(product: Product) -> str:
    """The capability that reading needs; what is about one agency is besides kept to it and to who sees working figures."""
    if product.is_private:
        return "write_scrutiny"
    if product.is_restricted:
        return "see_incidents"
    settled = product.stage in {Product.Stage.SETTLED, Product.Stage.CLOSED}
    return "see_products" if settled or product.organisation_id else "see_assurance"


def tell(
    product: Product,
    people: Iterable[Person],
    *,
    key: str,
    text: str,
    kind: str = Notice.Kind.TASK,
    path: str = "",
) -> None:
    """Tell people of the product, each once for each key."""
    notices.tell(
        people,
        key=f"product:{product.pk}:{key}",
        text=text,
        path=path or path_of(product),
        kind=kind,
        chain=product.partnership.chain,
        subject=product.subject,
    )


def settle(product: Product, key: str) -> None:
    """What was asked for is done: nobody is reminded of it again."""
    notices.settle(key_prefix=f"product:{product.pk}:{key}")


def members_of(stop: Stop, *, today: date) -> list[Person]:
    """Who sits in the group of a stop today; who signs off where the stop is for that; else who looks after products."""
    if stop.part == Stop.Part.SIGN_OFF:
        return people_who_may(stop.partnership, "sign_off", today=today)
    if stop.group_id is None:
        return people_who_may(stop.partnership, "edit_products", today=today)
    rows = Membership.objects.for_partnership(stop.partnership).on(today).filter(role__group=stop.group_id)
    serving = rows.filter(confirmed_at__isnull=False, stopped_at__isnull=True, person__is_active=True)
    return list({row.person.pk: row.person for row in serving.select_related("person")}.values())


def who_prepares(product: Product, *, today: date) -> list[Person]:
    """Who holds the role that leads the product; without one, whoever looks after products."""
    if product.lead_id is None:
        return people_who_may(product.partnership, "edit_products", today=today)
    rows = Membership.objects.for_partnership(product.partnership).on(today).filter(role=product.lead_id)
    serving = rows.filter(confirmed_at__isnull=False, stopped_at__isnull=True).select_related("person")
    return [row.person for row in serving] or people_who_may(product.partnership, "edit_products", today=today)


def framework_for(product: Product) -> Framework:
    """The framework that the product began under."""
    return framework_of(product.framework)
