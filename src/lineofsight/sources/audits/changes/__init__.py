"""Writes to audits. Each checks the rule and the person, and leaves its trail entry in one transaction."""

from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.sources.audits.changes.answering import (
    assign,
    bring_forward,
    plan_action,
    remove_action,
    save_answer,
    subject_of,
)
from lineofsight.sources.audits.changes.declaring import declare, open_again, take_back
from lineofsight.sources.audits.changes.exchanging import accept_return, bring_in, take_out, use_return
from lineofsight.sources.audits.changes.moderating import (
    accept_grades,
    agree,
    answer_query,
    ask,
    moderate,
    reply,
    send_grades,
    send_queries,
)
from lineofsight.sources.audits.changes.opening import close_audit, load_standards, open_audit, take_up
from lineofsight.sources.audits.changes.panel_page import Said, moderate_standard
from lineofsight.sources.audits.changes.standard_page import Saved, Typed, save_standard
from lineofsight.sources.audits.changes.surveying import digest_of, open_survey, secret_of, take_reply

__all__ = [
    "ChangedMeanwhile",
    "Said",
    "Saved",
    "Typed",
    "accept_grades",
    "accept_return",
    "agree",
    "answer_query",
    "ask",
    "assign",
    "bring_forward",
    "bring_in",
    "close_audit",
    "declare",
    "digest_of",
    "load_standards",
    "moderate",
    "moderate_standard",
    "open_again",
    "open_audit",
    "open_survey",
    "plan_action",
    "remove_action",
    "reply",
    "save_answer",
    "save_standard",
    "secret_of",
    "send_grades",
    "send_queries",
    "subject_of",
    "take_back",
    "take_out",
    "take_reply",
    "take_up",
    "use_return",
]
