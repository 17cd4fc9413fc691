"""Who may bring a kind of spreadsheet in, and who may take it out."""

from typing import Final

from lineofsight.cycle.spreadsheets.columns import Kind
from lineofsight.foundation.partnership.permissions import why_not
from lineofsight.foundation.partnership.queries import Here

IN: Final = ("edit_actions", "manage_people")
"""Whoever keeps the plan brings work in; whoever manages people brings people in."""


def why_not_bring_in(here: Here, kind: Kind) -> str | None:
    """The reason why somebody cannot bring this kind in, or None."""
    return why_not(here.capabilities, kind.may)


def why_not_take_out(here: Here, kind: Kind) -> str | None:
    """The reason why somebody cannot take this kind out whole, or None: people’s addresses go only to who manages people."""
    return why_not(here.capabilities, kind.may) or why_not(here.capabilities, "export")
