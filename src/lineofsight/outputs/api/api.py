"""The programming interface: measures and figures, requests, returns. JSON in, JSON out, a token in every call."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, NinjaAPI, Router, Schema
from ninja.security import HttpBearer

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused, why_not
from lineofsight.outputs.api.queries import here_by_token
from lineofsight.sources.dashboard.queries import figures as observations
from lineofsight.sources.dashboard.queries.summary import versions_in_use
from lineofsight.sources.dashboard.returns import changes, queries
from lineofsight.sources.dashboard.returns.changes import SameAgain
from lineofsight.sources.dashboard.returns.reading import Written
from lineofsight.sources.dashboard.returns.views.shared import MAY_LOOK, request_to_make, request_to_see, return_to_see

MOST_FIGURES = 20_000


class Token(HttpBearer):
    """`Authorization: Bearer los_…`: the program does what the token's seat may do."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The seat, which every endpoint finds at `request.here`; None answers 401."""
        request.here = here_by_token(token, now=guards.now(), today=today())  # type: ignore[attr-defined]
        return request.here  # type: ignore[attr-defined]


class Reason(Schema):
    """Why a call was not done."""

    detail: str


class Measure(Schema):
    """A measure as it is defined now."""

    code: str
    name: str
    question: str
    unit: str
    multiplier: int
    decimals: int
    period_type: str
    direction: str
    target: float | None
    numerator: str
    denominator: str


class Source(Schema):
    """Where a figure came from. `return` is the return's reference."""

    return_: str = Field(alias="return", serialization_alias="return")
    how: str
    file: str
    sheet: str
    row: int
    column: str
    received_at: str | None
    accepted_at: str | None


class Figure(Schema):
    """One figure. `source` is null for a total that was worked out from others."""

    measure: str
    area: str
    organisation: str | None
    breakdown: str
    period_start: date
    period_end: date
    period_type: str
    numerator: float | None
    denominator: float | None
    value: float | None
    state: str
    known_from: datetime
    source: Source | None


class Asked(Schema):
    """A request: what one organisation owes in a round."""

    id: UUID
    round: str
    organisation: str
    due_on: date
    state: str


class Slot(Schema):
    """One figure that a request asks for."""

    measure: str
    name: str
    area: str
    breakdown: str
    period_start: date
    number_means: str
    out_of_means: str


class AskedInFull(Asked):
    """A request with every figure that it asks for."""

    figures: list[Slot]


class Given(Schema):
    """One figure as it is sent. Numbers or marks as text: `12`, `c` (hidden), `z` (does not apply), `12e` (estimated)."""

    measure: str = Field(max_length=80)
    area: str = Field(max_length=20)
    breakdown: str = Field("", max_length=120)
    period_start: date
    number: str = Field("", max_length=60)
    out_of: str = Field("", max_length=60)
    reason: str = Field("", max_length=500, description="Why it is blank.")


class Sending(Schema):
    """A return. `send`: send it at once if nothing stops it; otherwise it waits as a draft that a person can finish."""

    request: UUID
    figures: list[Given] = Field(max_length=MOST_FIGURES)
    send: bool = False
    note: str = Field("", max_length=2_000)


class Problem(Schema):
    """Something found in a return, with the row (from 1) of the figure as it was sent."""

    severity: str
    code: str
    message: str
    row: int
    explained: bool


class ReturnState(Schema):
    """How a return stands."""

    id: UUID
    reference: str
    request: UUID | None
    state: str
    received_at: datetime | None
    accepted_at: datetime | None
    problems: list[Problem]


REFUSALS = {401: Reason, 403: Reason, 404: Reason}
measures, asking, returns = Router(tags=["measures"]), Router(tags=["requests"]), Router(tags=["returns"])


def need(request: HttpRequest, *any_of: str) -> Any:
    """The seat, where it may do one of these things. Refused with the reason where it may not."""
    here = request.here  # type: ignore[attr-defined]
    if not any(here.may(one) for one in any_of):
        raise Refused(why_not(here.capabilities, any_of[0]) or "")
    return here


@measures.get("", response={200: list[Measure], **REFUSALS}, url_name="measures")
def list_measures(request: HttpRequest) -> Any:
    """Every measure of the partnership."""
    here = need(request, "see_measures", "see_working_figures")
    return [_measure(code, kept[-1]) for code, kept in versions_in_use(here.partnership).items()]


@measures.get("/{slug:code}", response={200: Measure, **REFUSALS}, url_name="measure")
def one_measure(request: HttpRequest, code: str) -> Any:
    """One measure."""
    here = need(request, "see_measures", "see_working_figures")
    return _measure(code, _versions(here, code)[-1])


