"""The form behind every page on which people write in their own words: nobody can be recognised from what is saved."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from lineofsight.engine.disclosure.identifying import MUST_GO, Found, Known, identifying, in_words
from lineofsight.engine.documents.reading import Unreadable, words_in
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.ui.forms import PersonNameField, VersionedForm

if TYPE_CHECKING:
    from lineofsight.foundation.partnership.guards import PartnershipRequest

Knows = Callable[[], Known | Iterable[str]]
CHECKED = "checked"
I_HAVE_CHECKED = "I have checked: nobody can recognise a child, a parent or a carer from this"
IN_FILE = "Your file was not kept. Choose it again when you have looked at it."


def careful(request: "PartnershipRequest") -> dict[str, Any]:
    """What a careful form of the request's partnership needs: `AskForm(request.POST or None, **careful(request))`."""
    here = request.here
    return {"known": lambda: known_names(here.partnership), "today": here.today}


def doubts(texts: Mapping[str, str], *, known: Knows, today: date) -> dict[str, tuple[Found, ...]]:
    """What could identify a child in each text, by its name; for what is typed outside of a form. Empty when nothing could."""
    written = {name: text for name, text in texts.items() if text.strip()}
    sure = Known.of(known()) if written else Known()
    found = {name: identifying(text, known=sure, today=today) for name, text in written.items()}
    return {name: one for name, one in found.items() if one}


def why_not_save(found: Iterable[Found], *, is_checked: bool, must_go: Collection[str] = MUST_GO) -> str:
    """What to tell somebody whose words hold this, or nothing when they may be saved as they are."""
    held = list(found)
    numbers = [one for one in held if one.kind in must_go]
    if numbers or (held and not is_checked):
        return in_words(numbers or held, may_stay=not numbers)
    return ""


class CarefulForm(VersionedForm):
    """A form whose texts and files are looked through for whatever could identify a child.

    `known` gives what is no child's (`queries.known_names`), `version` the version of the row that is shown. An NHS number
    or a pupil's number must go. For the rest the form comes back with a box to tick: no child can be recognised.
    `not_looked_at` names fields that hold no free text, such as a code, and files with a rule of their own.
    """

    not_looked_at: frozenset[str] = frozenset()

    def __init__(
        self,
        *args: Any,
        known: Knows = list,
        today: date,
        version: int | None = None,
        **facts: Any,
    ) -> None:
        if version is not None:
            facts["initial"] = {"expected_version": version, **facts.get("initial", {})}
        super().__init__(*args, **facts)
        self.known, self.today, self.is_doubtful = known, today, False
        # The box is no field of the form until something was found; then it comes last.
        self.box = forms.BooleanField(required=False, label=I_HAVE_CHECKED)

    def clean(self) -> dict[str, Any]:
        """The words as they are, or an error beside each text or file that could identify a child."""
        clean = super().clean() or {}
        names = [name for name, field in self.fields.items() if self._is_free(name, field) and clean.get(name)]
        sure, is_checked = Known.of(self.known()) if names else Known(), self._is_checked()
        for name in names:
            self._look_at(name, clean, sure, is_checked=is_checked)
        if self.is_doubtful:
            self.fields[CHECKED] = self.box
        return clean

    def _is_checked(self) -> bool:
        given = self.box.widget.value_from_datadict(self.data, self.files, self.add_prefix(CHECKED))
        return bool(self.box.clean(given))

    def _look_at(self, name: str, clean: Mapping[str, Any], sure: Known, *, is_checked: bool) -> None:
        is_file = isinstance(self.fields[name], forms.FileField)
        try:
            texts = list(_file_words(clean[name])) if is_file else [str(clean[name])]
        except Unreadable as damaged:
            self.add_error(name, str(damaged))
            return
        found = [one for text in texts for one in identifying(text, known=sure, today=self.today, in_file=is_file)]
        self.is_doubtful |= bool(found)
        # Ten figures in a file may be anything; in a sentence that a person types they are not.
        reason = why_not_save(found, is_checked=is_checked, must_go=() if is_file else MUST_GO)
        if reason:
            self.add_error(name, f"{reason} {IN_FILE}" if is_file else reason)

    def _is_free(self, name: str, field: forms.Field) -> bool:
        """True for a field in which people write in their own words, or give a file."""
        return name not in self.not_looked_at and is_free_text(field)

    @property
    def said(self) -> dict[str, Any]:
        """The clean values without the version that was read."""
        return {name: value for name, value in self.cleaned_data.items() if name != "expected_version"}

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields to draw one by one; last the box to tick, only once something was found."""
        return self.visible_fields()


def is_free_text(field: forms.Field) -> bool:
    """True for a field in which people write in their own words, or give a file; the house test asks the same."""
    if isinstance(field, forms.FileField):
        return True
    if isinstance(field, PersonNameField | forms.EmailField | forms.URLField | forms.SlugField | forms.UUIDField):
        return False
    hidden = field.widget.is_hidden or isinstance(field.widget, forms.PasswordInput)
    # Django's other fields that people type into are children of their own classes; a choice is none of them.
    return isinstance(field, forms.CharField) and not hidden


def _file_words(given: Any) -> Iterator[str]:
    """The name and the words of each file that was given; nothing for kinds that are not read."""
    for upload in given if isinstance(given, list) else [given]:
        yield upload.name or ""
        words = words_in(upload, name=upload.name or "")
        if words:
            yield words
