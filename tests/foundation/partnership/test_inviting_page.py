"""The page of inviting offers a seat, and leads to the list of invitations."""

from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.foundation.partnership.models import Invitation, Partnership
from tests import making

pytestmark = pytest.mark.django_db


def test_invite_page_offers_the_seat_and_says_that_it_is_on_its_way(
    partnership: Partnership, signed_in: Callable[..., Client]
) -> None:
    seat, client = making.a_seat(partnership, "analyst"), signed_in("business-manager")
    given = {"role": str(seat.pk), "name": "Ana Lyst", "email": "ana@example.org", "expected_version": ""}
    answer = client.post("/p/westmarch/people/invitations/new/", given)
    assert (answer.status_code, answer["Location"]) == (302, "/p/westmarch/people/invitations/")
    assert list(Invitation.objects.values_list("email", "role", "name")) == [("ana@example.org", seat.pk, "Ana Lyst")]
