"""Tables of the room, by noun."""

from txng.programme.models.tasks import (
    Task,
    TaskAgency,
    TaskClause,
    TaskNumber,
    TaskUpdate,
)

__all__ = ["Task", "TaskAgency", "TaskClause", "TaskNumber", "TaskUpdate"]
