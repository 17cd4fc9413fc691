"""What was accepted although it does not add up."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.outputs.assurance.models import AcceptedCheck


def accepted_in(partnership: Partnership) -> QuerySet[AcceptedCheck]:
    """What was accepted and not taken back, newest first."""
    return AcceptedCheck.objects.for_partnership(partnership).standing().select_related("actor")


def still_accepted(rows: Iterable[AcceptedCheck], *, today: date) -> set[tuple[str, str]]:
    """The checks and keys that stay quiet today: those whose day has not passed."""
    return {(row.check_code, row.key) for row in rows if row.until is None or row.until >= today}
