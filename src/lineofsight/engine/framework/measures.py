"""The catalogue of measures: what each asks, how it is counted, what it may be compared with and how it is read."""

from dataclasses import dataclass
from datetime import date

from lineofsight.engine.framework.marks import Entry, one_of, refers_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown(Entry):
    """A way of splitting a measure; `values` in the order shown, empty where the partnership's own list is used."""

    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallNumberRule(Entry):
    """How small counts are hidden outside the inner circle.

    Counts from `hide_from` to `hide_to` are hidden (None: none); `round_to` rounds the rest (None: not rounded); a percentage or
    rate is hidden as well where its denominator is under `smallest_denominator`. `show_zero`: a true zero is shown.
    """

    name: str
    hide_from: int | None = None
    hide_to: int | None = None
    round_to: int | None = None
    smallest_denominator: int | None = None
    show_zero: bool = True
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparator:
    """Something a measure is set beside. `method` is stored because neighbours' mean and median differ."""

    name: str
    method: str = one_of("published", "mean_missing_excluded", "median", "standard", "own_history", "distribution")
    published: str = one_of("yearly", "quarterly", "monthly", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Entry):
    """One measure. `number` 1 to 75 is its place in the catalogue; several with one number are parts of one entry.

    `counts` says what one unit of the numerator is (children, events, reviews …): the commonest cause of figures that
    do not agree. `denominator` is empty for a plain count. `direction` is "neutral" where neither more nor fewer is
    good in itself; such a measure is never coloured. `target` and `tolerance` are in the measure's unit. `arrival_days` are
    calendar days from the end of the period until the figure is usually in hand. `family` is the distribution that the
    watch assumes. `roll_up` says how shorter periods and smaller areas make larger ones. `added` marks measures beyond
    the catalogue. `direction_confirmed` says that the national benchmarking tool gives the same direction.
    """

    name: str
    question: str
    owner: str = refers_to("organisation_kinds")
    data_source: str
    counts: str
    numerator: str
    denominator: str = ""
    population: str = ""
    unit: str = one_of(
        "count", "percent", "rate_per_1_000", "rate_per_10_000", "rate_per_100_000", "average", "ratio", "score"
    )
    multiplier: int
    decimals: int
    period_type: str = one_of("month", "quarter", "term", "financial_year", "academic_year", "calendar_year")
    national_period_type: str = one_of("financial_year", "academic_year", "calendar_year", "quarter", "month", "none")
    taken: str = one_of("flow", "snapshot", "rolling")
    frequency: str = one_of("monthly", "quarterly", "termly", "yearly")
    arrival_days: int
    direction: str = one_of("up", "down", "neutral")
    direction_reason: str
    direction_confirmed: bool = False
    target: float | None = None
    tolerance: float | None = None
    target_reason: str = ""
    comparators: tuple[Comparator, ...] = ()
    breakdowns: tuple[str, ...] = refers_to("breakdowns", default=())
    small_number_rule: str = refers_to("small_number_rules")
    definition_version: str
    effective_from: date
    known_limits: str
    family: str = one_of("gaussian", "poisson", "binomial")
    roll_up: str = one_of("sum", "recompute", "none")
    objectives: tuple[str, ...] = refers_to("objectives")
    indicators: tuple[str, ...] = refers_to("indicators", default=())
    priorities: tuple[str, ...] = refers_to("priorities", default=())
    added: bool = False
