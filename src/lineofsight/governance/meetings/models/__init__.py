"""Meetings, their agendas and papers, who came, and what was decided."""

from lineofsight.governance.meetings.models.decision import Decision, Position
from lineofsight.governance.meetings.models.meeting import (
    AgendaItem,
    Attendance,
    ItemAction,
    ItemChallenge,
    ItemComment,
    Meeting,
    Paper,
)
from lineofsight.governance.meetings.models.plan import CalendarFeed, Pack, PlannedItem

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Decision",
    "ItemAction",
    "ItemChallenge",
    "ItemComment",
    "Meeting",
    "Pack",
    "Paper",
    "PlannedItem",
    "Position",
]
