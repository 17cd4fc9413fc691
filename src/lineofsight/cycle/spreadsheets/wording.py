"""How each thing is said in the columns that are read again: by one code on the way out and when a row is known again."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.cycle.spreadsheets.columns import SEPARATOR
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.models import Membership

Cells = dict[str, str | date | None]
TOGETHER = f"{SEPARATOR} "


class Wording:
    """The cells of things, under the codes of their columns. `own`: the partnership's own references by their subject."""

    def __init__(self, framework: Framework | None, own: dict[UUID, str]) -> None:
        held = framework
        self.kinds = {one.code: one.name for one in held.finding_kinds} if held else {}
        self.themes = {one.code: one.name for one in (*held.themes, *held.priorities)} if held else {}
        self.own = own

    def cells(self, kind: str, one: Any) -> Cells:
        """The cells of a thing of a kind."""
        said: dict[str, Callable[[Any], Cells]] = {
            "actions": self.action, "recommendations": self.recommendation, "findings": self.finding,
            "people": self.person,
        }  # fmt: skip
        return said[kind](one)

    def action(self, one: Action) -> Cells:
        """Read with its updates and the recommendations that the reader may see."""
        updates = sorted(one.updates.all(), key=lambda each: (each.at, each.pk))
        told = [each.text for each in updates if each.text]
        return {
            **self._named(one), "text": one.text, "due_on": one.due_on, "state": str(one.get_state_display()),
            "update": told[-1] if told else "",
            "recommendations": TOGETHER.join(sorted(each.reference for each in one.recommendations.all())),
        }  # fmt: skip

    def recommendation(self, one: Recommendation) -> Cells:
        """Read with its sources, their findings and products."""
        sources = list(one.sources.all())
        findings = {each.finding.reference for each in sources if each.finding}
        products = {each.product.reference for each in sources if each.product}
        return {
            **self._named(one), "wording": one.wording, "made_on": one.made_on, "due_on": one.due_on,
            "expected_difference": one.expected_difference, "answer": str(one.get_answer_display()),
            "answer_reason": one.answer_reason, "findings": TOGETHER.join(sorted(findings)),
            "products": TOGETHER.join(sorted(products)),
        }  # fmt: skip

    def finding(self, one: Finding) -> Cells:
        """Read with its themes and product."""
        themes = sorted(each.code for each in one.themes.all())
        return {
            "reference": one.reference, "own_reference": self._own(one.subject_id),
            "kind": self.kinds.get(one.kind, one.kind), "title": one.title, "text": one.text, "so_what": one.so_what,
            "themes": TOGETHER.join(self.themes.get(each, each) for each in themes),
            "organisation": one.organisation.name if one.organisation else "",
            "product": one.product.reference if one.product else "", "found_on": one.found_on,
            "state": str(one.get_state_display()), "closed_reason": one.closed_reason,
        }  # fmt: skip

    def person(self, one: Membership) -> Cells:
        """A membership; its last day is that of the role where that comes first."""
        ends = [day for day in (one.ends_on, one.role.ends_on) if day]
        return person_cells(one.role, name=one.person.name, email=one.person.email, is_deputy=one.is_deputy,
                            ends_on=min(ends) if ends else None)  # fmt: skip

    def _own(self, subject: UUID | None) -> str:
        return self.own.get(subject, "") if subject else ""

    def _named(self, one: Action | Recommendation) -> Cells:
        return {
            "reference": one.reference, "own_reference": self._own(one.subject_id),
            "organisation": one.organisation.name if one.organisation else "",
            "owner": one.owner.title if one.owner else "",
        }  # fmt: skip


def person_cells(role: Any, *, name: str, email: str, is_deputy: bool, ends_on: date | None) -> Cells:
    """Somebody in a role, invited to it, or the role alone."""
    return {
        "name": name, "email": email, "role": role.title, "organisation": role.organisation.name,
        "group": role.group.name if role.group else "", "role_kind": role.kind.name,
        "is_deputy": "Yes" if is_deputy else "No", "ends_on": ends_on,
    }  # fmt: skip
