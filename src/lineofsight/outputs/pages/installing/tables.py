"""The accounts and the trail of the installation as tables."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.trail.changes import installation_chain
from lineofsight.foundation.trail.models import Actor
from lineofsight.foundation.trail.queries import all_entries
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.outputs.pages import trail_reading
from lineofsight.outputs.pages.deeds import in_words
from lineofsight.outputs.pages.installing.accounts import everybody

STATES = (("open", "Open"), ("closed", "Closed"))


def accounts_table(request: HttpRequest, *, today: date) -> Table:
    """Every account, with how it signs in and when it last did."""
    return Table(
        request,
        name="accounts",
        title="Accounts",
        rows=everybody(today=today),
        default_sort="name",
        noun=("account", "accounts"),
        columns=[
            Column("name", "Name", filter="text", url=lambda one: reverse("pages:account", args=[one.pk])),
            Column("email", "E-mail address", filter="text"),
            Column("state", "State", value=_state, sort="is_active", tone=lambda one: "" if one.is_active else "neutral"),
            Column("second_step", "Second step", value=_second_step, sort="has_second_step"),
            Column("last_seen", "Last signed in"),
            Column("serves", "Partnerships", align="right"),
            Column("looks_after", "Looks after the installation", value=_looks_after, sort="is_administrator"),
        ],
        filters=[
            Filter("state", "State", "choice", STATES, apply=lambda rows, said: rows.filter(is_active=said == "open")),
            Filter("administrators", "Only those who look after the installation", "tick",
                   apply=lambda rows, _: rows.filter(is_administrator=True)),
            Filter("no_step", "Only those without a second step", "tick",
                   apply=lambda rows, _: rows.filter(has_second_step=False)),
        ],
        empty=("No accounts yet", "They are made by invitations.", "", ""),
    )  # fmt: skip


def _state(one: Person) -> str:
    return "Open" if one.is_active else "Closed"


def _second_step(one: Person) -> str:
    return "Set up" if one.has_second_step else "None"  # type: ignore[attr-defined]


def _looks_after(one: Person) -> str:
    return "Yes" if one.is_administrator else "No"


def trail_table(request: HttpRequest) -> Table:
    """What was done that belongs to no partnership: accounts, sign-ins, organisations, frameworks."""
    entries = all_entries(installation_chain())
    names = {str(pk): name for pk, name in Actor.objects.values_list("pk", "name")}
    deeds = sorted((deed, in_words(deed)) for deed in entries.order_by().values_list("deed", flat=True).distinct())
    return Table(
        request,
        name="trail",
        title="Trail of the installation",
        rows=entries,
        default_sort="-at",
        noun=("entry", "entries"),
        marking="OFFICIAL-SENSITIVE",
        columns=[
            Column("at", "When", sort="number"),
            Column("who", "Who"),
            Column("role", "In which role", sort=False),
            Column("deed", "What", value=lambda entry: in_words(entry.deed)),
            Column("change", "Change", value=lambda entry: trail_reading.change_in_words(entry, names), sort=False),
            Column("number", "Number", align="right"),
        ],
        filters=[
            Filter("person", "Person", lookup="who__icontains", hint="Part of a name"),
            Filter("what", "What", "choice", deeds, lookup="deed"),
            Filter("from", "From", "from", lookup="at__date__gte"),
            Filter("to", "Until", "to", lookup="at__date__lte"),
        ],
        empty=("Nothing here yet", "Every write that belongs to no partnership is listed here.", "", ""),
    )
