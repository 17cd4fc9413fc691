"""What can be chosen for the reading of a block."""

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.models import Group
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.reports.forms import Choices
from lineofsight.outputs.reports.models import Block
from lineofsight.outputs.reports.registry import is_known, kind_of
from lineofsight.sources.dashboard.queries.summary import purposes, versions_in_use

ONLY = {
    "warnings": (("raised", "Those that the Executive was told of"),),
    "measures": (("worse", "Those that got worse"), ("better", "Those that got better")),
    "charts": (("worse", "Those that got worse"), ("better", "Those that got better")),
    "products": (("settled", "Those that are agreed"),),
    "recommendations": (
        ("open", "Those in work"),
        ("late", "Those that are late"),
        ("scrutiny", "The scrutineer’s own"),
    ),
    "actions": (("open", "Those still to be done"), ("late", "Those that are late")),
}


def choices_of(here: Here, block: Block, framework: Framework) -> dict[str, Choices]:
    """The choices of each setting that the block's kind has; at most two queries."""
    names = kind_of(block.kind).choices if is_known(block.kind) else ()
    return {name: found for name in names if (found := _choices(name, here, block, framework))}


def _choices(name: str, here: Here, block: Block, framework: Framework) -> Choices:
    match name:
        case "only":
            return ONLY.get(block.kind, ())
        case "purpose":
            return purposes(here.partnership, today=here.today)
        case "measures":
            return [(code, held[-1].name) for code, held in versions_in_use(here.partnership).items()]
        case "theme":
            return [(one.code, one.name) for one in (*framework.priorities, *framework.themes)]
        case "finding_kind":
            return [(one.code, one.name) for one in framework.finding_kinds]
        case "channel":
            return [(one.code, one.name) for one in framework.feedback_channels]
        case "tool":
            return [(one.code, one.name) for one in framework.tools]
        case "group":
            rows = Group.objects.for_partnership(here.partnership).on(here.today).order_by("name")
            return [(one.code, one.name) for one in rows]
    return ()
