"""What is done with a warning: each deed has a page of its own, so it works without script and is never an accident."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.cycle.warnings.queries import one
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.outputs.early_warning import forms, permissions, queries
from lineofsight.outputs.early_warning.views.sections import shared
from lineofsight.outputs.early_warning.views.warning import found

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
Clean = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: `do(request, warning, clean)` does it, `choices(request, warning)` fills in the form's lists."""

    name: str
    form: type[CarefulForm]
    title: str
    button: str
    done: str
    do: Callable[[PartnershipRequest, Warning, Clean], Any]
    text: str = ""
    choices: Callable[[PartnershipRequest, Warning], dict[str, Any]] = field(default=lambda *_: {})


def _act(request: PartnershipRequest, warning: UUID, deed: Deed) -> HttpResponse:
    """Show the form, do the deed, or show what somebody else did meanwhile beside what was typed."""
    held = found(request, warning)
    reason = permissions.why_not(request.here, held, deed.name)
    if reason and request.method != "POST":
        messages.error(request, reason)
        return redirect("early_warning:warning", request.here.partnership.slug, held.pk)
    form = _form(request, held, deed, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deed.do(request, held, form.cleaned_data)
        except changes.ChangedMeanwhile:
            return _meanwhile(request, held, deed, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            return redirect("early_warning:warning", request.here.partnership.slug, held.pk)
    return render(request, "early_warning/deed.html", _facts(request, held, deed, form))


def _form(request: PartnershipRequest, held: Warning, deed: Deed, *, data: QueryDict | None) -> CarefulForm:
    partnership = request.here.partnership
    facts = deed.choices(request, held) | {"version": held.version, "today": request.here.today}
    return deed.form(data, known=lambda: known_names(partnership), **facts)


def _facts(request: PartnershipRequest, held: Warning, deed: Deed, form: CarefulForm) -> dict[str, Any]:
    return shared(request) | {"warning": held, "deed": deed, "form": form, "today": request.here.today}


def _meanwhile(request: PartnershipRequest, held: Warning, deed: Deed, form: CarefulForm) -> HttpResponse:
    """Both shown: what somebody else did, and what was typed, ready to send again if it still makes sense."""
    newest = one(request.here.partnership, held.pk)
    data = request.POST.copy()
    data["expected_version"] = str(newest.version)
    reason = permissions.why_not(request.here, newest, deed.name)
    facts = _facts(request, newest, deed, _form(request, newest, deed, data=data)) | {
        "theirs": list(newest.steps.all())[-1],
        "still": not reason,
        "reason": reason,
        "typed": [(field.label, field.value()) for field in form.shown_fields if field.value()],
    }
    return render(request, "early_warning/deed.html", facts, status=409)


def _signed(request: PartnershipRequest, clean: Clean) -> dict[str, Any]:
    """Who, when, and the version that was read."""
    return {"by": request.here.doer, "now": now(), "version": clean["expected_version"] or 0}


def _seats(request: PartnershipRequest) -> dict[str, Role]:
    rows = Role.objects.for_partnership(request.here.partnership).on(request.here.today)
    return {str(role.pk): role for role in rows.select_related("organisation").order_by("title", "organisation__name")}


def _raise(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
    changes.raise_to_executive(
        held,
        today=request.here.today,
        note=clean["note"],
        next_step=clean["next_step"],
        next_step_role=_seats(request).get(clean["next_step_role"]),
        next_step_by=clean["next_step_by"],
        **_signed(request, clean),
    )


def _raise_choices(request: PartnershipRequest, held: Warning) -> dict[str, Any]:
    facts = {"next_step": held.next_step, "next_step_by": held.next_step_by}
    return {"seats": [(key, str(role)) for key, role in _seats(request).items()], "initial": facts}


@partnership_page("triage_warnings")
@READS_AND_SENDS
def raise_(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """To the Executive, at once."""
    said = "The Executive gets an e-mail at once, with a link and no detail."
    done = "The Executive was told."
    deed = Deed("raise", forms.RaiseForm, "Raise to the Executive", "Raise it now", done, _raise, said, _raise_choices)
    return _act(request, warning, deed)


@partnership_page("triage_warnings")
@READS_AND_SENDS
def watch(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """Look into it first."""

    def do(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
        changes.watch(held, note=clean["note"], **_signed(request, clean))

    said = "It stays on the list under “Being looked at”. You can raise or close it at any time."
    deed = Deed("watch", forms.WatchForm, "Look into it first", "Look into it", "It is being looked at.", do, said)
    return _act(request, warning, deed)


@partnership_page("triage_warnings")
@READS_AND_SENDS
def close(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """Not a concern, with the reason."""

    def do(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
        own = request.here.organisation_ids
        facts = {"reason": clean["reason"], "proved": clean["proved"], "own_organisations": own}
        changes.close(held, **facts, **_signed(request, clean))

    deed = Deed("close", forms.CloseForm, "Close: not a concern", "Close it", "The warning is closed.", do)
    return _act(request, warning, deed)


@partnership_page("triage_warnings")
@READS_AND_SENDS
def settle(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """What was asked for is done; was the warning right?"""

    def do(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
        own = request.here.organisation_ids
        facts = {"note": clean["note"], "proved": clean["proved"], "own_organisations": own}
        changes.settle(held, **facts, **_signed(request, clean))

    deed = Deed("settle", forms.SettleForm, "Settle this warning", "Settle it", "The warning is settled.", do)
    return _act(request, warning, deed)


@partnership_page("triage_warnings")
@READS_AND_SENDS
def join(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """One cause, one warning."""

    def do(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
        changes.join(held, one(request.here.partnership, clean["to"]), **_signed(request, clean))

    def others(_: PartnershipRequest, held: Warning) -> dict[str, Any]:
        return {"others": [(str(other.pk), other.title) for other in queries.others_to_join(held)]}

    said = "Use this when two warnings have one cause. The other one carries on, and this one shows as a part of it."
    deed = Deed("join", forms.JoinForm, "Join to another warning", "Join them", "The two are joined.", do, said, others)
    return _act(request, warning, deed)


@partnership_page("triage_warnings")
@READS_AND_SENDS
def reply(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """The sub-group answers the Executive's question."""

    def do(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
        changes.reply(held, words=clean["words"], today=request.here.today, **_signed(request, clean))

    title = "Answer the Executive’s question"
    return _act(request, warning, Deed("reply", forms.ReplyForm, title, "Send the answer", "Your answer was sent.", do))


def _agree(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
    words = "\n\n".join(filter(None, [f"Agreed: {held.next_step}", clean["words"]]))
    changes.answer(held, words=words, **_signed(request, clean))


def _ask(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
    changes.ask(held, words=clean["words"], today=request.here.today, **_signed(request, clean))


def _in_words(request: PartnershipRequest, held: Warning, clean: Clean) -> None:
    changes.answer(held, words=clean["words"], **_signed(request, clean))


ANSWERS = {
    "agree": Deed("answer", forms.AgreeForm, "Agree the next step", "Agree and send", "Your answer was sent.", _agree),
    "ask": Deed("answer", forms.AskForm, "Ask a question", "Send the question", "Your question was sent.", _ask),
    "words": Deed("answer", forms.WordsForm, "Answer in words", "Send the answer", "Your answer was sent.", _in_words),
}


@partnership_page("answer_warnings")
@READS_AND_SENDS
def answer(request: PartnershipRequest, warning: UUID) -> HttpResponse:
    """The Executive agrees to the next step, asks, or answers in words."""
    how = request.GET.get("how", "words")
    held = found(request, warning)
    if how not in ANSWERS or (how == "agree" and not held.next_step):
        how = "words"
    return _act(request, warning, ANSWERS[how])
