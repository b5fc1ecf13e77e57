"""Questions of the room, by noun; the ones that other rooms ask stand here."""

from txng.programme.queries.clauses import Shown, clause, clauses
from txng.programme.queries.tasks import (
    Mine,
    Progress,
    appendix_task,
    late,
    my_tasks,
    progress,
    reminder_count,
    task,
    tasks,
)

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
