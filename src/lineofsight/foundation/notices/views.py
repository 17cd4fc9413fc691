"""One's own messages, and the e-mail queue for those who look after the installation."""

from uuid import UUID

from django.contrib import messages as banners
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.accounts.guards import administrator_page, signed_in_page
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes, queries, tasks
from lineofsight.foundation.notices.forms import ChoicesForm, TestMessageForm
from lineofsight.foundation.notices.models import Email, Notice
from lineofsight.foundation.notices.tables import queue_table
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.ui.tables import Column, Filter, Table


def _person(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]


def _administrator(request: HttpRequest) -> Doer:
    return Doer(actor_id=_person(request).actor_id, role="Administrator")


@signed_in_page
@require_safe
def messages(request: HttpRequest) -> HttpResponseBase:
    """Everything that the person was told in twelve months."""
    table = Table(
        request,
        name="messages",
        title="Messages",
        rows=queries.messages_of(_person(request), now=timezone.now()),
        default_sort="-created_at",
        noun=("message", "messages"),
        columns=[
            Column("text", "Message", filter="text", url=lambda notice: reverse("notices:open", args=[notice.pk])),
            Column("kind", "Kind", value="get_kind_display"),
            Column("created_at", "Told"),
            Column("state", "State", value=_state, sort=False, tone=lambda n: "info" if _state(n) == "New" else ""),
        ],
        filters=[
            Filter("kind", "Kind", "choice", Notice.Kind.choices),
            Filter("new", "Only new ones", "tick", apply=lambda rows, _: rows.filter(read_at__isnull=True)),
        ],
        empty=("No messages yet", "When something needs you, it is listed here for twelve months.", "", ""),
    )
    if table.wants_export:
        return table.export_response()
    return render(request, "notices/messages.html", {"table": table, "unread": queries.unread(_person(request))})


def _state(notice: Notice) -> str:
    if notice.settled_at:
        return "Done"
    return "Read" if notice.read_at else "New"


@signed_in_page
@require_safe
def open_message(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Mark one of one's own messages as read and go to what it is about."""
    mine = get_object_or_404(Notice, pk=notice, person=_person(request))
    changes.mark_read(mine, now=timezone.now())
    is_ours = mine.path and url_has_allowed_host_and_scheme(mine.path, None)
    return redirect(mine.path if is_ours else "notices:messages")


@signed_in_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    changes.mark_all_read(_person(request), now=timezone.now())
    return redirect("notices:messages")


@signed_in_page
def choices(request: HttpRequest) -> HttpResponse:
    """How often the person gets e-mail about what they should know."""
    person = _person(request)
    form = ChoicesForm(request.POST or None, initial={"news": queries.news_choice(person)})
    if request.method == "POST" and form.is_valid():
        changes.choose(person, **form.cleaned_data, by=Doer(actor_id=person.actor_id, role="Own account"))
        banners.success(request, "Your choice is saved.")
        return redirect("accounts:account")
    return render(request, "notices/choices.html", {"form": form})


@administrator_page
@require_safe
def mail_queue(request: HttpRequest) -> HttpResponseBase:
    """Every e-mail of the installation, with its error."""
    table = queue_table(request, queries.queue(), url=lambda email: reverse("notices:change-email", args=[email.pk]))
    if table.wants_export:
        return table.export_response()
    return render(request, "notices/queue.html", {"table": table, "counts": queries.counts()})


@administrator_page
def change_email(request: HttpRequest, email: UUID) -> HttpResponse:
    """Try a failed e-mail again, or cancel it."""
    found = get_object_or_404(Email, pk=email)
    if request.method == "POST":
        said = change_as_asked(found, request.POST.get("deed", ""), by=_administrator(request))
        banners.success(request, said)
        return redirect("notices:queue")
    return render(request, "notices/email.html", {"email": found, "back": reverse("notices:queue")})


def change_as_asked(email: Email, deed: str, *, by: Doer) -> str:
    """Do what a button of the page of one e-mail asks; what was done, in words."""
    if deed == "cancel":
        changes.cancel(email, by=by)
        return "The e-mail will not be sent."
    changes.try_again(email, now=timezone.now(), by=by)
    return "The e-mail will be tried again within a minute."


@administrator_page
def test_message(request: HttpRequest) -> HttpResponse:
    """Send a test message now and say what the mail server answered."""
    form = TestMessageForm(request.POST or None, initial={"to": _person(request).email})
    email = None
    if request.method == "POST" and form.is_valid():
        email = tasks.send_test(form.cleaned_data["to"], now=timezone.now())
    return render(request, "notices/test.html", {"form": form, "email": email})
