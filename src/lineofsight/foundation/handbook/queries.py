"""Which framework counts, rebuilt from its immutable text, and which versions counted before."""

from dataclasses import dataclass
from datetime import date, timedelta

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.handbook.models import Adoption, FrameworkVersion
from lineofsight.foundation.partnership.models import Partnership


class NoFramework(LookupError):
    """The partnership has adopted no framework that counts on the day."""


def version_in_use(partnership: Partnership, *, on: date) -> FrameworkVersion:
    """The version that counts in the partnership on the day; one query. NoFramework when there is none."""
    adoptions = Adoption.objects.filter(partnership=partnership, counts_from__lte=on).select_related("version")
    # The text is long, and is read only where it is not known yet.
    adoption = adoptions.defer("version__content").first()
    if adoption is None:
        raise NoFramework(f"{partnership} has adopted no framework that counts on {on:%d %B %Y}.")
    return adoption.version


def framework_in_use(partnership: Partnership, *, on: date) -> frameworks.Framework:
    """The framework that counts in the partnership on the day."""
    version = version_in_use(partnership, on=on)
    return framework_of(version)


def framework_of(version: FrameworkVersion) -> frameworks.Framework:
    """The framework as it was loaded; no query for one that this process has rebuilt before, even with its text deferred."""
    held = _REBUILT.get(version.content_hash)
    if held is None:
        # The hash is the key that matters: a version's text never changes.
        held = frameworks.Framework.from_json(version.content)
        if len(_REBUILT) >= MOST_REBUILT:
            _REBUILT.clear()
        _REBUILT[version.content_hash] = held
    return held


MOST_REBUILT = 16
_REBUILT: dict[str, frameworks.Framework] = {}


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
