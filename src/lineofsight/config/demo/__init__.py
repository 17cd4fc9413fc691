"""The demo: a made-up county in which every story is told, and Kent with nothing but its published figures.

`build` makes the people and then asks each module of this folder that has `tell(demo)`, in the order of its `ORDER`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from lineofsight.config.demo.clock import moment, standing_at
from lineofsight.config.demo.people import FIRST_DAY, PASSWORD, Demo, make


def stories() -> list[Callable[[Demo], Any]]:
    """`tell` of every story, in order."""
    names = (f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))
    modules = [module for module in map(importlib.import_module, names) if hasattr(module, "tell")]
    return [module.tell for module in sorted(modules, key=lambda module: (module.ORDER, module.__name__))]


def build() -> str:
    """Make the whole demo in an empty installation; the sign-ins as a text to print."""
    with standing_at(moment(FIRST_DAY, 9)):
        demo = make()
    for tell in stories():
        tell(demo)
    return sign_ins(demo)


def sign_ins(demo: Demo) -> str:
    """One sign-in for each role of the county, and the password of them all."""
    people = [(member.role.kind.name, member.person.email) for member in demo.members.values()]
    widest = max(len(role) for role, _ in people)
    lines = [f"  {role:<{widest}}  {email}" for role, email in people]
    return "\n".join(
        [
            f"Sign in to {demo.county} as any of these; the password is {PASSWORD}",
            *lines,
            f"Sign in to {demo.kent} with the same analyst, or as",
            *(f"  {member.role.kind.name:<{widest}}  {member.person.email}" for member in demo.kent_members.values()),
            "",
        ]
    )
