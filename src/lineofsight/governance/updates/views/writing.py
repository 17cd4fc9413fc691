"""Writing an update: every box is saved as it is left, and two people at once lose nothing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.foundation.ui.words import clock_time
from lineofsight.governance.updates import changes, queries
from lineofsight.governance.updates.forms import UpdateForm, token
from lineofsight.governance.updates.models import GroupUpdate, UpdateText
from lineofsight.governance.updates.views.listing import clock_of, period_words, tone_of
from lineofsight.governance.updates.views.sections import shared

CHANNELS = "channels"


def write(request: PartnershipRequest, held: GroupUpdate) -> HttpResponse:
    """The form; for the script its answer as JSON."""
    if "autosave" in request.POST:
        return _autosave(request, held)
    form = _form(request, held)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, held, form)
        except changes.ChangedMeanwhile as other:
            return _both(request, held, form, other.saved)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "updates/write.html", shared(request) | _facts(request, held, form))


def _form(request: PartnershipRequest, held: GroupUpdate) -> UpdateForm:
    texts = list(held.texts.all())
    initial: dict[str, Any] = {text.topic: text.text for text in texts}
    initial[CHANNELS] = [one.channel for one in held.channels.all()]
    initial["expected_version"] = token({text.topic: text.version for text in texts})
    return UpdateForm(request.POST or None, framework=framework_of(held.framework), initial=initial, **careful(request))


def _save(request: PartnershipRequest, held: GroupUpdate, form: UpdateForm) -> HttpResponse:
    """Keep everything; give it when that was asked."""
    here, slug, channels = request.here, request.here.partnership.slug, form.cleaned_data[CHANNELS]
    _keep(request, held, form.texts, form.versions)
    changes.choose_channels(held, channels, by=here.doer)
    if "give" not in request.POST:
        messages.success(request, "Saved. Come back when you like: everything is kept.")
        return redirect("updates:list", slug)
    changes.give(held, channels=channels, by=here.doer, now=now(), today=here.today)
    messages.success(request, "Your update was given. It can be read wherever you sent it.")
    return redirect("updates:update", slug, held.pk)


def _keep(
    request: PartnershipRequest, held: GroupUpdate, texts: Mapping[str, str], versions: Mapping[str, int]
) -> dict[str, int]:
    typed = {topic: changes.Typed(text, versions.get(topic, 0)) for topic, text in texts.items()}
    return changes.save(held, typed, by=request.here.doer, now=now())


def _autosave(request: PartnershipRequest, held: GroupUpdate) -> HttpResponse:
    """The boxes that changed. Words that could identify a child are not kept before somebody has looked."""
    names = set(request.POST["autosave"].split(","))
    form = _form(request, held)
    form.is_valid()
    texts = {topic: text for topic, text in form.texts.items() if topic in names}
    if names & form.errors.keys():
        return JsonResponse({"message": "Not saved yet. Continue to see why."}, status=400)
    try:
        saved = _keep(request, held, texts, form.versions)
        if CHANNELS in names:
            changes.choose_channels(held, form.cleaned_data[CHANNELS], by=request.here.doer)
    except changes.ChangedMeanwhile as other:
        who = next((text.changed_by.name for text in other.saved.values() if text.changed_by), "Somebody")
        return JsonResponse({"message": f"{who} changed this.", "url": request.path}, status=409)
    # Only what this page has written is known to it: the other boxes keep the versions that were read.
    known = form.versions | {topic: saved[topic] for topic in texts}
    return JsonResponse({"saved_at": clock_time(now()), "by": "you", "version": token(known)})


def _both(
    request: PartnershipRequest, held: GroupUpdate, form: UpdateForm, theirs: Mapping[str, UpdateText]
) -> HttpResponse:
    """Both texts side by side, to choose from."""
    newest = queries.one(request.here.partnership, held.pk)
    first = next(iter(theirs.values()))
    saved = {topic: text.text for topic, text in theirs.items()}
    versions = form.versions | {topic: text.version for topic, text in theirs.items()}
    conflict = conflict_between(
        form,
        saved,
        by=first.changed_by.name if first.changed_by else "Somebody",
        at=first.changed_at or now(),
        version=token(versions),
    )
    facts = {"conflict": conflict, "conflict_url": request.path}
    return render(request, "updates/conflict.html", shared(request) | _facts(request, newest, form) | facts, status=409)


def _facts(request: PartnershipRequest, held: GroupUpdate, form: UpdateForm) -> dict[str, Any]:
    last = queries.before(held)
    words = queries.texts_of(last)
    written = [(text.changed_at, text) for text in held.texts.all() if text.changed_at]
    newest = max(written, key=lambda pair: pair[0])[1] if written else None
    return {
        "update": held,
        "period": period_words(held),
        "where": clock_of(held, request),
        "tone": tone_of(held, request),
        "form": form,
        "pairs": [(form[topic], words.get(topic, "")) for topic in form.topics],
        "others": [field for field in form.shown_fields if field.name not in form.topics],
        "last": last,
        "last_period": period_words(last) if last else "",
        "saved_at": newest.changed_at if newest else None,
        "saved_by": newest.changed_by.name if newest and newest.changed_by else "",
    }
