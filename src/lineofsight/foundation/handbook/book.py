"""The framework as a page reads it: a version, when it counts, and the addresses of the handbook's pages."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.models import Adoption
from lineofsight.foundation.handbook.queries import Use, history
from lineofsight.foundation.handbook.wording import where_from
from lineofsight.foundation.partnership.queries import Here

PAGES = (
    ("Overview", "overview"),
    ("Tools", "tools"),
    ("Groups", "groups"),
    ("Indicators", "indicators"),
    ("Scales", "scales"),
    ("Life cycle", "life-cycle"),
    ("Clocks", "clocks"),
    ("Roles", "roles"),
    ("Measures", "measures"),
    ("Records", "records"),
    ("Versions", "versions"),
)


@dataclass(frozen=True, slots=True)
class Book:
    """One version open on the table. `asked_for`: the reader chose this version, it may not be the one that counts."""

    here: Here
    use: Use
    framework: Framework
    asked_for: bool

    @property
    def adoption(self) -> Adoption:
        """The adoption of this version."""
        return self.use.adoption

    def url(self, name: str, *args: object) -> str:
        """The address of a page of the handbook, in this version."""
        carried = "?" + urlencode({"version": self.adoption.pk}) if self.asked_for else ""
        return reverse(f"handbook:{name}", args=[self.here.partnership.slug, *args]) + carried

    def where_from(self, entry: Any) -> str:
        """Where an entry comes from, in words."""
        return where_from(self.framework, entry)

    def links(self, current: str) -> list[dict[str, object]]:
        """The handbook's own pages, for the links inside the section."""
        return [{"label": label, "url": self.url(name), "current": name == current} for label, name in PAGES]


def book_of(here: Here, *, asked: str = "") -> Book | None:
    """The version asked for by the number of its adoption, else the one that counts today; None when there is none."""
    uses = history(here.partnership, on=here.today)
    chosen = next((use for use in uses if asked and str(use.adoption.pk) == asked), None)
    use = chosen or next((use for use in uses if use.state == "now"), None) or next(iter(uses[::-1]), None)
    if use is None:
        return None
    return Book(here, use, use.framework, asked_for=use.state != "now")
