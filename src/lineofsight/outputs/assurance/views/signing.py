"""Sign-off by each safeguarding partner: here, or given elsewhere and confirmed."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from lineofsight.cycle.products import changes
from lineofsight.cycle.products import permissions as product_permissions
from lineofsight.cycle.products.models import SignOff
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.outputs.assurance.forms.moving import ReasonForm
from lineofsight.outputs.assurance.forms.signing import RecordForm, SignForm
from lineofsight.outputs.assurance.queries.product_page import ProductPage
from lineofsight.outputs.assurance.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed
from lineofsight.outputs.assurance.views.product import found

NOTHING_TO_SIGN = "Nothing is to be signed here."
Signers = dict[str, tuple[Organisation, Person]]


def _partners(page: ProductPage) -> list[Organisation]:
    if page.signing is None:
        raise Refused(NOTHING_TO_SIGN)
    return list(page.signing.partners)


@partnership_page("sign_off")
@READS_AND_SENDS
def sign_off(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """The partner signs exactly this version."""
    page = ProductPage(request.here, found(request, product))
    own = request.here.organisations_where("sign_off")
    partners = {str(body.pk): body for body in _partners(page) if str(body.pk) in own}

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        changes.sign_off(page.product, organisation=partners[clean["organisation"]], **signed(request))

    deed = Deed(
        SignForm,
        "Sign off",
        "Sign it off",
        "You have signed it off.",
        do,
        why_not=None if partners else "You do not sign for one of the safeguarding partners.",
        text="You sign what is written here and its papers as they are now. If they change, your sign-off does not stand.",
        facts={"partners": [(key, body.name) for key, body in partners.items()]},
        shown={"shows_words": True, "earlier": [stop for stop in page.lap if stop.words]},
    )
    return act(request, page, deed)


@partnership_page(product_permissions.PREPARE)
@READS_AND_SENDS
def record_sign_off(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """What a partner said in the room or by e-mail, with its proof; the partner confirms it afterwards."""
    page = ProductPage(request.here, found(request, product))
    signers, proofs = _signers(page), _proofs(page)
    deed = Deed(
        RecordForm,
        "Write down a sign-off",
        "Save",
        "It is written down. It counts when the partner has confirmed it.",
        _write_down,
        text="Use this when a partner signed in the room or by e-mail, or to prepare a sign-off for a chief.",
        facts={
            "signers": [(key, f"{person.name}, {body.name}") for key, (body, person) in signers.items()],
            "proofs": [(key, row.title) for key, row in proofs.items()],
            "initial": {"day": page.today},
        },
    )
    return act(request, page, deed)


def _write_down(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    organisation, person = _signers(page)[clean["signer"]]
    moment = timezone.make_aware(datetime.combine(clean["day"], time.min))
    changes.record_sign_off(
        page.product,
        organisation=organisation,
        signed_by=person.actor,
        way=clean["way"],
        proof=_proofs(page).get(clean["proof"]),
        proof_words=clean["proof_words"],
        signed_at=min(moment, now()),
        **signed(request),
    )


def _signers(page: ProductPage) -> Signers:
    """Everybody who signs for a partner, by keys that a form can carry."""
    partnership = page.product.partnership
    return {
        f"{body.pk}:{person.pk}": (body, person)
        for body in _partners(page)
        for person in people_who_may(partnership, "sign_off", today=page.today, organisation_id=body.pk)
    }


def _proofs(page: ProductPage) -> dict[str, Evidence]:
    rows = Evidence.objects.for_partnership(page.product.partnership).standing()
    return {str(row.pk): row for row in rows.filter(subject=page.product.subject_id, purpose=Evidence.Purpose.PROOF)}


def _one(page: ProductPage, key: int) -> SignOff:
    row = next((row for row in page.sign_offs if row.pk == key), None)
    if row is None:
        raise Http404
    row.product = page.product
    return row


@partnership_page("sign_off")
@require_POST
def confirm(request: PartnershipRequest, product: UUID, sign_off: int) -> HttpResponse:
    """The partner confirms what was written down; from then on it counts."""
    page = ProductPage(request.here, found(request, product))
    try:
        changes.confirm_sign_off(_one(page, sign_off), **signed(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You have confirmed your sign-off.")
    return redirect("assurance:product", request.here.partnership.slug, page.product.pk)


@partnership_page("sign_off", product_permissions.PREPARE)
@READS_AND_SENDS
def take_back(request: PartnershipRequest, product: UUID, sign_off: int) -> HttpResponse:
    """A sign-off that was written down wrongly, or that the partner takes back."""
    page = ProductPage(request.here, found(request, product))
    row = _one(page, sign_off)

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        changes.take_back_sign_off(row, reason=clean["reason"], **signed(request))

    deed = Deed(
        ReasonForm,
        f"Take back the sign-off of {row.organisation.name}",
        "Take it back",
        "The sign-off does not stand any more. It stays on record.",
        do,
        why_not=product_permissions.why_not_take_back(request.here, row),
        kind="warning",
    )
    return act(request, page, deed)
