"""What a clock calls: make the day's messages, and send what waits. The clock calls `each_minute`."""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import formataddr, parseaddr
from itertools import groupby
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes, queries, rules
from lineofsight.foundation.notices.models import Email, EmailChoice, Notice
from lineofsight.foundation.ui.calendars import Happening, calendar_text

log = logging.getLogger("lineofsight.mail")

# A process that was killed while it sent gives its message up after this time, and another tries it.
CLAIM = timedelta(minutes=10)
NEVER = range(500, 600)


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over the queue did."""

    made: int = 0
    sent: int = 0
    failed: int = 0
    cancelled: int = 0


def run_once(*, now: datetime, at_most: int = 200) -> Pass:
    """One pass: make the messages that are due, then send what waits."""
    made = make_messages(now=now, from_hour=settings.EMAIL_DAILY_FROM_HOUR)
    done = send_waiting(now=now, at_most=at_most)
    return Pass(made=made, sent=done.sent, failed=done.failed, cancelled=done.cancelled)


def each_minute() -> Pass:
    """What the clock calls: one pass, now."""
    return run_once(now=timezone.now())


def make_messages(*, now: datetime, from_hour: int) -> int:
    """Put open notices into messages: urgent ones at once, the others in one message a person a day; the number made."""
    local = timezone.localtime(now)
    had_one = queries.people_messaged_on(local.date())
    made = 0
    for person, told in groupby(queries.untold(now), key=lambda notice: notice.person):
        notices = [notice for notice in told if _is_time(notice, person, local, from_hour)]
        urgent = [notice for notice in notices if notice.kind == Notice.Kind.URGENT]
        others = [notice for notice in notices if notice.kind != Notice.Kind.URGENT]
        made += _bundle(person, urgent, kind="urgent", now=now)
        made += _bundle(person, others, kind="daily", now=now) if person.pk not in had_one else 0
    return made


def _is_time(notice: Notice, person: Person, local: datetime, from_hour: int) -> bool:
    choice: EmailChoice | None = getattr(person, "email_choice", None)
    news = choice.news if choice else EmailChoice.News.DAILY
    return rules.is_time_for(notice.kind, news=news, local=local, from_hour=from_hour)


def _bundle(person: Person, notices: Sequence[Notice], *, kind: str, now: datetime) -> int:
    if not notices:
        return 0
    title, body = _words(person, notices, urgent=kind == "urgent")
    changes.bundle(person, notices, title=title, body=body, kind=kind, now=now)
    return 1


def _words(person: Person, notices: Iterable[Notice], *, urgent: bool) -> tuple[str, str]:
    lines = [_line(notice) for notice in notices]
    body = rules.body_of(
        lines,
        name=person.name,
        address=settings.ADDRESS,
        contact=settings.HELP_CONTACT,
        choices_path=reverse("notices:choices"),
    )
    return rules.title_of(len(lines), urgent=urgent), body


def _line(notice: Notice) -> rules.Line:
    marking = notice.subject.marking if notice.subject else ""
    return rules.line_of(kind=notice.kind, text=notice.text, path=notice.path, marking=marking)


def send_waiting(*, now: datetime, at_most: int = 200) -> Pass:
    """Send the messages whose time has come, one by one; what fails keeps its error and is tried again later."""
    results = [deliver(email, now=now) for email in queries.due_emails(now=now, at_most=at_most)]
    states = [Email.State.SENT, Email.State.FAILED, Email.State.CANCELLED]
    sent, failed, cancelled = (results.count(state) for state in states)
    return Pass(sent=sent, failed=failed, cancelled=cancelled)


def deliver(email: Email, *, now: datetime) -> str:
    """Try one message now: SENT, FAILED (this try), CANCELLED, or "" when another process has it."""
    if not changes.claim(email, now=now, until=now + CLAIM):
        return ""
    if not _brought_up_to_date(email):
        changes.cancel_settled(email)
        return Email.State.CANCELLED
    try:
        message_for(email).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        words, for_good = _what_went_wrong(error)
        log.warning("E-mail %s was not sent: %s", email.pk, words)
        changes.mark_failed(email, error=words, now=now, for_good=for_good)
        return Email.State.FAILED
    changes.mark_sent(email, now=now)
    return Email.State.SENT


def _brought_up_to_date(email: Email) -> bool:
    """Leave out what was done since the message was made; False when nothing is left to say."""
    if email.kind not in {"daily", "urgent"} or email.person is None:
        return True
    left = queries.still_open(email)
    if left:
        email.title, email.body = _words(email.person, left, urgent=email.kind == "urgent")
        email.save(update_fields=["title", "body"])
    return bool(left)


def message_for(email: Email) -> EmailMessage:
    """The message as the mail server gets it. Its id is the row's own, so that a double is recognised as one."""
    _, address = parseaddr(settings.EMAIL_FROM)
    sender = formataddr((f"{email.from_name}, Line of Sight", address)) if email.from_name else settings.EMAIL_FROM
    domain = address.rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{email.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    reply_to = [email.reply_to] if email.reply_to else None
    message = EmailMessage(email.title, email.body, sender, [email.to], reply_to=reply_to, headers=headers)
    happenings = [_happening(notice) for notice in queries.with_a_day(email)]
    if happenings:
        text = calendar_text("Line of Sight", happenings, now=email.created_at, host=domain)
        message.attach("line-of-sight.ics", text.decode(), "text/calendar")
    return message


def _happening(notice: Notice) -> Happening:
    """The day in a calendar, in the words of the message: nothing that those leave out."""
    # The same entry for everybody and in every message about it, so that a calendar holds it once.
    return Happening(key=notice.key.replace(":", "-"), title=_line(notice).text, starts=cast(date, notice.due_on))


def _what_went_wrong(error: Exception) -> tuple[str, bool]:
    """The fault in words, and whether trying again is useless."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"The mail server refused the address: {code} {_text(said)}", code in NEVER
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The mail server did not accept our name and password: {error.smtp_code}", False
    if isinstance(error, smtplib.SMTPResponseException):
        answer = f"The mail server refused the message: {error.smtp_code} {_text(error.smtp_error)}"
        return answer, error.smtp_code in NEVER
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "The mail server hung up in the middle.", False
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time.", False
    if isinstance(error, ValueError):
        return f"The message cannot be written as an e-mail: {error}", True
    return f"The mail server could not be reached: {error}", False


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def send_test(to: str, *, now: datetime) -> Email:
    """Send a test message now; the row says SENT, or holds the mail server's answer. It is not tried again."""
    body = f"This is a test message of Line of Sight at {settings.ADDRESS}.\n\nIf you can read this, e-mail works.\n"
    email = changes.queue_email(to=to, kind="test", title="Line of Sight: test message", body=body)
    if deliver(email, now=now) == Email.State.FAILED:
        Email.objects.filter(pk=email.pk, state=Email.State.WAITING).update(state=Email.State.FAILED)
    email.refresh_from_db()
    return email
