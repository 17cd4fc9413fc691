"""What practice needs beside the document: scales, life cycle, kinds, clocks, periods, inspections, risks, reports."""

from dataclasses import dataclass
from datetime import date

from lineofsight.engine.framework.marks import Entry, one_of, refers_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One step of a scale. `rank`: 1 is the best; None stands outside the order (not judged, does not apply)."""

    code: str
    name: str
    definition: str
    rank: int | None = None
    judged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Entry):
    """A scale with its grades in the order in which they are shown. Grades of two scales are never compared."""

    name: str
    grades: tuple[Grade, ...]
    ordered: bool = True
    effective_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Entry):
    """A state of the one life cycle that every kind of product shares."""

    name: str
    meaning: str
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Entry):
    """A condition that must hold before a step; `message` tells the person what is still to do."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Entry):
    """A step from one of several states to another, with the gates that every kind must pass."""

    name: str
    from_states: tuple[str, ...] = refers_to("states")
    to_state: str = refers_to("states")
    gates: tuple[str, ...] = refers_to("gates", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGate:
    """A gate that a kind adds to a step."""

    step: str = refers_to("steps")
    gate: str = refers_to("gates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Entry):
    """A kind of assurance product. With a `tool` it travels that tool's route; without one it has a `route` of its own.

    `sign_off` asks each of the safeguarding partners to sign. `marking` is the protective marking to begin with.
    """

    name: str
    tool: str | None = refers_to("tools", default=None)
    route: tuple[str, ...] = refers_to("groups", default=())
    extra_gates: tuple[KindGate, ...] = ()
    clocks: tuple[str, ...] = refers_to("clocks", default=())
    sign_off: bool = False
    rated: bool = True
    restricted: bool = False
    marking: str = one_of("OFFICIAL", "OFFICIAL-SENSITIVE")
    published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Entry):
    """A statutory or customary time limit. Unit "none" has no length; "date_in_year" has `month_and_day` instead.

    A negative `length` counts back from the start event. `duty` is False where the limit is an expectation or binds
    somebody else. `sure` is False where it must be checked with the official text before anyone relies on it.
    """

    name: str
    starts: str
    length: int | None = None
    unit: str = one_of("working_days", "days", "months", "date_in_year", "none")
    month_and_day: tuple[int, ...] = ()
    ends: str
    duty_holder: str
    edition: str
    effective_from: date
    effective_to: date | None = None
    due_soon_in_days: int
    duty: bool = True
    sure: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Entry):
    """A message about something due; `days` is negative before the due date. `copy_to_lead` tells the agency's head."""

    name: str
    days: int
    copy_to_lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Entry):
    """A length of time that the product keeps to, with what happens at its end."""

    name: str
    length: int
    unit: str = one_of("working_days", "days", "months", "years", "minutes")
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Entry):
    """A number that the product keeps to."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One thing that an inspection judges; without a scale it is told in words."""

    code: str
    name: str
    scale: str | None = refers_to("scales", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(Entry):
    """An inspection regime in force between two dates. `narrative` regimes give no grade."""

    name: str
    inspectorates: tuple[str, ...]
    organisation_kinds: tuple[str, ...] = refers_to("organisation_kinds", default=())
    tool: str = refers_to("tools")
    judgements: tuple[Judgement, ...] = ()
    narrative: bool = False
    afterwards: str = ""
    clock: str | None = refers_to("clocks", default=None)
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStage(Entry):
    """A stage of settling a professional disagreement."""

    name: str
    who: str
    formal: bool
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem(Entry):
    """Something that a report must cover. `impact` items need evidence of the difference made, not of activity."""

    report: str = refers_to("kinds")
    name: str
    text: str
    impact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Entry):
    """A plain choice in a list: a priority, a theme, a reason, a kind of finding, a risk category."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskBand(Entry):
    """A band of risk scores (likelihood times impact), both ends counted."""

    name: str
    lowest: int
    highest: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Entry):
    """How long a kind of record is kept after `from_event`; `years` None: for good. A legal hold overrides it."""

    name: str
    years: int | None = None
    from_event: str
    basis: str
