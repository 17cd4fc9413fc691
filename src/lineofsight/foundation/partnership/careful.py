"""The form behind every page on which people write in their own words: nobody can be recognised from what is saved."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms

from lineofsight.engine.disclosure.identifying import identifying, in_words
from lineofsight.foundation.ui.forms import LongTextField, VersionedForm


class CarefulForm(VersionedForm):
    """A form whose long texts are looked through for an NHS number, a date of birth or a name.

    `known` gives the names of bodies and places that are no child's (`queries.known_names`), `version` the version of the
    row that is shown. An NHS number must go. For the rest the form comes back with a box to tick: no child can be recognised.
    """

    checked = forms.BooleanField(
        required=False, label="I have checked: nobody can recognise a child, a parent or a carer from this"
    )

    def __init__(
        self,
        *args: Any,
        known: Callable[[], Iterable[str]] = list,
        today: date,
        version: int | None = None,
        **facts: Any,
    ) -> None:
        if version is not None:
            facts["initial"] = {"expected_version": version, **facts.get("initial", {})}
        super().__init__(*args, **facts)
        self.known, self.today, self.is_doubtful = known, today, False

    def clean(self) -> dict[str, Any]:
        """The words as they are, or an error beside each text that could identify a child."""
        clean = super().clean() or {}
        texts = [name for name, field in self.fields.items() if isinstance(field, LongTextField) and clean.get(name)]
        known = list(self.known()) if texts else []
        for name in texts:
            found = identifying(clean[name], known=known, today=self.today)
            self.is_doubtful |= bool(found)
            numbers = [one for one in found if one.kind == "number"]
            if numbers or (found and not clean.get("checked")):
                self.add_error(name, in_words(numbers or found, may_stay=not numbers))
        return clean

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields to draw; last the box to tick, only once something was found."""
        own = [field for field in self.visible_fields() if field.name != "checked"]
        return [*own, self["checked"]] if self.is_doubtful else own
