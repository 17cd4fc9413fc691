"""Figures that fell, and the warning about them with its series: what a chart needs."""

from datetime import date

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.models import Series, WarningSeries
from tests import making
from tests.outputs.early_warning.warned import a_warning
from tests.sources.dashboard import county


def a_warning_with_figures(partnership: Partnership) -> Warning:
    """Visits in time, 36 months of the council's, that fell from about 80% to about 68% in March 2026."""
    area = county.an_area(partnership)
    measure = county.a_measure(partnership, "visits", name="Visits in time")
    council = making.an_organisation(partnership)

    def counts(n: int) -> tuple[float, float]:
        return (160 if n < 29 else 136) + county.wave(n), 200

    county.accept(partnership, county.percentages("visits", area, counts), organisation=council, raises=False)
    whole = Series.objects.get(version__measure=measure, organisation__isnull=True, area=area, breakdown="")
    warning = a_warning(
        partnership,
        "signal:visits",
        title="Visits in time fell",
        sentence="Fewer visits were in time since about March 2026: 68 in 100, before that 80 in 100.",
        tier="priority",
        rank=4.2,
        about=measure.subject,
        known="All four districts fell. Referrals did not rise.",
        not_known="Whether visits were missed or not written down.",
        happened_on=date(2026, 3, 31),
        in_hands_at=county.NOW,
    )
    WarningSeries.objects.get_or_create(warning=warning, series=whole, defaults={"period": date(2026, 9, 1)})
    return warning
