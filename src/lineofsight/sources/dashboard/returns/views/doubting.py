"""Explanations of figures in which somebody could recognise a child: kept on the page with what to do, and not saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.careful import CHECKED, careful, doubts, why_not_save
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.sources.dashboard.returns.views.figure_rows import FigureRow

Explained = dict[int, tuple[str, str]]
About = tuple[int | None, str]
"""A figure and the code of what was found about it: findings are made anew at each check, these two stay."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An explanation as it was typed, and what must go from it or be confirmed."""

    code: str
    words: str
    reason: str


def apart(request: PartnershipRequest, explained: Explained, draft: Return) -> tuple[Explained, dict[About, Doubt]]:
    """The explanations that can be saved, and those that could identify a child."""
    texts = {str(pk): words for pk, (_, words) in explained.items()}
    is_checked = bool(request.POST.get(CHECKED))
    found = {
        int(name): why_not_save(one, is_checked=is_checked) for name, one in doubts(texts, **careful(request)).items()
    }
    held = {pk: reason for pk, reason in found.items() if reason}
    about = draft.issues.filter(pk__in=list(held)).values_list("pk", "figure", "code")
    places = {pk: (figure, code) for pk, figure, code in about}
    good = {pk: given for pk, given in explained.items() if pk not in held}
    return good, {places[pk]: Doubt(*explained[pk], reason) for pk, reason in held.items() if pk in places}


def mark(cards: Sequence[FigureRow], found: Mapping[About, Doubt]) -> dict[str, Any]:
    """Put each doubt beside its finding; what the page of results shows of them."""
    shown = []
    for issue in (issue for row in cards for issue in row.warnings):
        issue.doubt = found.get((issue.figure_id, issue.code))  # type: ignore[attr-defined]
        if issue.doubt:  # type: ignore[attr-defined]
            shown.append(issue)
    return {"doubtful": shown}
