"""Control charts as the public sector already reads them: XmR charts with icons, and twelve more kinds.

A control chart asks one question of a row of figures: is this more than the ordinary coming and going of the months?
The figures set a mean and two limits; a point is special when it lies outside the limits or belongs to a pattern that
chance seldom makes.

- `xmr(values, improves=…)` is the chart of NHS England's Making Data Count: mean, natural process limits, what fired at
  each point, and the two icons: `variation` (what the newest point does) and `assurance` (whether the target will be
  met as things are). `improves` says which way is better: "up", "down", or "neutral".
- `xmr_many(values, …)` is the same for a table (series, periods), several hundred thousand series a second.
- `chart(kind, y, n, …)` is for counts, rates, proportions, rare events and subgroups: run, i, mr, ip, c, u, up, p, pp,
  g, t, xbar, s, with the Anhøj run rules.

Start with `xmr`. Take p or u when the denominator is small or changes much, pp or up when there are so many cases that
the p or u limits are too tight to be of use, g or t when the event is rare.

A missing period is NaN: it has no cause, breaks every pattern, and the lines go on past it. `rebase` and `parts` are
where somebody decided that a new level began; nothing here moves a level by itself. A chart sees a change late; what
finds one early is `lineofsight.engine.watch`.

    >>> from lineofsight.engine import spc
    >>> waits = spc.xmr([31, 29, 33, 30, 34, 32, 30, 52], improves="down", target=35)
    >>> print(waits.cause[-1], waits.variation, waits.assurance)
    above_limit concern_high inconsistent

Every wrong input raises `SpcError`, which names the place. Sources: NHSRplotthedots 0.2.2 and qicharts2 0.8.1, equal to
them except as docs/deviations.md lists.
"""

from lineofsight.engine.spc.errors import SpcError
from lineofsight.engine.spc.individuals import xmr, xmr_many
from lineofsight.engine.spc.labels import CAUSES
from lineofsight.engine.spc.results import Chart, Xmr, XmrMany
from lineofsight.engine.spc.shewhart import chart

__all__ = ["CAUSES", "Chart", "SpcError", "Xmr", "XmrMany", "chart", "xmr", "xmr_many"]
