"""Narrower lists of products."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lineofsight.cycle.products.rules import STUCK_AFTER_DAYS


def overdue(rows: Any, *, today: date) -> Any:
    """Not agreed yet although their day has passed."""
    return rows.filter(stage__in=["work", "route"], due_on__lt=today)


def stale(rows: Any, *, today: date) -> Any:
    """With a rating whose review is overdue."""
    return rows.filter(next_review_on__lt=today)


def stuck(rows: Any, *, today: date) -> Any:
    """Waiting at one group for more than the days that are let pass."""
    return rows.filter(waits_since__lt=days_ago(STUCK_AFTER_DAYS, today=today))


def tagged(rows: Any, chosen: str) -> Any:
    """About a priority, theme, objective or indicator: "themes:voice"."""
    section, _, code = chosen.partition(":")
    return rows.filter(tags__section=section, tags__code=code)


def days_ago(days: int, *, today: date) -> datetime:
    """The first moment of the day so many days before."""
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time.min))
