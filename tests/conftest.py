"""Shared fixtures: a partnership, and a client signed in as somebody of a kind."""

from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.foundation.partnership.models import Partnership
from tests import making


@pytest.fixture
def partnership(db: None) -> Partnership:
    """A partnership under the Kent framework."""
    return making.a_partnership()


@pytest.fixture
def signed_in(partnership: Partnership) -> Callable[..., Client]:
    """`signed_in("analyst")`: a client signed in as a member of that kind."""

    def sign_in(kind: str, **facts: object) -> Client:
        membership = making.a_member(facts.pop("partnership", partnership), kind, **facts)  # type: ignore[arg-type]
        client = Client()
        client.force_login(membership.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
