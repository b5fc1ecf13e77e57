"""Verbs of documents: imports are begun, decided on, taken back; files are attached and taken away."""

from txng.documents.actions.attaching import attach, detach
from txng.documents.actions.importing import (
    apply_import,
    drop_import,
    forget_old_files,
    start_import,
    undo_import,
)
from txng.documents.actions.working import finish_if_small, finish_waiting_imports, work_on

__all__ = [
    "apply_import",
    "attach",
    "detach",
    "drop_import",
    "finish_if_small",
    "finish_waiting_imports",
    "forget_old_files",
    "start_import",
    "undo_import",
    "work_on",
]
