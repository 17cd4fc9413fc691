"""One message a person a day, early warnings at once, and a real mail server that takes, refuses, dies and comes back."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from icalendar import Calendar
from pytest_django import Settings

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes, tasks
from lineofsight.foundation.notices.models import Email, EmailChoice, Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import subject_for
from tests import making

LONDON = ZoneInfo("Europe/London")


class Server:
    """A mail server on this machine that does as the test says."""

    def __init__(self) -> None:
        self.answer, self.taken = "", list[Message]()
        self.stop: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("gone@"):
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer:
            return self.answer
        self.taken.append(message_from_bytes(envelope.content))
        return "250 Taken"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """A mail server that takes everything, until told otherwise; the product sends to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = Server()
    controller = Controller(told, hostname="127.0.0.1", port=port)
    controller.start()
    with ExitStack() as running:
        running.callback(controller.stop)
        told.stop = running.close
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield told


@pytest.fixture
def ada(db: None) -> Person:
    """Somebody who is told things."""
    return making.a_person("Ada Okafor")


def soon() -> datetime:
    """A moment after whatever was just written."""
    return datetime.now(tz=LONDON) + timedelta(seconds=5)


def text_of(message: Message) -> str:
    """The plain text of a message."""
    return message.get_payload(decode=True).decode()  # type: ignore[union-attr]


def tell(person: Person, key: str, text: str = "Quarter 2 return, due Friday 31 October", **facts: Any) -> None:
    """One notice."""
    changes.tell([person], key=key, text=text, path=f"/p/westmarch/{key}/", **facts)


def an_email(to: str = "ada@example.org") -> Email:
    """One message in the queue."""
    return changes.queue_email(to=to, kind="test", title="Hello", body="Body")


def test_three_notices_go_in_one_message_with_a_link_each(ada: Person, server: Server) -> None:
    for key in ("one", "two", "three"):
        tell(ada, key)
    done = tasks.make_messages(now=soon(), from_hour=0), tasks.send_waiting(now=soon())
    assert done == (1, tasks.Pass(sent=1))
    message = server.taken[0]
    assert (message["To"], message["Subject"]) == ("ada.okafor@example.org", "3 things for you in Line of Sight")
    assert [f"http://127.0.0.1:8000/p/westmarch/{key}/" in text_of(message) for key in ("one", "two", "three")] == [
        True
    ] * 3


def test_what_is_due_is_an_entry_of_the_calendar_in_the_words_of_the_message(
    ada: Person, server: Server, partnership: Partnership
) -> None:
    marked = subject_for(
        partnership.chain,
        room="requests",
        kind="request",
        key="1",
        title="Secret",
        may_read="",
        marking="OFFICIAL-SENSITIVE",
    )
    facts = {"path": "/r/1/", "due_on": date(2026, 11, 3)}
    changes.tell([ada], key="request:1:ask", text="Quarter 2: send the figures by 3 November.", **facts)
    changes.tell([ada], key="request:2:ask", text="Secret: send them.", subject=marked, **facts)
    changes.tell([ada], key="news:3", text="No day.", path="/n/")
    tasks.run_once(now=soon())
    attached = [part for part in server.taken[0].walk() if part.get_content_type() == "text/calendar"]
    (calendar,) = [Calendar.from_ical(part.get_payload(decode=True)) for part in attached]
    assert [part.get_filename() for part in attached] == ["line-of-sight.ics"]
    assert [(str(one["summary"]), one.decoded("dtstart"), str(one["uid"])[:14]) for one in calendar.events] == [
        ("Quarter 2: send the figures by 3 November.", date(2026, 11, 3), "request-1-ask@"),
        (
            "There is something for you to read. We do not describe it in an e-mail.",
            date(2026, 11, 3),
            "request-2-ask@",
        ),
    ]


def test_message_without_a_day_has_nothing_attached(ada: Person, server: Server) -> None:
    changes.tell([ada], key="news:3", text="No day.", path="/n/")
    tasks.run_once(now=soon())
    assert not server.taken[0].is_multipart()


def test_second_message_of_a_day_waits_for_tomorrow(ada: Person) -> None:
    now = soon().replace(hour=12)
    tell(ada, "one")
    Notice.objects.update(created_at=now - timedelta(hours=1))
    assert tasks.make_messages(now=now, from_hour=7) == 1
    tell(ada, "two")
    Notice.objects.update(created_at=now - timedelta(hours=1))
    assert tasks.make_messages(now=now + timedelta(hours=6), from_hour=7) == 0
    assert tasks.make_messages(now=now + timedelta(hours=24), from_hour=7) == 1


def test_nothing_is_sent_before_the_hour_but_an_early_warning(ada: Person) -> None:
    tell(ada, "one")
    tell(ada, "worry", "Repeat child protection plans are rising", kind=Notice.Kind.URGENT)
    night = soon().replace(hour=3)
    Notice.objects.update(created_at=night - timedelta(hours=1))
    tasks.make_messages(now=night, from_hour=7)
    email = Email.objects.get()
    assert email.title == "Early warning: open Line of Sight"
    assert "child protection" not in email.body


def test_marked_notice_is_told_without_its_words(ada: Person, partnership: Partnership) -> None:
    subject = subject_for(
        partnership.chain, room="reviews", kind="review", key=1, title="Review of Child X",
        may_read="see_incidents", marking="OFFICIAL-SENSITIVE",
    )  # fmt: skip
    tell(ada, "review", "Review of Child X needs you", subject=subject)
    tasks.make_messages(now=soon(), from_hour=0)
    assert "Child X" not in Email.objects.get().body + Email.objects.get().title


