"""Writes to incidents and reviews. Each checks the order of days, works the clocks out again, and leaves its trail entry."""

from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.sources.reviews.changes.incidents import (
    add_proceeding,
    comment,
    consider,
    correct_dates,
    decide,
    decide_outcome,
    describe,
    do_not_notify,
    notify,
)
from lineofsight.sources.reviews.changes.outside import (
    add_national_review,
    report_agency_review,
    respond,
    say_agency_review,
    take_up,
)
from lineofsight.sources.reviews.changes.reviewing import (
    ask_for_summaries,
    cover,
    expect_late,
    give_summary,
    panel_replies,
    plan_review,
    publish,
    send_rapid_review,
    tick_day,
)
from lineofsight.sources.reviews.changes.watching import chase_summaries, warn_and_escalate

__all__ = [
    "ChangedMeanwhile",
    "add_national_review",
    "add_proceeding",
    "ask_for_summaries",
    "chase_summaries",
    "comment",
    "consider",
    "correct_dates",
    "cover",
    "decide",
    "decide_outcome",
    "describe",
    "do_not_notify",
    "expect_late",
    "give_summary",
    "notify",
    "panel_replies",
    "plan_review",
    "publish",
    "report_agency_review",
    "respond",
    "say_agency_review",
    "send_rapid_review",
    "take_up",
    "tick_day",
    "warn_and_escalate",
]
