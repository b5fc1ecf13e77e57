"""How granian's workers are ended: those that end when asked are not killed, those that do not are."""

import pytest

from txng.conf import http_server


class Worker:
    """A process of granian's whose end is noted only when it was asked about `asked_before` times."""

    idx = 0

    def __init__(self, asked_before: int) -> None:
        self.left = asked_before
        self.told: list[str] = []

    def terminate(self) -> None:
        self.told.append("end")

    def kill(self) -> None:
        self.told.append("killed")
        self.left = 0

    def join(self, timeout: float | None = None) -> None:
        """The end itself is there at once: what is late is the note of it."""

    def is_alive(self) -> bool:
        self.left -= 1
        return self.left >= 0


@pytest.fixture
def stopped(monkeypatch):
    monkeypatch.setattr(http_server, "END_SECONDS", 0.2)

    def stop(*workers: Worker) -> None:
        server = http_server.HttpServer("nothing:nothing", workers_kill_timeout=1)
        server.wrks = list(workers)
        server._stop_workers()

    return stop


def test_a_worker_whose_end_is_noted_late_is_not_killed(stopped):
    late, at_once = Worker(4), Worker(0)
    stopped(late, at_once)
    assert "killed" not in late.told + at_once.told
    assert set(late.told) == {"end"}


def test_a_worker_that_does_not_end_is_killed(stopped):
    stubborn = Worker(1_000_000)
    stopped(stubborn)
    assert stubborn.told[-1] == "killed"
