"""Writes to challenges and to the log of escalations."""

from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.governance.challenges.changes.asking import (
    NO_CHAIR,
    Asker,
    add_effect,
    answer,
    ask,
    ask_executive,
    path_of,
    settle,
    tell,
)
from lineofsight.governance.challenges.changes.escalating import end_escalation, log_escalation, next_stage
from lineofsight.governance.challenges.changes.reminding import remind

__all__ = [
    "NO_CHAIR",
    "Asker",
    "ChangedMeanwhile",
    "add_effect",
    "answer",
    "ask",
    "ask_executive",
    "end_escalation",
    "log_escalation",
    "next_stage",
    "path_of",
    "remind",
    "settle",
    "tell",
]
