"""Findings, recommendations, actions, what was said about them, and whether they made a difference."""

from lineofsight.cycle.findings.models.action import Action, ActionUpdate
from lineofsight.cycle.findings.models.bulk import BulkChange, BulkItem
from lineofsight.cycle.findings.models.finding import Finding, FindingTheme, StrengthAdoption, ThemeRule
from lineofsight.cycle.findings.models.impact import ImpactCheck
from lineofsight.cycle.findings.models.recommendation import NotTheSame, Recommendation, RecommendationSource

__all__ = [
    "Action",
    "ActionUpdate",
    "BulkChange",
    "BulkItem",
    "Finding",
    "FindingTheme",
    "ImpactCheck",
    "NotTheSame",
    "Recommendation",
    "RecommendationSource",
    "StrengthAdoption",
    "ThemeRule",
]