def test_what_was_settled_is_not_sent(ada: Person, server: Server) -> None:
    tell(ada, "one")
    tell(ada, "two")
    tasks.make_messages(now=soon(), from_hour=0)
    changes.settle(key_prefix="one")
    tasks.send_waiting(now=soon())
    assert server.taken[0]["Subject"] == "1 thing for you in Line of Sight"
    assert "/p/westmarch/one/" not in text_of(server.taken[0])


def test_message_about_nothing_open_is_cancelled(ada: Person, server: Server) -> None:
    tell(ada, "one")
    tasks.make_messages(now=soon(), from_hour=0)
    changes.settle(key_prefix="one")
    assert tasks.send_waiting(now=soon()) == tasks.Pass(cancelled=1)
    assert (server.taken, Email.objects.get().state) == ([], Email.State.CANCELLED)


@pytest.mark.parametrize(
    ("news", "weekday", "made"), [("never", 0, 0), ("weekly", 0, 1), ("weekly", 1, 0), ("daily", 1, 1)]
)
def test_news_comes_as_the_person_chose(news: str, weekday: int, made: int, ada: Person) -> None:
    EmailChoice.objects.create(person=ada, news=news)
    tell(ada, "news", kind=Notice.Kind.NEWS)
    Notice.objects.update(created_at=datetime(2026, 6, 1, tzinfo=LONDON))
    monday = datetime(2026, 6, 1, 9, tzinfo=LONDON)
    assert tasks.make_messages(now=monday + timedelta(days=weekday), from_hour=7) == made


def test_refused_address_fails_for_good_with_the_servers_words(db: None, server: Server) -> None:
    email = an_email("gone@example.org")
    tasks.send_waiting(now=soon())
    email.refresh_from_db()
    assert (email.state, email.error) == ("failed", "The mail server refused the address: 550 No such person here")


def test_busy_server_is_tried_again_later_and_then_takes_it(db: None, server: Server) -> None:
    email = an_email()
    server.answer = "451 Busy, try later"
    now = soon()
    tasks.send_waiting(now=now)
    email.refresh_from_db()
    assert (email.state, email.tries, email.next_try_at) == ("waiting", 1, now + timedelta(minutes=1))
    server.answer = ""
    assert tasks.send_waiting(now=now + timedelta(seconds=30)) == tasks.Pass()
    assert tasks.send_waiting(now=now + timedelta(minutes=1)) == tasks.Pass(sent=1)


def test_dead_server_loses_nothing_and_gives_up_after_eight_tries(db: None, server: Server) -> None:
    email = an_email()
    server.stop()
    now = soon()
    for _ in range(8):
        tasks.send_waiting(now=now)
        email.refresh_from_db()
        now = email.next_try_at
    assert (email.state, email.tries) == ("failed", 8)
    assert email.error.startswith("The mail server could not be reached")


def test_failed_message_is_sent_when_somebody_tries_again(db: None, server: Server) -> None:
    email = an_email()
    Email.objects.update(state="failed", tries=8, error="x")
    changes.try_again(email, now=soon(), by=making.SYSTEM)
    assert tasks.send_waiting(now=soon()) == tasks.Pass(sent=1)


def test_message_claimed_by_a_killed_process_is_sent_after_ten_minutes(db: None, server: Server) -> None:
    email, now = an_email(), soon()
    assert changes.claim(email, now=now, until=now + tasks.CLAIM)
    assert tasks.send_waiting(now=now) == tasks.Pass()
    assert tasks.send_waiting(now=now + tasks.CLAIM) == tasks.Pass(sent=1)


def test_secret_link_is_forgotten_once_sent(db: None, server: Server) -> None:
    changes.queue_email(to="ada@example.org", kind="invitation", title="x", body="secret-link", is_secret=True)
    tasks.send_waiting(now=soon())
    assert ("secret-link" in text_of(server.taken[0]), Email.objects.get().body) == (True, "")


def test_named_sender_gets_the_answer(db: None, server: Server) -> None:
    changes.queue_email(
        to="ada@example.org", kind="invitation", title="x", body="y", from_name="Mona Reed", reply_to="mona@example.org"
    )
    tasks.send_waiting(now=soon())
    sent = server.taken[0]
    assert (sent["From"], sent["Reply-To"]) == (
        '"Mona Reed, Line of Sight" <lineofsight@localhost>',
        "mona@example.org",
    )


def test_line_break_in_a_name_cannot_add_a_header(db: None, server: Server) -> None:
    changes.queue_email(to="ada@example.org", kind="x", title="Hello\nBcc: all@example.org", body="y")
    tasks.send_waiting(now=soon())
    assert (server.taken[0]["Subject"], server.taken[0]["Bcc"]) == ("Hello Bcc: all@example.org", None)


def test_message_that_cannot_be_written_does_not_stop_the_others(db: None, server: Server) -> None:
    broken, good = an_email(), an_email()
    Email.objects.filter(pk=broken.pk).update(title="two\nlines")
    assert tasks.send_waiting(now=soon()) == tasks.Pass(sent=1, failed=1)
    good.refresh_from_db()
    assert good.state == "sent"


def test_test_message_says_what_the_server_answered(db: None, server: Server) -> None:
    assert tasks.send_test("ada@example.org", now=soon()).state == "sent"
    failed = tasks.send_test("gone@example.org", now=soon())
    assert (failed.state, "550" in failed.error) == ("failed", True)
