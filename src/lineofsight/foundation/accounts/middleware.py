"""The idle limit: a session that nobody used for an hour ends."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

LAST_USED = "last_used"


def idle_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Signs out a person whose session lay unused longer than the limit; writes the mark at most once a minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            last = request.session.get(LAST_USED, now)
            if now - last > settings.IDLE_LIMIT_MINUTES * 60:
                logout(request)
            elif now - last >= 60 or LAST_USED not in request.session:
                request.session[LAST_USED] = now
        return get_response(request)

    return middleware
