"""A whole world of rows: two partnerships, a person for each role of the framework, strangers, and what each room adds."""

import importlib
import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making
from tests.house import worlds

FRAMEWORK = "kscmp-2024"
EVERY_ROLE = bool(os.environ.get("LINEOFSIGHT_EVERY_ROLE"))
"""Ask every role for every page: the whole run does, on SQLite. Otherwise the nearest on each side of who may."""
ON_POSTGRESQL = bool(os.environ.get("LINEOFSIGHT_TEST_DATABASE"))
"""There each page is opened once: that its questions suit the database is not shown by others asking the same."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class World:
    """What the house tests walk through. `kwargs` holds the arguments of addresses, by name."""

    partnership: Partnership
    elsewhere: Partnership
    members: dict[str, Membership]
    stranger: Person
    administrator: Person
    newcomer: Person
    today: date
    kwargs: dict[str, Any] = field(default_factory=dict)
    sessions: dict[Any, str] = field(default_factory=dict)

    def everybody(self) -> dict[str, Person | None]:
        """Each kind of visitor by name; None is somebody who is not signed in."""
        return {
            **{code: member.person for code, member in self.members.items()},
            "a stranger": self.stranger,
            "the administrator": self.administrator,
            "a newcomer": self.newcomer,
            "nobody": None,
        }

    def asked(self, may: Callable[[str], bool]) -> list[str]:
        """The visitors that a test asks: all of them with LINEOFSIGHT_EVERY_ROLE, else enough of each side of the line."""
        names = list(self.everybody())
        if ON_POSTGRESQL:
            return [name for name in names if may(name)][:1]
        if EVERY_ROLE:
            return names
        roles = sorted(self.members, key=lambda name: len(self.capabilities(name)))
        let_in, kept_out = [name for name in roles if may(name)], [name for name in roles if not may(name)]
        chosen = {*let_in[:1], *let_in[-1:], *kept_out[:1], *kept_out[-2:], *(set(names) - set(roles))}
        return [name for name in names if name in chosen]

    def capabilities(self, name: str) -> frozenset[str]:
        """What a visitor may do in the partnership, from the framework's own data; nothing for those outside it."""
        return _roles().get(name, frozenset())


def _roles() -> dict[str, frozenset[str]]:
    return {role.code: frozenset(role.may) for role in making.framework_named(FRAMEWORK).roles}


def make() -> World:
    """The world, with what every room of `worlds` adds, in the order of the installed apps."""
    partnership = making.a_partnership("westmarch", framework=FRAMEWORK, is_made_up=True)
    elsewhere = making.a_partnership("kent", framework=FRAMEWORK)
    world = World(
        partnership=partnership,
        elsewhere=elsewhere,
        members={code: making.a_member(partnership, code) for code in _roles()},
        stranger=making.a_member(elsewhere, "business-manager", name="Stranger From Elsewhere").person,
        administrator=making.a_person("Admin Istrator", is_administrator=True),
        newcomer=making.a_person("New Comer"),
        today=today(),
    )
    for room in _rooms_in_order():
        importlib.import_module(f"{worlds.__name__}.{room}").make(world)
    for person in filter(None, world.everybody().values()):
        # Now, and not inside a test that undoes what it wrote.
        world.sessions[person.pk] = _new_session(person)
    return world


def _rooms_in_order() -> list[str]:
    order = [config.label for config in apps.get_app_configs()]
    found = [module.name for module in pkgutil.iter_modules(worlds.__path__)]
    return sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))


def client_of(world: World, person: Person | None) -> Client:
    """A browser's stand-in, signed in as the person."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[person.pk]
    return client


def _new_session(person: Person) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
