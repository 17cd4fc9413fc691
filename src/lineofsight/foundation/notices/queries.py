"""Reads of messages and of the e-mail queue."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Email, EmailChoice, Notice
from lineofsight.foundation.trail.models import Chain

KEPT_IN_DAYS = 366


def messages_of(person: Person, *, now: datetime) -> QuerySet[Notice]:
    """What the person was told in twelve months, newest first."""
    since = now - timedelta(days=KEPT_IN_DAYS)
    return Notice.objects.filter(person=person, created_at__gte=since).order_by("-created_at")


def unread(person: Person) -> int:
    """How many messages the person has not opened."""
    return Notice.objects.filter(person=person, read_at__isnull=True, settled_at__isnull=True).count()


def news_choice(person: Person) -> str:
    """How often the person gets e-mail about what they should know."""
    choice = EmailChoice.objects.filter(person=person).first()
    return choice.news if choice else EmailChoice.News.DAILY


def untold(now: datetime) -> QuerySet[Notice]:
    """Open notices that are in no message yet, of people who can still sign in; grouped by person, oldest first."""
    open_ones = Notice.objects.filter(emailed_at__isnull=True, settled_at__isnull=True, read_at__isnull=True)
    with_people = open_ones.filter(person__is_active=True, created_at__lte=now)
    return with_people.select_related("person__email_choice", "subject").order_by("person_id", "created_at")


def people_messaged_on(day: date) -> set[object]:
    """Who got the day's one message already (London's day)."""
    told = Notice.objects.filter(emailed_at__date=day).exclude(kind=Notice.Kind.URGENT)
    return set(told.values_list("person_id", flat=True))


def due_emails(*, now: datetime, at_most: int) -> Sequence[Email]:
    """Messages to send now, oldest first."""
    due = Email.objects.filter(state=Email.State.WAITING, next_try_at__lte=now)
    return list(due.select_related("person").order_by("next_try_at", "created_at")[:at_most])


def still_open(email: Email) -> list[Notice]:
    """The notices of a message that are not done yet."""
    return list(email.notices.filter(settled_at__isnull=True).select_related("subject").order_by("created_at"))


def with_a_day(email: Email) -> list[Notice]:
    """The notices of a message that ask for something by a day, and are not done yet."""
    return [notice for notice in still_open(email) if notice.due_on] if email.person_id else []


def queue(chain: Chain | None = None) -> QuerySet[Email]:
    """The e-mail queue, newest first: of one partnership's chain, or of the whole installation."""
    emails = Email.objects.filter(chain=chain) if chain else Email.objects.all()
    return emails.order_by("-created_at")


def counts(chain: Chain | None = None) -> dict[str, int]:
    """How many messages are in each state."""
    found = queue(chain).order_by().values_list("state").annotate(Count("pk"))
    return {str(state): 0 for state in Email.State.values} | dict(found)
