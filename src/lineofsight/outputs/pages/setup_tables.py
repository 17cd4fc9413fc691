"""The table of kinds of role, with how each differs from the framework."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

from lineofsight.foundation.partnership.models import RoleKind
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.outputs.pages.role_rules import defaults


def kinds_of_role(request: HttpRequest, here: Here) -> Table:
    """Every kind of role of the partnership; its file lists what each may do in full."""
    slug, said = here.partnership.slug, defaults(here)
    columns = [
        Column("name", "Role", url=lambda kind: reverse("pages:setup-role", args=[slug, kind.code])),
        Column("description", "What somebody in it does"),
        Column("may", "Things that it may do", value=lambda kind: len(kind.capabilities()), export=in_words, sort=False,
               align="right"),
        Column("differs", "Beside the framework", value=lambda kind: how_it_differs(kind, said), sort=False),
    ]  # fmt: skip
    return Table(
        request,
        name="kinds-of-role",
        rows=here.partnership.role_kinds.all(),
        columns=columns,
        default_sort="name",
        noun=("kind of role", "kinds of role"),
        exports=here.may("export"),
        empty=("No roles yet", "They come with the framework.", reverse("handbook:choose", args=[slug]), "Choose one"),
    )


def in_words(kind: RoleKind) -> str:
    """Everything that the kind may do."""
    return "; ".join(words for code, words in CAPABILITIES.items() if code in kind.capabilities())


def how_it_differs(kind: RoleKind, said: Mapping[str, frozenset[str]]) -> str:
    """ "2 more, 1 fewer" than the framework lets it do, or "As it says"."""
    if kind.code not in said:
        return "Not in the framework"
    more, fewer = len(kind.capabilities() - said[kind.code]), len(said[kind.code] - kind.capabilities())
    counts = ((more, "more"), (fewer, "fewer"))
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "As it says"
