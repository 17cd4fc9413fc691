"""A partnership with somebody to triage, somebody of the Executive and an agency's lead."""

import pytest

from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making

KINDS = ("saa-chair", "executive-member", "agency-lead", "business-manager", "lay-member")


@pytest.fixture
def members(partnership: Partnership) -> dict[str, Membership]:
    """One of each, by code; the chair of the sub-group comes from the police, the others from the council."""
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    return {
        kind: making.a_member(partnership, kind, organisation=police if kind == "saa-chair" else None)
        for kind in KINDS
    }  # fmt: skip
