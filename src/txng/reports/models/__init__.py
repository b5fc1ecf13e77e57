"""Tables of reports."""

from txng.reports.models.annual import (
    AnnualReport,
    NumberSource,
    Section,
    SectionComment,
    SectionTable,
    SectionVersion,
    Snapshot,
)

__all__ = [
    "AnnualReport",
    "NumberSource",
    "Section",
    "SectionComment",
    "SectionTable",
    "SectionVersion",
    "Snapshot",
]
