"""Rows that are reached through their partnership."""

from typing import Any, Self

from django.db import models

from lineofsight.foundation.partnership.models import Partnership


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)
