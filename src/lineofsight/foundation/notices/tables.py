"""The e-mail queue as a table: the same for one partnership and for the whole installation. Never the text itself."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.ui.tables import Column, Filter, Table

TONES = {"waiting": "info", "sent": "quiet", "failed": "problem", "cancelled": "neutral"}
KINDS = (
    ("account", "Signing in"),
    ("daily", "The day’s message"),
    ("urgent", "Early warning"),
    ("invitation", "Invitation"),
    ("test", "Test message"),
)


def queue_table(request: HttpRequest, rows: QuerySet[Email], *, url: Callable[[Email], str]) -> Table:
    """Messages with their state and error; `url` gives the page where one is tried again or cancelled."""
    return Table(
        request,
        name="emails",
        title="E-mails",
        rows=rows,
        default_sort="-created_at",
        noun=("e-mail", "e-mails"),
        columns=_columns(url),
        filters=[Filter("state", "State", "choice", Email.State.choices), Filter("kind", "Kind", "choice", KINDS)],
        empty=("No e-mails yet", "Each e-mail that the product sends is listed here, with any error.", "", ""),
    )


def _columns(url: Callable[[Email], str]) -> list[Column]:
    kinds = dict(KINDS)

    def link(email: Email) -> str:
        return url(email) if email.state in {Email.State.WAITING, Email.State.FAILED} else ""

    def tone(email: Any) -> str:
        return TONES[email.state]

    return [
        Column("to", "To", filter="text", url=link),
        Column("title", "Title", sort=False),
        Column("kind", "Kind", value=lambda email: kinds.get(email.kind, email.kind)),
        Column("state", "State", value="get_state_display", sort="state", tone=tone),
        Column("tries", "Tries", align="right"),
        Column("error", "Error", sort=False),
        Column("created_at", "Made"),
        Column("sent_at", "Sent"),
    ]
