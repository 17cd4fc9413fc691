"""What does not add up among products and actions, as far as the person may see them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from lineofsight.cycle.findings.models import Action
from lineofsight.cycle.findings.queries.visible import actions as visible_actions
from lineofsight.cycle.products import rules as product_rules
from lineofsight.cycle.products.checks import Check, Found
from lineofsight.cycle.products.models import Product, Rating, SignOff, Stop
from lineofsight.cycle.products.permissions import why_not_consider
from lineofsight.cycle.products.queries import visible, with_standing
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.assurance import rules
from lineofsight.outputs.assurance.queries import standing
from lineofsight.outputs.assurance.queries.filtering import days_ago

MOST = 500


def _url(here: Here, product: Product, name: str = "product", *more: object) -> str:
    return reverse(f"assurance:{name}", args=[here.partnership.slug, product.pk, *more])


def _rated(here: Here) -> Any:
    rows: Any = with_standing(visible(here).exclude(stage="stopped"))
    return rows.exclude(grade=None).select_related("framework").defer("framework__content")


def _with_expired(here: Here) -> Any:
    standing_rows = Evidence.objects.for_partnership(here.partnership).standing()
    expired = standing_rows.filter(subject=OuterRef("subject"), expires_on__lt=here.today)
    return _rated(here).filter(Exists(expired))


def best_on_expired(here: Here) -> Iterator[Found]:
    """The best rating, although evidence behind it has run out."""
    yield from _on_expired(here, best=True)


def rated_on_expired(here: Here) -> Iterator[Found]:
    """Another rating, although evidence behind it has run out."""
    yield from _on_expired(here, best=False)


def _on_expired(here: Here, *, best: bool) -> Iterator[Found]:
    for product in _with_expired(here)[:MOST]:
        is_best = product.grade in rules.best_grades(standing.book(product))
        if is_best == best:
            said = standing.grade(product).text
            yield Found(
                key=f"{product.pk}:{product.rated_on}",
                title=f"{product.reference} {product.title}",
                says=f"It is rated {said}, and evidence that it rests on has run out.",
                url=_url(here, product),
                fix="Renew the evidence",
                fix_url=_url(here, product, "evidence"),
            )


def best_out_of_date(here: Here) -> Iterator[Found]:
    """The best rating, past the day on which somebody should have looked again; not where a later one took its place."""
    newest = _newest_of_each_kind(here)
    for product in _rated(here).filter(next_review_on__lt=here.today).order_by("next_review_on")[:MOST]:
        is_best = product.grade in rules.best_grades(standing.book(product))
        if is_best and newest[product.kind, product.organisation_id] == product.rated_on:
            yield Found(
                key=f"{product.pk}:{product.rated_on}",
                title=f"{product.reference} {product.title}",
                says=f"It is rated {standing.grade(product).text}. Somebody should have looked again by "
                f"{short_date(product.next_review_on)}.",
                url=_url(here, product),
                fix="Rate it again",
                # Those who may not rate it see on its page who does.
                fix_url=_url(here, product, "rate" if here.may("rate_products") else "product"),
            )


def _newest_of_each_kind(here: Here) -> dict[tuple[str, Any], Any]:
    """The day of the newest rating of each kind and agency."""
    rows = Rating.objects.filter(product__in=visible(here).exclude(stage="stopped")).order_by()
    found = rows.values_list("product__kind", "product__organisation").annotate(newest=Max("rated_on"))
    return {(kind, organisation): newest for kind, organisation, newest in found}


def stuck(here: Here) -> Iterator[Found]:
    """A product that waits at one group for too long."""
    rows = Stop.objects.for_partnership(here.partnership).filter(
        state=Stop.State.HERE, arrived_at__lt=days_ago(product_rules.STUCK_AFTER_DAYS, today=here.today)
    )  # fmt: skip
    seen = rows.filter(product__in=visible(here)).select_related("product__framework", "group").order_by("arrived_at")
    for stop in seen.defer("product__framework__content")[:MOST]:
        name = standing.group_name(standing.book(stop.product), stop.group_code)
        days = product_rules.days_since(stop.arrived_at, today=here.today) or 0
        signing = stop.part == Stop.Part.SIGN_OFF
        records = not signing and why_not_consider(here, stop) is None
        yield Found(
            key=str(stop.pk),
            title=f"{stop.product.reference} {stop.product.title}",
            says=f"It has waited at {name} for {product_rules.days_words(days)}.",
            url=_url(here, stop.product),
            fix="Record what they said" if records else "See who has signed" if signing else "See who has it",
            fix_url=_url(here, stop.product, "consider" if records else "product"),
        )


def voided(here: Here) -> Iterator[Found]:
    """A sign-off that does not stand any more, and nobody of that partner has signed again."""
    again = SignOff.objects.filter(
        product=OuterRef("product"), organisation=OuterRef("organisation"), voided_at__isnull=True
    )
    rows = SignOff.objects.filter(product__in=visible(here).exclude(stage__in=["work", "closed", "stopped"]))
    gone = rows.filter(voided_at__isnull=False).exclude(Exists(again)).select_related("product", "organisation")
    newest = {(row.product_id, row.organisation_id): row for row in gone.order_by("voided_at")[:MOST]}
    for row in newest.values():
        yield Found(
            key=str(row.pk),
            title=f"{row.product.reference} {row.product.title}",
            says=f"{row.organisation.name} signed, and that does not stand any more. {row.voided_because}",
            url=_url(here, row.product),
            fix="See who has to sign again",
            fix_url=_url(here, row.product),
        )


def overdue(here: Here) -> Iterator[Found]:
    """A product whose day has passed long ago, and which is not agreed."""
    rows = visible(here).filter(stage__in=["work", "route"], due_on__lt=here.today)
    for product in rows.order_by("due_on")[:MOST]:
        late = (here.today - (product.due_on or here.today)).days
        if late > product_rules.STUCK_AFTER_DAYS:
            yield Found(
                key=f"{product.pk}:{product.due_on}",
                title=f"{product.reference} {product.title}",
                says=f"It was due {product_rules.days_words(late)} ago and is not agreed.",
                url=_url(here, product),
                fix="Move it on, or change the day",
                fix_url=_url(here, product),
            )


def done_without_proof(here: Here) -> Iterable[Found]:
    """An action that is said to be done, with nothing that shows it."""
    proof = Evidence.objects.for_partnership(here.partnership).standing().filter(subject=OuterRef("subject"))
    rows = visible_actions(here).filter(state__in=[Action.State.DONE, Action.State.VERIFIED])
    for action in rows.exclude(Exists(proof)).select_related("organisation", "subject").order_by("done_at")[:MOST]:
        path = action.subject.path if action.subject else ""
        yield Found(
            key=str(action.pk),
            title=f"{action.reference} {action.text[:160]}",
            says=f"{action.organisation.name} says that it is done, and nothing shows it.",
            url=path,
            fix="Add the proof",
            fix_url=path,
        )


CHECKS = (
    Check("best-on-expired", "Best rating on evidence that has run out",
          "A good rating must rest on evidence that still counts.", best_on_expired, 10),
    Check("rated-on-expired", "Rating on evidence that has run out",
          "A rating must rest on evidence that still counts.", rated_on_expired, 20),
    Check("best-out-of-date", "Best rating that nobody has looked at again",
          "A good rating grows old. After its review date nobody should rely on it.", best_out_of_date, 30),
    Check("voided", "Sign-off that does not stand any more",
          "What a partner signed has changed since, so it must be signed again.", voided, 40),
    Check("stuck", f"Waiting at one group for more than {product_rules.STUCK_AFTER_DAYS} days",
          "The group has not met, or nobody wrote down what it said.", stuck, 50),
    Check("overdue", f"More than {product_rules.STUCK_AFTER_DAYS} days late",
          "The day that was planned has passed.", overdue, 60),
    Check("done-without-proof", "Action done with nothing that shows it",
          "Done needs evidence, and somebody else who looked at it.", done_without_proof, 70),
)  # fmt: skip
