"""A small county with two districts, three measures, an NHS trust and its people: what the tests of returns start from."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lineofsight.cycle.requests.models import Request, Return, Round
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.figures import Figure, accept_figures
from lineofsight.sources.dashboard.models import Measure
from lineofsight.sources.dashboard.returns import changes, queries, rounds
from lineofsight.sources.dashboard.returns.reading import Written
from lineofsight.sources.dashboard.returns.slots import Slot
from tests import making

TODAY = date(2026, 10, 5)
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
BEFORE = date(2026, 4, 1)
DUE = date(2026, 10, 28)


@dataclass
class County:
    """The rows that the tests use."""

    partnership: Partnership
    whole: Area
    districts: list[Area]
    trust: Organisation
    supplier: Person
    lead: Person
    analyst: Person
    round: Round
    request: Request

    @property
    def slots(self) -> list[Slot]:
        """What the request asks for."""
        return queries.slots(self.request)

    @property
    def by(self) -> Doer:
        """The supplier as a doer."""
        return Doer(self.supplier.actor_id, "Data supplier (Westmarch Hospitals)")

    @property
    def team(self) -> Doer:
        """The analyst as a doer."""
        return Doer(self.analyst.actor_id, "Analyst (Westmarch Team)")


def a_measure(partnership: Partnership, code: str, number: int, **facts: Any) -> Measure:
    """A measure that NHS providers own."""
    measure = Measure.objects.create(partnership=partnership, code=code, number=number)
    base = {
        "number": 1, "effective_from": date(1900, 1, 1), "name": code, "question": "?", "owner_kind": "nhs_provider",
        "counts": "children", "numerator": "Children seen in 20 days", "denominator": "Children referred",
        "unit": "percent", "multiplier": 100, "decimals": 1, "period_type": "quarter", "taken": "flow",
        "frequency": "quarterly", "direction": "up", "direction_reason": "x", "small_number_rule": "x",
        "family": "binomial", "roll_up": "recompute", "created_by_id": making.SYSTEM.actor_id,
    }  # fmt: skip
    measure.versions.create(**(base | facts))
    return measure


def make(partnership: Partnership) -> County:
    """The county with one open round."""
    whole = Area.objects.create(code="X10009999", name="Westmarch", kind="county", starts_on=making.FIRST_DAY)
    cover_area(partnership, whole, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_whole=True)
    districts = []
    for number, name in enumerate(("Aldermoor", "Brackwater"), start=1):
        one = Area.objects.create(
            code=f"X0700999{number}", name=name, kind="district", parent=whole, starts_on=making.FIRST_DAY
        )
        cover_area(partnership, one, starts_on=making.FIRST_DAY, by=making.SYSTEM)
        districts.append(one)
    a_measure(partnership, "t1", 1, name="Health assessments in 20 days", breakdowns="district")
    a_measure(partnership, "t2", 2, name="Strategy discussions attended")
    a_measure(
        partnership, "t3", 3, name="Visits after self-harm", denominator="", unit="count", multiplier=1, decimals=0,
        family="poisson", roll_up="sum", numerator="Visits",
    )  # fmt: skip
    trust = making.an_organisation(partnership, "Westmarch Hospitals", kind="nhs_provider", part="relevant_agency")
    supplier = making.a_member(partnership, "data-supplier", name="Dana Supplier", organisation=trust).person
    lead = making.a_member(partnership, "agency-lead", name="Lena Lead", organisation=trust).person
    analyst = making.a_member(partnership, "analyst", name="Ana Lyst", organisation=a_team(partnership)).person
    round_ = a_round(partnership)
    request = round_.requests.get(organisation=trust)
    return County(partnership, whole, districts, trust, supplier, lead, analyst, round_, request)


def a_team(partnership: Partnership) -> Organisation:
    """The Business Team's own organisation."""
    return making.an_organisation(partnership, "Westmarch Team", kind="business_team", part="team")


def a_round(partnership: Partnership, title: str = "Quarter 2, 2026 to 2027", **facts: Any) -> Round:
    """A round of the quarter, asking everybody for what they own."""
    plans = rounds.plans(partnership, frequencies=["quarterly"], today=TODAY)
    base = {
        "period_start": QUARTER[0],
        "period_end": QUARTER[1],
        "opens_on": TODAY,
        "due_on": DUE,
        "asked": plans,
        "by": making.SYSTEM,
        "today": TODAY,
    }
    return rounds.open_data_round(partnership, title=title, **(base | facts))


GOOD = {
    ("t1", "X10009999"): ("90", "100"),
    ("t1", "X07009991"): ("40", "50"),
    ("t1", "X07009992"): ("50", "50"),
    ("t2", "X10009999"): ("38", "41"),
    ("t3", "X10009999"): ("12", ""),
}


def rows(given: dict[tuple[str, str], tuple[str, str]] | None = None, **changed: tuple[str, str]) -> list[Written]:
    """Rows as the template gives them, good ones by default; `t2=("41", "38")` changes the whole's."""
    cells = dict(GOOD if given is None else given)
    cells |= {(code, "X10009999"): pair for code, pair in changed.items()}
    return [
        Written(code, area, "", QUARTER[0], number, out_of, sheet="Figures", row=row, column="I")
        for row, ((code, area), (number, out_of)) in enumerate(cells.items(), start=2)
    ]


def receive(county: County, **changed: Any) -> Return:
    """A draft from rows."""
    given = changed.pop("given", None)
    return changes.receive_rows(
        county.request, rows(given, **changed), how="template", by=county.by, now=NOW, today=TODAY
    )


def send(county: County, **changed: Any) -> Return:
    """A return that was sent."""
    draft = receive(county, **changed)
    sent = changes.send(draft, version=draft.version, note="", by=county.by, now=NOW, today=TODAY)
    county.request.refresh_from_db()
    return sent


def accepted_last_quarter(county: County, **values: tuple[float, float | None]) -> None:
    """Figures of the quarter before, accepted."""
    source = Return.objects.create(
        partnership=county.partnership, organisation=county.trust, reference="R-OLD", how="typed", state="accepted",
        accepted_at=NOW, accepted_by_id=making.SYSTEM.actor_id, created_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    figures = [
        Figure(code, county.whole.pk, BEFORE, 100 * top / bottom if bottom else top, top, bottom)
        for code, (top, bottom) in values.items()
    ]
    accept_figures(county.partnership, figures, source=source, known_from=NOW, by=making.SYSTEM)


def as_file(content: bytes) -> io.BytesIO:
    """Bytes as an open file."""
    return io.BytesIO(content)
