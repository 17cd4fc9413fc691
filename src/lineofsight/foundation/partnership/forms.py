"""Forms of people, seats, organisations and groups."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from lineofsight.foundation.accounts.forms import PASSWORD_HINT
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.models import (
    Area,
    Group,
    Membership,
    Organisation,
    Participation,
    Partnership,
    Role,
    RoleKind,
)
from lineofsight.foundation.partnership.queries import areas_of
from lineofsight.foundation.ui.forms import (
    DateField,
    Form,
    LongTextField,
    Password,
    PersonNameField,
    Radios,
)


class EmailField(forms.EmailField):
    """An e-mail address, kept in small letters."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}), **facts)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class InviteForm(CarefulForm):
    """A seat, and who is invited to it."""

    names = {"role": "a role", "name": "their name", "email": "their e-mail address"}

    role = forms.ModelChoiceField(label="Role", queryset=Role.objects.none(), empty_label="Choose a role")
    name = PersonNameField(label="Their name", max_length=200)
    email = EmailField(
        label="Their e-mail address", help_text="Their address at work. The link goes there, and nowhere else."
    )
    why = forms.CharField(
        label="Why them", required=False, max_length=300, help_text="One line that they read in the e-mail."
    )
    is_deputy = forms.BooleanField(label="As deputy, not as the one who holds the role", required=False)
    access_ends_on = DateField(
        label="Last day of access", required=False, help_text="Guests must have one, for example an inspector."
    )

    def __init__(self, *args: Any, partnership: Partnership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        seats = Role.objects.for_partnership(partnership).exclude(ends_on__lt=today)
        self.fields["role"].queryset = seats.select_related("organisation").order_by("organisation__name", "title")  # type: ignore[attr-defined]


class PassOnForm(Form):
    """Whose job it is instead."""

    names = {"name": "their name", "email": "their e-mail address"}

    name = PersonNameField(label="Whose job is it?", max_length=200)
    email = EmailField(label="Their e-mail address at work")


class PassOnOwnForm(PassOnForm):
    """Which of one's own roles is somebody else's job, and whose."""

    names = {**PassOnForm.names, "role": "a role"}

    role = forms.ModelChoiceField(label="Which role?", queryset=Role.objects.none(), empty_label=None, widget=Radios)
    field_order = ("role", "name", "email")

    def __init__(self, *args: Any, held: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.filter(pk__in=held).select_related("organisation")  # type: ignore[attr-defined]


class NewAccountForm(Form):
    """A name and a password for an account that an invitation makes."""

    names = {"name": "your name", "password": "a password"}

    name = PersonNameField(label="Your name", max_length=200)
    password = forms.CharField(
        label="Choose a password", strip=False, widget=Password(new=True), help_text=PASSWORD_HINT
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


class ReasonForm(CarefulForm):
    """Why."""

    names = {"reason": "the reason"}

    reason = forms.CharField(label="Reason", max_length=300)


class ResetSecondStepForm(ReasonForm):
    """That one has made sure who asks."""

    how = forms.ChoiceField(
        label="How did you make sure that it is them?",
        choices=[
            ("called", "I called them on a number that I had before"),
            ("met", "I met them, or saw them on a video call"),
            ("colleague", "A colleague who knows them vouched for them"),
        ],
        widget=Radios,
    )
    field_order = ("how", "reason")


class HandOverForm(Form):
    """What happens to one seat when its holder leaves it."""

    EMPTY, INVITE = "empty", "invite"

    to = forms.ChoiceField(label="Who takes over?", widget=Radios)
    name = PersonNameField(label="Name of somebody new", max_length=200, required=False)
    email = EmailField(label="Their e-mail address", required=False)

    def __init__(self, *args: Any, membership: Membership, deputies: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        others = [(str(one.pk), f"{one.person.name}, deputy now") for one in deputies if one.pk != membership.pk]
        new = (self.INVITE, "Somebody new, whom we invite")
        self.fields["to"].choices = [*others, new, (self.EMPTY, "Nobody yet")]  # type: ignore[attr-defined]
        self.fields["to"].label = f"Who takes over {membership.role}?"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == self.INVITE:
            for field in ("name", "email"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(
                        field, f"Enter the {'name' if field == 'name' else 'e-mail address'} of who takes over"
                    )
        return cleaned


class LeaveForm(Form):
    """When somebody leaves."""

    names = {"last_day": "the last day"}

    last_day = DateField(label="Last day", help_text="They can sign in until the end of this day.")
    at_once = forms.BooleanField(
        label="Stop their access now",
        required=False,
        help_text="They are signed out this minute, whatever the last day.",
    )


class _Dated(CarefulForm):
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False, help_text="Leave empty when there is no end yet.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be on or after the first day")
        return cleaned

    def _successors(self, choices: Any) -> None:
        self.fields["successors"] = forms.ModelMultipleChoiceField(
            label="Succeeded by",
            queryset=choices,
            required=False,
            help_text="What takes its place when it ends.",
            widget=forms.CheckboxSelectMultiple,
        )


class OrganisationForm(_Dated):
    """An organisation and its dates."""

    not_looked_at = frozenset({"name", "short_name", "official_code", "address"})

    name = forms.CharField(label="Name", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    kind = forms.ChoiceField(label="Kind", choices=Organisation.Kind.choices)
    official_code = forms.CharField(
        label="Official code", max_length=40, required=False, help_text="From ONS or the NHS."
    )
    address = LongTextField(
        label="Address",
        max_length=300,
        rows=3,
        required=False,
        help_text="So that its own address is not taken for a family’s in what people write.",
    )
    field_order: tuple[str, ...] = ("name", "short_name", "kind", "official_code", "address", "starts_on", "ends_on")

    def __init__(self, *args: Any, partnership: Partnership, row: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.filter(participations__partnership=partnership).distinct()
        if row is not None:
            self._successors(others.exclude(pk=row.pk))


class NewOrganisationForm(OrganisationForm):
    """An organisation and its part in the partnership."""

    part = forms.ChoiceField(label="Part in the partnership", choices=Participation.Part.choices)
    field_order = ("name", "short_name", "kind", "part", "official_code", "address", "starts_on", "ends_on")


class NewAreasForm(Form):
    """Areas that the partnership covers, one a line. `has_whole`: the whole area is named already."""

    names = {"lines": "the areas", "starts_on": "the first day"}

    lines = LongTextField(
        label="Which areas?",
        max_length=5_000,
        rows=6,
        help_text="One on each line: its official code, a space, its name. For example: E07000105 Ashford.",
    )
    kind = forms.ChoiceField(label="Kind", choices=Area.Kind.choices, initial=Area.Kind.DISTRICT)
    starts_on = DateField(label="Covered since")
    is_whole = forms.BooleanField(label="It is the whole area of the partnership", required=False)

    def __init__(self, *args: Any, has_whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_whole = has_whole

    def clean_lines(self) -> list[tuple[str, str]]:
        """(code, name) of each line that holds something."""
        given = [line.strip() for line in str(self.cleaned_data["lines"]).splitlines() if line.strip()]
        found = []
        for number, line in enumerate(given, start=1):
            code, _, name = line.replace("\t", " ").partition(" ")
            if not name.strip() or len(code) > 80 or len(name.strip()) > 120:
                raise forms.ValidationError(f"Line {number}: write the official code, a space, and the name.")
            found.append((code.rstrip(",;"), name.strip()))
        return found

    def clean(self) -> dict[str, Any]:
        """There is one whole area."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_whole") and len(cleaned.get("lines") or ()) > 1:
            self.add_error("is_whole", "Only one area is the whole one. Add it alone, then add its parts.")
        elif cleaned.get("is_whole") and self.has_whole:
            self.add_error("is_whole", "The whole area is named already. End it first, or leave this box empty.")
        return cleaned


class AreaForm(_Dated):
    """An area's name and dates, and what takes its place when it ends."""

    name = forms.CharField(label="Name", max_length=120)
    field_order = ("name", "starts_on", "ends_on")

    def __init__(self, *args: Any, partnership: Partnership, row: Area | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is not None:
            self._successors(areas_of(partnership).exclude(pk=row.pk))


class GroupForm(_Dated):
    """A group, its remit and its dates."""

    not_looked_at = frozenset({"name"})

    name = forms.CharField(label="Name", max_length=200)
    remit = LongTextField(label="Remit", required=False, rows=8)
    field_order = ("name", "remit", "starts_on", "ends_on")

    def __init__(self, *args: Any, partnership: Partnership, row: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is not None:
            self._successors(Group.objects.for_partnership(partnership).exclude(pk=row.pk))


class RoleForm(_Dated):
    """A seat: a kind of role in an organisation, perhaps of a group."""

    not_looked_at = frozenset({"title"})

    title = forms.CharField(
        label="Title", max_length=200, help_text="As people say it, for example: Head of safeguarding."
    )
    kind = forms.ModelChoiceField(label="Kind of role", queryset=RoleKind.objects.none(), empty_label="Choose one")
    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.none(), empty_label="Choose one"
    )
    group = forms.ModelChoiceField(label="Group", queryset=Group.objects.none(), required=False, empty_label="None")
    field_order = ("title", "kind", "organisation", "group", "starts_on", "ends_on")

    def __init__(self, *args: Any, partnership: Partnership, row: Role | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = Organisation.objects.filter(participations__partnership=partnership).distinct()
        self.fields["kind"].queryset = RoleKind.objects.filter(partnership=partnership)  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = taking_part  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.for_partnership(partnership)  # type: ignore[attr-defined]
        if row is not None:
            others = Role.objects.for_partnership(partnership).exclude(pk=row.pk)
            self._successors(others.select_related("organisation"))
