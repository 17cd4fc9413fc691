"""Writes from finding to impact. Each checks the rule, tells who must know and leaves its trail entry in one transaction."""

from lineofsight.cycle.findings.changes.acting import (
    add_action,
    drop,
    link_action,
    say_done,
    send_back,
    update_action,
    verify,
)
from lineofsight.cycle.findings.changes.finding_out import (
    adopt_strength,
    close_finding,
    edit_finding,
    issue,
    open_finding_again,
    open_with_product,
    raise_finding,
    say_effect,
    share_strength,
)
from lineofsight.cycle.findings.changes.impact import check_impact, embed, plan_impact_check, reopen, say_satisfied
from lineofsight.cycle.findings.changes.merging import merge, tell_apart
from lineofsight.cycle.findings.changes.recommending import (
    add_source,
    answer,
    issue_recommendation,
    plan_recommendation,
    recommend,
)
from lineofsight.cycle.findings.changes.reminding import send_reminders
from lineofsight.cycle.findings.changes.subjects import path_of
from lineofsight.cycle.findings.changes.themes import set_theme_rule, theme_subject, warn_of_themes
from lineofsight.cycle.findings.changes.together import (
    Planned,
    change_together,
    may_still_be_undone,
    plan_together,
    undo_together,
)
from lineofsight.foundation.partnership.holding import ChangedMeanwhile

__all__ = [
    "ChangedMeanwhile",
    "Planned",
    "add_action",
    "add_source",
    "adopt_strength",
    "answer",
    "change_together",
    "check_impact",
    "close_finding",
    "drop",
    "edit_finding",
    "embed",
    "issue",
    "issue_recommendation",
    "link_action",
    "may_still_be_undone",
    "merge",
    "open_finding_again",
    "open_with_product",
    "path_of",
    "plan_impact_check",
    "plan_recommendation",
    "plan_together",
    "raise_finding",
    "recommend",
    "reopen",
    "say_done",
    "say_effect",
    "say_satisfied",
    "send_back",
    "send_reminders",
    "set_theme_rule",
    "share_strength",
    "tell_apart",
    "theme_subject",
    "undo_together",
    "update_action",
    "verify",
    "warn_of_themes",
]
