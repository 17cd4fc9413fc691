"""Cards about the house itself: people who wait, e-mails that failed, words to be removed, messages."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here, waiting
from lineofsight.foundation.trail.models import Redaction
from lineofsight.outputs.pages.finding.card import Card


def people_waiting(here: Here) -> Iterator[Card]:
    """People who see nothing until somebody confirms them."""
    rows = waiting(here.partnership, today=here.today).select_related("person")
    found = list(rows[:100])
    if found:
        title = "person waits to be confirmed" if len(found) == 1 else "people wait to be confirmed"
        url = reverse("people:waiting", args=[here.partnership.slug])
        yield Card(title=title, count=len(found), text=f"First: {found[0].person.name}.", url=url, button="Confirm")


def counted_only(here: Here) -> Iterator[Card]:
    """E-mails that nobody got, words to be removed, and the person's own open concerns: three numbers, one query."""
    emails = Email.objects.filter(chain=here.partnership.chain_id, state=Email.State.FAILED)
    asked = Redaction.objects.filter(chain=here.partnership.chain_id, state=Redaction.State.ASKED)
    concerns = Warning.objects.for_partnership(here.partnership).open().filter(kind=Warning.Kind.CONCERN)
    found = Partnership.objects.filter(pk=here.partnership.pk).values_list(
        _number(emails) if here.may("see_mail_queue") else Value(0),
        _number(asked.exclude(asked_by=here.person.actor_id)) if here.may("redact") else Value(0),
        _number(concerns.filter(raised_by=here.person.actor_id)) if here.may("raise_concern") else Value(0),
    )
    failed, to_redact, own = found.get()
    yield from _failed_emails(here, failed)
    yield from _to_redact(here, to_redact)
    yield from _own_concerns(here, own)


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, as a part of another query."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _failed_emails(here: Here, count: int) -> Iterator[Card]:
    if count:
        title = "e-mail was not delivered" if count == 1 else "e-mails were not delivered"
        text = "The address may be wrong, or somebody has left."
        url = reverse("people:emails", args=[here.partnership.slug])
        yield Card(title=title, count=count, text=text, url=url, button="See which")


def _to_redact(here: Here, count: int) -> Iterator[Card]:
    if count:
        title = "removal of words to decide" if count == 1 else "removals of words to decide"
        url = reverse("pages:redactions", args=[here.partnership.slug])
        yield Card(title=title, count=count, url=url, button="Decide", is_urgent=True)


def _own_concerns(here: Here, count: int) -> Iterator[Card]:
    if count:
        title = "concern of yours is open" if count == 1 else "concerns of yours are open"
        url = reverse("early_warning:own", args=[here.partnership.slug])
        yield Card(title=title, count=count, url=url, button="See where they are", place="coming")
