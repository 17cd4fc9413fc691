"""Kent with its published yearly figures and nothing invented.

Contains public sector information licensed under the Open Government Licence v3.0.
"""

from datetime import timedelta
from pathlib import Path

from django.db import transaction

from lineofsight.config.demo.clock import moment, standing_at
from lineofsight.config.demo.people import BY, FIRST_DAY, FRAMEWORK, Demo
from lineofsight.engine import framework as frameworks
from lineofsight.engine import tables
from lineofsight.sources.dashboard.changes.comparing import set_neighbours
from lineofsight.sources.dashboard.changes.loading import load_file
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue

ORDER = 20
FIGURES = Path(__file__).parent / "kent"
FILES = ("years", "days", "neighbours")
NEIGHBOURS = (
    "E10000012", "E10000011", "E10000008", "E09000004", "E10000029", "E10000020", "E10000024", "E10000032", "E06000055",
    "E06000066",
)  # fmt: skip
MODEL = "Department for Education, children’s services statistical neighbour model, 2025"


@transaction.atomic
def tell(demo: Demo) -> None:
    """The catalogue, the statistical neighbours, and the files of published figures, loaded as anybody would load them."""
    with standing_at(moment(FIRST_DAY)):
        take_over_catalogue(demo.kent, frameworks.load(FRAMEWORK), by=BY)
        set_neighbours(demo.kent, NEIGHBOURS, source=MODEL, expected_version=0, by=BY, now=moment(FIRST_DAY))
    now = moment(demo.today - timedelta(days=14))
    with standing_at(now):
        for name in FILES:
            recipe = tables.load_recipe(FIGURES / f"{name}.toml")
            path = FIGURES / f"{name}.csv"
            load_file(demo.kent, path, recipe=recipe, by=BY, now=now, today=now.date())
