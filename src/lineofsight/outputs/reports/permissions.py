"""Who may read a report, and who may write, publish or withdraw one."""

from typing import Final

from django.db.models import Q

from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.queries import visible
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.reports import audiences, rules
from lineofsight.outputs.reports.models import Report

READ: Final = "see_reports"
WRITE: Final = "edit_reports"
LOOK: Final = ("edit_reports", "manage_setup")


def seen_by(here: Here, needs: list[str]) -> Q:
    """Which reports somebody may open: of all, those whose blocks they could read themselves; drafts for writers, and for
    those who may see its product once that is on its route: they advise on it, decide or sign.

    `needs`: the different sets of capabilities that reports of the partnership need.
    """
    able = [one for one in needs if frozenset(one.split()) <= here.capabilities]
    open_to = Q(needs__in=able)
    if here.may(WRITE):
        return open_to
    on_its_way = visible(here).exclude(stage=Product.Stage.WORK)
    return open_to & (Q(state=rules.PUBLISHED) | Q(state=rules.DRAFT, product__in=on_its_way))


def why_not_audience(here: Here, audience: str) -> str | None:
    """The reason why somebody cannot write for an audience, or None: nobody writes what they could not read."""
    missing = audiences.CAPABILITIES[audience] - here.capabilities
    # Challenges are told to leaders alone; a writer who does not see them has them left out.
    if missing - {"challenge"}:
        return "Your role does not let you see everything that these readers may see. Choose other readers."
    return None


def why_not_block(here: Here, needs: str) -> str | None:
    """The reason why somebody cannot put a block into a report, or None."""
    return None if here.may(needs) else "Your role does not let you see what this block tells."


def why_not_publish(here: Here, report: Report) -> str | None:
    """The reason why somebody cannot publish it, or None: whoever writes reports."""
    return None if here.may(WRITE) else "Your role does not let you publish reports."
