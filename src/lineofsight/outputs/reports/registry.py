"""The kinds of block that a report can hold. A room above or beside adds its own when it is ready.

add_block(BlockKind("assurance-map", "Assurance map", "Tools and their ratings.", read, needs="see_assurance"))
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.reports.pieces import Content


@dataclass(frozen=True, slots=True)
class Ask:
    """What a block is asked: for which readers, of which period, as of which day, and what was chosen for it."""

    reader: Here
    framework: Framework
    period_start: date
    period_end: date
    known_on: date
    end_of_day: datetime
    theme: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def partnership(self) -> Partnership:
        """Whose record is read."""
        return self.reader.partnership

    @property
    def root(self) -> str:
        """The beginning of every address of the partnership."""
        return f"/p/{self.reader.partnership.slug}"


@dataclass(frozen=True, slots=True)
class BlockKind:
    """One kind of block. `needs`: without this capability the audience gets nothing; `uses`: capabilities that widen it.

    `choices`: which settings it has, of measures, purpose, theme, group, channel, tool, only. `in_public`: may stand in
    the version for anybody.
    """

    code: str
    name: str
    about: str
    read: Callable[[Ask], Content]
    needs: str = "see_reports"
    uses: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    in_public: bool = False

    @property
    def all_uses(self) -> frozenset[str]:
        """Everything that reading it can use."""
        return self.uses | {self.needs}


_KINDS: dict[str, BlockKind] = {}


def add_block(kind: BlockKind) -> None:
    """Let reports hold this kind of block. The same code replaces."""
    _KINDS[kind.code] = kind


def kinds() -> tuple[BlockKind, ...]:
    """Every kind, in the order in which they were added."""
    return tuple(_KINDS.values())


def kind_of(code: str) -> BlockKind:
    """The kind with this code. KeyError for one that no room has added."""
    return _KINDS[code]


def is_known(code: str) -> bool:
    """True for a code that a room has added."""
    return code in _KINDS
