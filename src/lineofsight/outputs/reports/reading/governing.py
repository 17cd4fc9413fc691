"""Decisions, challenges and attendance."""

from typing import Any

from django.db.models import Q

from lineofsight.governance.challenges import queries as challenges_of
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.meetings.models import Decision
from lineofsight.governance.meetings.queries import decisions as decisions_of
from lineofsight.governance.meetings.queries.meetings import Came
from lineofsight.governance.meetings.queries.meetings import attendance as attendance_of
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Content
from lineofsight.outputs.reports.reading.listing import day, listed, short
from lineofsight.outputs.reports.registry import Ask, BlockKind, add_block

DECISIONS = ("Decision", "Why", "Group", "Day", "Where the partners stood")
CHALLENGES = ("Challenge", "Who asked whom", "Answer", "What changed because of it")
ATTENDANCE = ("Agency", "Seats at meetings", "Came", "Sent a deputy", "Sent apologies", "Absent")


def register() -> None:
    """Add them."""
    add_block(BlockKind("decisions", "Decisions", "What groups decided in the period, and why.", decisions,
                        needs="see_meetings", uses=frozenset({"see_working_figures"}), choices=("group",)))  # fmt: skip
    add_block(BlockKind("challenges", "Challenges", "Who asked whom, the answers, and what changed.", challenges,
                        needs="challenge"))  # fmt: skip
    add_block(BlockKind("attendance", "Attendance", "How each agency's seats were filled at meetings.", attendance,
                        needs="see_meetings", choices=("group",)))  # fmt: skip


def decisions(ask: Ask) -> Content:
    """Decisions of the period that stand, newest first."""
    rows = decisions_of.log(ask.reader).filter(decided_on__range=(ask.period_start, ask.period_end))
    rows = rows.filter(decided_on__lte=ask.known_on).exclude(standing=Decision.Standing.WITHDRAWN)
    if group := ask.settings.get("group"):
        rows = rows.filter(group__code=group)
    held = list(rows)
    return listed(
        ("decision", "decisions"), DECISIONS, [_decision(one, ask) for one in held], said="in the period",
        none="No decision of the period may be shown here.", widths=(2.8, 2.6, 1.4, 1.1, 2),
        source=("Log of decisions", f"{ask.root}/decisions/"),
    )  # fmt: skip


def _decision(one: Decision, ask: Ask) -> list[Any]:
    stood = [f"{at.organisation.name}: {at.get_kind_display().lower()}" for at in one.positions.all()]
    return [
        pieces.cell(f"{one.reference} {short(one.text)}", f"{ask.root}/decisions/{one.pk}/"),
        short(one.reasons),
        one.group.name,
        day(one.decided_on),
        "; ".join(stood) or "Not written down",
    ]


def challenges(ask: Ask) -> Content:
    """Challenges asked in the period, or still unsettled on its day. Those that changed something show impact."""
    rows = challenges_of.log(ask.partnership).filter(asked_at__lte=ask.end_of_day)
    in_period = Q(asked_at__date__gte=ask.period_start, asked_at__date__lte=ask.period_end)
    rows = rows.filter(in_period | ~Q(state="settled") & Q(asked_at__date__lte=ask.period_end))
    held = [one for one in rows if _may_be_told(one, ask)]
    changed = sum(bool(one.effect.strip()) for one in held)
    return listed(
        ("challenge", "challenges"), CHALLENGES, [_challenge(one, ask) for one in held],
        said=f"in the period, {changed} of them changed something",
        none="Nobody was challenged in the period.", impact=changed,
        widths=(2.6, 2, 2.4, 2), source=("Log of challenges", f"{ask.root}/challenges/"),
    )  # fmt: skip


def _may_be_told(one: Challenge, ask: Ask) -> bool:
    """False for a challenge about something that the audience may not read."""
    about = one.about
    return about is None or (about.may_read in ask.reader.capabilities and about.private_to_id is None)


def _challenge(one: Challenge, ask: Ask) -> list[Any]:
    due = f"Not answered yet, due {day(one.due_on)}"
    return [
        pieces.cell(f"{one.reference} {short(one.question)}", f"{ask.root}/challenges/{one.pk}/"),
        f"{one.asking_organisation.name} asked {one.to_role}",
        short(one.answer) or due,
        short(one.effect or one.outcome) or "Not said yet",
    ]


def attendance(ask: Ask) -> Content:
    """Each agency's seats at meetings of the period, of one group or of all."""
    last = min(ask.period_end, ask.known_on)
    held = attendance_of(ask.partnership, group=ask.settings.get("group") or "", first=ask.period_start, last=last)
    page = f"{ask.root}/meetings/attendance/"
    rows: list[list[pieces.Cell]] = [[pieces.cell(one.organisation, page), *_counts(one)] for one in held]
    return listed(
        ("agency", "agencies"), ATTENDANCE, rows, said="at meetings of the period", right=(1, 2, 3, 4, 5),
        none="No meeting of the period has its attendance on record.", source=("Attendance", page),
    )  # fmt: skip


def _counts(one: Came) -> list[str]:
    return [str(count) for count in (one.seats, one.present, one.deputy, one.apologies, one.absent)]
