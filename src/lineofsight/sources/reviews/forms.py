"""What is typed on the pages of incidents and reviews. Words that could identify a child are asked about before they are saved."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import Checkboxes, DateField, LongTextField, MultipleChoiceField, Radios
from lineofsight.sources.reviews.models import (
    AgencyReview,
    NationalResponse,
    PartnerDecision,
    PracticeReview,
    Proceeding,
    RapidReview,
)

Choices = Sequence[tuple[str, str]]
EXAMPLE = "For example, 31/10/2026"
NOBODY = "Nothing from which anybody could be recognised: no name, age in days, place or school."
LED_HERE = (("yes", "We lead: it happened here"), ("no", "Another partnership leads, and we work with it"))


class Choosing(CarefulForm):
    """A careful form whose choices are rows: `choices={"partner": [(key, name), …]}`."""

    def __init__(self, *args: Any, choices: Mapping[str, Choices] | None = None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name, pairs in (choices or {}).items():
            self.fields[name].choices = list(pairs)  # type: ignore[attr-defined]


class _KindFields(Choosing):
    """What kind of incident it is, and who leads."""

    summary = forms.CharField(
        label="What kind of incident is it?",
        help_text=f"In a few words, for example: serious injury of an infant. {NOBODY}",
        max_length=200,
    )
    duty_holder = forms.ChoiceField(
        label="Which local authority must notify?",
        help_text="The one where it happened. If that was outside England: the one where the child normally lives.",
    )
    what = MultipleChoiceField(
        label="Does any of this hold?",
        choices=[
            ("child_died", "The child died"),
            ("is_looked_after", "The child was in care"),
            ("is_care_leaver", "The person had left care and was under 25"),
        ],
        widget=Checkboxes(),
        required=False,
        help_text="Two of these start clocks of their own.",
    )
    led = forms.ChoiceField(label="Who leads?", choices=LED_HERE, widget=Radios(), initial="yes")
    other_partnership = forms.CharField(
        label="Which other partnership leads, or works with us?", max_length=200, required=False
    )
    themes = MultipleChoiceField(label="Themes", widget=Checkboxes(), required=False)

    def clean(self) -> dict[str, Any]:
        """Whoever leads elsewhere is named."""
        clean = super().clean()
        if clean.get("led") == "no" and not clean.get("other_partnership", "").strip():
            self.add_error("other_partnership", "Write which partnership leads.")
        return clean


class IncidentForm(_KindFields):
    """A new incident; the day it happened and the day of awareness are asked apart."""

    names = {"summary": "what kind of incident it is", "aware_on": "the day on which the authority became aware"}
    incident_on = DateField(
        label="When did it happen?", help_text=f"{EXAMPLE}. Leave it out if nobody knows.", required=False
    )
    aware_on = DateField(
        label="When did the local authority become aware of it?",
        help_text=f"The clock starts on this day, and not on the day it happened. {EXAMPLE}",
    )
    field_order = ("summary", "incident_on", "aware_on")


class DescribeForm(_KindFields):
    """The same without the days."""

    names = {"summary": "what kind of incident it is"}


class CorrectForm(CarefulForm):
    """The two first days, put right."""

    names = {"reason": "why", "aware_on": "the day of awareness"}
    incident_on = DateField(label="When did it happen?", help_text=EXAMPLE, required=False)
    aware_on = DateField(label="When did the local authority become aware of it?", help_text=EXAMPLE)
    reason = LongTextField(label="Why is this put right?", max_length=1000, rows=3)


class DecideForm(Choosing):
    """What one safeguarding partner decided."""

    names = {"partner": "a partner", "choice": "what it decided", "reason": "why", "decided_on": "the day"}
    partner = forms.ChoiceField(label="Which safeguarding partner decided?", widget=Radios())
    choice = forms.ChoiceField(
        label="What did it decide?", widget=Radios(inline=True), choices=PartnerDecision.Choice.choices
    )
    reason = LongTextField(label="Why?", max_length=2000, rows=4)
    decided_on = DateField(label="On which day?", help_text=EXAMPLE)


class NotifyForm(CarefulForm):
    """It was sent."""

    names = {"notified_on": "the day"}
    notified_on = DateField(
        label="When was the notification sent to the Panel and to the safeguarding partners?",
        help_text=f"The 15 working days of the rapid review start on this day. {EXAMPLE}",
    )


class NotNotifyForm(CarefulForm):
    """It does not meet the criteria."""

    names = {
        "reason": "why it is not notified",
        "other_learning": "how you will learn from it",
        "decided_on": "the day",
    }
    reason = LongTextField(label="Why does it not meet the criteria?", max_length=2000, rows=4)
    other_learning = LongTextField(
        label="How else will you learn from it?", help_text="For example: a learning review, an audit, a reflective session.",
        max_length=2000, rows=3,
    )  # fmt: skip
    decided_on = DateField(label="When was this decided?", help_text=EXAMPLE)


class AskForm(Choosing):
    """Which agencies are asked for what they know."""

    names = {"agencies": "an agency", "due_on": "the day"}
    agencies = MultipleChoiceField(label="Which agencies do you ask?", widget=Checkboxes())
    due_on = DateField(label="By when?", help_text="The timetable suggests this day.")


class SummaryForm(CarefulForm):
    """What an agency knows and did."""

    names = {"involved": "whether your organisation was involved"}
    involved = forms.ChoiceField(
        label="Was your organisation involved?",
        choices=(("yes", "Yes"), ("no", "No, we have no record")),
        widget=Radios(),
    )
    involvement = LongTextField(
        label="How, and when?",
        help_text=f"Write “Child A”, “Parent 1” and “Case 3”. {NOBODY}",
        required=False,
        max_length=5000,
    )
    good_practice = LongTextField(label="What was done well?", required=False, max_length=3000, rows=4)
    learning = LongTextField(label="What could be better?", required=False, max_length=3000, rows=4)
    immediate_action = LongTextField(
        label="What did you do at once to keep children safe?", required=False, max_length=3000, rows=4
    )

    def clean(self) -> dict[str, Any]:
        """Somebody who was involved says how."""
        clean = super().clean()
        if clean.get("involved") == "yes" and not clean.get("involvement", "").strip():
            self.add_error("involvement", "Write how your organisation was involved.")
        return clean


class CoverForm(CarefulForm):
    """One thing that a rapid review must cover."""

    names = {"text": "what the review says to this"}
    text = LongTextField(label="What does the review say?", help_text=NOBODY, max_length=5000, rows=10)


class OutcomeForm(CarefulForm):
    """What the rapid review came to."""

    names = {"outcome": "what it came to", "reason": "why", "decided_on": "the day"}
    outcome = forms.ChoiceField(
        label="What did the partners decide?",
        choices=[pair for pair in RapidReview.Outcome.choices if pair[0]],
        widget=Radios(),
    )
    reason = LongTextField(label="Why?", max_length=3000, rows=5)
    decided_on = DateField(
        label="On which day?", help_text=f"If it is a local review, its six months start on this day. {EXAMPLE}"
    )


class SendForm(CarefulForm):
    """To the Panel."""

    names = {"sent_on": "the day"}
    sent_on = DateField(label="When was it sent to the Panel, with the decision?", help_text=EXAMPLE)


class PanelForm(CarefulForm):
    """What came back."""

    names = {"view": "what the Panel said", "replied_on": "the day"}
    view = forms.ChoiceField(
        label="What did the Panel say?",
        choices=[pair for pair in RapidReview.PanelView.choices if pair[0]],
        widget=Radios(),
    )
    words = LongTextField(label="In its words", max_length=5000, required=False)
    replied_on = DateField(label="When did the reply come?", help_text=EXAMPLE)


class PlanForm(CarefulForm):
    """How the local review is done. Everything may come later."""

    reviewer = forms.CharField(label="Who reviews?", max_length=200, required=False)
    independence = LongTextField(
        label="How was the reviewer’s independence checked?", max_length=2000, rows=3, required=False
    )
    terms = LongTextField(label="Terms of reference", max_length=5000, required=False)
    looks_at_from = DateField(label="Which time does it look at: from", required=False)
    looks_at_to = DateField(label="To", required=False)
    family = LongTextField(
        label="How was the family offered to take part, and did they?", max_length=2000, rows=3, required=False
    )
    practitioners_met_on = DateField(label="When did practitioners meet?", required=False)
    legal_check = LongTextField(label="Who checked it in law, and when?", max_length=1000, rows=2, required=False)
    planned_for = DateField(
        label="Planned day of publication", required=False,
        help_text="The full report goes to the Panel at least 7 working days before.",
    )  # fmt: skip
    sent_on = DateField(label="When was the full report sent ahead?", required=False)


class PublishForm(CarefulForm):
    """Published or not."""

    names = {"publication": "how it is published", "published_on": "the day"}
    publication = forms.ChoiceField(
        label="How is it published?",
        choices=[pair for pair in PracticeReview.Publication.choices if pair[0]],
        widget=Radios(),
    )
    reason = LongTextField(label="If it is not published: why?", max_length=3000, rows=4, required=False)
    instead = LongTextField(
        label="If it is not published: what about improvements is published instead?",
        max_length=3000,
        rows=4,
        required=False,
    )
    published_on = DateField(label="On which day was it published, or was that decided?", help_text=EXAMPLE)


class LateForm(Choosing):
    """A clock that will be late; it runs on."""

    names = {"clock": "a clock", "expected_on": "the day", "reason": "why", "agreed_with": "who agreed"}
    clock = forms.ChoiceField(label="Which clock?", widget=Radios(), help_text="It runs on: nothing pauses it.")
    expected_on = DateField(label="When do you expect it?", help_text=EXAMPLE)
    reason = LongTextField(label="Why?", max_length=2000, rows=4)
    agreed_with = forms.CharField(
        label="With whom was that agreed?", max_length=200, help_text="For example: the Panel."
    )
    agreed_on = DateField(label="When was it agreed?", help_text=EXAMPLE)


class TickForm(Choosing):
    """A part of the timetable is done."""

    names = {"part": "a part of the timetable"}
    part = forms.ChoiceField(label="Which part?", widget=Radios())
    done_on = DateField(
        label="When was it done?", help_text="Leave it out to say that it is not done after all.", required=False
    )


class CommentForm(CarefulForm):
    """The scrutineer's."""

    names = {"text": "your comment"}
    text = LongTextField(label="What do you want to say?", help_text="It is kept as you write it.", max_length=3000)


