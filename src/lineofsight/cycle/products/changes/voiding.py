"""A sign-off holds for exactly what was signed: when that changes, it is voided, and that is kept."""

from datetime import datetime

from django.db import transaction

from lineofsight.cycle.products.changes.holding import held, settle, tell
from lineofsight.cycle.products.content import content_hash
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record

ITS_CONTENT = "What was signed has changed since."


@transaction.atomic
def void_if_changed(product: Product, *, by: Doer, now: datetime) -> int:
    """Void every sign-off of another content than the product has now; how many. Call it after any change of the content.

    The stop at which the partners sign waits for them again.
    """
    standing = SignOff.objects.filter(product=product, voided_at__isnull=True)
    if not standing.exists():
        return 0
    stale = standing.exclude(content_hash=content_hash(product))
    return void(product, [row.pk for row in stale], because=ITS_CONTENT, by=by, now=now)


def void(product: Product, keys: list[int], *, because: str, by: Doer, now: datetime) -> int:
    """Void these sign-offs with the reason; who signed is told. Inside the caller's transaction."""
    if not keys:
        return 0
    rows = SignOff.objects.filter(pk__in=keys).select_related("organisation", "stop")
    names = [row.organisation.name for row in rows]
    SignOff.objects.filter(pk__in=keys).update(voided_at=now, voided_because=because)
    if because == ITS_CONTENT:
        _wait_again(product, now=now)
        _tell_signers(product, now=now)
    record(
        product.partnership.chain,
        by=by,
        deed="products.void_sign_off",
        subject=product.subject,
        after={"organisations": names},
        note=because,
        rows=len(keys),
    )
    return len(keys)


def _wait_again(product: Product, *, now: datetime) -> None:
    last = Stop.objects.filter(product=product).last()
    if last is not None and last.part == Stop.Part.SIGN_OFF and last.state == Stop.State.DONE:
        Stop.objects.filter(pk=last.pk).update(
            state=Stop.State.HERE, arrived_at=now, done_at=None, done_by=None, done_role="", outcome=""
        )


def _tell_signers(product: Product, *, now: datetime) -> None:
    today = london_day(now)
    people = people_who_may(product.partnership, "sign_off", today=today)
    settle(product, "sign")
    key = f"sign:again:{now:%Y%m%d%H%M%S}"
    tell(product, people, key=key, text=f"{product.reference} changed after it was signed. Sign it again.")


def void_what_changed(partnership: Partnership, *, by: Doer, now: datetime) -> int:
    """Void every sign-off in the partnership whose content has changed by another way (a paper replaced); how many."""
    standing = SignOff.objects.filter(product__partnership=partnership, voided_at__isnull=True)
    keys = standing.exclude(product__stage__in=["closed", "stopped"]).values_list("product", flat=True).distinct()
    products = Product.objects.for_partnership(partnership).filter(pk__in=list(keys)).select_related("partnership")
    return sum(content_changed(product, by=by, now=now) for product in products)


@transaction.atomic
def content_changed(product: Product, *, by: Doer, now: datetime) -> int:
    """For rooms whose rows belong to the content (papers, findings): void what was signed before; how many."""
    return void_if_changed(held(product), by=by, now=now)
