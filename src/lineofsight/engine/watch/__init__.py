"""Early warning: finds a lasting change sooner than a control chart at the same rate of false alarms, in plain words."""

from lineofsight.engine.watch.alarms import alarms
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.pooling import Pool, pooled
from lineofsight.engine.watch.scan import scan
from lineofsight.engine.watch.sentence import sentence
from lineofsight.engine.watch.tiers import expected_false
from lineofsight.engine.watch.told import Scan

__all__ = ["Pool", "Scan", "WatchError", "alarms", "expected_false", "pooled", "scan", "sentence"]
