"""Guards of pages that belong to no partnership. Every view carries one guard; a house test fails for a view without."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Anybody may open it, signed in or not."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def signed_in_page(view: View) -> View:
    """Anybody who is signed in may open it, whatever they serve in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return guarded


def administrator_page(view: View) -> View:
    """Those who look after the installation; for everybody else it does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.guard = "administrator"  # type: ignore[attr-defined]
    return guarded
