"""What is typed on the pages of meetings. Words that could identify a child are asked about before anything is saved."""

from lineofsight.governance.meetings.forms.agenda import AttendanceForm, ComingForm, ItemForm, PaperForm, SayForm
from lineofsight.governance.meetings.forms.planning import MeetingForm, PlanForm, PlannedForm, ReasonForm, SeriesForm
from lineofsight.governance.meetings.forms.recording import (
    ActionForm,
    AgreeForm,
    ChallengeForm,
    DecisionForm,
    MinutesForm,
    NoteForm,
    OutsideForm,
)

__all__ = [
    "ActionForm",
    "AgreeForm",
    "AttendanceForm",
    "ChallengeForm",
    "ComingForm",
    "DecisionForm",
    "ItemForm",
    "MeetingForm",
    "MinutesForm",
    "NoteForm",
    "OutsideForm",
    "PaperForm",
    "PlanForm",
    "PlannedForm",
    "ReasonForm",
    "SayForm",
    "SeriesForm",
]
