"""What needs the person, in this partnership: cards by urgency, and for the Executive the start of the briefing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.notices.queries import messages_of
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.leadership.permissions import BRIEFED as LEADERS
from lineofsight.outputs.pages.cards import needs_of
from lineofsight.outputs.pages.finding import warnings
from lineofsight.outputs.pages.finding.card import Card
from lineofsight.outputs.pages.since import count_since

# Of several seats the one that decides most gives the page its layout; the cards of the others are there too.
FIRST: Final = (
    "lsp", "executive", "saa", "business-team", "scrutineer", "sub-group", "agency", "administrator", "guest",
)  # fmt: skip
BRIEFED: Final = frozenset({"lsp", "executive"})
PLACES: Final = (("now", "Do now"), ("coming", "Coming up"), ("done", "You are up to date with"))
NEWEST = 5


@partnership_page()
@require_safe
def home(request: PartnershipRequest) -> HttpResponse:
    """The home of the person's seat. The number of queries does not grow with what there is."""
    here, now = request.here, guards.now()
    layout = home_of(here)
    cards, deadlines = needs_of(here, layout)
    briefing = _briefing(here) if layout in BRIEFED and here.may("see_warnings") else {}
    unread = _unread(here, now)
    facts = {
        "greeting": greeting(timezone.localtime(now).hour),
        "needs": sum(card.place == "now" for card in cards) + len(briefing.get("decide", ())),
        "sections": sections(cards),
        "deadlines": deadlines,
        "news": unread[:NEWEST],
        "unread": len(unread),
        "changed": count_since(here, now=now),
        "may_raise": here.may("raise_concern"),
        "may_read": here.may("see_framework"),
        "is_empty": not cards and not any(briefing.values()),
        "is_briefing": layout in BRIEFED,
        "reads_briefing": any(map(here.may, LEADERS)),
    }
    return render(request, "pages/home.html", facts | briefing)


def home_of(here: Here) -> str:
    """Which layout the person gets, by the kinds of role that they hold; a guest's without a framework. One query."""
    try:
        roles = framework_in_use(here.partnership, on=here.today).roles
    except NoFramework:
        return "guest"
    homes = {role.home for role in roles if role.code in here.kind_codes}
    return next((home for home in FIRST if home in homes), "guest")


def greeting(hour: int) -> str:
    """What one says at this hour."""
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def sections(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """Cards by place, without the places that hold none."""
    found = [(title, [card for card in cards if card.place == place]) for place, title in PLACES]
    return [(title, held) for title, held in found if held]


def _briefing(here: Here) -> dict[str, Any]:
    return {"decide": warnings.to_decide(here), "must_know": warnings.must_know(here)}


def _unread(here: Here, now: datetime) -> list[Notice]:
    """What came since the person last looked, of this partnership; at most fifty."""
    rows = messages_of(here.person, now=now).filter(chain=here.partnership.chain_id, read_at__isnull=True)
    return list(rows.filter(settled_at__isnull=True)[:50])