@measures.get("/{slug:code}/figures", response={200: list[Figure], **REFUSALS, 422: Any}, url_name="figures")
def list_figures(request: HttpRequest, code: str, known_on: date | None = None, area: str = "") -> Any:
    """The measure's accepted figures with their sources, now or as they were known at the end of a day."""
    here = need(request, "see_working_figures")
    _versions(here, code)
    moment = observations.end_of(known_on) if known_on else None
    return list(observations.figures(here.partnership, measure=code, area=area.replace("\x00", ""), moment=moment))


def _versions(here: Any, code: str) -> Any:
    found = versions_in_use(here.partnership).get(code)
    if found is None:
        raise Http404
    return found


def _measure(code: str, version: Any) -> dict[str, Any]:
    return {"code": code, **{name: getattr(version, name) for name in Measure.model_fields if name != "code"}}


@asking.get("", response={200: list[Asked], **REFUSALS}, url_name="requests")
def list_requests(request: HttpRequest) -> Any:
    """What the seat's organisation was asked for, nearest date first."""
    here = need(request, "make_returns", "approve_returns")
    own = here.organisations_where("make_returns") | here.organisations_where("approve_returns")
    return [_asked(one) for one in requests.owed_by(here.partnership, own)]


@asking.get("/{uuid:key}", response={200: AskedInFull, **REFUSALS}, url_name="request")
def one_request(request: HttpRequest, key: UUID) -> Any:
    """One request with every figure that it asks for."""
    need(request, *MAY_LOOK)
    found = request_to_see(request, key)  # type: ignore[arg-type]
    return {**_asked(found), "figures": [_slot(one) for one in queries.slots(found)]}


def _asked(one: Request) -> dict[str, Any]:
    return {
        "id": one.pk,
        "round": one.round.title,
        "organisation": one.organisation.name,
        "due_on": one.due_on,
        "state": one.state,
    }


def _slot(one: Any) -> dict[str, Any]:
    return {
        "measure": one.code,
        "name": one.name,
        "area": one.area_code,
        "breakdown": one.breakdown,
        "period_start": one.period,
        "number_means": one.number_words,
        "out_of_means": one.out_of_words,
    }


@returns.post("", response={200: ReturnState, **REFUSALS, 409: Reason, 422: Any}, url_name="returns")
def send_return(request: HttpRequest, sending: Sending) -> Any:
    """Figures for a request: they take the place of its draft and are checked. The same twice changes nothing."""
    here, now = need(request, "make_returns"), guards.now()
    asked = request_to_make(request, sending.request)  # type: ignore[arg-type]
    rows = [_written(one, row) for row, one in enumerate(sending.figures, start=1)]
    try:
        draft = changes.receive_rows(asked, rows, how=Return.How.API, by=here.doer, now=now, today=here.today)
        standing = queries.standing(draft)
        if sending.send and not standing.errors and not standing.warnings:
            draft = changes.send(
                draft, version=draft.version, note=sending.note, by=here.doer, now=now, today=here.today
            )
    except SameAgain as same:
        return _state(queries.one(here.partnership, same.sent.pk))
    return _state(queries.one(here.partnership, draft.pk))


@returns.get("/{uuid:key}", response={200: ReturnState, **REFUSALS}, url_name="return")
def one_return(request: HttpRequest, key: UUID) -> Any:
    """How a return stands, and what was found in it."""
    need(request, *MAY_LOOK)
    return _state(return_to_see(request, key))  # type: ignore[arg-type]


def _written(one: Given, row: int) -> Written:
    return Written(
        code=one.measure,
        area=one.area,
        split=one.breakdown,
        period=one.period_start,
        number=one.number,
        out_of=one.out_of,
        reason=one.reason,
        row=row,
    )


def _state(source: Return) -> dict[str, Any]:
    problems = [
        {
            "severity": one.severity,
            "code": one.code,
            "message": one.message,
            "row": one.figure.row if one.figure else one.row,
            "explained": bool(one.reason_code),
        }
        for one in queries.issues_of(source)
    ]
    facts = {name: getattr(source, name) for name in ("reference", "state", "received_at", "accepted_at")}
    return {"id": source.pk, "request": source.request_id, **facts, "problems": problems}


api = NinjaAPI(title="Line of Sight", version="1", docs_url=None, openapi_url=None, auth=Token(), urls_namespace="api")
api.add_router("/measures", measures)
api.add_router("/requests", asking)
api.add_router("/returns", returns)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Exception) -> Any:
    return api.create_response(request, {"detail": str(refusal)}, status=403)


@api.exception_handler(ChangedMeanwhile)
def _changed(request: HttpRequest, refusal: Exception) -> Any:
    words = str(refusal) or "Somebody else changed this return just now. Read it again, then send."
    return api.create_response(request, {"detail": words}, status=409)


@api.exception_handler(Http404)
def _nothing_there(request: HttpRequest, refusal: Exception) -> Any:
    return api.create_response(request, {"detail": "There is nothing here, or not for you."}, status=404)
