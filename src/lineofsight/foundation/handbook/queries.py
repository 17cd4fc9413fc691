"""Which framework counts, rebuilt from its immutable text."""

from datetime import date
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
