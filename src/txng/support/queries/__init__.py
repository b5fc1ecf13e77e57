"""Questions of support: the asker first; a stranger's record is answered like a missing one."""

from txng.support.queries.beginnings import has_tasks_left

__all__ = ["has_tasks_left"]