class ProceedingForm(CarefulForm):
    """What else goes on."""

    names = {"kind": "what goes on", "began_on": "the day"}
    kind = forms.ChoiceField(label="What goes on?", choices=Proceeding.Kind.choices, widget=Radios())
    began_on = DateField(label="Since when?", help_text=EXAMPLE)
    note = LongTextField(label="What should the group know of it?", max_length=1000, rows=3, required=False)


class NationalForm(CarefulForm):
    """A set of recommendations from outside."""

    names = {
        "title": "its title",
        "published_by": "who published it",
        "published_on": "the day",
        "wordings": "its recommendations",
    }
    title = forms.CharField(label="Title", max_length=200)
    published_by = forms.CharField(label="Who published it?", max_length=200, help_text="As it calls itself.")
    published_on = DateField(label="When?", help_text=EXAMPLE)
    url = forms.URLField(label="Where can it be read?", required=False, assume_scheme="https")
    wordings = LongTextField(
        label="Its recommendations, in its own words",
        help_text="Leave an empty line between two.",
        max_length=20_000,
        rows=12,
    )

    def recommendations(self) -> list[str]:
        """Each recommendation: what stands between empty lines."""
        parts = str(self.cleaned_data["wordings"]).replace("\r\n", "\n").split("\n\n")
        return [" ".join(part.split()) for part in parts if part.strip()]


