"""Every form of the product in which people write in their own words asks about whatever could identify a child."""

import importlib
import re
from collections.abc import Iterator

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm, is_free_text
from tests.house.floors import PACKAGE

LEFT_OUT = {
    # Somebody's own account: their name, password, telephone number.
    "lineofsight.foundation.accounts.forms": "one’s own account",
    # Names of the partnership itself and of who helps.
    "lineofsight.outputs.pages.setup_forms.DetailsForm": "the partnership’s own name and telephone",
    "lineofsight.outputs.pages.installing.forms.FoundingForm": "names of a partnership and of its team",
    # Codes and names of places.
    "lineofsight.foundation.partnership.forms.NewAreasForm": "areas",
    "lineofsight.sources.dashboard.forms.NeighboursForm": "councils",
    # Files with a rule of their own: a record of a single child refuses the whole file.
    "lineofsight.sources.dashboard.returns.forms.UploadForm": "data returns",
    "lineofsight.sources.dashboard.returns.forms.RecipeFileForm": "data returns",
    # The cells are looked through one by one before they come in, and a number of one child refuses the whole file.
    "lineofsight.cycle.spreadsheets.forms.FileForm": "spreadsheets",
    # A framework is published text, and is read and checked as one.
    "lineofsight.foundation.handbook.forms.ChooseForm": "a framework",
}


def every_form() -> Iterator[type[forms.BaseForm]]:
    """Each form class of the product, once."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts and re.search(r"^class \w+\(.*Form\b", path.read_text("utf-8"), re.MULTILINE):
            importlib.import_module(".".join(["lineofsight", *path.relative_to(PACKAGE).with_suffix("").parts]))
    found, left = set(), [forms.BaseForm]
    while left:
        for one in left.pop().__subclasses__():
            if one not in found:
                found.add(one)
                left.append(one)
                if one.__module__.startswith("lineofsight.") and not one.__module__.startswith(
                    "lineofsight.foundation.ui"
                ):
                    yield one


def free_texts(form: type[forms.BaseForm]) -> list[str]:
    return [name for name, field in getattr(form, "base_fields", {}).items() if is_free_text(field)]


def is_left_out(form: type[forms.BaseForm]) -> bool:
    return form.__module__ in LEFT_OUT or f"{form.__module__}.{form.__name__}" in LEFT_OUT


def test_every_form_with_free_text_is_a_careful_one() -> None:
    careless = {
        f"{one.__module__}.{one.__name__}": free_texts(one)
        for one in every_form()
        if free_texts(one) and not issubclass(one, CarefulForm) and not is_left_out(one)
    }
    assert careless == {}


def test_what_is_left_out_exists() -> None:
    known = {f"{one.__module__}.{one.__name__}" for one in every_form()} | {one.__module__ for one in every_form()}
    assert sorted(LEFT_OUT.keys() - known) == []


def test_every_field_that_a_careful_form_passes_over_is_one_of_its_own() -> None:
    wrong = {
        one.__name__: one.not_looked_at - one.base_fields.keys()
        for one in every_form()
        if issubclass(one, CarefulForm) and one.not_looked_at - one.base_fields.keys()
    }
    assert wrong == {}
