"""Pages of what children and families told us: the list, one thing, writing it down, and what changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.sources.voice import changes, queries, rules
from lineofsight.sources.voice.forms import ChangedForm, HearForm
from lineofsight.sources.voice.models import VoiceItem
from lineofsight.sources.voice.permissions import HEAR, SEE

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
SECTION = "Plan and actions"


def _shared(request: PartnershipRequest) -> dict[str, Any]:
    here = request.here
    return {
        "sub_navigation": section_links(request.path, here, SECTION),
        "marking": changes.MARKING,
        "list_url": reverse("voice:list", args=[here.partnership.slug]),
        "hear_url": reverse("voice:hear", args=[here.partnership.slug]) if any(map(here.may, HEAR)) else "",
    }


def _table(request: PartnershipRequest, hear_url: str) -> Table:
    slug = request.here.partnership.slug
    return Table(
        request,
        name="voices",
        title="What children and families told us",
        rows=queries.items(request.here.partnership),
        columns=[
            Column("reference", "Number", url=lambda one: reverse("voice:item", args=[slug, one.pk])),
            Column("said", "They said", sort=False),
            Column("who", "Who", value="get_who_display"),
            Column("how", "How we heard it", value="get_how_display"),
            Column("organisation", "Heard by", value="organisation.name", sort="organisation__name"),
            Column("heard_on", "Heard on"),
            Column("changed", "What changed", sort=False),
            Column("where", "Where it is", sort="told_back_on",
                   value=lambda one: rules.where(changed=one.changed, told_back=one.told_back_on)),
        ],
        filters=[
            Filter("words", "Words", lookup="said__icontains"),
            Filter("who", "Who", "choice", VoiceItem.Who.choices),
            Filter("open", "Only where nothing changed yet", "tick", apply=lambda rows, _: rows.filter(changed="")),
        ],
        noun=("thing that was said", "things that were said"),
        exports=request.here.may("export"),
        marking=changes.MARKING,
        empty=("Nothing was written down yet", "Write down what children and families say, in general words.",
               hear_url, "Write something down" if hear_url else ""),
    )  # fmt: skip


@partnership_page(SEE)
@require_safe
def voices(request: PartnershipRequest) -> HttpResponseBase:
    """Everything that was heard, with what became of it."""
    shared = _shared(request)
    table = _table(request, shared["hear_url"])
    if table.wants_export:
        return table.export_response()
    return render(request, "voice/list.html", shared | {"table": table})


def _found(request: PartnershipRequest, item: UUID) -> VoiceItem:
    try:
        return queries.one(request.here.partnership, item)
    except VoiceItem.DoesNotExist:
        raise Http404 from None


@partnership_page(SEE)
@require_safe
def voice(request: PartnershipRequest, item: UUID) -> HttpResponse:
    """One thing that was said, the findings that rest on it, and what changed."""
    held = _found(request, item)
    may_read = queries.readable(request.here, held.about_id, held.decision_id)
    facts = {
        "item": held,
        "facts": [
            ("Who said it", held.get_who_display()), ("How we heard it", held.get_how_display()),
            ("Heard by", held.organisation.name if held.organisation else "Several, or the partnership"),
            ("Heard on", held.heard_on),
        ],
        "where": rules.where(changed=held.changed, told_back=held.told_back_on),
        "about": may_read.get(held.about_id) if held.about_id else None,
        "decision": may_read.get(held.decision_id) if held.decision_id else None,
        "findings": queries.findings_from(request.here, held),
    }  # fmt: skip
    return render(request, "voice/item.html", _shared(request) | facts)


@partnership_page(*HEAR)
@READS_AND_SENDS
def hear(request: PartnershipRequest) -> HttpResponse:
    """Write something down."""
    here = request.here
    bodies = {str(one.pk): one for one in bodies_of(here.partnership).order_by("name")}
    form = HearForm(
        request.POST or None,
        bodies=[(key, body.name) for key, body in bodies.items()],
        initial={"about": request.GET.get("about", "")},
        **careful(request),
    )
    about = queries.readable(here, _key(str(form["about"].value() or "")))
    if request.method == "POST" and form.is_valid():
        given = form.said
        said = given.pop("words")
        clean = given | {
            "said": said,
            "organisation": bodies.get(given["organisation"]),
            "about": next(iter(about.values()), None),
        }
        try:
            made = changes.hear(here.partnership, **clean, by=here.doer, now=now(), today=here.today)
        except Refused as refusal:
            form.add_error("heard_on", str(refusal))
        else:
            messages.success(request, f"Written down as {made.reference}.")
            return redirect("voice:item", here.partnership.slug, made.pk)
    facts = {"form": form, "about": next(iter(about.values()), None)}
    return render(request, "voice/hear.html", _shared(request) | facts)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@partnership_page(*HEAR)
@READS_AND_SENDS
def changed(request: PartnershipRequest, item: UUID) -> HttpResponse:
    """Say what changed because of it."""
    held, here = _found(request, item), request.here
    decisions = {str(one.pk): one for one in queries.decisions_to_choose(here)}
    names = ("changed", "changed_on", "told_back_on")
    form = ChangedForm(
        request.POST or None,
        decisions=[(key, one.title) for key, one in decisions.items()],
        version=held.version,
        initial={**{name: getattr(held, name) for name in names}, "decision": str(held.decision_id or "")},
        **careful(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, held, form, decisions)
        except changes.ChangedMeanwhile as other:
            return _both(request, held, form, other.saved)
        except Refused as refusal:
            form.add_error("changed_on", str(refusal))
        else:
            messages.success(request, "What changed is kept.")
            return redirect("voice:item", here.partnership.slug, held.pk)
    return render(request, "voice/changed.html", _shared(request) | {"item": held, "form": form})


def _say(request: PartnershipRequest, held: VoiceItem, form: ChangedForm, decisions: dict[str, Any]) -> None:
    clean = form.said | {"decision": decisions.get(form.said["decision"])}
    version = form.cleaned_data["expected_version"] or 0
    changes.say_changed(held, **clean, by=request.here.doer, today=request.here.today, version=version)


def _both(request: PartnershipRequest, held: VoiceItem, form: ChangedForm, saved: VoiceItem) -> HttpResponse:
    theirs = {name: getattr(saved, name) for name in ("changed", "changed_on", "told_back_on")}
    theirs["decision"] = str(saved.decision_id or "")
    conflict = conflict_between(form, theirs, by="Somebody", at=now(), version=saved.version)
    facts = {"item": held, "conflict": conflict, "conflict_url": request.path}
    return render(request, "voice/changed.html", _shared(request) | facts, status=409)
