"""Seats, organisations and groups: lists with dates and successors, and editing that never overwrites unseen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership import changes, guards, queries
from lineofsight.foundation.partnership.careful import CHECKED, careful
from lineofsight.foundation.partnership.forms import GroupForm, NewOrganisationForm, OrganisationForm, RoleForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Group, Role
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.partnership.views.people import sections
from lineofsight.foundation.trail.changes import installation_chain
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.foundation.ui.forms import VersionedForm
from lineofsight.foundation.ui.tables import Column, Filter, Table


def url_of(request: PartnershipRequest, name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=[request.here.partnership.slug, *args])


def list_page(
    request: PartnershipRequest, table: Table, *, heading: str, add: str = "", may: str = ""
) -> HttpResponseBase:
    if table.wants_export:
        return table.export_response()
    add_url = url_of(request, add) if add and request.here.may(may) else ""
    facts = {"table": table, "heading": heading, "add_url": add_url, "sub_navigation": sections(request)}
    return render(request, "partnership/list.html", facts)


def names_of(rows: Any) -> str:
    return ", ".join(str(getattr(row, "name", row)) for row in rows.all())


def _holders(seat: Role, today: Any) -> str:
    sits = [
        f"{one.person.name} (deputy)" if one.is_deputy else one.person.name
        for one in seat.memberships.all()
        if one.confirmed_at
        and not one.stopped_at
        and one.starts_on <= today
        and (not one.ends_on or one.ends_on >= today)
    ]
    return ", ".join(sits) or "Nobody"


@partnership_page("see_people")
@require_safe
def seats(request: PartnershipRequest) -> HttpResponseBase:
    """Every seat, who sits in it, and until when."""
    today = request.here.today
    table = Table(
        request,
        name="roles",
        title="Roles",
        rows=queries.seats(request.here.partnership),
        default_sort="title",
        noun=("role", "roles"),
        columns=[
            Column("title", "Role", filter="text", url=lambda seat: url_of(request, "seat", seat.pk)),
            Column("kind", "Kind", value="kind.name", sort="kind__name"),
            Column("organisation", "Organisation", value="organisation.name", sort="organisation__name", filter="text"),
            Column("group", "Group", value="group.name", sort="group__name"),
            Column("holders", "Who", value=lambda seat: _holders(seat, today), sort=False),
            Column("starts_on", "Since"),
            Column("ends_on", "Until"),
        ],
        filters=[_only_current(today)],
        empty=("No roles yet", "Add a role, then invite somebody to it.", "", ""),
    )
    return list_page(request, table, heading="Roles", add="add-seat", may="manage_people")


def _only_current(today: Any) -> Filter:
    return Filter("current", "Only those of today", "tick", apply=lambda rows, _: rows.on(today))


@partnership_page("see_people")
@require_safe
def seat(request: PartnershipRequest, seat: UUID) -> HttpResponse:
    """One seat: who sits and sat in it, and in words what it lets its holder see and do."""
    found = get_object_or_404(queries.seats(request.here.partnership), pk=seat)
    may = found.kind.capabilities()
    facts = {
        "found": found,
        "sits": sorted(found.memberships.all(), key=lambda one: one.starts_on, reverse=True),
        "sees": [words for code, words in CAPABILITIES.items() if code in may],
        "manages": request.here.may("manage_people"),
        "sub_navigation": sections(request),
    }
    return render(request, "partnership/seat.html", facts)


@partnership_page("see_people")
@require_safe
def organisations(request: PartnershipRequest) -> HttpResponseBase:
    """The organisations that take part, with dates and successors."""
    may = request.here.may("manage_setup")
    table = Table(
        request,
        name="organisations",
        title="Organisations",
        rows=queries.organisations(request.here.partnership),
        default_sort="name",
        noun=("organisation", "organisations"),
        columns=[
            Column("name", "Organisation", value="organisation.name", sort="organisation__name", filter="text",
                   url=lambda one: url_of(request, "edit-organisation", one.organisation_id) if may else ""),
            Column("kind", "Kind", value="organisation.get_kind_display", sort="organisation__kind"),
            Column("part", "Part", value="get_part_display", sort="part"),
            Column("code", "Official code", value="organisation.official_code", sort="organisation__official_code"),
            Column("starts_on", "Since"),
            Column("ends_on", "Until", value=lambda one: one.ends_on or one.organisation.ends_on, sort="ends_on"),
            Column("successors", "Succeeded by", value=lambda one: names_of(one.organisation.successors), sort=False),
        ],
        filters=[_only_current(request.here.today)],
        empty=("No organisations yet", "Add those that take part.", "", ""),
    )  # fmt: skip
    return list_page(request, table, heading="Organisations", add="add-organisation", may="manage_setup")


@partnership_page("see_people")
@require_safe
def groups(request: PartnershipRequest) -> HttpResponseBase:
    """The groups, with dates and successors."""
    table = Table(
        request,
        name="groups",
        title="Groups",
        rows=queries.groups(request.here.partnership),
        default_sort="name",
        noun=("group", "groups"),
        columns=[
            Column("name", "Group", filter="text", url=lambda one: url_of(request, "group", one.pk)),
            Column("starts_on", "Since"),
            Column("ends_on", "Until"),
            Column("successors", "Succeeded by", value=lambda one: names_of(one.successors), sort=False),
        ],
        filters=[_only_current(request.here.today)],
        empty=("No groups yet", "They come with the framework.", "", ""),
    )
    return list_page(request, table, heading="Groups", add="add-group", may="manage_setup")


@partnership_page("see_people")
@require_safe
def group(request: PartnershipRequest, group: UUID) -> HttpResponse:
    """One group: its remit in the framework's words, and who sits in it today."""
    found = get_object_or_404(queries.groups(request.here.partnership), pk=group)
    members = queries.serving(request.here.partnership, today=request.here.today).filter(role__group=found)
    facts = {
        "found": found,
        "serves": queries.served_by(found),
        "members": members.filter(confirmed_at__isnull=False).order_by("is_deputy", "person__name"),
        "manages": request.here.may("manage_setup") and found.partnership_id == request.here.partnership.pk,
        "sub_navigation": sections(request),
    }
    return render(request, "partnership/group.html", facts)


