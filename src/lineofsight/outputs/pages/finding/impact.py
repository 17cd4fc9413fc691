"""Cards from finding to impact: one's own actions, late ones, what waits for a check, and what nobody answered."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import ImpactCheck
from lineofsight.cycle.findings.queries import visible
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted
from lineofsight.outputs.pages.finding.card import Card, Deadline
from lineofsight.outputs.pages.finding.counting import first_of, number_of

SOON, SHOWN = timedelta(days=30), 8


def _url(here: Here, name: str, *args: object, query: str = "") -> str:
    return reverse(f"findings:{name}", args=[here.partnership.slug, *args]) + query


def actions(here: Here) -> Iterator[Card]:
    """What the person's seats still have to do, what is late anywhere, and what waits for their eyes; one query."""
    own, waits = visible.own_actions_where(here), visible.to_verify_where(here)
    late = Q(state__in=rules.LIVE, due_on__lt=here.today)
    found = visible.actions(here).order_by().aggregate(
        own=Count("pk", filter=own), own_late=Count("pk", filter=own & late), own_first=Min("due_on", filter=own),
        late=Count("pk", filter=late), bodies=Count("organisation", filter=late, distinct=True),
        late_first=Min("due_on", filter=late), verify=Count("pk", filter=waits),
    )  # fmt: skip
    yield from _own(here, found)
    if here.may("edit_actions"):
        yield from _late(here, found)
    if here.may("verify_actions") and found["verify"]:
        title = "action to verify" if found["verify"] == 1 else "actions to verify"
        url = _url(here, "actions", query="?tab=verify")
        yield Card(title=title, count=found["verify"], url=url, button="Verify")


def _own(here: Here, found: dict[str, Any]) -> Iterator[Card]:
    if found["own"]:
        yield Card(
            title="action of yours" if found["own"] == 1 else "actions of yours",
            count=found["own"],
            text=f"{counted(found['own_late'], 'is', 'are')} overdue." if found["own_late"] else "",
            nearest=found["own_first"],
            url=_url(here, "actions"),
            button="Say what has happened",
            is_urgent=bool(found["own_late"]),
        )


def _late(here: Here, found: dict[str, Any]) -> Iterator[Card]:
    if found["late"]:
        yield Card(
            title="action is late" if found["late"] == 1 else "actions are late",
            count=found["late"],
            text=f"Of {counted(found['bodies'], 'agency', 'agencies')}.",
            nearest=found["late_first"],
            says="The oldest was due",
            url=_url(here, "actions", query="?overdue=on"),
            button="Chase them",
            is_urgent=True,
        )


def _due_checks(here: Here) -> QuerySet[ImpactCheck]:
    delivered = [rules.DELIVERED, rules.EMBEDDED]
    rows = visible.impact_checks(here).filter(result="", recommendation__state__in=delivered)
    return rows.filter(due_on__lte=here.today + SOON)


def waiting(here: Here) -> Iterator[Card]:
    """What waits for an answer or for a look at its impact; one query, whatever of it the person may see."""
    found = _counted(here)
    if found["own"]:
        late = bool(found["own_first"] and found["own_first"] < here.today)
        title = "recommendation to answer" if found["own"] == 1 else "recommendations to answer"
        yield Card(title=title, count=found["own"], nearest=found["own_first"], button="Answer", is_urgent=late,
                   url=_url(here, "recommendations", query="?unanswered=on"))  # fmt: skip
    if found["scrutiny"] and here.may("write_scrutiny"):
        title = "recommendation with no response" if found["scrutiny"] == 1 else "recommendations with no response"
        yield Card(title=title, count=found["scrutiny"], nearest=found["scrutiny_first"], button="See them",
                   url=_url(here, "recommendations", query="?scrutiny=on&unanswered=on"))  # fmt: skip
    if found["checks"] and here.may("verify_actions"):
        title = "impact check due" if found["checks"] == 1 else "impact checks due"
        yield Card(title=title, count=found["checks"], text="Did what was done make a difference?",
                   nearest=found["checks_first"], url=_url(here, "checks"), button="Check them",
                   is_urgent=found["checks_first"] < here.today)  # fmt: skip


def _counted(here: Here) -> dict[str, Any]:
    rows = visible.recommendations(here).filter(state=rules.PROPOSED, private_to__isnull=True)
    own, scrutiny = rows.filter(owner__in=visible.seats_of(here)), rows.filter(is_scrutiny=True)
    checks = _due_checks(here)
    asked = Partnership.objects.filter(pk=here.partnership.pk).values(
        own=number_of(own), own_first=first_of(own, "answer_due_on"),
        scrutiny=number_of(scrutiny), scrutiny_first=first_of(scrutiny, "answer_due_on"),
        checks=number_of(checks), checks_first=first_of(checks, "due_on"),
    )  # fmt: skip
    return dict(asked[0])


def deadlines(here: Here) -> Iterator[Deadline]:
    """The days of the person's own actions."""
    for action in visible.own_actions(here).filter(due_on__isnull=False).order_by("due_on")[:SHOWN]:
        said = f"{action.reference}: {action.text[:90]}"
        yield Deadline(action.due_on or here.today, said, _url(here, "action", action.pk))
