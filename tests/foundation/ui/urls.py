"""Pages that the tests of this room open: the gallery, faults, a saved form, and the end of a session."""

import threading

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from lineofsight.foundation.ui.forms import LongTextField, VersionedForm
from lineofsight.foundation.ui.views import gallery

SAVED: dict[str, str] = {}
OPEN_GATE = threading.Event()
"""While it is not set, an autosave waits before it answers."""
OPEN_GATE.set()
FAULTS: list[Exception] = []
"""Faults that the next forms sent run into."""
DRAFT_PAGE = """{% extends "ui/page.html" %}{% block title %}Draft{% endblock %}
{% block content %}<h1>Draft</h1>{% include "ui/_form.html" with form_id="draft" %}{% endblock %}"""


def shell(request: HttpRequest) -> dict[str, object]:
    """What every page is given: the widest there is, seven sections and a long name."""
    sections = [
        "Home",
        "Assurance",
        "Data",
        "Reviews",
        "Risks and warnings",
        "Plan and actions",
        "Meetings and reports",
    ]
    links = [{"label": label, "url": "#", "post": False} for label in ("Search", "Messages", "Help", "Your account")]
    bar = {
        "partnership": "Westmarsh Safeguarding Children Partnership",
        "person": "Amara Quill",
        "role": "Business Team analyst",
        "organisation": "Westmarsh County Council",
        "home": "/gallery/",
        "switch": "#",
        "made_up": True,
    }
    return {
        "navigation": [{"label": label, "url": "/gallery/", "current": label == "Home"} for label in sections],
        "context_bar": bar,
        "marking": "OFFICIAL-SENSITIVE",
        "header_links": [*links, {"label": "Sign out", "url": "/out/", "post": True}],
        "contact": {"name": "Business Team", "telephone": "03000 000000"},
        "footer_links": [{"label": label, "url": "#"} for label in ("Accessibility statement", "Privacy", "Glossary")],
        "session_idle": {"minutes": 60, "warn_minutes": 55, "keep_url": "/keep/", "sign_out_url": "/out/"},
    }


class DraftForm(VersionedForm):
    title = forms.CharField(label="Title")
    text = LongTextField(label="Text", max_length=200)


def draft(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and FAULTS:
        raise FAULTS.pop()
    form = DraftForm(request.POST or None, initial={"expected_version": 1})
    if request.method == "POST" and form.is_valid():
        SAVED.update(form.cleaned_data)
        return redirect("/saved/")
    context = {"form": form, "action": "", "autosave_url": "/autosave/"}
    return HttpResponse(engines["django"].from_string(DRAFT_PAGE).render(context, request))


def autosave(request: HttpRequest) -> JsonResponse:
    if request.POST["expected_version"] != SAVED.get("version", "1"):
        return JsonResponse({"message": "Amara Quill changed this.", "url": "/draft/"}, status=409)
    for name in request.POST["autosave"].split(","):
        SAVED[name] = request.POST[name]
    OPEN_GATE.wait(timeout=60)
    SAVED["version"] = str(int(SAVED.get("version", "1")) + 1)
    return JsonResponse({"saved_at": "14:02", "by": "you", "version": int(SAVED["version"])})


def saved(request: HttpRequest) -> HttpResponse:
    page = DRAFT_PAGE.split("{% include")[0].replace("Draft", "Saved") + "{% endblock %}"
    return HttpResponse(engines["django"].from_string(page).render({}, request))


def keep(request: HttpRequest) -> HttpResponse:
    SAVED["kept"] = "yes"
    return HttpResponse("You are still signed in")


def fall_over(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as a page would that has a fault")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("gallery/", gallery),
    path("draft/", draft),
    path("autosave/", autosave),
    path("saved/", saved),
    path("keep/", keep),
    path("fault/", fall_over),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
]
