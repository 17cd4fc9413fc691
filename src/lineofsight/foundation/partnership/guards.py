"""The one way into a partnership's page; the three guards of other pages are in `accounts`.

A stranger to a partnership gets 404, so that not even its existence is told. A member whose seats do not allow the page
gets 403 with the reason. Nobody reaches a row but through `request.here.partnership`.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from lineofsight.foundation.accounts.guards import View
from lineofsight.foundation.partnership import queries
from lineofsight.foundation.partnership.permissions import CAPABILITIES, Refused, why_not
from lineofsight.foundation.trail.changes import record_look


class PartnershipRequest(HttpRequest):
    """A request inside a partnership: `here` says who, where, and what they may."""

    here: queries.Here


def today() -> date:
    """Today in London; the demo stands still on one day."""
    return settings.FIXED_TODAY or timezone.localdate()


def now() -> datetime:
    """This moment; in a demo that stands still, this time of its one day, so that clocks there count sensibly."""
    moment = timezone.localtime()
    if settings.FIXED_TODAY is None:
        return moment
    return timezone.make_aware(datetime.combine(settings.FIXED_TODAY, moment.time()))


def partnership_page(*any_of: str, look: str = "") -> Callable[[View], View]:
    """Members of the partnership in the address whose seats give one of the capabilities (none named: every member).

    `look` is the deed that the trail keeps when somebody opens the page: for what is sensitive.
    """
    unknown = [capability for capability in any_of if capability not in CAPABILITIES]
    if unknown:
        raise KeyError(f"There is no capability “{unknown[0]}”.")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: PartnershipRequest, *args: Any, partnership: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            here = queries.here(request.user, partnership, today=today())  # type: ignore[arg-type]
            if here is None:
                raise Http404
            request.here = here
            reason = _why_not_any(here, any_of)
            if reason:
                raise PermissionDenied(reason)
            return _answer(view, request, args, kwargs, look=look)

        guarded.guard = any_of or ("member",)  # type: ignore[attr-defined]
        return guarded

    return guard


def _answer(view: View, request: PartnershipRequest, args: Any, kwargs: Any, *, look: str) -> HttpResponseBase:
    try:
        answer = view(request, *args, **kwargs)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if look and answer.status_code == 200:
        subject = getattr(request, "looked_at", None)
        record_look(request.here.partnership.chain, by=request.here.doer, deed=look, subject=subject)
    return answer


def _why_not_any(here: queries.Here, any_of: tuple[str, ...]) -> str | None:
    if not any_of or any(here.may(capability) for capability in any_of):
        return None
    return why_not(here.capabilities, any_of[0])
