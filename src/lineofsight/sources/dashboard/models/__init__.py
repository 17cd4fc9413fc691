"""Tables of the dashboard, by what they hold."""

from lineofsight.sources.dashboard.models.comparing import Neighbours
from lineofsight.sources.dashboard.models.figures import Cell, Observation, Series, SeriesState
from lineofsight.sources.dashboard.models.measures import DataQuality, Measure, MeasureLink, MeasureVersion
from lineofsight.sources.dashboard.models.publishing import (
    Annotation,
    Correction,
    Narrative,
    Publication,
    WarningSeries,
)
from lineofsight.sources.dashboard.models.returns import OwnRecipe, RequestedMeasure, ReturnCell, ReturnIssue

__all__ = [
    "Annotation",
    "Cell",
    "Correction",
    "DataQuality",
    "Measure",
    "MeasureLink",
    "MeasureVersion",
    "Narrative",
    "Neighbours",
    "Observation",
    "OwnRecipe",
    "Publication",
    "RequestedMeasure",
    "ReturnCell",
    "ReturnIssue",
    "Series",
    "SeriesState",
    "WarningSeries",
]
