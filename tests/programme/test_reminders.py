"""When somebody is reminded of a task, and of what."""

from datetime import date

import pytest

from txng.programme.rules import tasks as rules


@pytest.mark.parametrize(
    ("today", "state", "reported", "kinds"),
    [
        (date(2026, 1, 10), "planned", None, []),
        (date(2026, 12, 5), "doing", date(2026, 12, 1), ["soon"]),
        (date(2026, 12, 31), "doing", date(2026, 12, 1), ["soon"]),
        (date(2027, 1, 1), "doing", date(2026, 12, 1), ["overdue"]),
        (date(2026, 6, 1), "doing", date(2026, 2, 1), ["silent"]),
        (date(2026, 6, 1), "planned", None, ["silent"]),
        (date(2027, 6, 1), "done", date(2026, 2, 1), []),
        (date(2027, 6, 1), "unknown", None, []),
        (date(2027, 6, 1), "dropped", None, []),
    ],
)
def test_when_somebody_is_reminded(today, state, reported, kinds):
    found = rules.reminders(today, date(2026, 1, 1), date(2026, 12, 31), state, reported)
    assert [one.kind for one in found] == kinds
