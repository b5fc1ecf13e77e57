"""Verbs of supervision: reports of consumers; recalls; how fresh the data of enterprises is."""

from txng.supervision.actions.freshness import follow_activity, set_limits
from txng.supervision.actions.recall_holders import answer_recall, list_holders, take_back_answer
from txng.supervision.actions.recalls import (
    add_scope,
    change_cause,
    close_recall,
    draft_recall,
    order_recall,
    remove_scope,
    reopen_recall,
    set_messages,
    withdraw_recall,
)
from txng.supervision.actions.reports import (
    answer_report,
    begin_checking,
    forget_senders,
    receive_report,
)

__all__ = [
    "add_scope",
    "answer_recall",
    "answer_report",
    "begin_checking",
    "change_cause",
    "close_recall",
    "draft_recall",
    "follow_activity",
    "forget_senders",
    "list_holders",
    "order_recall",
    "receive_report",
    "remove_scope",
    "reopen_recall",
    "set_limits",
    "set_messages",
    "take_back_answer",
    "withdraw_recall",
]
