"""What of findings goes over with a role: its actions and its recommendations."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.findings.queries import visible
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.partnership.work import Work, add_work

OVER = frozenset({Recommendation.State.REJECTED, Recommendation.State.EMBEDDED, Recommendation.State.MERGED})


def register_all() -> None:
    """Add the room's work; called once, when the room is ready."""
    add_work("findings", work)


def work(here: Here, roles: Collection[Any]) -> Iterator[Work]:
    """What is not finished; two queries."""
    slug = here.partnership.slug
    for action in visible.actions(here).filter(owner__in=roles, state__in=[*rules.LIVE, rules.DONE]):
        url = reverse("findings:action", args=[slug, action.pk])
        yield Work(action.owner_id, "Action", f"{action.reference} {action.text}", url, action.due_on)
    for asked in visible.recommendations(here).filter(owner__in=roles).exclude(state__in=OVER):
        url = reverse("findings:recommendation", args=[slug, asked.pk])
        due = asked.due_on if asked.answer else asked.answer_due_on or asked.due_on
        yield Work(asked.owner_id, "Recommendation", f"{asked.reference} {asked.wording}", url, due)
