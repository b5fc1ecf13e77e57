"""What people type: days after which data is old; a recall, its scope, its messages, its answers."""

from txng.supervision.forms.freshness import LimitsForm
from txng.supervision.forms.recalls import (
    AnswerForm,
    CauseForm,
    CloseForm,
    ConfirmForm,
    MessagesForm,
    ReasonForm,
    ScopeForm,
)

__all__ = [
    "AnswerForm",
    "CauseForm",
    "CloseForm",
    "ConfirmForm",
    "LimitsForm",
    "MessagesForm",
    "ReasonForm",
    "ScopeForm",
]
