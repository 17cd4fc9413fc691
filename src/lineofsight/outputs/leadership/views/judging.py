"""Proposing a judgement, and agreeing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.engine.framework.purpose import Indicator
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.outputs.leadership import changes, permissions
from lineofsight.outputs.leadership.forms import FigureForm, JudgeForm
from lineofsight.outputs.leadership.queries import figures, judgements
from lineofsight.outputs.leadership.views.shared import AsOf, around, as_of, found

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Deed:
    """Proposing or agreeing."""

    title: str
    button: str
    done: str
    change: Callable[..., Any]
    starts_from: str


PROPOSING = Deed("Propose a judgement", "Propose it", "It is proposed. The Executive was told.", changes.propose, "")
AGREEING = Deed("Agree the judgement", "Agree it", "It is agreed. What was proposed stays beside it.", changes.agree,
                "proposed")  # fmt: skip


@partnership_page(permissions.PROPOSE)
@READS_AND_SENDS
def propose(request: PartnershipRequest, indicator: str, question: str) -> HttpResponse:
    """What the sub-group says of it."""
    return _act(request, as_of(request), indicator, question, PROPOSING)


@partnership_page(permissions.AGREE)
@READS_AND_SENDS
def agree(request: PartnershipRequest, indicator: str, question: str) -> HttpResponse:
    """What the Executive says of it: it begins with what was proposed."""
    day = as_of(request)
    reason = permissions.why_not_agree(request.here, day.framework)
    if reason:
        raise Refused(reason)
    return _act(request, day, indicator, question, AGREEING)


@partnership_page(*permissions.WRITES_FIGURES)
@READS_AND_SENDS
def write_figure(request: PartnershipRequest, indicator: str, query: str) -> HttpResponse:
    """A figure that the record does not hold, with its source."""
    here, day = request.here, as_of(request)
    known = found(day.framework, indicator)
    if query not in known.evidence:
        raise Http404
    form = FigureForm(request.POST or None, initial={"on": here.today}, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.write_figure(here.partnership, day.framework, indicator=known.code, query=query, by=here.doer,
                                 now=now(), today=here.today, **form.said)  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down. What was written before stays.")
            return redirect("leadership:evidence", here.partnership.slug, known.code, query)
    facts = {"indicator": known, "query": day.framework.get("evidence_queries", query), "form": form}
    return render(request, "leadership/write_figure.html", around(request, day) | facts)


def _act(request: PartnershipRequest, day: AsOf, indicator: str, question: str, deed: Deed) -> HttpResponse:
    known = found(day.framework, indicator)
    standing = _standing(request, day, known, question)
    form, status, theirs = _form(request, day, known, standing, deed, data=request.POST or None), 200, None
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, day, known, question, deed, form)
        except ChangedMeanwhile as meanwhile:
            theirs, status = meanwhile.saved, 409
            form = _again(request, day, known, standing, deed, meanwhile)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            return redirect("leadership:indicator", request.here.partnership.slug, known.code)
    facts = {"indicator": known, "standing": standing, "deed": deed, "form": form, "theirs": theirs,
             "theirs_said": judgements.said(theirs), "proposed": standing.proposed if deed.starts_from else None,
             "proposed_said": judgements.said(standing.proposed)}  # fmt: skip
    return render(request, "leadership/judge.html", around(request, day) | facts, status=status)


def _standing(request: PartnershipRequest, day: AsOf, known: Indicator, question: str) -> judgements.Standing:
    rows = judgements.standings(request.here, day.framework, on=request.here.today)[known.code]
    one = next((row for row in rows if row.code == question), None)
    if one is None:
        raise Http404
    return one


def _form(
    request: PartnershipRequest, day: AsOf, known: Indicator, standing: judgements.Standing, deed: Deed, *,
    data: QueryDict | None,
) -> JudgeForm:  # fmt: skip
    rows = judgements.tagged_products(request.here, known.code)[:60]
    start = standing.proposed if deed.starts_from else None
    newest = max((one.pk for one in (standing.proposed, standing.agreed) if one), default=0)
    initial: dict[str, Any] = {"judged_on": request.here.today, "expected_version": newest}
    if start is not None:
        initial |= {"grade": start.grade, "direction": start.direction, "narrative": start.narrative,
                    "products": [str(key) for key in start.products.values_list("pk", flat=True)]}  # fmt: skip
    return JudgeForm(
        data, framework=day.framework, products=[(str(row.pk), f"{row.reference} {row.title}") for row in rows],
        initial=initial, **careful(request),
    )  # fmt: skip


def _write(
    request: PartnershipRequest, day: AsOf, known: Indicator, question: str, deed: Deed, form: JudgeForm
) -> None:
    here, clean = request.here, form.said
    chosen = set(clean.get("products") or ())
    figured = figures.figures_of(here, day.framework, known, on=here.today)
    judged = changes.Judged(
        indicator=known.code, question=question, grade=clean["grade"], direction=clean["direction"],
        narrative=clean["narrative"], judged_on=clean["judged_on"], seen=form.cleaned_data["expected_version"] or 0,
        products=[row for row in judgements.tagged_products(here, known.code) if str(row.pk) in chosen],
        figures={one.query.code: one.says for one in figured if one.says},
    )  # fmt: skip
    deed.change(here.partnership, judged, version=day.version, by=here.doer, now=now(), today=here.today)


def _again(
    request: PartnershipRequest, day: AsOf, known: Indicator, standing: judgements.Standing, deed: Deed,
    meanwhile: ChangedMeanwhile,
) -> JudgeForm:  # fmt: skip
    """What was typed, ready to be sent again after what somebody else said meanwhile."""
    data = request.POST.copy()
    data["expected_version"] = str(meanwhile.saved.pk)
    return _form(request, day, known, standing, deed, data=data)
