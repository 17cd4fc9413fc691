"""What every page of meetings shows around its content, and the rows that an address names."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.models import Group, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.challenges.queries import seats_to_ask
from lineofsight.governance.meetings import permissions
from lineofsight.governance.meetings.models import AgendaItem, Meeting
from lineofsight.governance.meetings.queries import meetings
from lineofsight.governance.meetings.queries.reading import may_read_item, reader_of

SECTION, MARKING = "Meetings and reports", "OFFICIAL-SENSITIVE"
SEE, EDIT = permissions.SEE, permissions.EDIT


def shared(request: PartnershipRequest, marking: str = MARKING) -> dict[str, Any]:
    """The links of the section and the marking."""
    links = section_links(request.path, request.here, SECTION)
    return {"sub_navigation": links, "marking": marking, "list_url": url(request, "meetings:list")}


def url(request: PartnershipRequest, name: str, *args: object) -> str:
    """An address inside the partnership."""
    return reverse(name, args=[request.here.partnership.slug, *args])


def back_to(request: PartnershipRequest, meeting: Meeting, anchor: str = "") -> HttpResponse:
    """To the meeting's page."""
    return redirect(url(request, "meetings:meeting", meeting.pk) + anchor)


def found(request: PartnershipRequest, meeting: UUID) -> Meeting:
    """The meeting of this partnership, or 404."""
    try:
        return meetings.one(request.here.partnership, meeting)
    except Meeting.DoesNotExist:
        raise Http404 from None


def found_to_edit(request: PartnershipRequest, meeting: UUID) -> Meeting:
    """The same for whoever prepares this group's meetings; others are told why they cannot."""
    held = found(request, meeting)
    reason = permissions.why_not_edit(request.here, held.group)
    if reason:
        raise Refused(reason)
    return held


def found_item(request: PartnershipRequest, meeting: UUID, item: UUID, *, to_edit: bool = False) -> AgendaItem:
    """The standing item of the meeting, for somebody who may read it; else 404."""
    held = found_to_edit(request, meeting) if to_edit else found(request, meeting)
    try:
        row = meetings.items_of(held).select_related("stop__product__partnership").get(pk=item)
    except AgendaItem.DoesNotExist:
        raise Http404 from None
    if not may_read_item(reader_of(request.here), row):
        raise Http404
    row.meeting = held
    return row


def group_choices(here: Here, *, own: bool = True) -> list[tuple[str, str]]:
    """The groups, as choices; with `own` those alone whose meetings the person looks after."""
    rows = meetings.groups_that_meet(here.partnership, on=here.today)
    return [(str(one.pk), one.name) for one in rows if not own or permissions.why_not_edit(here, one) is None]


def group_chosen(here: Here, key: str) -> Group:
    """The group of such a choice."""
    return Group.objects.for_partnership(here.partnership).get(pk=key)


def seats(here: Here) -> list[Role]:
    """The roles that somebody is in today: who can present, own and answer."""
    return seats_to_ask(here.partnership, today=here.today)


def as_choices(rows: Sequence[Role]) -> list[tuple[str, str]]:
    """Roles as choices."""
    return [(str(one.pk), str(one)) for one in rows]


def seat_chosen(rows: Sequence[Role], key: str) -> Role | None:
    """The role of such a choice; None when none was chosen."""
    return next((one for one in rows if str(one.pk) == key), None)


def year_of(day: date) -> tuple[date, date]:
    """The year to the day: the twelve months that end on it."""
    return day.replace(year=day.year - 1, day=min(day.day, 28)), day
