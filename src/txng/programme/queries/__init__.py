"""Questions of the room, by noun; the ones that other rooms ask stand here."""

from txng.programme.queries.board import (
    Mine,
    appendix_task,
    late,
    my_tasks,
    reminder_count,
    task,
    tasks,
)
from txng.programme.queries.duties import Shown, clause, clauses
from txng.programme.queries.yearly import Progress, progress

__all__ = [
    "Mine",
    "Progress",
    "Shown",
    "appendix_task",
    "clause",
    "clauses",
    "late",
    "my_tasks",
    "progress",
    "reminder_count",
    "task",
    "tasks",
]
