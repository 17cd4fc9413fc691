"""How a token is made and compared. Pure."""

import hashlib
import secrets
from datetime import date, datetime
from typing import Final

PREFIX: Final = "los_"
LONGEST_DAYS: Final = 366
WORKS, STOPPED, OVER = "Works", "Stopped", "Its last day has passed"


def new_token() -> str:
    """A token that nobody can guess: 256 random bits behind a prefix by which leaked ones are found."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token. It is random and long, so that one round of hashing is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def state_of(*, revoked_at: datetime | None, expires_on: date, today: date) -> str:
    """Whether a token works, was stopped, or is over."""
    if revoked_at is not None:
        return STOPPED
    return WORKS if today <= expires_on else OVER
