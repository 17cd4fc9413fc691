"""Serious incidents and the reviews that follow them, each date apart, and the clocks that run."""

from lineofsight.sources.reviews.models.incidents import (
    ClockRun,
    Incident,
    IncidentTheme,
    PartnerDecision,
    Proceeding,
    ScrutineerComment,
)
from lineofsight.sources.reviews.models.outside import (
    AgencyReview,
    NationalRecommendation,
    NationalResponse,
    NationalReview,
)
from lineofsight.sources.reviews.models.reviewing import (
    CoveredItem,
    PracticeReview,
    RapidReview,
    SummaryRequest,
    TimetableDay,
)

__all__ = [
    "AgencyReview",
    "ClockRun",
    "CoveredItem",
    "Incident",
    "IncidentTheme",
    "NationalRecommendation",
    "NationalResponse",
    "NationalReview",
    "PartnerDecision",
    "PracticeReview",
    "Proceeding",
    "RapidReview",
    "ScrutineerComment",
    "SummaryRequest",
    "TimetableDay",
]
