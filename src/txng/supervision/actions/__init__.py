"""Verbs of supervision: reports of consumers; how fresh the data of enterprises is."""

from txng.supervision.actions.freshness import follow_activity, set_limits
from txng.supervision.actions.reports import (
    answer_report,
    begin_checking,
    forget_senders,
    receive_report,
)

__all__ = [
    "answer_report",
    "begin_checking",
    "follow_activity",
    "forget_senders",
    "receive_report",
    "set_limits",
]
