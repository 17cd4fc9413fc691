"""Send what waits in the e-mail queue, or a test message."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`mail test ADDRESS`, `mail send`, `mail queue`."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    test = deeds.add_parser("test", help="send a test message now and print what the mail server answered")
    test.add_argument("address")
    deeds.add_parser("send", help="one pass: make the day's messages and send what waits")
    deeds.add_parser("queue", help="how many messages wait, failed and were sent, and each error")


def run(arguments: argparse.Namespace) -> int:
    """Do it; 1 when a message was not sent."""
    from lineofsight.config.django_setup import ready

    ready()
    return {"test": _test, "send": _send, "queue": _queue}[arguments.deed](arguments)


def _test(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lineofsight.foundation.notices import tasks

    email = tasks.send_test(arguments.address, now=timezone.now())
    if email.state == email.State.SENT:
        print(f"The mail server took the message to {email.to}. Look whether it arrived.")
        return 0
    print(f"Not sent. {email.error}\nCheck the settings that begin with LINEOFSIGHT_EMAIL_.")
    return 1


def _send(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lineofsight.foundation.notices import tasks

    done = tasks.run_once(now=timezone.now())
    print(f"{done.made} made, {done.sent} sent, {done.failed} not sent, {done.cancelled} no longer needed.")
    return 1 if done.failed else 0


def _queue(arguments: argparse.Namespace) -> int:
    from lineofsight.foundation.notices import queries
    from lineofsight.foundation.notices.models import Email

    counted = queries.counts()
    print(", ".join(f"{number} {state}" for state, number in counted.items()))
    for email in queries.queue().filter(state=Email.State.FAILED):
        print(f"{email.pk} {email.to}: {email.error}")
    return 0
