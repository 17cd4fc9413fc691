"""Cards about products: those that wait too long, and those that wait for the person to rate, advise, decide or sign."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.urls import reverse

from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.cycle.products.queries import visible
from lineofsight.cycle.products.rules import STUCK_AFTER_DAYS, days_since, days_words
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.assurance.queries.filtering import days_ago
from lineofsight.outputs.pages.finding.card import Card, Deadline

SOON = timedelta(days=30)
SHOWN, READ = 5, 200


def _register(here: Here, query: str = "") -> str:
    return reverse("assurance:products", args=[here.partnership.slug]) + query


def _one(here: Here, product: Product) -> str:
    return reverse("assurance:product", args=[here.partnership.slug, product.pk])


def _waiting(here: Here) -> QuerySet[Stop]:
    rows = Stop.objects.for_partnership(here.partnership).filter(state=Stop.State.HERE, product__in=visible(here))
    found: QuerySet[Stop] = rows.select_related("product").order_by("arrived_at")
    return found


def waiting_long(here: Here) -> Iterator[Card]:
    """Products that wait at one group for too long, for whoever moves them on."""
    late = _waiting(here).filter(arrived_at__lt=days_ago(STUCK_AFTER_DAYS, today=here.today)).order_by()
    found = late.aggregate(all=Count("pk"), first=Min("arrived_at"))
    if found["all"]:
        one = found["all"] == 1
        title = f"product {'waits' if one else 'wait'} more than {STUCK_AFTER_DAYS} days"
        title = title if one else title.replace("product ", "products ", 1)
        longest = days_words(days_since(found["first"], today=here.today) or 0)
        yield Card(title=title, count=found["all"], text=f"The longest: {longest}.", url=_register(here, "?stuck=on"),
                   button="See them")  # fmt: skip


def to_advise(here: Here) -> Iterator[Card]:
    """Products that wait for the person's group to rate them and give advice."""
    yield from _of_group(here, Stop.Part.ADVISE, one="product to rate or advise on", button="Rate or advise")


def to_decide(here: Here) -> Iterator[Card]:
    """Products that wait for the person's group to decide."""
    yield from _of_group(here, Stop.Part.DECIDE, one="product to decide on", button="Decide")


def _of_group(here: Here, part: str, *, one: str, button: str) -> Iterator[Card]:
    yield from _card(here, _waiting(here).filter(part=part, group__code__in=here.group_codes), one=one, button=button)


def _card(here: Here, rows: QuerySet[Stop], *, one: str, button: str) -> Iterator[Card]:
    """One card for all of them: it opens the one that has waited longest, or the list."""
    stops = list(rows[:100])
    if not stops:
        return
    first = stops[0]
    since = london_day(first.arrived_at) if first.arrived_at else here.today
    title = one if len(stops) == 1 else one.replace("product", "products", 1)
    url = _one(here, first.product) if len(stops) == 1 else _register(here, "?state=drafted&sort=where")
    yield Card(title=title, count=len(stops), text=f"Longest: {first.product.title}.", nearest=since,
               says="Waiting since", url=url, button=button)  # fmt: skip


def to_sign(here: Here) -> Iterator[Card]:
    """Products that wait for the person's own organisation to sign off, or to confirm what was written down."""
    own: Any = here.organisations_where("sign_off")
    standing = SignOff.objects.filter(product=OuterRef("product"), organisation__in=own, voided_at__isnull=True)
    rows = _waiting(here).filter(part=Stop.Part.SIGN_OFF)
    yield from _card(here, rows.exclude(Exists(standing)), one="product to sign off", button="Sign off")
    unconfirmed = standing.filter(confirmed_at__isnull=True, signed_by=here.person.actor_id)
    yield from _card(here, rows.filter(Exists(unconfirmed)), one="product sign-off to confirm", button="Confirm")


def _led(here: Here) -> QuerySet[Product]:
    """Products that are not agreed yet and whose leading role the person holds today."""
    held = Membership.objects.for_partnership(here.partnership).on(here.today)
    roles = held.filter(person=here.person, confirmed_at__isnull=False, stopped_at__isnull=True).values("role")
    return visible(here).filter(stage__in=["work", "route"], lead__in=roles)


def led(here: Here) -> Iterator[Card | Deadline]:
    """What the person leads and what is due within a month, or late; and the days of all that they lead. One query."""
    held = [
        (one, one.due_on) for one in _led(here).filter(due_on__isnull=False).order_by("due_on")[:READ] if one.due_on
    ]
    soon = [day for one, day in held if one.stage == "work" and day <= here.today + SOON]
    if soon:
        title = "product that you lead is due" if len(soon) == 1 else "products that you lead are due"
        late = soon[0] < here.today
        yield Card(title=title, count=len(soon), nearest=soon[0], url=_register(here), button="See them",
                   is_urgent=late, place="now" if late else "coming")  # fmt: skip
    for product, day in held[:SHOWN]:
        yield Deadline(day, f"{product.reference} {product.title}", _one(here, product))
