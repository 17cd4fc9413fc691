"""Along the route: a lap of stops, and what each group says of the product."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.changes.holding import held, members_of, settle, tell, who_prepares
from lineofsight.cycle.products.models import Product, Stop, StopView
from lineofsight.engine.clocks import london_day
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Group, Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record

NOT_HERE = "The product does not wait at this stop, so nothing can be recorded for it."


def begin_lap(product: Product, framework: Framework, *, now: datetime, today: date) -> None:
    """The stops of a lap, one for each group of the kind's route; the product waits at the first."""
    kind = rules.kind_of(framework, product.kind)
    places = rules.places_of(framework, kind)
    last = Stop.objects.filter(product=product).last()
    groups = _groups(product, [place.group_code for place in places], today=today)
    stops = [
        Stop(
            partnership=product.partnership,
            product=product,
            lap=last.lap + 1 if last else 1,
            position=position,
            group_code=place.group_code,
            group=groups.get(place.group_code),
            part=place.part,
        )
        for position, place in enumerate(places, start=1)
    ]
    Stop.objects.bulk_create(stops)
    if stops:
        _arrive(product, stops[0], now=now, today=today)


def end_lap(product: Product) -> None:
    """The product has left its route: where it waited or would have gone, it does not go any more."""
    open_stops = Stop.objects.filter(product=product, state__in=[Stop.State.HERE, Stop.State.AHEAD])
    open_stops.update(state=Stop.State.STOPPED)
    settle(product, "stop:")
    settle(product, "sign")


def _groups(product: Product, codes: list[str], *, today: date) -> dict[str, Group]:
    rows = Group.objects.for_partnership(product.partnership).on(today).filter(framework_code__in=codes)
    return {group.framework_code: group for group in rows.order_by("-starts_on")}


def _arrive(product: Product, stop: Stop, *, now: datetime, today: date) -> None:
    stop.state, stop.arrived_at = Stop.State.HERE, now
    stop.save(update_fields=["state", "arrived_at"])
    verb = {"sign_off": "Sign off", "decide": "Decide on"}.get(stop.part, "Give advice on")
    people = members_of(stop, today=today)
    key = f"stop:{stop.pk}" if stop.part != Stop.Part.SIGN_OFF else f"sign:{stop.pk}"
    tell(product, people, key=key, text=f"{verb} {product.reference} {product.title}.")


@transaction.atomic
def consider(stop: Stop, *, outcome: str, words: str, by: Doer, now: datetime, today: date) -> Stop:
    """What the group said; the next group has the product from now. A deciding group that does not agree ends the lap."""
    stop, product = at(stop)
    must(rules.why_not_outcome(part=stop.part, outcome=outcome, words=words))
    done(stop, outcome=outcome, words=words, by=by, now=now)
    following = Stop.objects.filter(product=product, lap=stop.lap, state=Stop.State.AHEAD)
    if stop.part == Stop.Part.DECIDE and outcome == Stop.Outcome.NOT_AGREED:
        following.update(state=Stop.State.STOPPED)
        tell_back(product, f"{product.reference} was not agreed.", stop, today=today)
    elif (ahead := following.first()) is not None:
        _arrive(product, ahead, now=now, today=today)
    else:
        tell_back(product, f"{product.reference} has been through its route.", stop, today=today)
    after = {"group": stop.group_code, "outcome": outcome}
    record(product.partnership.chain, by=by, deed="products.consider", subject=product.subject, after=after, note=words)
    return stop


def done(stop: Stop, *, outcome: str, words: str, by: Doer, now: datetime) -> None:
    """The group has considered it."""
    stop.state, stop.outcome, stop.words, stop.done_at = Stop.State.DONE, outcome, words, now
    stop.done_by_id, stop.done_role = by.actor_id, by.role
    stop.save(update_fields=["state", "outcome", "words", "done_at", "done_by", "done_role"])
    settle(stop.product, f"stop:{stop.pk}")
    settle(stop.product, "sign")


def tell_back(product: Product, text: str, stop: Stop, *, today: date) -> None:
    people = who_prepares(product, today=today)
    tell(product, people, key=f"back:{stop.pk}", text=text)


@transaction.atomic
def give_view(
    stop: Stop, *, view: str, words: str = "", organisation: Organisation, by: Doer, now: datetime
) -> StopView:
    """What a member thinks before the group meets; a person's newest view counts, and the earlier ones are kept."""
    stop, product = at(stop)
    if view not in StopView.View.values:
        raise Refused("Choose what you think.")
    if view != StopView.View.AGREE and not words.strip():
        raise Refused("Write your question." if view == StopView.View.QUESTION else "Write your conditions or reasons.")
    made = StopView.objects.create(
        stop=stop, view=view, words=words, organisation=organisation, actor_id=by.actor_id, role=by.role, at=now
    )
    if view == StopView.View.QUESTION:
        _tell_question(product, made, now=now)
    after = {"group": stop.group_code, "view": view}
    record(
        product.partnership.chain, by=by, deed="products.give_view", subject=product.subject, after=after, note=words
    )
    return made


def _tell_question(product: Product, view: StopView, *, now: datetime) -> None:
    people = who_prepares(product, today=london_day(now))
    tell(product, people, key=f"question:{view.pk}", text=f"Somebody asks a question about {product.reference}.")


def at(stop: Stop) -> tuple[Stop, Product]:
    """The stop as it is now and its product, locked; only where the product waits."""
    product = held(stop.product)
    found = Stop.objects.for_partnership(product.partnership).select_related("group").get(pk=stop.pk)
    found.product = product
    if found.state != Stop.State.HERE:
        raise Refused(NOT_HERE)
    return found, product
