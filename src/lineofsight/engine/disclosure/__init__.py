"""Disclosure control: what each audience may see of small numbers, with the proof that it cannot be worked out.

Raw figures are kept under access control; these functions are used where figures are shown or leave: pages, charts,
sentences, downloads, the interface for programs.
"""

from lineofsight.engine.disclosure.attack import Bounds, Knowledge, bounds
from lineofsight.engine.disclosure.errors import DisclosureError
from lineofsight.engine.disclosure.figures import Disclosed, apply, mask
from lineofsight.engine.disclosure.periods import PeriodTotal, total_over_periods
from lineofsight.engine.disclosure.protect import LARGEST_TABLE, Protected, protect, protected
from lineofsight.engine.disclosure.rules import Rule, rule_for, shipped_rules
from lineofsight.engine.disclosure.states import MARKERS, State, marker, words
from lineofsight.engine.disclosure.sums import sums_of, table_sums
from lineofsight.engine.disclosure.together import Verdict, safe_together

__all__ = [
    "LARGEST_TABLE",
    "MARKERS",
    "Bounds",
    "Disclosed",
    "DisclosureError",
    "Knowledge",
    "PeriodTotal",
    "Protected",
    "Rule",
    "State",
    "Verdict",
    "apply",
    "bounds",
    "marker",
    "mask",
    "protect",
    "protected",
    "rule_for",
    "safe_together",
    "shipped_rules",
    "sums_of",
    "table_sums",
    "total_over_periods",
    "words",
]
