"""One agency's return of some 5,000 cells, as a spreadsheet that is uploaded, checked, sent and accepted in the browser."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lineofsight.config.bench_data.county import NOW

MEASURES = 65
"""Each for the whole and twelve districts in six months: 5,070 cells."""
FIRST, LAST = date(2026, 4, 1), date(2026, 9, 30)
PERCENT = 71


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the filled template that answers it, and a browser of the agency."""

    request: Any
    file: Any
    cells: int
    agency: Any


def make(partnership: Any) -> Asked:
    """The round, and the file of the first agency."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from lineofsight.foundation.partnership.models import Organisation
    from lineofsight.sources.dashboard.returns import changes, queries, template
    from lineofsight.sources.dashboard.returns.reading import Written

    organisation = Organisation.objects.get(name=f"Agency 1 of {partnership.slug}")
    request = _ask(partnership, organisation)
    slots = queries.slots(request)
    districts = len({slot.area for slot in slots}) - 1
    rows = [
        Written(slot.code, slot.area_code, "", slot.period, str(PERCENT * times), str(100 * times))
        for slot in slots
        for times in [districts if slot.is_whole else 1]
    ]
    reasons = changes.reasons_for_missing(request, today=NOW.date())
    entries = changes.from_rows(rows, slots=slots, known=frozenset(), reasons=reasons).entries
    sheet = template.Sheet("A return", organisation.name, request.due_on, slots, reasons, entries=entries)
    file = SimpleUploadedFile("return.xlsx", template.as_xlsx(sheet))
    return Asked(request, file, len(slots), _browser_of(partnership, organisation))


def _ask(partnership: Any, organisation: Any) -> Any:
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.dashboard.models import Measure
    from lineofsight.sources.dashboard.returns.rounds import Plan, open_data_round

    rows = Measure.objects.for_partnership(partnership).filter(is_active=True).order_by("number", "code")
    measures = tuple(rows[:MEASURES])
    plan = Plan(organisation, measures, None, split_by_area=frozenset(one.code for one in measures))
    day = NOW.date()
    made = open_data_round(
        partnership, title="A large return", period_start=FIRST, period_end=LAST, opens_on=day,
        due_on=day + timedelta(days=28), asked=[plan], by=Doer.system("Bench"), today=day,
    )  # fmt: skip
    return made.requests.select_related("round", "organisation", "partnership__chain", "subject").get()


def _browser_of(partnership: Any, organisation: Any) -> Any:
    from lineofsight.config.bench_data.county import sit
    from lineofsight.foundation.trail.changes import Doer

    return browser(sit(partnership, organisation, "agency-lead", by=Doer.system("Bench")))


def browser(person: Any) -> Any:
    """A client signed in as the person."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
