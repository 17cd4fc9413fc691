"""What a person's calendar reads, and the address that it reads it from."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from lineofsight.cycle.products.models import Product
from lineofsight.engine.clocks import add_months
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.calendars import Happening
from lineofsight.governance.meetings.models import CalendarFeed, Meeting
from lineofsight.governance.meetings.queries.reading import may_read_subject, reader_of
from lineofsight.governance.meetings.rules import states

BACK = timedelta(days=92)
MONTHS_AHEAD = 12


def feed_of(partnership: Partnership, person: Person) -> CalendarFeed | None:
    """The person's address that stands, without its secret; one query."""
    return CalendarFeed.objects.for_partnership(partnership).filter(person=person, ended_at__isnull=True).first()


def feed_with(slug: str, digest: str) -> CalendarFeed | None:
    """The address with this secret that stands, of this partnership; one query."""
    rows = CalendarFeed.objects.filter(partnership__slug=slug, secret_digest=digest, ended_at__isnull=True)
    return rows.select_related("partnership", "person").first()


def happenings(here: Here, *, now: datetime) -> list[Happening]:
    """Meetings, days for papers and products that are due, as titles and dates alone; what is restricted is left out."""
    return [*_meetings(here, now), *_products(here)]


def _meetings(here: Here, now: datetime) -> Iterator[Happening]:
    rows = Meeting.objects.for_partnership(here.partnership).filter(starts_at__gte=now - BACK)
    for one in rows.select_related("group").order_by("starts_at"):
        yield of_meeting(one)
        if one.state in states.AHEAD and one.group.code in here.group_codes:
            yield Happening(
                f"papers-{one.pk}", f"Papers due: {one.group.name}", one.papers_due_on, sequence=one.version
            )


def of_meeting(one: Meeting) -> Happening:
    """One meeting as a calendar holds it."""
    title = f"Cancelled: {one.title}" if one.state == states.CANCELLED else one.title
    starts = timezone.localtime(one.starts_at)
    ends = one.ends_at or one.starts_at + timedelta(hours=2)
    return Happening(
        f"meeting-{one.pk}", title, starts, timezone.localtime(ends), sequence=one.version,
        cancelled=one.state == states.CANCELLED,
    )  # fmt: skip


def _products(here: Here) -> Iterator[Happening]:
    reader, until = reader_of(here), add_months(here.today, MONTHS_AHEAD)
    rows = (
        Product.objects.for_partnership(here.partnership)
        .open()
        .filter(due_on__gte=_since(here.today), due_on__lte=until)
    )
    for one in rows.select_related("subject").order_by("due_on"):
        if one.due_on is not None and may_read_subject(reader, one.subject):
            yield Happening(f"product-{one.pk}", f"Due: {one.title}", one.due_on, sequence=one.version)


def _since(today: date) -> date:
    return today - BACK
