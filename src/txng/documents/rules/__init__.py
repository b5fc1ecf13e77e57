"""What becomes of an import, and of its rows. Plain.

    waiting ─> checking ─> checked ─> applying ─> done ─> undoing ─> undone
       │          │           │                    └ 24 hours ┘
       └──────────┴─> failed  └─> dropped

Steps that a worker does (WORKING) go on after a crash where they stopped: each batch of rows and the
count of what is done are committed together.
"""

from datetime import datetime, timedelta
from typing import Final

WAITING, CHECKING, CHECKED = "waiting", "checking", "checked"
APPLYING, DONE, UNDOING, UNDONE = "applying", "done", "undoing", "undone"
FAILED, DROPPED = "failed", "dropped"
STATES: Final = (*(WAITING, CHECKING, CHECKED, APPLYING, DONE, UNDOING, UNDONE, FAILED, DROPPED),)
WORKING: Final = (WAITING, CHECKING, APPLYING, UNDOING)

ALL, GOOD_ROWS = "all", "good"
MODES: Final = (ALL, GOOD_ROWS)

GOOD, WRONG, CREATED, UPDATED, UNCHANGED = "good", "wrong", "created", "updated", "unchanged"
REFUSED, TAKEN_BACK, KEPT = "refused", "undone", "kept"
OUTCOMES: Final = (GOOD, WRONG, CREATED, UPDATED, UNCHANGED, REFUSED, TAKEN_BACK, KEPT)
APPLIED: Final = (CREATED, UPDATED)

INLINE_ROWS: Final = 300  # so few are done while the page is asked for; more are left to the worker
CHECK_BATCH: Final = 500
APPLY_BATCH: Final = 200
LEASE: Final = timedelta(seconds=60)  # a worker that says nothing for so long is taken for dead
UNDO_WITHIN: Final = timedelta(hours=24)
KEEP_FILES: Final = timedelta(days=30)


def may_apply(mode: str, *, good: int, wrong: int) -> bool:
    """All or nothing needs every row right; the good rows need one.

    >>> may_apply(ALL, good=9, wrong=1), may_apply(GOOD_ROWS, good=9, wrong=1)
    (False, True)
    """
    return good > 0 and (mode == GOOD_ROWS or (mode == ALL and wrong == 0))


def may_undo(state: str, applied_at: datetime | None, now: datetime) -> bool:
    return state == DONE and applied_at is not None and now < applied_at + UNDO_WITHIN


def number_of(pk: int) -> str:
    """What people call an import.

    >>> number_of(123)
    'NK-000123'
    """
    return f"NK-{pk:06}"


def pk_of(number: str) -> int:
    """0, which no run has, for anything else.

    >>> pk_of("NK-000123"), pk_of("nk-1"), pk_of("LD-000123")
    (123, 0, 0)
    """
    digits = number.removeprefix("NK-")
    is_ours = number.startswith("NK-") and digits.isascii() and digits.isdigit()
    return int(digits) if is_ours and 6 <= len(digits) <= 12 else 0


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

LIBRARY: Final = "documents.library"
DRAFT: Final = "documents.draft"
SIGN: Final = "documents.sign"
ISSUE: Final = "documents.issue"

RIGHTS: Final = {
    LIBRARY: N_("Quản lý thư viện văn bản, tiêu chuẩn, hướng dẫn"),
    DRAFT: N_("Soạn văn bản của cơ quan mình"),
    SIGN: N_("Ký văn bản của cơ quan mình"),
    ISSUE: N_("Cấp số, phát hành và thu hồi văn bản của cơ quan mình"),
}
