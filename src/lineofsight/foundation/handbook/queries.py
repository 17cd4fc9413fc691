"""Which framework counts, rebuilt from its immutable text, and which versions counted before."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.handbook.models import Adoption, FrameworkVersion
from lineofsight.foundation.partnership.models import Partnership


class NoFramework(LookupError):
    """The partnership has adopted no framework that counts on the day."""


def version_in_use(partnership: Partnership, *, on: date) -> FrameworkVersion:
    """The version that counts in the partnership on the day; one query. NoFramework when there is none."""
    adoption = Adoption.objects.filter(partnership=partnership, counts_from__lte=on).select_related("version").first()
    if adoption is None:
        raise NoFramework(f"{partnership} has adopted no framework that counts on {on:%d %B %Y}.")
    return adoption.version


def framework_in_use(partnership: Partnership, *, on: date) -> frameworks.Framework:
    """The framework that counts in the partnership on the day."""
    version = version_in_use(partnership, on=on)
    return framework_of(version)


def framework_of(version: FrameworkVersion) -> frameworks.Framework:
    """The framework as it was loaded."""
    return _rebuilt(version.content_hash, version.content)


@lru_cache(maxsize=16)
def _rebuilt(content_hash: str, content: str) -> frameworks.Framework:
    # The hash is the key that matters: a version's text never changes.
    return frameworks.Framework.from_json(content)


@dataclass(frozen=True, slots=True)
class Use:
    """A version in a partnership's history: from which day to which it counts (None: until further notice)."""

    adoption: Adoption
    counts_to: date | None
    state: str
    """now, past or ahead."""

    @property
    def framework(self) -> frameworks.Framework:
        """What the version holds."""
        return framework_of(self.adoption.version)


def history(partnership: Partnership, *, on: date) -> list[Use]:
    """Every version that the partnership adopted, newest first; one query."""
    newest_first = list(Adoption.objects.filter(partnership=partnership).select_related("version"))
    uses: list[Use] = []
    next_one: Adoption | None = None
    for adoption in newest_first:
        counts_to = next_one.counts_from - timedelta(days=1) if next_one else None
        uses.append(Use(adoption, counts_to, _state(adoption, counts_to, on)))
        next_one = adoption
    return uses


def _state(adoption: Adoption, counts_to: date | None, on: date) -> str:
    if adoption.counts_from > on:
        return "ahead"
    return "past" if counts_to and counts_to < on else "now"
