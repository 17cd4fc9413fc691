"""Early warning: finds a lasting change sooner than a control chart at the same rate of false alarms, in plain words."""

from lineofsight.engine.watch.alarms import alarms
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.pooling import Pool, pooled

__all__ = ["Pool", "WatchError", "alarms", "pooled"]
