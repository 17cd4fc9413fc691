"""Writes to meetings. Each checks what the state allows and leaves its entry in the trail, in one transaction."""

from lineofsight.foundation.partnership.holding import ChangedMeanwhile

__all__ = ["ChangedMeanwhile"]
