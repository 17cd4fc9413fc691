"""What the pages share: links, the day as of which they show things, and the indicator of an address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import Indicator
from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.handbook.queries import NoFramework, framework_of, version_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.outputs.assurance.views.sections import shared
from lineofsight.outputs.leadership.forms import DayForm

__all__ = ["AsOf", "as_of", "found", "shared"]


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day, the framework that counted on it, and the form that chooses it."""

    on: date
    version: FrameworkVersion
    framework: Framework
    form: DayForm
    is_past: bool


def as_of(request: PartnershipRequest) -> AsOf:
    """Today, or the past day of the address; a day before the first framework is not known here."""
    here = request.here
    form = DayForm(request.GET if "on" in request.GET else None)
    chosen = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    on = min(chosen, here.today) if chosen else here.today
    try:
        version = version_in_use(here.partnership, on=on)
    except NoFramework:
        form.add_error("on", "No framework counted on that day. This is today.")
        on, version = here.today, version_in_use(here.partnership, on=here.today)
    return AsOf(on, version, framework_of(version), form, on < here.today)


def found(framework: Framework, code: str) -> Indicator:
    """The indicator with this code; 404 without."""
    known = next((one for one in framework.indicators if one.code == code), None)
    if known is None:
        raise Http404
    return known


def around(request: PartnershipRequest, day: AsOf) -> dict[str, Any]:
    """What every page of a day shows."""
    return shared(request) | {"day": day, "framework": day.framework}
