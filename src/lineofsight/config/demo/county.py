"""The county as the stories use it: its areas, who supplies which measure, and who does what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lineofsight.config.demo import levels, places
from lineofsight.config.demo.figures import Asked, Place
from lineofsight.config.demo.people import Demo
from lineofsight.foundation.partnership.models import Area, Coverage, Membership, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.figures import version_on, versions_by_measure
from lineofsight.sources.dashboard.models import Measure, MeasureVersion

HOSPITALS = "Westmarch Hospitals NHS Trust"
EAST_HOSPITALS = "East Westmarch Hospitals NHS Trust"
COMMUNITY = "Westmarch Community Health NHS Trust"


@dataclass(frozen=True)
class County:
    """Westmarch with its rows at hand. Make it after the catalogue was taken over."""

    demo: Demo

    @property
    def partnership(self) -> Partnership:
        """Westmarch."""
        return self.demo.county

    @property
    def today(self) -> date:
        """The day on which the demo stands still."""
        return self.demo.today

    @cached_property
    def whole(self) -> Place:
        """The county."""
        return Place(self._areas[places.WESTMARCH.code].pk, places.WESTMARCH.short_name, 1.0)

    @cached_property
    def districts(self) -> tuple[Place, ...]:
        """The twelve districts with their shares of the children."""
        named = enumerate(places.WESTMARCH.districts)
        return tuple(Place(self._areas[code].pk, name, levels.SHARES[number]) for number, (code, name) in named)

    @cached_property
    def _areas(self) -> dict[str, Area]:
        rows = Coverage.objects.filter(partnership=self.partnership).select_related("area")
        return {one.area.code: one.area for one in rows}

    def measure(self, code: str) -> Measure:
        """A measure of the catalogue."""
        found: Measure = Measure.objects.for_partnership(self.partnership).select_related(
            "partnership__chain", "subject"
        ).get(code=code)  # fmt: skip
        return found

    def versions(self) -> Mapping[str, list[MeasureVersion]]:
        """Every measure's definitions, as they are now."""
        return versions_by_measure(self.partnership)

    def asked(self, organisation: Organisation, code: str, version: MeasureVersion) -> Asked:
        """What the organisation supplies of a measure: of the county, or of its own district."""
        own = next((one for one in self.districts if organisation.name == f"{one.name} District Council"), None)
        main = Place(own.area, own.name, 1.0) if own else self.whole
        level = levels.SUPPLIES[organisation.name][code]
        return Asked(code, version, level, organisation.name, main, () if own else self._parts(version))

    def _parts(self, version: MeasureVersion) -> tuple[Place, ...]:
        """Counts are made district by district, so that a district's figures add up to the county's."""
        return (
            () if version.family == "gaussian" and version.unit in {"percent", "average", "score"} else self.districts
        )

    def version_of(self, code: str, period: date, held: Mapping[str, list[MeasureVersion]]) -> MeasureVersion:
        """The definition that counts for a period."""
        return version_on(held[code], period)

    def doer(self, role: str) -> Doer:
        """The county's member of a role, as the trail names them."""
        return as_doer(self.demo.members[role])

    def supplier(self, organisation: str) -> Doer:
        """Whoever sends the agency's figures; the Business Team sends its own."""
        held = self.demo.suppliers.get(organisation, self.demo.members["analyst"])
        return as_doer(held)


def as_doer(member: Membership) -> Doer:
    """A member as the trail names them: a pseudonym, and the seat in words."""
    role = member.role
    return Doer(member.person.actor_id, f"{role.title} ({role.organisation.name})"[:200])


def at_hour(moment: datetime, hour: int) -> datetime:
    """The same day at another hour."""
    return moment.replace(hour=hour, minute=0)
