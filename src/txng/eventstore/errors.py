"""What the event store cannot do.

EventStoreError
├── EventIdTaken      the same eventID already names another event
├── NotInstalled      the tables are missing
├── TooCostly         a statement was stopped: it would have looked at too much
└── DamagedEvent      a stored event cannot be read back
"""


class EventStoreError(Exception):
    pass


class EventIdTaken(EventStoreError):
    """`pointer` is the place of the newcomer in its document."""

    def __init__(self, event_id: str, pointer: str) -> None:
        super().__init__(
            f"Expected a new eventID or the same event, got another event as {event_id}"
        )
        self.event_id = event_id
        self.pointer = pointer


class NotInstalled(EventStoreError):
    pass


class TooCostly(EventStoreError):
    pass


class DamagedEvent(EventStoreError):
    pass
