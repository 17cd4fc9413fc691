"""What would happen to each row of a spreadsheet, before anything is written; and the writing of one row."""

from collections.abc import Mapping, Sequence

from lineofsight.cycle.spreadsheets.planning.acting import Actions
from lineofsight.cycle.spreadsheets.planning.finding_out import Findings
from lineofsight.cycle.spreadsheets.planning.planner import Planner
from lineofsight.cycle.spreadsheets.planning.recommending import Recommendations
from lineofsight.cycle.spreadsheets.planning.rows import Planned, Problem, Row
from lineofsight.cycle.spreadsheets.planning.serving import People
from lineofsight.foundation.partnership.queries import Here

__all__ = ["Planned", "Planner", "Problem", "Row", "planner_for"]

_PLANNERS: Mapping[str, type[Planner]] = {
    "actions": Actions, "recommendations": Recommendations, "findings": Findings, "people": People,
}  # fmt: skip


def planner_for(kind: str, here: Here, rows: Sequence[Row]) -> Planner:
    """The planner of some rows of a kind for somebody in a partnership; it reads what it compares with."""
    return _PLANNERS[kind](here, rows)
