"""Recommendations, actions and the difference that they made."""

from typing import Any

from django.db.models import Q

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import Action, ImpactCheck, Recommendation
from lineofsight.cycle.findings.queries import listed as lists
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.findings.wording import difference_of, difference_words, owner_words, state_words
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Content
from lineofsight.outputs.reports.reading.listing import day, listed, short
from lineofsight.outputs.reports.registry import Ask, BlockKind, add_block

RECOMMENDATIONS = ("Recommendation", "Who answers for it", "State", "Due", "Difference made")
ACTIONS = ("Action", "Who", "State", "Due", "Difference made")
CHECKS = ("Impact check", "Before", "What it shows now", "Result", "Checked")
USES = frozenset({"see_assurance"})


def register() -> None:
    """Add them."""
    about = "What was recommended, the answer, and the difference made."
    add_block(BlockKind("recommendations", "Recommendations", about, recommendations, needs="see_findings", uses=USES,
                        choices=("only", "theme")))  # fmt: skip
    add_block(BlockKind("actions", "Actions", "What is being done, by whom and by when.", actions,
                        needs="see_findings", uses=USES, choices=("only", "theme")))  # fmt: skip
    add_block(BlockKind("impact", "Impact checks", "Whether it made a difference, against where we began.", impact,
                        needs="see_findings", uses=USES, choices=("theme",)))  # fmt: skip


def _theme(ask: Ask) -> str:
    return str(ask.settings.get("theme") or ask.theme or "")


def recommendations(ask: Ask) -> Content:
    """Recommendations made or still in work in the period; `only`: open, scrutiny or late."""
    rows = lists.recommendations_listed(ask.reader).filter(made_on__lte=min(ask.period_end, ask.known_on))
    rows = rows.exclude(state=rules.MERGED)
    in_period = Q(made_on__gte=ask.period_start) | Q(embedded_at__date__gte=ask.period_start)
    rows = rows.filter(in_period | Q(state__in=[rules.PROPOSED, *rules.IN_WORK, "delivered"]))
    if theme := _theme(ask):
        rows = lists.recommendations_about_theme(rows, theme)
    match ask.settings.get("only"):
        case "open":
            rows = rows.filter(state__in=[rules.PROPOSED, *rules.IN_WORK])
        case "scrutiny":
            rows = rows.filter(is_scrutiny=True)
        case "late":
            rows = rows.filter(state__in=rules.IN_WORK, due_on__lt=ask.known_on)
    held = list(rows)
    shows = sum(any(check.result in {"passed", "partly"} for check in one.impact_checks.all()) for one in held)
    return listed(
        ("recommendation", "recommendations"), RECOMMENDATIONS, [_recommendation(one, ask) for one in held],
        said="made, in work or embedded in the period", none="No recommendation was made or in work in the period.",
        impact=shows, widths=(3.2, 2, 1.5, 1.1, 1.6), source=("Recommendations", f"{ask.root}/recommendations/"),
    )  # fmt: skip


def _recommendation(one: Recommendation, ask: Ask) -> list[Any]:
    return [
        pieces.cell(f"{one.reference} {short(one.wording)}", f"{ask.root}/recommendations/{one.pk}/"),
        owner_words(one),
        state_words(one),
        day(one.due_on),
        difference_words(one.impact_checks.all()),
    ]


def actions(ask: Ask) -> Content:
    """Actions made, ended or still to be done; `only`: open or late."""
    rows = lists.with_sources(visible.actions(ask.reader)).filter(made_at__lte=ask.end_of_day)
    ended_since = Q(verified_at__date__gte=ask.period_start)
    rows = rows.filter(Q(state__in=[*rules.LIVE, rules.DONE]) | ended_since)
    if theme := _theme(ask):
        rows = lists.actions_about_theme(rows, theme)
    if ask.settings.get("only") == "late":
        rows = lists.overdue(rows, ask.known_on)
    elif ask.settings.get("only") == "open":
        rows = rows.filter(state__in=[*rules.LIVE, rules.DONE])
    held = list(rows.order_by("due_on", "reference"))
    late = sum(one.state in rules.LIVE and one.due_on is not None and one.due_on < ask.known_on for one in held)
    return listed(
        ("action", "actions"), ACTIONS, [_action(one, ask) for one in held], said=f"under way or ended, {late} late",
        none="No action was under way in the period.", widths=(3.2, 2, 1.5, 1.1, 1.6), source=("Actions", f"{ask.root}/actions/"),
    )  # fmt: skip


def _action(one: Action, ask: Ask) -> list[Any]:
    late = one.state in rules.LIVE and one.due_on is not None and one.due_on < ask.known_on
    return [
        pieces.cell(f"{one.reference} {short(one.text)}", f"{ask.root}/actions/{one.pk}/"),
        owner_words(one),
        f"{one.get_state_display()}{', late' if late else ''}",
        day(one.due_on),
        difference_of(one) or "–",
    ]


def impact(ask: Ask) -> Content:
    """Impact checks of the period: made, or due and still to be made."""
    span = (ask.period_start, ask.period_end)
    rows = lists.checks_listed(ask.reader).filter(Q(checked_on__range=span) | Q(result="", due_on__range=span))
    if theme := _theme(ask):
        rows = rows.filter(recommendation__sources__finding__themes__code=theme).distinct()
    held = list(rows)
    passed = sum(one.result in {"passed", "partly"} for one in held)
    return listed(
        ("impact check", "impact checks"), CHECKS, [_check(one, ask) for one in held],
        said=f"of the period, {passed} of them show a difference",
        none="No impact check was due or made in the period.", impact=passed,
        widths=(2.4, 2, 2.4, 1.6, 1.1), source=("Impact checks", f"{ask.root}/impact/"),
    )  # fmt: skip


def _check(one: ImpactCheck, ask: Ask) -> list[Any]:
    what = f"{one.recommendation.reference}: {one.measure}"
    return [
        pieces.cell(short(what), f"{ask.root}/impact/{one.pk}/"),
        short(f"{one.baseline} ({day(one.baseline_on)})"),
        short(one.found) or "Not checked yet",
        str(one.get_result_display()),
        day(one.checked_on) if one.checked_on else f"Due {day(one.due_on)}",
    ]
