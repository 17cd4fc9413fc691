"""Cards about Section 11: what one's own organisation must answer, declare or reply to, and what waits for the panel."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.pages.finding.card import Card
from lineofsight.sources.audits import permissions, rules
from lineofsight.sources.audits.queries import pages, panel


def own(here: Here) -> Iterator[Card]:
    """A card for each self-assessment of the person's organisations that needs something of them; one query."""
    rows = pages.owed(here.partnership, permissions.own_bodies(here)).filter(
        audit__closed_at__isnull=True, audit__round__opens_on__lte=here.today
    )
    left = Count("answers", filter=~Q(answers__state=rules.DONE), distinct=True)
    asks = Q(answers__queries__sent_at__isnull=False, answers__queries__replied_at__isnull=True)
    for one in rows.annotate(left=left, asked=Count("answers__queries", filter=asks, distinct=True)):
        yield from _card(here, one)


def _card(here: Here, one: Any) -> Iterator[Card]:
    url = reverse("audits:assessment", args=[here.partnership.slug, one.request_id])
    text, due = f"{one.audit.round.title}, {one.organisation.name}.", one.request.due_on
    if one.asked:
        title = "question of the panel" if one.asked == 1 else "questions of the panel"
        yield Card(title=title, count=one.asked, text=text, url=url, button="Answer")
    if one.state == rules.REPLY and one.reply_due_on and one.reply_due_on >= here.today:
        grades = reverse("audits:grades", args=[here.partnership.slug, one.request_id])
        yield Card(title="set of moderated grades", count=1, text=text, nearest=one.reply_due_on,
                   says="You can reply until", url=grades, button="See the grades")  # fmt: skip
    if one.state not in rules.EDITABLE:
        return
    is_urgent = due < here.today
    if not one.left:
        yield Card(title="self-assessment to be declared", count=1, text=text, nearest=due, url=url,
                   button="Check answers", is_urgent=is_urgent)  # fmt: skip
        return
    title = "Section 11 question left" if one.left == 1 else "Section 11 questions left"
    button = "Continue" if one.state == rules.STARTED else "Start"
    yield Card(title=title, count=one.left, text=text, nearest=due, url=url, button=button, is_urgent=is_urgent)


def to_moderate(here: Here) -> Iterator[Card]:
    """Declared answers that wait for the panel on which the person sits; one query."""
    found = list(panel.to_moderate(here.partnership, roles=here.role_ids, own=here.organisation_ids)[:100])
    if found:
        first = found[0]
        title = "self-assessment to moderate" if len(found) == 1 else "self-assessments to moderate"
        url = reverse("audits:to-moderate", args=[here.partnership.slug])
        yield Card(title=title, count=len(found), text=f"First: {first.organisation.name}, {first.audit.round.title}.",
                   url=url, button="Moderate")  # fmt: skip