def edit_with_versions(
    request: PartnershipRequest, row: Any, form: VersionedForm, *, chain: Any, back: str
) -> HttpResponse:
    facts = {
        "form": form,
        "row": row,
        "back": back,
        "heading": f"Change {row.title if hasattr(row, 'title') else row.name}",
    }
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        version = cleaned.pop("expected_version") or 0
        try:
            changes.edit(
                row, expected_version=version, facts=cleaned, chain=chain, now=guards.now(), by=request.here.doer
            )
        except changes.ChangedMeanwhile as meanwhile:
            facts |= {"conflict": _conflict(form, meanwhile.saved), "conflict_url": request.path}
            return render(request, "partnership/edit.html", facts, status=409)
        messages.success(request, "Your changes are saved.")
        return redirect(back)
    return render(request, "partnership/edit.html", facts)


def _conflict(form: VersionedForm, saved: Any) -> Any:
    now_saved = _values(form, saved)
    by = saved.changed_by.name if saved.changed_by else "Somebody"
    at = saved.changed_at or guards.now()
    return conflict_between(form, now_saved, by=by, at=at, version=saved.version)


def _values(form: VersionedForm, row: Any) -> dict[str, Any]:
    names = [name for name in form.fields if name not in {"expected_version", "successors", CHECKED}]
    values = {name: getattr(row, name) for name in names}
    return values | ({"successors": list(row.successors.all())} if "successors" in form.fields else {})


