"""A whole framework: every section as a tuple of frozen entries, its canonical text and its hash."""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from lineofsight.engine.framework.marks import fields_of
from lineofsight.engine.framework.measures import Breakdown, Measure, SmallNumberRule
from lineofsight.engine.framework.people import OrganisationKind, Role
from lineofsight.engine.framework.practice import (
    Choice,
    Clock,
    EscalationStage,
    Gate,
    Kind,
    Limit,
    Period,
    Regime,
    Reminder,
    ReportItem,
    Retention,
    RiskBand,
    Scale,
    State,
    Step,
)
from lineofsight.engine.framework.purpose import (
    EvidenceQuery,
    FeedbackChannel,
    FeedbackTopic,
    Group,
    Indicator,
    Meta,
    Name,
    Objective,
    Principle,
    Source,
    SubGroup,
    Tier,
    Tool,
)

FORMAT = 1
"""Number of the stored form. A field added later must have a default, and no default may ever
change, so that old text reads and hashes the same."""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """A framework version as data. Entries of each section stand in the order of their number, then their code.

    `document` is the framework's own text, kept so that wording can be checked and shown for ever. Sections with a
    default may be left out of a folder.
    """

    document: str
    meta: Meta
    sources: tuple[Source, ...]
    names: tuple[Name, ...] = ()
    objectives: tuple[Objective, ...]
    principles: tuple[Principle, ...]
    tiers: tuple[Tier, ...]
    groups: tuple[Group, ...]
    sub_groups: tuple[SubGroup, ...] = ()
    tools: tuple[Tool, ...]
    feedback_topics: tuple[FeedbackTopic, ...]
    feedback_channels: tuple[FeedbackChannel, ...]
    indicators: tuple[Indicator, ...]
    evidence_queries: tuple[EvidenceQuery, ...] = ()
    scales: tuple[Scale, ...]
    states: tuple[State, ...]
    gates: tuple[Gate, ...]
    steps: tuple[Step, ...]
    kinds: tuple[Kind, ...]
    clocks: tuple[Clock, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    periods: tuple[Period, ...] = ()
    limits: tuple[Limit, ...] = ()
    regimes: tuple[Regime, ...] = ()
    escalation_stages: tuple[EscalationStage, ...] = ()
    report_items: tuple[ReportItem, ...] = ()
    priorities: tuple[Choice, ...] = ()
    themes: tuple[Choice, ...] = ()
    finding_kinds: tuple[Choice, ...] = ()
    risk_categories: tuple[Choice, ...] = ()
    risk_responses: tuple[Choice, ...] = ()
    risk_bands: tuple[RiskBand, ...] = ()
    retentions: tuple[Retention, ...] = ()
    data_sharing_reasons: tuple[Choice, ...] = ()
    organisation_kinds: tuple[OrganisationKind, ...]
    roles: tuple[Role, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    small_number_rules: tuple[SmallNumberRule, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def code(self) -> str:
        """The framework's own code, such as `kscmp-2024`."""
        return self.meta.code

    @property
    def name(self) -> str:
        """The framework's name, as on its cover."""
        return self.meta.name

    def codes(self, section: str) -> tuple[str, ...]:
        """The codes of a section, in order."""
        return tuple(entry.code for entry in getattr(self, section))

    def get(self, section: str, code: str) -> Any:
        """The entry of a section with this code. Raises KeyError that names both."""
        for entry in getattr(self, section):
            if entry.code == code:
                return entry
        raise KeyError(f"{self.meta.code}: there is no “{code}” in {section}")

    def counts(self) -> dict[str, int]:
        """How many of each the document itself sets out."""
        return {section: len(getattr(self, section)) for section in COUNTED}

    def route_of(self, kind: Kind) -> tuple[str, ...]:
        """The groups that a product of this kind travels to, in order: the kind's own route, else its tool's."""
        if kind.route or kind.tool is None:
            return kind.route
        tool: Tool = self.get("tools", kind.tool)
        return tool.route

    def to_json(self) -> str:
        """The canonical text: the same for the same content, however the files were laid out."""
        return self._text

    @cached_property
    def _text(self) -> str:
        content = {"format": FORMAT, **plain(self, leave_out_defaults=True)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "Framework":
        """The framework that `to_json` wrote. Raises FrameworkError where the text is something else."""
        from lineofsight.engine.framework.loading import from_json

        return from_json(text)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


COUNTED = (
    "objectives",
    "principles",
    "tiers",
    "tools",
    "groups",
    "indicators",
    "feedback_topics",
    "feedback_channels",
)
"""What `framework check` counts."""


@cache
def sections() -> tuple[str, ...]:
    """The names of the sections that hold lists of entries."""
    return tuple(item.name for item in fields(Framework) if item.name not in {"document", "meta"})


def plain(value: Any, *, leave_out_defaults: bool = False) -> Any:
    """An entry or framework as dictionaries, lists, numbers, text and None; dates as YYYY-MM-DD."""
    if hasattr(value, "__dataclass_fields__"):
        kept = fields_of(type(value)).items()
        pairs = ((name, item, getattr(value, name)) for name, item in kept)
        return {
            name: plain(held, leave_out_defaults=leave_out_defaults)
            for name, item, held in pairs
            if not (leave_out_defaults and held == item.default)
        }
    if isinstance(value, tuple):
        return [plain(item, leave_out_defaults=leave_out_defaults) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
