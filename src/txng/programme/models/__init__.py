"""Tables of the room, by noun."""

from txng.programme.models.indicators import (
    AskedFigure,
    Indicator,
    IndicatorPast,
    IndicatorTarget,
    KeptFigure,
    Reading,
)
from txng.programme.models.parts import PartAnswer
from txng.programme.models.tasks import (
    Task,
    TaskAgency,
    TaskClause,
    TaskNumber,
    TaskUpdate,
)

__all__ = [
    "AskedFigure",
    "Indicator",
    "IndicatorPast",
    "IndicatorTarget",
    "KeptFigure",
    "PartAnswer",
    "Reading",
    "Task",
    "TaskAgency",
    "TaskClause",
    "TaskNumber",
    "TaskUpdate",
]
