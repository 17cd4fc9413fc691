"""The address that a person's own calendar reads, and what it reads there."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lineofsight.foundation.accounts.guards import public_page
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page, today
from lineofsight.foundation.partnership.queries import here as person_in
from lineofsight.foundation.ui.calendars import calendar_text
from lineofsight.governance.meetings.changes import feeds as changes
from lineofsight.governance.meetings.queries import feeds
from lineofsight.governance.meetings.views.acting import READS_AND_SENDS
from lineofsight.governance.meetings.views.sections import SEE, shared, url


@partnership_page(SEE)
@READS_AND_SENDS
def calendar(request: PartnershipRequest) -> HttpResponse:
    """Make the address, renew it, or end it. It is shown once, when it is made."""
    here, facts = request.here, dict[str, Any]()
    if request.method == "POST" and request.POST.get("deed") == "end":
        changes.end_feed(here.partnership, here.person, by=here.doer, now=now())
        messages.success(request, "Your address gives nothing any more.")
        return redirect(url(request, "meetings:calendar"))
    if request.method == "POST":
        secret = changes.make_feed(here.partnership, here.person, by=here.doer, now=now())
        facts["address"] = f"{settings.ADDRESS}{url(request, 'meetings:feed', secret)}"
    facts["feed"] = feeds.feed_of(here.partnership, here.person)
    answer = render(request, "meetings/calendar.html", shared(request) | facts)
    if "address" in facts:
        answer["Cache-Control"] = "no-store"
    return answer


@public_page
@never_cache
@require_safe
def feed(request: HttpRequest, partnership: str, secret: str) -> HttpResponse:
    """What the calendar of whoever has the secret reads: titles and days of what that person may see today."""
    found = feeds.feed_with(partnership, changes.digest_of(secret))
    here = person_in(found.person, partnership, today=today()) if found else None
    if found is None or here is None or not here.may(SEE):
        raise Http404
    changes.note_read(found, now=now())
    host = urlsplit(settings.ADDRESS).hostname or "lineofsight"
    name = f"{here.partnership.short_name or here.partnership.name}: Line of Sight"
    text = calendar_text(name, feeds.happenings(here, now=now()), now=now(), host=host)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="line-of-sight.ics"'
    return answer
