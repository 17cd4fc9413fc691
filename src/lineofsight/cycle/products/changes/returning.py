"""Back from the route to the work."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.changes.holding import framework_for
from lineofsight.cycle.products.changes.moving import move
from lineofsight.cycle.products.changes.routing import at, tell_back
from lineofsight.cycle.products.changes.voiding import void
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer


@transaction.atomic
def send_back(stop: Stop, *, reason: str, by: Doer, now: datetime, today: date) -> Product:
    """Back to work with the reason. Handed in again, the product travels its route again: the next lap."""
    if not reason.strip():
        raise Refused("Write what has to be done, and why.")
    stop, product = at(stop)
    framework = framework_for(product)
    step = rules.step_back(framework, product.state)
    if step is None:
        raise Refused("This framework knows no way back. Record that it was not agreed.")
    stop.state, stop.words, stop.done_at = Stop.State.SENT_BACK, reason, now
    stop.done_by_id, stop.done_role = by.actor_id, by.role
    stop.save(update_fields=["state", "words", "done_at", "done_by", "done_role"])
    standing = SignOff.objects.filter(product=product, voided_at__isnull=True)
    void(product, [row.pk for row in standing], because="It was sent back for more work.", by=by, now=now)
    move(product, framework, step, reason=reason, by=by, now=now, today=today, version=product.version)
    tell_back(product, f"{product.reference} was sent back for more work.", stop, today=today)
    return product
