"""A spreadsheet of actions that was given: rows that are new, that are here already, and that have errors."""

from django.utils import timezone

from lineofsight.cycle.spreadsheets import changes
from lineofsight.cycle.spreadsheets.models import SheetImport
from lineofsight.cycle.spreadsheets.reading import Page
from lineofsight.foundation.partnership.queries import here
from tests.house.world import World

HEADINGS = ["Your own reference", "Action", "Agency", "Due", "Recommendations"]


def make(world: World) -> None:
    """Given by the business manager."""
    taken = _given(world, _rows(1))
    world.kwargs |= {"spreadsheets:kind": "actions", "spreadsheets:ending": "csv", "spreadsheets:sheet": taken.pk}


def more(world: World, number: int) -> None:
    """More rows in the same file, and more files."""
    taken = SheetImport.objects.get(pk=world.kwargs["spreadsheets:sheet"])
    taken.sheets = {"Plan": Page([HEADINGS, *_rows(number)]).as_json()}
    taken.save()
    for _ in range(number):
        _given(world, _rows(1))


def _given(world: World, rows: list[list[str]]) -> SheetImport:
    found = here(world.members["business-manager"].person, world.partnership.slug, today=world.today)
    assert found is not None
    page = Page([HEADINGS, *rows])
    return changes.take(found, "actions", {"Plan": page}, file_name="plan.xlsx", now=timezone.now())


def _rows(number: int) -> list[list[str]]:
    return [row for each in range(number) for row in (
        [f"{each}.1", f"Write guide {each}", "Westmarch Council", "31/01/2027", ""],
        ["", "Write the checklist", "Westmarch Council", "", ""],
        [f"{each}.2", f"Teach it {each}", "Nobody", "soon", "R-1"],
    )]  # fmt: skip
