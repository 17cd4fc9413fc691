"""A recipe made by pointing: what it reads, what it refuses, that it is remembered, and that agencies can then send the file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.dashboard.models import OwnRecipe, ReturnCell
from lineofsight.sources.dashboard.returns import recipes, uploads
from lineofsight.sources.dashboard.returns.recipes import Pointed
from tests.sources.dashboard.returns import county as counties
from tests.sources.dashboard.returns.county import County
from tests.sources.dashboard.returns.test_pages import address, client_of, upload

pytestmark = pytest.mark.django_db
FILE = b"""Self-harm report,,,,
Trust export 4711,,,,
Place,Quarter,Visits,Seen,Referred
Westmarch,Jul to Sep 2026,12,90,100
Aldermoor,Jul to Sep 2026,5,40,50
Brackwater,Jul to Sep 2026,seven,50,50
Westmarch,Apr to Jun 2026,7,80,100
"""
HEADINGS = ["Place", "Quarter", "Visits", "Seen", "Referred"]
COLUMNS = {0: ("area", ""), 1: ("period", ""), 2: ("value", "t3"), 3: ("number", "t1"), 4: ("out_of", "t1")}


def pointed(**changed: object) -> Pointed:
    """What somebody pointed at in the file."""
    facts = {"name": "Trust export", "sheet": "", "heading_row": 3, "columns": COLUMNS, "period_type": "quarter"}
    return Pointed(**(facts | changed))  # type: ignore[arg-type]


def test_toml_names_columns_by_heading_and_areas_by_the_partnerships_own(county: County) -> None:
    text = recipes.toml_of(pointed(), partnership=county.partnership, headings=HEADINGS)
    assert text == (
        'title = "Trust export"\n\n[table]\nheading_rows = [3]\n\n[area]\ncolumn = ["Place"]\nscheme = "england"\n'
        'codes = { "Westmarch" = "X10009999", "X10009999" = "X10009999", "Aldermoor" = "X07009991", '
        '"X07009991" = "X07009991", "Brackwater" = "X07009992", "X07009992" = "X07009992" }\n\n'
        '[period]\ntype = "quarter"\ncolumn = ["Quarter"]\n\n[[measure]]\ncode = "t3"\nvalue = "Visits"\n\n'
        '[[measure]]\ncode = "t1"\nnumerator = "Seen"\ndenominator = "Referred"\nmultiplier = 100\n'
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"columns": {1: ("period", ""), 2: ("value", "t3")}}, "which column is the area"),
        ({"columns": {0: ("area", ""), 2: ("value", "t3")}}, "which column is the period"),
        ({"columns": {0: ("area", ""), 1: ("period", "")}}, "which column holds a number"),
        ({"columns": {0: ("area", ""), 1: ("period", ""), 2: ("value", "")}}, "Choose a measure for column C"),
    ],
)
def test_toml_without_what_a_recipe_needs_is_refused(county: County, changed: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        recipes.toml_of(pointed(**changed), partnership=county.partnership, headings=HEADINGS)


def test_recipe_made_on_the_page_reads_the_agencys_next_file_by_itself(county: County) -> None:
    team, agency = client_of(county.analyst), client_of(county.supplier)
    answer = team.post(address(county, "new-recipe"), {"file": SimpleUploadedFile("export.csv", FILE)})
    page = answer.headers["Location"]
    shown = team.get(page).content.decode()
    assert "Trust export 4711" in shown
    form = {f"role-{at}": role for at, (role, _) in COLUMNS.items()} | {
        f"code-{at}": code for at, (_, code) in COLUMNS.items()
    }
    form |= {"heading": "3", "period_type": "quarter", "name": "Trust export"}
    tried = team.post(page, {**form, "preview": "yes"}).content.decode()
    assert "What is read: 7 figures, 1 cell refused" in tried
    assert "C6: “seven” is not a figure" in tried
    assert OwnRecipe.objects.count() == 0
    assert team.post(page, {**form, "save": "yes"}).headers["Location"] == address(county, "recipes")
    good = FILE.replace(b"seven", b"7")
    sent = upload(county, agency, SimpleUploadedFile("next export.csv", good))
    assert (
        sent.headers["Location"] == address(county, "check", county.request.pk) or "results" in sent.headers["Location"]
    )
    cells = {
        (cell.measure.code, cell.area.name): (
            cell.written_numerator,
            cell.written_denominator,
            f"{cell.column}{cell.row}",
        )
        for cell in ReturnCell.objects.select_related("measure", "area")
        if cell.written_numerator
    }
    assert cells == {
        ("t1", "Westmarch"): ("90", "100", "D4"),
        ("t1", "Aldermoor"): ("40", "50", "D5"),
        ("t1", "Brackwater"): ("50", "50", "D6"),
        ("t3", "Westmarch"): ("12", "", "C4"),
    }


def test_fingerprint_is_of_the_headings_and_nothing_else() -> None:
    assert uploads.fingerprint(["Place ", "VISITS", ""]) == uploads.fingerprint(["place", "Visits"])
    assert uploads.fingerprint(["Place", "Visits"]) != uploads.fingerprint(["Visits", "Place"])
    assert uploads.fingerprint(["A title", ""]) is None


def test_child_level_file_makes_no_recipe_and_is_not_kept(county: County) -> None:
    team = client_of(county.analyst)
    rows = b"UPN,Date of birth\nA123456789012,01/02/2015\n"
    answer = team.post(address(county, "new-recipe"), {"file": SimpleUploadedFile("x.csv", rows)})
    assert "Nothing of it was kept" in answer.content.decode()
    assert StoredFile.objects.count() == 0


def test_retired_recipe_reads_no_more(county: County) -> None:
    text = recipes.toml_of(pointed(), partnership=county.partnership, headings=HEADINGS)
    print_ = uploads.fingerprint(HEADINGS) or ""
    made = recipes.save_recipe(
        county.partnership, name="Trust export", text=text, fingerprint=print_, by=county.team, now=counties.NOW
    )
    recipes.retire_recipe(made, by=county.team, now=counties.NOW)
    answer = upload(county, client_of(county.supplier), SimpleUploadedFile("e.csv", FILE))
    assert "We do not know how this file is laid out" in answer.content.decode()


def test_second_recipe_of_a_name_is_refused(county: County) -> None:
    text = recipes.toml_of(pointed(), partnership=county.partnership, headings=HEADINGS)
    facts = {"text": text, "fingerprint": "", "by": county.team, "now": counties.NOW}
    recipes.save_recipe(county.partnership, name="One", **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="already a recipe called “One”"):
        recipes.save_recipe(county.partnership, name="One", **facts)  # type: ignore[arg-type]
