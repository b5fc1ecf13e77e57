"""Verbs of documents: imports, attached files, papers from draft to number, the library."""

from txng.documents.actions.attaching import attach, detach
from txng.documents.actions.drafting import draft_paper, draft_typed, save_typed, set_letterhead
from txng.documents.actions.importing import (
    apply_import,
    drop_import,
    forget_old_files,
    start_import,
    undo_import,
)
from txng.documents.actions.issuing import give_back, issue, send_to_sign, sign, withdraw
from txng.documents.actions.loading import load_instruments
from txng.documents.actions.working import finish_if_small, finish_waiting_imports, work_on

__all__ = [
    "apply_import",
    "attach",
    "detach",
    "draft_paper",
    "draft_typed",
    "drop_import",
    "finish_if_small",
    "finish_waiting_imports",
    "forget_old_files",
    "give_back",
    "issue",
    "load_instruments",
    "save_typed",
    "send_to_sign",
    "set_letterhead",
    "sign",
    "start_import",
    "undo_import",
    "withdraw",
    "work_on",
]
