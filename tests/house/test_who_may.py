"""Every address, for every role, a stranger from another partnership, a newcomer, the administrator and nobody."""

import pytest
from django.db import transaction

from lineofsight.foundation.partnership.permissions import CAPABILITIES
from tests.house.addresses import Address, Rule, addresses, rules
from tests.house.world import World, client_of

ADDRESSES = addresses()
TABLE = rules()
OUTSIDERS = {"a stranger", "the administrator", "a newcomer"}
KINDS = {"public", "signed in", "administrator", "member", "capability"}


def test_every_address_has_a_name_a_guard_and_a_row() -> None:
    names = {address.name for address in ADDRESSES}
    assert [address.view for address in ADDRESSES if address.name.endswith("?")] == []
    assert sorted(names - TABLE.keys()) == [], "addresses without a row in tests/house/who_may"
    assert sorted(TABLE.keys() - names) == [], "rows without an address"
    assert sorted(one.name for one in ADDRESSES if one.is_ours and one.guard is None) == [], "views without a guard"


def test_every_row_is_of_a_kind_that_exists() -> None:
    assert {name: rule.who for name, rule in TABLE.items() if rule.who not in KINDS} == {}
    assert {name: rule.any_of - CAPABILITIES.keys() for name, rule in TABLE.items()} == {n: frozenset() for n in TABLE}


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.is_ours], ids=lambda one: one.name)
def test_guard_says_what_the_table_says(address: Address) -> None:
    rule = TABLE[address.name]
    said = frozenset(address.guard) if isinstance(address.guard, tuple) else address.guard
    expected = {"capability": rule.any_of, "member": frozenset({"member"})}.get(rule.who, rule.who)
    assert said == expected


def expected_of(rule: Rule, visitor: str, world: World) -> set[int]:
    """What a visitor gets, from the table and from the framework's own roles."""
    may = set(rule.answers) | ({403, 404} if rule.row_decides else set())
    if rule.who == "public":
        return may
    if visitor == "nobody":
        return {302}
    if rule.who == "signed in":
        return may
    if rule.who == "administrator":
        return may if visitor == "the administrator" else {404}
    if visitor in OUTSIDERS:
        return {404}
    if rule.who == "capability" and not rule.any_of & world.capabilities(visitor):
        return {403}
    return may


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_address_opens_for_those_who_may_and_nobody_else(address: Address, world: World) -> None:
    rule, url = TABLE[address.name], address.url(world)
    wrong = {}
    everybody = world.everybody()
    for visitor in world.asked(lambda name: bool(expected_of(rule, name, world) & set(rule.answers))):
        expected = expected_of(rule, visitor, world)
        client = client_of(world, everybody[visitor])
        with transaction.atomic():
            got = {"GET": client.get(url).status_code}
            if not expected & set(rule.answers):
                got["POST"] = client.post(url).status_code
            transaction.set_rollback(True)
        if any(status not in expected for status in got.values()):
            wrong[visitor] = (got, expected)
    assert wrong == {}


def test_somebody_may_open_every_address(world: World) -> None:
    everybody = world.everybody()
    closed = [
        address.name
        for address in ADDRESSES
        if not any(expected_of(TABLE[address.name], visitor, world) & set(TABLE[address.name].answers)
                   for visitor in everybody)
    ]  # fmt: skip
    assert closed == []
