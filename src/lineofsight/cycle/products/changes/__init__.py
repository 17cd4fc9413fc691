"""Writes to products. Each checks what the framework and the state allow, and leaves its trail entry in one transaction."""

from lineofsight.cycle.products.changes.holding import path_of
from lineofsight.cycle.products.changes.moving import GatesShut, record_gate, take_back_gate, take_step
from lineofsight.cycle.products.changes.planning import edit, plan, plan_next, relate, write_words
from lineofsight.cycle.products.changes.rating import rate
from lineofsight.cycle.products.changes.reminding import send_reminders
from lineofsight.cycle.products.changes.returning import send_back
from lineofsight.cycle.products.changes.routing import consider, give_view
from lineofsight.cycle.products.changes.signing import (
    confirm_sign_off,
    record_sign_off,
    sign_off,
    take_back_sign_off,
)
from lineofsight.cycle.products.changes.voiding import content_changed, void_what_changed
from lineofsight.foundation.partnership.holding import ChangedMeanwhile

__all__ = [
    "ChangedMeanwhile",
    "GatesShut",
    "confirm_sign_off",
    "consider",
    "content_changed",
    "edit",
    "give_view",
    "path_of",
    "plan",
    "plan_next",
    "rate",
    "record_gate",
    "record_sign_off",
    "relate",
    "send_back",
    "send_reminders",
    "sign_off",
    "take_back_gate",
    "take_back_sign_off",
    "take_step",
    "void_what_changed",
    "write_words",
]
