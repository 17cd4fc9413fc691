"""Writes to warnings. Each stamps its step, tells who must know, and leaves its trail entry in one transaction."""

from lineofsight.cycle.warnings.changes.finding import Detection, detect, warn_about
from lineofsight.cycle.warnings.changes.lateness import close_late_that_came, tell_by_clock, warn_of_late
from lineofsight.cycle.warnings.changes.moving import answer, ask, close, join, raise_to_executive, reply, settle, watch
from lineofsight.cycle.warnings.changes.telling import correct, mark_seen, path_of
from lineofsight.cycle.warnings.changes.triage import set_triage, triage_setting
from lineofsight.foundation.partnership.holding import ChangedMeanwhile

__all__ = [
    "ChangedMeanwhile",
    "Detection",
    "answer",
    "ask",
    "close",
    "close_late_that_came",
    "correct",
    "detect",
    "join",
    "mark_seen",
    "path_of",
    "raise_to_executive",
    "reply",
    "set_triage",
    "settle",
    "tell_by_clock",
    "triage_setting",
    "warn_about",
    "warn_of_late",
    "watch",
]
