"""The verbs of this room; every door of every size goes through them."""

from txng.repository.actions.documents import (
    Submitted,
    add_dictionaries,
    capture,
    capture_event,
    finish_waiting_jobs,
    submit,
    take_in,
)
from txng.repository.actions.pages import release_page_token
from txng.repository.actions.queries import create_query, delete_query
from txng.repository.actions.relations import begin_rebuild, continue_rebuild
from txng.repository.actions.subscriptions import (
    delete_subscription,
    resume_subscription,
    subscribe,
    subscribe_standing,
    unsubscribe,
    unsubscribe_standing,
)
from txng.repository.recorder import MAX_DOCUMENT, MAX_EVENTS, CaptureReceipt
from txng.repository.verdicts import EventVerdict

__all__ = [
    "MAX_DOCUMENT",
    "MAX_EVENTS",
    "CaptureReceipt",
    "EventVerdict",
    "Submitted",
    "add_dictionaries",
    "begin_rebuild",
    "capture",
    "capture_event",
    "continue_rebuild",
    "create_query",
    "delete_query",
    "delete_subscription",
    "finish_waiting_jobs",
    "release_page_token",
    "resume_subscription",
    "submit",
    "subscribe",
    "subscribe_standing",
    "take_in",
    "unsubscribe",
    "unsubscribe_standing",
]
