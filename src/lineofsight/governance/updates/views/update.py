"""One update: written while it is a draft, with last time's words beside each topic; then read, and sent on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.governance.updates import changes, permissions, queries, rules
from lineofsight.governance.updates.forms import SendForm
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.governance.updates.views.listing import clock_of, period_words, tone_of
from lineofsight.governance.updates.views.sections import found, shared
from lineofsight.governance.updates.views.writing import write


@partnership_page(*permissions.SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: PartnershipRequest, update: UUID) -> HttpResponse:
    """The form for those who write the draft; for everybody else what was given."""
    held = found(request, update)
    writes = permissions.may_write(request.here, held)
    if writes and held.state == rules.DRAFT:
        return write(request, held)
    if request.method == "POST":
        messages.error(request, rules.why_not_write(state=held.state) or "You cannot write this group’s update.")
        return redirect("updates:update", request.here.partnership.slug, held.pk)
    return render(request, "updates/update.html", shared(request) | _reading(request, held, writes=writes))


def _reading(request: PartnershipRequest, held: GroupUpdate, *, writes: bool) -> dict[str, Any]:
    framework, texts = framework_of(held.framework), queries.texts_of(held)
    is_used = any(one.used_at for one in held.channels.all())
    is_given = held.state == rules.GIVEN
    return {
        "update": held,
        "period": period_words(held),
        "where": clock_of(held, request),
        "tone": tone_of(held, request),
        "topics": [(topic, texts.get(topic.code, "")) for topic in framework.feedback_topics] if is_given else [],
        "channels": _channels(request, held, framework),
        "send": _send_form(request, held, framework) if writes and is_given else None,
        "may_take_back": writes and not rules.why_not_take_back(state=held.state, is_used=is_used),
    }


def _channels(request: PartnershipRequest, held: GroupUpdate, framework: Framework) -> list[tuple[str, str, str]]:
    """Each channel's name, where it was used, and the address of that, when the person may read it."""
    names = {channel.code: channel.name for channel in framework.feedback_channels}
    found = []
    for one in held.channels.all():
        used = one.used_in
        may = used is not None and request.here.may(used.may_read)
        found.append(
            (names.get(one.channel, one.channel), used.title if used and may else "", used.path if used and may else "")
        )
    return found if held.state == rules.GIVEN else []


def _send_form(request: PartnershipRequest, held: GroupUpdate, framework: Framework) -> SendForm | None:
    known = {one.channel for one in held.channels.all()}
    left = [(channel.code, channel.name) for channel in framework.feedback_channels if channel.code not in known]
    return SendForm(request.POST or None, channels=left) if left else None


@partnership_page(permissions.GIVE)
@require_POST
def send(request: PartnershipRequest, update: UUID) -> HttpResponse:
    """Send it through more channels, without retyping."""
    held = _own(request, update)
    form = _send_form(request, held, framework_of(held.framework))
    if form is None or not form.is_valid():
        messages.error(request, "Tick at least one channel that it was not sent to yet.")
    else:
        changes.send_to(held, channels=form.cleaned_data["channels"], by=request.here.doer)
        messages.success(request, "Sent on, word for word.")
    return redirect("updates:update", request.here.partnership.slug, held.pk)


@partnership_page(permissions.GIVE)
@require_POST
def take_back(request: PartnershipRequest, update: UUID) -> HttpResponse:
    """Make it a draft again."""
    held = _own(request, update)
    changes.take_back(held, by=request.here.doer)
    messages.success(request, "It is a draft again. Nobody else sees it until you give it.")
    return redirect("updates:update", request.here.partnership.slug, held.pk)


def _own(request: PartnershipRequest, update: UUID) -> GroupUpdate:
    held = found(request, update)
    if not permissions.may_write(request.here, held):
        raise Refused("Only the group’s chair, or the team that supports the groups, can do this.")
    return held
