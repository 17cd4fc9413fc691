"""Accounts of the installation: who they are, what may be done with one, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from allauth.account.forms import ResetPasswordForm
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from lineofsight.foundation.accounts import changes, queries
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.leaving import tell_second_step_gone
from lineofsight.foundation.trail.changes import Doer, installation_chain, record


@dataclass(frozen=True, slots=True)
class Deed:
    """What an administrator may do with an account: its words, when it is offered, and what does it."""

    link: str
    warning: str
    button: str
    done: str
    is_offered: Callable[[Person], bool]
    do: Callable[..., object]
    kind: str = "primary"


def everybody(*, today: date) -> QuerySet[Person]:
    """Every account with `last_seen`, `has_second_step`, and in how many partnerships it serves today."""
    running = Q(memberships__starts_on__lte=today) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    held = running & Q(memberships__confirmed_at__isnull=False, memberships__stopped_at__isnull=True)
    return queries.accounts().annotate(serves=Count("memberships__partnership", distinct=True, filter=held))


def offered(person: Person) -> dict[str, Deed]:
    """What can be done with the account as it stands now, by its word in the address."""
    return {word: deed for word, deed in DEEDS.items() if deed.is_offered(person)}


@transaction.atomic
def _reset_second_step(person: Person, *, reason: str, by: Doer, request: HttpRequest) -> None:
    changes.reset_second_factor(person, reason=reason, by=by)
    tell_second_step_gone(person, contact="whoever looks after Line of Sight where you work, now")


@transaction.atomic
def _sign_out(person: Person, *, reason: str, by: Doer, request: HttpRequest) -> None:
    changes.end_sessions(person, by=by)


@transaction.atomic
def _send_password_link(person: Person, *, reason: str, by: Doer, request: HttpRequest) -> None:
    """The same letter that the person gets who asks for it on the sign-in page."""
    form = ResetPasswordForm({"email": person.email})
    if not form.is_valid():
        raise changes.NotPossible(f"No link can be sent to {person.email}: the address is not an e-mail address.")
    form.save(request)
    after = {"person": str(person.actor_id)}
    record(installation_chain(), by=by, deed="accounts.send_password_link", after=after, note=reason)


def _without_request(change: Callable[..., object]) -> Callable[..., object]:
    def do(person: Person, *, reason: str, by: Doer, request: HttpRequest) -> None:
        change(person, reason=reason, by=by)

    return do


DEEDS = {
    "password-link": Deed(
        link="Send a link that sets a password",
        warning="They get an e-mail with a link that lasts one day. Their password now works until they set a new one.",
        button="Send the link",
        done="The link is on its way to {person}.",
        is_offered=lambda person: person.is_active,
        do=_send_password_link,
    ),
    "second-step": Deed(
        link="Take away a lost second step",
        warning="Do this only when you are sure who asks. Somebody who wants to break in asks for it too. They are signed "
        "out, get an e-mail, and set up a new second step when they next sign in.",
        button="Take the second step away",
        done="{person} sets up a new second step when they next sign in.",
        is_offered=lambda person: queries.has_second_factor(person),
        do=_reset_second_step,
    ),
    "sign-out": Deed(
        link="Sign them out everywhere",
        warning="Every browser in which they are signed in asks them to sign in again.",
        button="Sign them out",
        done="{person} is signed out everywhere.",
        is_offered=lambda person: person.is_active,
        do=_sign_out,
    ),
    "close": Deed(
        link="Close the account",
        warning="They are signed out this minute and cannot sign in any more, in any partnership. Their roles stay: the "
        "partnership hands those over on the person’s page. You can open the account again.",
        button="Close the account",
        done="The account of {person} is closed.",
        is_offered=lambda person: person.is_active,
        do=_without_request(changes.close_account),
        kind="warning",
    ),
    "reopen": Deed(
        link="Open the account again",
        warning="They can sign in again as before. Roles that have not ended give them their rights again.",
        button="Open the account",
        done="{person} can sign in again.",
        is_offered=lambda person: not person.is_active,
        do=_without_request(changes.reopen_account),
    ),
    "make-administrator": Deed(
        link="Let them look after the installation",
        warning="They then see these pages: accounts, partnerships and e-mail. They see nothing of what is in a partnership.",
        button="Let them look after it",
        done="{person} looks after the installation too.",
        is_offered=lambda person: person.is_active and not person.is_administrator,
        do=_without_request(changes.make_administrator),
    ),
    "end-administrator": Deed(
        link="End their looking after the installation",
        warning="They no longer see these pages. Their roles in partnerships stay.",
        button="End it",
        done="{person} no longer looks after the installation.",
        is_offered=lambda person: person.is_administrator,
        do=_without_request(changes.end_administrator),
        kind="warning",
    ),
}
