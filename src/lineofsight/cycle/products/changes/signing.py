"""Sign-off: each of the safeguarding partners, on exactly this content, by somebody who did not prepare it."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lineofsight.cycle.products import gates, rules
from lineofsight.cycle.products.changes.holding import held, must_not_have_ended, tell, who_prepares
from lineofsight.cycle.products.changes.routing import done
from lineofsight.cycle.products.changes.voiding import void, void_if_changed
from lineofsight.cycle.products.content import content_hash
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.cycle.products.queries import preparers_of
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Membership, Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Actor

NOT_ITS_TURN = "The product has not come to the safeguarding partners’ sign-off yet."


@transaction.atomic
def sign_off(product: Product, *, organisation: Organisation, by: Doer, now: datetime) -> SignOff:
    """The partner signs this content, here. When every partner has, the stop is done."""
    product = held(product)
    stop = _stop(product)
    made = _write(
        product, stop, organisation, signer=by.actor_id, role=by.role, now=now, signed_at=now, confirmed_at=now
    )
    _finish(product, stop, by=by, now=now)
    after = {"organisation": organisation.name, "content": made.content_hash}
    record(product.partnership.chain, by=by, deed="products.sign_off", subject=product.subject, after=after)
    return made


@transaction.atomic
def record_sign_off(
    product: Product,
    *,
    organisation: Organisation,
    signed_by: Actor,
    way: str,
    proof: Evidence | None = None,
    proof_words: str = "",
    signed_at: datetime,
    by: Doer,
    now: datetime,
) -> SignOff:
    """A sign-off said in the room or by e-mail, written down by somebody else with its proof; or one prepared for a chief.

    It counts when the partner confirms it.
    """
    product = held(product)
    stop = _stop(product)
    must(
        _why_not_recorded(
            product, organisation, signed_by, way=way, proof=proof, words=proof_words, at=signed_at, now=now
        )
    )
    if signed_by.pk == by.actor_id:
        raise Refused("Sign it yourself: nobody writes down their own sign-off.")
    role = _role_of(product, signed_by, organisation, today=london_day(now))
    made = _write(
        product,
        stop,
        organisation,
        signer=signed_by.pk,
        role=role,
        now=now,
        signed_at=signed_at,
        way=way,
        proof=proof,
        proof_words=proof_words,
        recorded_by_id=by.actor_id,
    )
    people = Person.objects.filter(actor=signed_by)
    tell(product, people, key=f"sign:confirm:{made.pk}", text=f"Confirm your sign-off of {product.reference}.")
    after = {"organisation": organisation.name, "way": made.get_way_display(), "content": made.content_hash}
    record(
        product.partnership.chain,
        by=by,
        deed="products.record_sign_off",
        subject=product.subject,
        after=after,
        note=proof_words,
    )
    return made


@transaction.atomic
def confirm_sign_off(sign_off: SignOff, *, by: Doer, now: datetime) -> SignOff:
    """The partner confirms what somebody else wrote down; from then on it counts."""
    product = held(sign_off.product)
    must_not_have_ended(product)
    void_if_changed(product, by=by, now=now)
    row = SignOff.objects.select_related("stop", "organisation").get(pk=sign_off.pk)
    if row.voided_at is not None:
        raise Refused(f"This sign-off does not stand any more. {row.voided_because}")
    if row.signed_by_id != by.actor_id:
        raise Refused("Only who signed can confirm it.")
    if row.confirmed_at is not None:
        return row
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    _finish(product, _stop(product), by=by, now=now)
    after = {"organisation": row.organisation.name, "content": row.content_hash}
    record(product.partnership.chain, by=by, deed="products.confirm_sign_off", subject=product.subject, after=after)
    return row


@transaction.atomic
def take_back_sign_off(sign_off: SignOff, *, reason: str, by: Doer, now: datetime) -> int:
    """A sign-off that was written down wrongly, or that the partner takes back, stands no more; it stays on record."""
    if not reason.strip():
        raise Refused("Write why it does not stand.")
    product = held(sign_off.product)
    must_not_have_ended(product)
    standing = SignOff.objects.filter(pk=sign_off.pk, voided_at__isnull=True)
    return void(product, [row.pk for row in standing], because=reason, by=by, now=now)


def _stop(product: Product) -> Stop:
    """The stop at which the partners sign: where the product waits, or where it waited when it is signed again later."""
    must_not_have_ended(product)
    stop = Stop.objects.filter(product=product).last()
    if stop is None or stop.part != Stop.Part.SIGN_OFF or stop.state not in {Stop.State.HERE, Stop.State.DONE}:
        raise Refused(NOT_ITS_TURN)
    stop.product = product
    return stop


def _write(
    product: Product,
    stop: Stop,
    organisation: Organisation,
    *,
    signer: UUID,
    role: str,
    now: datetime,
    **facts: object,
) -> SignOff:
    void_if_changed(product, by=Doer(actor_id=signer, role=role), now=now)
    today = london_day(now)
    standing = SignOff.objects.filter(product=product, organisation=organisation, voided_at__isnull=True)
    partner = any(one.pk == organisation.pk for one in gates.partners_of(product, today=today))
    preparers = preparers_of(product, today=today)
    must(
        rules.why_not_signs(
            organisation_is_partner=partner, signer=signer, preparers=preparers, already=standing.exists()
        )
    )
    try:
        with transaction.atomic():
            return SignOff.objects.create(
                product=product,
                stop=stop,
                organisation=organisation,
                content_hash=content_hash(product),
                signed_by_id=signer,
                role=role,
                **facts,
            )
    except IntegrityError as twice:
        raise Refused("This partner has signed this version already.") from twice


def _finish(product: Product, stop: Stop, *, by: Doer, now: datetime) -> None:
    """When every partner's confirmed sign-off stands on this content, the stop is done."""
    today = london_day(now)
    signed = gates.signed_by(product, current=content_hash(product))
    if stop.state != Stop.State.HERE or any(one.pk not in signed for one in gates.partners_of(product, today=today)):
        return
    done(stop, outcome=Stop.Outcome.AGREED, words="", by=by, now=now)
    people = who_prepares(product, today=today)
    text = f"Every safeguarding partner has signed {product.reference}."
    tell(product, people, key=f"signed:{stop.pk}:{now:%Y%m%d%H%M%S}", text=text, kind=Notice.Kind.NEWS)


def _why_not_recorded(
    product: Product,
    organisation: Organisation,
    signed_by: Actor,
    *,
    way: str,
    proof: Evidence | None,
    words: str,
    at: datetime,
    now: datetime,
) -> str | None:
    if way not in SignOff.Way.values:
        return "Choose how it was given."
    if at > now:
        return "Give a moment that has come."
    if way != SignOff.Way.HERE and proof is None and not words.strip():
        return "Add the proof: the e-mail, or the words of the minute and where they stand."
    if proof is not None and proof.partnership_id != product.partnership_id:
        return "Choose a proof of this partnership."
    return None


def _role_of(product: Product, signer: Actor, organisation: Organisation, *, today: date) -> str:
    """The seat in which somebody signs for the organisation; Refused without one."""
    rows = Membership.objects.for_partnership(product.partnership).on(today).filter(
        person__actor=signer, role__organisation=organisation, confirmed_at__isnull=False, stopped_at__isnull=True
    )  # fmt: skip
    for row in rows.select_related("role__kind", "role__organisation"):
        if "sign_off" in row.role.kind.capabilities():
            return f"{row.role.title} ({row.role.organisation.name})"
    raise Refused(f"Choose somebody who signs off for {organisation.name}.")
