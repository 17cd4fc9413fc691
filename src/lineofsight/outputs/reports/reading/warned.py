"""Early warnings."""

from typing import Any

from django.db.models import Q

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.ui.words import days
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Content
from lineofsight.outputs.reports.reading.listing import day, listed, short
from lineofsight.outputs.reports.registry import Ask, BlockKind, add_block

HEADER = ("Warning", "What it says", "Found", "Executive told", "Where it is")


def register() -> None:
    """Add it."""
    add_block(
        BlockKind(
            "warnings", "Early warnings", "Warnings that were open or came up in the period.", warnings,
            needs="see_warnings", choices=("only",),
        )
    )  # fmt: skip


def warnings(ask: Ask) -> Content:
    """Warnings found in the period, and those still open on the report's day; the most concerning first.

    `only` narrows them: `raised` to those that the Executive was told of.
    """
    rows = Warning.objects.for_partnership(ask.partnership).filter(
        joined_to__isnull=True, detected_at__lte=ask.end_of_day
    )
    open_now = Q(settled_at__isnull=True) | Q(settled_at__date__gte=ask.period_start)
    in_period = Q(detected_at__date__gte=ask.period_start, detected_at__date__lte=ask.period_end)
    rows = rows.filter(in_period | open_now & Q(detected_at__date__lte=ask.period_end))
    if ask.theme:
        rows = rows.filter(key__contains=f"theme:{ask.theme}")
    if ask.settings.get("only") == "raised":
        rows = rows.filter(told_at__isnull=False)
    held = list(rows.select_related("organisation").order_by("-rank", "detected_at", "pk"))
    return listed(
        ("early warning", "early warnings"), HEADER, [_row(one, ask) for one in held],
        said="in the period", none="No early warning came up or was open in the period.",
        widths=(2.6, 3.4, 1.2, 1.5, 1.8), source=("Early warnings", f"{ask.root}/warnings/"),
    )  # fmt: skip


def _row(one: Warning, ask: Ask) -> list[Any]:
    about = f" ({one.organisation.name})" if one.organisation else ""
    told = day(one.told_at.date() if one.told_at and one.told_at <= ask.end_of_day else None)
    if one.told_at and one.told_at <= ask.end_of_day:
        told += f", after {days(max((one.told_at.date() - one.detected_at.date()).days, 0))}"
    state = f"{one.get_state_display()}. {short(one.answer)}" if one.answer else str(one.get_state_display())
    return [
        pieces.cell(f"{one.title}{about}", f"{ask.root}/warnings/{one.pk}/"),
        short(one.sentence),
        day(one.detected_at.date()),
        told,
        state,
    ]
