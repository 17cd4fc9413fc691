"""What the clock calls once a day: the quarter's updates are opened, and chairs reminded."""

from datetime import date, timedelta

from lineofsight.cycle.requests.rules import Reminding, reminder_due
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import NoFramework, framework_of, version_in_use
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.governance.updates import changes, queries, rules
from lineofsight.governance.updates.models import GroupUpdate

WINDOW = "update-window"


def daily() -> int:
    """The day's work on updates, in every partnership; the number of people told."""
    today = current_day()
    return sum(day_of(one, today=today) for one in Partnership.objects.select_related("chain").order_by("pk"))


def day_of(partnership: Partnership, *, today: date) -> int:
    """Open what is to be written now, then remind; the number of people told. Nothing without a framework."""
    try:
        version = version_in_use(partnership, on=today)
    except NoFramework:
        return 0
    framework, quarter = framework_of(version), rules.quarter_to_write(today)
    due_on = quarter.end + timedelta(days=days_after(framework))
    # Nobody owes an update for a quarter that was over before the partnership began to work like this.
    if quarter.end >= partnership.adoptions.earliest("counts_from").counts_from:
        for group in queries.sub_groups(partnership, framework, today=today):
            changes.open_update(group, quarter, version=version, due_on=due_on, by=Doer.system())
    reminders = [Reminding(one.code, one.days) for one in framework.reminders]
    return sum(_remind(update, reminders, today=today) for update in queries.waiting(partnership))


def days_after(framework: Framework) -> int:
    """How long an update may take after its quarter: the framework's own period, else the usual one."""
    try:
        length: int = framework.get("periods", WINDOW).length
    except KeyError:
        return rules.DUE_AFTER_IN_DAYS
    return length


def _remind(update: GroupUpdate, reminders: list[Reminding], *, today: date) -> int:
    people = changes.whoever_gives(update, today=today)
    words = f"The update of {update.group.name} is due on {update.due_on.day} {update.due_on:%B %Y}."
    told = changes.tell(update, people, key="due:opened", text=words)
    opened = rules.opens_on(update.period_end)
    later = [one for one in reminders if update.due_on + timedelta(days=one.days) > opened]
    due = reminder_due(later, due=update.due_on, today=today)
    if told or due is None:
        return told
    return changes.tell(update, people, key=f"due:{due.code}", text=words)
