"""Reads of accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from lineofsight.foundation.accounts.models import Person, SignIn

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How a person can sign in today."""

    has_password: bool
    has_app: bool
    passkeys: int
    recovery_codes_left: int | None
    organisation_accounts: tuple[str, ...]

    @property
    def has_second_factor(self) -> bool:
        """True with an app or a passkey; recovery codes alone are no second step."""
        return self.has_app or self.passkeys > 0


def accounts() -> QuerySet[Person]:
    """Every account of the installation, each with `last_seen` (its newest sign-in) and `has_second_step`."""
    newest = SignIn.objects.filter(person=OuterRef("pk"), is_refused=False).order_by("-at").values("at")[:1]
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    return Person.objects.annotate(last_seen=Subquery(newest), has_second_step=Exists(steps))


def person_with(address: str) -> Person | None:
    """The account with this address, written in any case, or None."""
    return Person.objects.filter(email__iexact=address.strip()).first()


def ways_in(person: Person, *, provider_names: dict[str, str]) -> WaysIn:
    """How the person can sign in; `provider_names` gives each provider's name by its id. Two queries."""
    authenticators = list(Authenticator.objects.filter(user=person))
    codes = [one for one in authenticators if one.type == Authenticator.Type.RECOVERY_CODES]
    providers = SocialAccount.objects.filter(user=person).values_list("provider", flat=True)
    return WaysIn(
        has_password=person.has_usable_password(),
        has_app=any(one.type == Authenticator.Type.TOTP for one in authenticators),
        passkeys=sum(one.type == Authenticator.Type.WEBAUTHN for one in authenticators),
        recovery_codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
        organisation_accounts=tuple(provider_names.get(provider, provider) for provider in providers),
    )


def has_second_factor(person: Person) -> bool:
    """True when the person set up an app or a passkey; one query."""
    return Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists()


def is_address_proved(person: Person) -> bool:
    """True when the person showed that the address of the account is theirs; one query."""
    return EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists()


def recent_sign_ins(person: Person, *, at_most: int = 20) -> Sequence[SignIn]:
    """The newest sign-ins and refused attempts, newest first."""
    return list(SignIn.objects.filter(person=person)[:at_most])


def how_signed_in(steps: Iterable[dict[str, Any]], *, provider_names: dict[str, str]) -> str:
    """The steps of a sign-in in words: "Password, then a code from an app"."""
    words = [_step_in_words(step, provider_names) for step in steps if not step.get("reauthenticated")]
    told = list(dict.fromkeys(words))
    return ", then ".join([told[0], *(f"{word[0].lower()}{word[1:]}" for word in told[1:])]) if told else "Signed in"


def _step_in_words(step: dict[str, Any], provider_names: dict[str, str]) -> str:
    if step["method"] == "socialaccount":
        return provider_names.get(step.get("provider", ""), "Organisation account")
    if step["method"] == "mfa":
        kinds = {"totp": "A code from an app", "webauthn": "A passkey", "recovery_codes": "A recovery code"}
        return kinds.get(step.get("type", ""), "A second step")
    return {"password": "Password", "demo": "One click, in the demo"}.get(step["method"], "Signed in")
