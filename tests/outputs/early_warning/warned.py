"""Makes warnings for tests."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making

TODAY = date(2026, 10, 21)
# The day's first second in London: whatever hour the tests run at, what people do in them comes later.
NOW = datetime(2026, 10, 21, 0, 0, 1, tzinfo=ZoneInfo("Europe/London"))
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def a_warning(partnership: Partnership, key: str = "signal:m19a", *, today: date = TODAY, **facts: Any) -> Warning:
    """A warning that was found on the day."""
    base = {"kind": "signal", "title": "Repeat plans rising", "sentence": "Higher since about March 2026."}
    found = changes.Detection(key=key, **(base | facts))
    return changes.detect(partnership, found, by=making.SYSTEM, now=NOW, today=today)[0]


def raised(warning: Warning, **facts: Any) -> Warning:
    """The warning, raised to the Executive with a next step."""
    given = {"next_step": "The council reports in two weeks", "note": "Seen in three districts"} | facts
    return changes.raise_to_executive(warning, by=making.SYSTEM, now=NOW, today=TODAY, version=warning.version, **given)


def browser_of(member: Membership) -> Client:
    """A client signed in as the member."""
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def words(response: Any) -> str:
    """The page's text with single spaces, to look for words in."""
    return " ".join(response.content.decode().split())
