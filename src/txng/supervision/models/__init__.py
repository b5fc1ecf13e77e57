"""Tables of supervision."""

from txng.supervision.models.freshness import Activity, ActivityPosition, FreshnessLimit
from txng.supervision.models.recalls import (
    Recall,
    RecallHolder,
    RecallMark,
    RecallScope,
    RecallStep,
    RecallYear,
)
from txng.supervision.models.reports import Report, ReportYear

__all__ = [
    "Activity",
    "ActivityPosition",
    "FreshnessLimit",
    "Recall",
    "RecallHolder",
    "RecallMark",
    "RecallScope",
    "RecallStep",
    "RecallYear",
    "Report",
    "ReportYear",
]
