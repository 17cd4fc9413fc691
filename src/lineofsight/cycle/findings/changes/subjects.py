"""The row that trail, notices, files and search point at, for each of the room's things; and telling people of them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Model

from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.trail.changes import subject_for
from lineofsight.foundation.trail.models import Subject

Thing = Finding | Recommendation | Action | ImpactCheck
KINDS = {Finding: "finding", Recommendation: "recommendation", Action: "action", ImpactCheck: "impact_check"}
USUAL, RESTRICTED, UNISSUED = "see_findings", "see_incidents", "write_scrutiny"
RESTRICTING = frozenset({RESTRICTED, "read_incidents"})
CHANGED = "Somebody else changed this while you were reading it. Read it again, then decide."


def reading_of(products: Iterable[Product | None] = (), subjects: Iterable[Subject | None] = ()) -> str:
    """What one must be allowed to read something that comes from these: a restricted source restricts what comes of it."""
    from_product = any(product.is_restricted for product in products if product is not None)
    from_subject = any(subject.may_read in RESTRICTING for subject in subjects if subject is not None)
    return RESTRICTED if from_product or from_subject else USUAL


def path_of(thing: Thing) -> str:
    """The address of its page; an impact check is shown on its recommendation's."""
    base = f"/p/{thing.partnership.slug}"
    if isinstance(thing, ImpactCheck):
        return f"{base}/recommendations/{thing.recommendation_id}/"
    folder = {Finding: "findings", Recommendation: "recommendations", Action: "actions"}[type(thing)]
    return f"{base}/{folder}/{thing.pk}/"


def name(thing: Thing) -> None:
    """Make its subject, or bring it up to date: call it when its words, its reading or its agency change.

    What is about one agency is found by that agency and by those who look at every agency's figures.
    """
    private_to = None if isinstance(thing, Action | ImpactCheck) else thing.private_to
    own = thing.recommendation if isinstance(thing, ImpactCheck) else thing
    may_read = _reading(thing)
    thing.subject = subject_for(
        thing.partnership.chain,
        room="findings",
        kind=KINDS[type(thing)],
        key=thing.pk,
        title=_title(thing),
        may_read=may_read,
        path=path_of(thing),
        marking="OFFICIAL-SENSITIVE",
        organisation_key=own.organisation_id if may_read == USUAL else "",
        private_to=private_to,
    )
    thing.save(update_fields=["subject"])


def _reading(thing: Thing) -> str:
    if isinstance(thing, ImpactCheck):
        return str(thing.recommendation.may_read)
    if isinstance(thing, Finding) and thing.product is not None and thing.product.is_private:
        return UNISSUED
    return str(thing.may_read)


def _title(thing: Thing) -> str:
    if isinstance(thing, ImpactCheck):
        return f"Impact of {thing.recommendation.reference} after {thing.after_months} months"
    said = thing.title if isinstance(thing, Finding) else thing.text if isinstance(thing, Action) else thing.wording
    return f"{thing.reference} {said}"


def write(thing: Model, *, version: int | None, **facts: Any) -> None:
    """Write facts if nobody else did meanwhile, and read the row again. ChangedMeanwhile otherwise."""
    held = type(thing)._default_manager.filter(pk=thing.pk)
    if version is not None:
        held = held.filter(version=version)
    if not held.update(version=F("version") + 1, **facts):
        raise ChangedMeanwhile(CHANGED)
    thing.refresh_from_db()


def tell(
    thing: Thing, people: Iterable[Person], *, key: str, text: str, kind: str = Notice.Kind.TASK, path: str = ""
) -> int:
    """Tell people about it, each once for each key; the number told. Settle them by `settle`.

    The text holds a reference and a day and nothing of what the thing says, so an e-mail may hold it too: it goes without the
    thing's subject, whose marking would keep it out.
    """
    return notices.tell(
        people,
        key=f"{_word(thing)}:{thing.pk}:{key}",
        text=text,
        path=path or path_of(thing),
        kind=kind,
        chain=thing.partnership.chain,
    )


def settle(thing: Thing, key: str = "") -> int:
    """What was asked for is done: reminders about it stop at once."""
    return notices.settle(key_prefix=f"{_word(thing)}:{thing.pk}:{key}")


def _word(thing: Thing) -> str:
    return type(thing).__name__.lower()