def form_for(request: PartnershipRequest, form_class: Any, row: Any) -> VersionedForm:
    initial = {"expected_version": row.version, "successors": row.successors.all()}
    facts = {"partnership": request.here.partnership, "row": row, **careful(request)}
    blank = form_class(**facts)
    initial |= {name: value for name, value in _values(blank, row).items() if name != "successors"}
    return form_class(request.POST or None, initial=initial, **facts)


@partnership_page("manage_setup")
def edit_organisation(request: PartnershipRequest, organisation: UUID) -> HttpResponse:
    """Change an organisation that takes part here."""
    row = get_object_or_404(queries.bodies_of(request.here.partnership), pk=organisation)
    form = form_for(request, OrganisationForm, row)
    return edit_with_versions(request, row, form, chain=installation_chain(), back=url_of(request, "organisations"))


@partnership_page("manage_setup")
def edit_group(request: PartnershipRequest, group: UUID) -> HttpResponse:
    """Change one of the partnership's own groups."""
    row = get_object_or_404(Group, pk=group, partnership=request.here.partnership)
    form = form_for(request, GroupForm, row)
    return edit_with_versions(
        request, row, form, chain=request.here.partnership.chain, back=url_of(request, "group", row.pk)
    )


@partnership_page("manage_people")
def edit_seat(request: PartnershipRequest, seat: UUID) -> HttpResponse:
    """Change a seat."""
    row = get_object_or_404(Role, pk=seat, partnership=request.here.partnership)
    form = form_for(request, RoleForm, row)
    return edit_with_versions(
        request, row, form, chain=request.here.partnership.chain, back=url_of(request, "seat", row.pk)
    )


def _adding(request: PartnershipRequest, form: Any, *, heading: str, back: str) -> HttpResponse:
    """The rows' names, with commas between."""
    return render(request, "partnership/edit.html", {"form": form, "heading": heading, "back": url_of(request, back)})


def _new_facts(form: Any) -> dict[str, Any]:
    """A list on its page or as a file, with the button that adds one for those who may."""
    return {name: value for name, value in form.cleaned_data.items() if name != "expected_version"}


@partnership_page("manage_setup")
def add_organisation(request: PartnershipRequest) -> HttpResponse:
    """A new organisation and its part here."""
    here = request.here
    given = {"initial": {"starts_on": here.today}, "partnership": here.partnership, **careful(request)}
    form = NewOrganisationForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        changes.add_participant(here.partnership, **_new_facts(form), by=here.doer)
        messages.success(request, "The organisation is added.")
        return redirect(url_of(request, "organisations"))
    return _adding(request, form, heading="Add an organisation", back="organisations")


@partnership_page("manage_setup")
def add_group(request: PartnershipRequest) -> HttpResponse:
    """A new group."""
    here = request.here
    form = GroupForm(
        request.POST or None, initial={"starts_on": here.today}, partnership=here.partnership, **careful(request)
    )
    if request.method == "POST" and form.is_valid():
        facts = _new_facts(form)
        made = changes.add_group(here.partnership, code=_code(here.partnership, facts["name"]), **facts, by=here.doer)
        messages.success(request, "The group is added.")
        return redirect(url_of(request, "group", made.pk))
    return _adding(request, form, heading="Add a group", back="groups")


def _code(partnership: Any, name: str) -> str:
    """The address of a page of people here."""
    wanted = slugify(name)[:50] or "group"
    taken = set(Group.objects.for_partnership(partnership).values_list("code", flat=True))
    free = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(code for code in free if code not in taken)


@partnership_page("manage_people")
def add_seat(request: PartnershipRequest) -> HttpResponse:
    """A new seat."""
    here = request.here
    form = RoleForm(
        request.POST or None, initial={"starts_on": here.today}, partnership=here.partnership, **careful(request)
    )
    if request.method == "POST" and form.is_valid():
        made = changes.add_role(here.partnership, **_new_facts(form), by=here.doer)
        messages.success(request, "The role is added. Now invite somebody to it.")
        return redirect(url_of(request, "seat", made.pk))
    return _adding(request, form, heading="Add a role", back="seats")
