"""Planning meetings, and the forward plan's own entries."""

from datetime import time
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, Radios, WholeNumberField
from lineofsight.governance.meetings.forms.fields import DAY_HINT, MARKINGS, Choices, TimeField, choose
from lineofsight.governance.meetings.models import AgendaItem
from lineofsight.governance.meetings.rules import dates


class SittingForm(CarefulForm):
    """When and where a meeting is."""

    names = {"day": "the day", "starts": "when it starts", "minutes": "how long it lasts"}
    day = DateField(label="On which day?", help_text=DAY_HINT)
    starts = TimeField(label="When does it start?", help_text="For example, 10:00", initial=time(10))
    minutes = WholeNumberField(label="How many minutes does it last?", min_value=10, max_value=600, initial=120)
    place = forms.CharField(label="Where?", help_text="A room, or a video call.", max_length=200, required=False)
    marking = forms.ChoiceField(
        label="Protective marking", choices=MARKINGS, widget=Radios(inline=True), initial="OFFICIAL-SENSITIVE"
    )
    chair = forms.ChoiceField(label="Who chairs it?", required=False)


class PlanForm(SittingForm):
    """One meeting of a group."""

    names = {**SittingForm.names, "group": "the group", "papers_due_on": "the day"}
    group = forms.ChoiceField(label="Which group meets?")
    papers_due_on = DateField(
        label="By when must papers be there?", help_text="Leave it empty for five working days before.", required=False
    )
    field_order: tuple[str, ...] = ("group", "day", "starts", "minutes", "place", "papers_due_on", "chair", "marking")

    def __init__(self, *args: Any, groups: Choices = (), chairs: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "group", "Choose a group", groups)
        choose(self, "chair", "To be agreed", chairs)


class SeriesForm(PlanForm):
    """A group's meetings of a year."""

    names = {**PlanForm.names, "until": "the last day", "papers_days": "how many days"}
    day = DateField(label="On which day is the first one?", help_text=DAY_HINT)
    cycle = forms.ChoiceField(label="How often?", choices=dates.CYCLES, initial="quarter")
    until = DateField(label="Plan them up to which day?", help_text="For example, 31/3/2027")
    papers_days = WholeNumberField(
        label="How many working days before must papers be there?", min_value=0, max_value=30, initial=5
    )
    field_order: tuple[str, ...] = (
        "group",
        "day",
        "cycle",
        "until",
        "starts",
        "minutes",
        "place",
        "papers_days",
        "chair",
        "marking",
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        del self.fields["papers_due_on"]


class MeetingForm(SittingForm):
    """Change a meeting."""

    names = {**SittingForm.names, "title": "what it is called", "papers_due_on": "the day"}
    title = forms.CharField(label="What is it called?", max_length=200)
    papers_due_on = DateField(label="By when must papers be there?", help_text=DAY_HINT)
    field_order: tuple[str, ...] = ("title", "day", "starts", "minutes", "place", "papers_due_on", "chair", "marking")

    def __init__(self, *args: Any, chairs: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "chair", "To be agreed", chairs)


class ReasonForm(CarefulForm):
    """Why something is cancelled or withdrawn."""

    names = {"reason": "why"}
    reason = LongTextField(label="Why?", help_text="The reason stays on record.", max_length=300, rows=3)


class PlannedForm(CarefulForm):
    """An entry of the forward plan."""

    names = {"title": "what it is", "group": "the group", "on": "the day", "paper_due_on": "the day"}
    title = forms.CharField(label="What should the group look at?", max_length=200)
    group = forms.ChoiceField(label="Which group?")
    purpose = forms.ChoiceField(
        label="What should it do?", choices=AgendaItem.Purpose.choices, widget=Radios(inline=True), initial="note"
    )
    on = DateField(
        label="On which day, or in time for which meeting?",
        help_text="It comes onto the agenda of the group’s next meeting from then on. For example, 3/11/2026",
    )  # fmt: skip
    owner = forms.ChoiceField(label="Who brings it?", required=False)
    paper_due_on = DateField(label="By when must its paper be there?", help_text=DAY_HINT, required=False)

    def __init__(self, *args: Any, groups: Choices = (), seats: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "group", "Choose a group", groups)
        choose(self, "owner", "To be agreed", seats)
