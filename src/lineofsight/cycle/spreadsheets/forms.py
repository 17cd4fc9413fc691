"""What is given and chosen on the pages of spreadsheets."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from lineofsight.cycle.spreadsheets.columns import Kind
from lineofsight.foundation.partnership.careful import I_HAVE_CHECKED
from lineofsight.foundation.ui.forms import Form, WholeNumberField

NOT_THERE: Final = "Not in this file"
Choices = Sequence[tuple[str, str]]


class FileForm(Form):
    """One spreadsheet."""

    names = {"file": "your spreadsheet"}
    file = forms.FileField(
        label="Your spreadsheet",
        help_text="XLSX, ODS, XLS or CSV: our template, or your own in any order of columns. Nothing is saved yet: you "
        "first see what would happen.",
    )


class SheetForm(Form):
    """Which sheet and which row of headings."""

    sheet = forms.ChoiceField(label="Which sheet?", required=False)
    heading_row = WholeNumberField(label="In which row are the headings?", min_value=1)

    def __init__(self, *args: Any, sheets: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]
        if len(sheets) < 2:
            del self.fields["sheet"]


class ColumnsForm(Form):
    """Which column is what: one list for each of our columns."""

    def __init__(self, *args: Any, kind: Kind, columns: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.kind = kind
        for one in kind.fields:
            field = forms.ChoiceField(label=one.heading, required=one.needed, choices=[("", NOT_THERE), *columns])
            field.error_messages["required"] = f"Choose the column with “{one.heading}”"
            self.fields[one.code] = field

    def clean(self) -> dict[str, Any]:
        """No column stands for two of ours."""
        clean = super().clean() or {}
        chosen: dict[str, str] = {}
        for one in self.kind.fields:
            at = clean.get(one.code)
            if at and at in chosen:
                self.add_error(one.code, f"This column is “{chosen[at]}” already. Choose another one.")
            elif at:
                chosen[at] = one.heading
        return clean

    @property
    def columns(self) -> dict[str, int]:
        """The chosen columns by our code."""
        return {code: int(at) for code, at in self.cleaned_data.items() if at != ""}


class BringInForm(Form):
    """The last look: what was shown, and that doubtful words were looked at."""

    digest = forms.CharField(widget=forms.HiddenInput)
    checked = forms.BooleanField(label=I_HAVE_CHECKED, error_messages={"required": "Tick the box when you have looked"})

    def __init__(self, *args: Any, is_doubtful: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not is_doubtful:
            del self.fields["checked"]
