"""Before the meeting: views and comments, papers, and whether one comes. After it: who came."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lineofsight.foundation.files import changes as files
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.views.adding import form_for, limits
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import Here, bodies_of
from lineofsight.foundation.ui.words import counted
from lineofsight.governance.challenges.queries import seats_of as own_seats
from lineofsight.governance.meetings import forms, permissions
from lineofsight.governance.meetings.changes import before
from lineofsight.governance.meetings.models import AgendaItem, Attendance, Meeting
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.meetings import came_to
from lineofsight.governance.meetings.queries.reading import seats_of
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.meetings.views.acting import READS_AND_SENDS, Clean, Deed, act
from lineofsight.governance.meetings.views.sections import (
    EDIT,
    SEE,
    back_to,
    found,
    found_item,
    found_to_edit,
    shared,
    url,
)


@partnership_page(SEE)
@READS_AND_SENDS
def say(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """A member's view on a product, anybody's comment on anything."""
    row = found_item(request, meeting, item)
    sits = permissions.sits_in(request.here, row.meeting.group)
    has_view = sits and row.stop is not None

    def do(clean: Clean) -> None:
        before.say_before(
            row, view=clean.get("view", ""), words=clean["words"], by=request.here.doer, now=now(),
            organisation=_organisation(request.here, row.meeting) if has_view else None,
        )  # fmt: skip

    title = "Say what you think" if has_view else "Comment on this item"
    text = "The chair and the other members see it before the meeting. The group decides in the room, not here."
    return act(
        request,
        Deed(title, "Send it", forms.SayForm, do, url(request, "meetings:item", meeting, item), done="It was sent.",
             caption=row.title, text=text, choices={"has_view": has_view}, why_not=states.why_not_say(row.meeting.state)),
    )  # fmt: skip


def _organisation(here: Here, meeting: Meeting) -> Organisation | None:
    """The organisation for which the person sits in the group."""
    keys = [seat.organisation_id for seat in here.holdings if seat.group_code == meeting.group.code]
    return bodies_of(here.partnership).filter(pk__in=keys).order_by("name").first()


@partnership_page(SEE)
@READS_AND_SENDS
def coming(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Whether one's own seat is filled: oneself, a deputy, or apologies."""
    held = found(request, meeting)
    role = _own_role(request, held)
    if role is None:
        raise Refused(f"You do not sit in this group: {held.group.name}.")

    def do(clean: Clean) -> None:
        facts = {"kind": clean["kind"], "deputy_name": clean["deputy_name"]}
        before.say_whether_coming(held, role, by=request.here.doer, now=now(), **facts)

    row = came_to(held).get(role.pk)
    initial = {"kind": row.kind, "deputy_name": row.deputy_name} if row else {}
    return act(
        request,
        Deed("Will you come?", "Send", forms.ComingForm, do, url(request, "meetings:meeting", held.pk),
             done="The chair knows.", caption=held.title, initial=initial, why_not=states.why_not_say(held.state)),
    )  # fmt: skip


def _own_role(request: PartnershipRequest, held: Meeting) -> Role | None:
    mine = own_seats(request.here)
    rows = Role.objects.for_partnership(request.here.partnership).filter(group=held.group, pk__in=list(mine))
    return rows.select_related("organisation").order_by("title").first()


@partnership_page(EDIT)
@READS_AND_SENDS
def came(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Who was there: a row for each seat."""
    held = found_to_edit(request, meeting)
    reason = states.why_not_record(held.state)
    if reason and request.method != "POST":
        messages.error(request, reason)
        return back_to(request, held)
    seats = {str(seat.role.pk): seat for seat in seats_of(held.group, on=day_of(held))}
    known = {str(key): one for key, one in came_to(held).items()}
    rows = [(key, str(seat.role), *_known(known.get(key))) for key, seat in seats.items()]
    form = forms.AttendanceForm(request.POST or None, seats=rows)
    if request.method == "POST" and form.is_valid():
        said = {seats[key].role: value for key, value in form.came().items()}
        try:
            before.record_attendance(held, said, by=request.here.doer, now=now(), today=request.here.today)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Who came is written down.")
            return back_to(request, held)
    people = {key: ", ".join(one.name for one in seat.people) for key, seat in seats.items()}
    facts = {
        "form": form,
        "meeting": held,
        "rows": [(people[key], form[f"kind_{key}"], form[f"deputy_{key}"]) for key in seats],
    }
    return render(request, "meetings/came.html", shared(request, held.marking) | facts)


def _known(one: Attendance | None) -> tuple[str, str]:
    return (one.kind, one.deputy_name) if one else ("", "")


@partnership_page(EDIT)
@READS_AND_SENDS
def paper(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Papers of the item: files and a link."""
    row = found_item(request, meeting, item, to_edit=True)
    form = form_for(request, forms.PaperForm, initial={"marking": row.meeting.marking})
    if request.method == "POST" and form.is_valid():
        try:
            added = _attach(request, row, form)
        except (NotTaken, Refused) as reason:
            form.add_error("uploads" if form.given["uploads"] else "url", str(reason))
        else:
            messages.success(request, f"{counted(added, 'paper')} added.")
            return redirect(url(request, "meetings:item", meeting, item))
    facts = {"form": form, "item": row, "meeting": row.meeting}
    return render(request, "meetings/paper.html", shared(request, row.meeting.marking) | facts)


def _attach(request: PartnershipRequest, row: AgendaItem, form: forms.PaperForm) -> int:
    """Keep files and link on the item's own subject, then put them on the agenda; how many."""
    here, moment = request.here, now()
    subject = before.subject_for_papers(row)
    made = files.attach_all(
        here.partnership, subject, facts=form.facts(), by=here.doer, now=moment, **form.given, **limits()
    )
    pages = form.cleaned_data["pages"] if len(made) == 1 else None
    for evidence in made:
        before.add_paper(row, evidence, by=here.doer, now=moment, pages=pages)
    return len(made)
