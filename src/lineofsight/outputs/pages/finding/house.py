"""Cards about the house itself: people who wait, e-mails that failed, words to be removed, messages."""

from collections.abc import Iterator

from django.urls import reverse

from lineofsight.foundation.notices.models import Email
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


def failed_emails(here: Here) -> Iterator[Card]:
    """Messages that no mail server took."""
    count = Email.objects.filter(chain=here.partnership.chain_id, state=Email.State.FAILED).count()
    if count:
        title = "e-mail was not delivered" if count == 1 else "e-mails were not delivered"
        text = "The address may be wrong, or somebody has left."
        url = reverse("people:emails", args=[here.partnership.slug])
        yield Card(title=title, count=count, text=text, url=url, button="See which")


def to_redact(here: Here) -> Iterator[Card]:
    """Requests to remove words, which a second person must decide."""
    rows = Redaction.objects.filter(chain=here.partnership.chain_id, state=Redaction.State.ASKED)
    count = rows.exclude(asked_by=here.person.actor_id).count()
    if count:
        title = "removal of words to decide" if count == 1 else "removals of words to decide"
        url = reverse("pages:redactions", args=[here.partnership.slug])
        yield Card(title=title, count=count, url=url, button="Decide", is_urgent=True)