class RespondForm(Choosing):
    """What one agency says to one recommendation."""

    names = {"agency": "an agency", "applies": "whether it applies", "response": "what you do about it"}
    agency = forms.ChoiceField(label="For which agency?")
    applies = forms.ChoiceField(label="Does it apply?", choices=NationalResponse.Applies.choices, widget=Radios())
    response = LongTextField(label="What do you do about it, or why does it not apply?", max_length=3000)


class TakeUpForm(Choosing):
    """The partnership takes it up as a recommendation of its own."""

    names = {"agency": "an agency"}
    agency = forms.ChoiceField(label="Who does it?", required=False)
    due_on = DateField(label="By when?", help_text=EXAMPLE, required=False)


class AgencyReviewForm(Choosing):
    """A single agency's own review of an incident."""

    names = {"title": "what it is about", "process": "what kind of review it is", "agency": "an agency"}
    agency = forms.ChoiceField(label="Which agency’s review is it?")
    title = forms.CharField(label="What is it about?", max_length=200, help_text=NOBODY)
    process = forms.ChoiceField(
        label="What kind of review is it?", choices=AgencyReview.Process.choices, widget=Radios()
    )
    incident_on = DateField(label="When was the incident?", required=False)
    learning = LongTextField(label="What did the agency learn?", max_length=5000, required=False)
    for_others = LongTextField(label="What does it mean for other agencies?", max_length=3000, rows=4, required=False)
