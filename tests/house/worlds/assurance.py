"""A product on the plan, one that waits at the sub-group, one that the partners sign, and something that was accepted."""

from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.foundation.partnership.models import Group, Role
from lineofsight.outputs.assurance import changes
from tests.cycle.products import walking
from tests.house.world import World


def make(world: World) -> None:
    """One in each place, about the whole partnership; two members sit in the groups where products wait."""
    _sit(world, "saa-chair", "saa")
    _sit(world, "executive-member", "executive")
    walking.partners(world.partnership)
    by = walking.officer("Preparer")
    planned, waiting, to_sign = (_product(world, place, by=by) for place in ("planned", "waiting", "to sign"))
    accepted = changes.accept(
        world.partnership, check="stuck", key="gone", title="Waits", reason="It meets in June", until=None, by=by,
        now=walking.NOW,
    )  # fmt: skip
    world.kwargs |= {
        "assurance:product": planned.pk, "waiting product": waiting.pk, "product to sign": to_sign.pk,
        "assurance:tool": "multi-agency-audits", "assurance:kind": "multi-agency-audit", "assurance:step": "scope",
        "assurance:gate": "legal-check", "assurance:check": "stuck", "assurance:accepted": accepted.pk,
        "assurance:sign_off": _written_down(world, to_sign).pk,
    }  # fmt: skip


def more(world: World, number: int) -> None:
    """More in each place."""
    by = walking.officer("Preparer of more")
    for _ in range(number):
        for place in ("planned", "waiting"):
            _product(world, place, by=by)


def _product(world: World, place: str, *, by: object) -> Product:
    kind = "annual-report" if place == "to sign" else "multi-agency-audit"
    product = walking.a_product(world.partnership, kind, by=by, lead=world.members["analyst"].role)  # type: ignore[arg-type]
    if place == "planned":
        return walking.words(product, by=by)  # type: ignore[arg-type]
    product = walking.walk(product, by=by, to="drafted")  # type: ignore[arg-type]
    if place == "waiting":
        walking.rate(product, by=by)  # type: ignore[arg-type]
        return product
    stop = Stop.objects.get(product=product, state="here")
    products.consider(stop, outcome="agreed", words="Yes", by=by, now=walking.NOW, today=walking.TODAY)  # type: ignore[arg-type]
    return product


def _written_down(world: World, product: Product) -> SignOff:
    chief = world.members["lead-safeguarding-partner"]
    return products.record_sign_off(
        product, organisation=chief.role.organisation, signed_by=chief.person.actor, way="email",
        proof_words="“I agree”, 20 October", signed_at=walking.NOW, by=walking.officer("Writer"), now=walking.NOW,
    )  # fmt: skip


def _sit(world: World, role: str, group: str) -> None:
    found = Group.objects.get(partnership=world.partnership, code=group)
    Role.objects.filter(pk=world.members[role].role_id).update(group=found)
