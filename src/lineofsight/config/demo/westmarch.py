"""The made-up county: its catalogue, three years of returns, the watch that ran over them, and its stories in their order."""

from django.db import transaction

from lineofsight.config.demo import (
    asking,
    followed,
    gathered,
    incidents,
    leaders,
    products,
    published,
    reported,
    returns,
    section_11,
    warned,
)
from lineofsight.config.demo.clock import moment, play, standing_at
from lineofsight.config.demo.county import County
from lineofsight.config.demo.people import BY, FIRST_DAY, FRAMEWORK, Demo
from lineofsight.engine import framework as frameworks
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue

ORDER = 10


@transaction.atomic
def tell(demo: Demo) -> None:
    """Play three years, each deed at its moment; the figures and the warnings come out of the product's own functions."""
    with standing_at(moment(FIRST_DAY)):
        take_over_catalogue(demo.county, frameworks.load(FRAMEWORK), by=BY)
    county = County(demo)
    parts = (
        asking.happenings, returns.happenings, warned.happenings, published.happenings, products.happenings,
        followed.happenings, gathered.happenings, leaders.happenings, reported.happenings, section_11.happenings,
        incidents.happenings,
    )  # fmt: skip
    play(happening for happenings in parts for happening in happenings(county))
