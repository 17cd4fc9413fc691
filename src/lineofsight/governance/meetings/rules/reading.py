"""Which things of an agenda a person may read: the same for a page, a pack, minutes and a log. Pure."""

from dataclasses import dataclass

RESTRICTED = "A restricted item"
SEE_RESTRICTED = "see_incidents"


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides what somebody may read: capabilities, organisations, and who they are in the trail."""

    capabilities: frozenset[str]
    organisations: frozenset[str] = frozenset()
    actor: str = ""


def may_read(reader: Reader, *, needs: str, organisation: str = "", private_to: str = "") -> bool:
    """True when the reader may read a thing that needs the capability and may be one organisation's or one person's own."""
    if needs and needs not in reader.capabilities:
        return False
    if private_to and private_to != reader.actor:
        return False
    own = not organisation or organisation in reader.organisations
    return own or "see_working_figures" in reader.capabilities
