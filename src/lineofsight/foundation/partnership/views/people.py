"""Who serves in the partnership: the list, one person, confirming, handing over, and a lost second step."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.accounts import changes as account_changes
from lineofsight.foundation.accounts.changes import NotPossible
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.notices.queries import counts, queue
from lineofsight.foundation.notices.tables import queue_table
from lineofsight.foundation.notices.views import change_as_asked
from lineofsight.foundation.partnership import guards, inviting, leaving, queries
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.forms import HandOverForm, LeaveForm, ReasonForm, ResetSecondStepForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.permissions import CAPABILITIES, Refused
from lineofsight.foundation.partnership.work import work_of
from lineofsight.foundation.ui.tables import Column, Filter, Table


def sections(request: PartnershipRequest) -> list[dict[str, object]]:
    """Links between the pages of people, those that the person may open."""
    pages = [
        ("People", "people:list", "see_people"),
        ("Invitations", "people:invitations", "manage_people"),
        ("Waiting", "people:waiting", "manage_people"),
        ("Roles", "people:seats", "see_people"),
        ("Organisations", "people:organisations", "see_people"),
        ("Groups", "people:groups", "see_people"),
        ("Areas", "people:areas", "see_people"),
        ("E-mails", "people:emails", "see_mail_queue"),
    ]
    slug = request.here.partnership.slug
    links = [(label, reverse(name, args=[slug])) for label, name, needs in pages if request.here.may(needs)]
    return [{"label": label, "url": url, "current": request.path == url} for label, url in links]


def _url(request: PartnershipRequest, name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=[request.here.partnership.slug, *args])


@partnership_page("see_people")
@require_safe
def people(request: PartnershipRequest) -> HttpResponseBase:
    """Everybody who serves today, as a table to filter and export."""
    partnership, today = request.here.partnership, request.here.today
    table = Table(
        request,
        name="people",
        title="People",
        rows=queries.serving(partnership, today=today),
        default_sort="name",
        noun=("person in a role", "people in roles"),
        columns=[
            Column("name", "Name", value="person.name", sort="person__name", filter="text", url=_person_link(request)),
            Column("role", "Role", value="role.title", sort="role__title", filter="text"),
            Column("organisation", "Organisation", value="role.organisation.name", sort="role__organisation__name"),
            Column("group", "Group", value="role.group.name", sort="role__group__name"),
            Column("as", "As", value=lambda one: "Deputy" if one.is_deputy else "Holder", sort="is_deputy"),
            Column("starts_on", "Since"),
            Column("ends_on", "Until"),
            Column("state", "State", value=_state, sort="confirmed_at", tone=lambda one: _tone(one)),
        ],
        filters=_people_filters(request),
        empty=("Nobody serves here yet", "Invite somebody to start.", "", ""),
    )
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "sub_navigation": sections(request), "may_invite": request.here.may("manage_people")}
    return render(request, "partnership/people.html", facts)


def _person_link(request: PartnershipRequest):  # type: ignore[no-untyped-def]
    return lambda one: _url(request, "person", one.person_id)


def _state(one: Membership) -> str:
    return "Confirmed" if one.confirmed_at else "Waiting"


def _tone(one: Membership) -> str:
    return "" if one.confirmed_at else "info"


def _people_filters(request: PartnershipRequest) -> list[Filter]:
    partnership = request.here.partnership
    bodies = queries.bodies_of(partnership).values_list("pk", "name")
    return [
        Filter("body", "Organisation", "choice", [(str(pk), name) for pk, name in bodies], lookup="role__organisation"),
        Filter("kind", "Kind of role", "choice", queries.kinds_of(partnership), lookup="role__kind__code"),
        Filter("waiting", "Only those who wait", "tick", apply=lambda rows, _: rows.filter(confirmed_at__isnull=True)),
    ]


def _somebody_here(request: PartnershipRequest, person: UUID) -> Person:
    here = Membership.objects.for_partnership(request.here.partnership).filter(person=person)
    return get_object_or_404(Person, pk=person if here.exists() else None)


@partnership_page("see_people")
@require_safe
def person(request: PartnershipRequest, person: UUID) -> HttpResponse:
    """One person: their roles here, and in words what these let them see and do."""
    found = _somebody_here(request, person)
    held = Membership.objects.for_partnership(request.here.partnership).filter(person=found)
    roles = list(held.select_related("role__kind", "role__organisation", "role__group").order_by("-starts_on"))
    today = request.here.today
    now_held = [one for one in roles if one.confirmed_at and not one.stopped_at and _holds(one, today)]
    may = frozenset().union(*(one.role.kind.capabilities() for one in now_held))
    facts = {
        "found": found,
        "roles": roles,
        "serves": bool(now_held),
        "sees": [words for code, words in CAPABILITIES.items() if code in may],
        "away": found.is_away(today),
        "manages": request.here.may("manage_people") and found.pk != request.here.person.pk,
        "sub_navigation": sections(request),
    }
    return render(request, "partnership/person.html", facts)


def _holds(one: Membership, today: object) -> bool:
    return one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)  # type: ignore[operator]


@partnership_page("manage_people")
@require_safe
def waiting(request: PartnershipRequest) -> HttpResponse:
    """Those who must be confirmed before they may see anything."""
    rows = queries.waiting(request.here.partnership, today=request.here.today).select_related("invitation__invited_by")
    facts = {"rows": rows, "sub_navigation": sections(request)}
    return render(request, "partnership/waiting.html", facts)


def _waiting_one(request: PartnershipRequest, membership: UUID) -> Membership:
    rows = queries.waiting(request.here.partnership, today=request.here.today)
    return get_object_or_404(rows, pk=membership)


@partnership_page("manage_people")
@require_POST
def confirm(request: PartnershipRequest, membership: UUID) -> HttpResponse:
    """Give somebody who waits their rights."""
    one = _waiting_one(request, membership)
    inviting.confirm_person(one, by=request.here.doer)
    messages.success(request, f"{one.person.name} can start.")
    return redirect("people:waiting", partnership=request.here.partnership.slug)


@partnership_page("manage_people")
def refuse(request: PartnershipRequest, membership: UUID) -> HttpResponse:
    """Somebody who waits does not get the role; the reason is kept."""
    one = _waiting_one(request, membership)
    form = ReasonForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        inviting.refuse_person(one, reason=form.cleaned_data["reason"], now=guards.now(), by=request.here.doer)
        messages.success(request, f"{one.person.name} was refused.")
        return redirect("people:waiting", partnership=request.here.partnership.slug)
    return render(request, "partnership/refuse.html", {"form": form, "one": one})


@partnership_page("manage_people")
def hand_over(request: PartnershipRequest, person: UUID) -> HttpResponse:
    """One screen for a leaver: every role they hold here, and who takes over each."""
    found = _somebody_here(request, person)
    held = leaving.held_by(found, request.here.partnership, today=request.here.today)
    leave = LeaveForm(request.POST or None, initial={"last_day": request.here.today})
    forms = [_hand_over_form(request, one) for one in held if not one.is_deputy]
    if request.method == "POST" and all([leave.is_valid(), *(form.is_valid() for form in forms)]):
        try:
            _leave(request, found, held, leave, forms)
        except Refused as refusal:
            leave.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.name} leaves. The work stays with the roles.")
            return redirect("people:list", partnership=request.here.partnership.slug)
    facts = {"found": found, "held": held, "leave": leave, "forms": forms, "all_forms": [leave, *forms]}
    facts["work"] = work_of(request.here, [one.role_id for one in held if not one.is_deputy])
    return render(request, "partnership/hand_over.html", facts)


def _hand_over_form(request: PartnershipRequest, one: Membership) -> HandOverForm:
    deputies = queries.deputies_of(one.role, today=request.here.today)
    return HandOverForm(request.POST or None, membership=one, deputies=deputies, prefix=f"seat-{one.pk.hex[:8]}")


def _leave(
    request: PartnershipRequest, found: Person, held: list[Membership], leave: LeaveForm, forms: list[HandOverForm]
) -> None:
    leaving.leave(
        found,
        held,
        successors={form.membership.pk: form.cleaned_data for form in forms},
        last_day=leave.cleaned_data["last_day"],
        at_once=leave.cleaned_data["at_once"],
        inviter=request.here.person,
        address=settings.ADDRESS,
        today=request.here.today,
        now=guards.now(),
        by=request.here.doer,
    )


@partnership_page("manage_people")
def reset_second_step(request: PartnershipRequest, person: UUID) -> HttpResponse:
    """Take away the second step that somebody lost, once one is sure who asks; they are told by e-mail."""
    found = _somebody_here(request, person)
    form = ResetSecondStepForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            how = dict(form.fields["how"].choices)[form.cleaned_data["how"]]  # type: ignore[attr-defined]
            reason = f"{how}. {form.cleaned_data['reason']}"
            leaving.reset_second_step(found, request.here.partnership, reason=reason, by=request.here.doer)
        except (Refused, NotPossible) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.name} sets up a new second step when they next sign in.")
            return redirect(_url(request, "person", found.pk))
    return render(request, "partnership/reset_second_step.html", {"form": form, "found": found})


@partnership_page()
def welcome(request: PartnershipRequest) -> HttpResponse:
    """The first page of somebody new: what they will be asked for, what they see, and who sees theirs."""
    if request.method == "POST":
        account_changes.mark_welcomed(request.here.person, now=guards.now())
        return redirect("pages:home", partnership=request.here.partnership.slug)
    mine = queries.memberships_of(request.here.person, today=request.here.today)
    held = [one for one in mine if one.partnership_id == request.here.partnership.pk]
    sees = [words for code, words in CAPABILITIES.items() if request.here.may(code)]
    return render(request, "partnership/welcome.html", {"held": held, "sees": sees})


@partnership_page("see_mail_queue")
@require_safe
def emails(request: PartnershipRequest) -> HttpResponseBase:
    """The partnership's e-mails with their errors."""
    chain = request.here.partnership.chain
    table = queue_table(request, queue(chain), url=lambda email: _url(request, "email", email.pk))
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "counts": counts(chain), "sub_navigation": sections(request)}
    return render(request, "notices/queue.html", facts)


@partnership_page("manage_people")
def email(request: PartnershipRequest, email: UUID) -> HttpResponse:
    """Try one of the partnership's failed e-mails again, or cancel it."""
    found = get_object_or_404(Email, pk=email, chain=request.here.partnership.chain)
    if request.method == "POST":
        messages.success(request, change_as_asked(found, request.POST.get("deed", ""), by=request.here.doer))
        return redirect("people:emails", partnership=request.here.partnership.slug)
    return render(request, "notices/email.html", {"email": found, "back": _url(request, "emails")})
