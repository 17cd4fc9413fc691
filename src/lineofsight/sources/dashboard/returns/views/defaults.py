"""What a new round begins with, and how a plan is said in words."""

from datetime import date, timedelta
from typing import Any

from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.ui.words import counted
from lineofsight.sources.dashboard.returns.rounds import Plan
from lineofsight.sources.dashboard.returns.slots import period_end, periods_of

RETURN_WINDOW = "return-window"
WITHOUT_FRAMEWORK_DAYS = 28


def for_round(partnership: Partnership, *, today: date) -> dict[str, Any]:
    """The last whole quarter, open today, due when the framework says."""
    start = periods_of("quarter", today - timedelta(days=200), today - timedelta(days=1))[-1]
    end = period_end(start, "quarter")
    due = max(end + timedelta(days=_window(partnership, today=today)), today)
    year = start.year if start.month >= 4 else start.year - 1
    number = (start.month - 4) % 12 // 3 + 1
    return {
        "title": f"Quarter {number}, {year} to {year + 1}",
        "period_start": start,
        "period_end": end,
        "opens_on": today,
        "due_on": due,
        "frequencies": ["monthly", "quarterly"],
    }


def _window(partnership: Partnership, *, today: date) -> int:
    try:
        framework = framework_in_use(partnership, on=today)
    except NoFramework:
        return WITHOUT_FRAMEWORK_DAYS
    return int(framework.get("periods", RETURN_WINDOW).length)


def words_of(plan: Plan) -> str:
    """What an organisation would be asked, and who holds it."""
    who = plan.role.title if plan.role else "nobody yet: no role of theirs sends returns"
    return f"{counted(len(plan.measures), 'measure')}; held by: {who}"
