"""What waits on disk comes back as it was; a full disk is the machine's trouble."""

import errno

import pytest
from django.db import OperationalError

from txng.epcis.errors import Finding
from txng.epcis.intake import RejectedEvent
from txng.eventstore.recording import Prepared, Verdict
from txng.eventstore.used_values import Used
from txng.repository import piles
from txng.repository.piles import PIECE, Pile
from txng.repository.verdicts import Verdicts

USED = Used("ObjectEvent", "shipping", None, "https://id.gs1.org/414/9521000000006", None)


def prepared(number: int) -> Prepared:
    columns = (1, None, 7, None, -(1 << 63), (1 << 63) - 1)
    key = number.to_bytes(16, "big")
    return Prepared(
        key, number, columns, b"\0payload\xff", b"l" * 16, None, False, USED, f"/{number}"
    )


@pytest.mark.parametrize("many", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 3])
def test_events_come_back_in_order_however_many_and_however_often(many):
    pile = Pile(Prepared)
    for number in range(many):
        pile.add(prepared(number))
    expected = [prepared(number) for number in range(many)]
    assert len(pile) == many
    assert list(pile) == list(pile) == expected
    assert [len(piece) for piece in pile.pieces(7)] == [
        size for whole in _wholes(many) for size in _sevens(whole)
    ]
    assert all(type(one) is Prepared and type(one.used) is Used for one in pile)


def _wholes(many: int) -> list[int]:
    return [PIECE] * (many // PIECE) + [many % PIECE]


def _sevens(whole: int) -> list[int]:
    return [7] * (whole // 7) + ([whole % 7] if whole % 7 else [])


def test_two_may_read_a_pile_in_turns():
    pile = Pile(Prepared, map(prepared, range(5)))
    for number in range(5, 3 * PIECE):
        pile.add(prepared(number))
    assert all(one == other for one, other in zip(pile, pile, strict=True))


def test_verdicts_of_many_pieces_stand_in_the_order_of_the_document():
    wrong = Finding("rule", "error", "Expected", "Cần", "/e")
    rejected, told = Pile(RejectedEvent), Pile(Verdict)
    for number in range(4 * PIECE):
        if number % 3:
            rejected.add(RejectedEvent(f"/eventList/{number}", None, (wrong,)))
        else:
            told.add(Verdict(f"/eventList/{number}", "accepted", f"urn:uuid:{number}"))
    verdicts = Verdicts(rejected, told)
    assert [one.pointer for one in verdicts] == [f"/eventList/{n}" for n in range(4 * PIECE)]
    assert [one.verdict for one in verdicts][:4] == ["accepted", "rejected", "rejected", "accepted"]
    (problem,) = verdicts.refusals()
    assert len(problem.findings) == 100
    assert str(len(rejected)) in problem.detail


def test_events_that_break_rules_and_names_that_are_taken_are_two_problems():
    wrong = Finding("rule", "error", "Expected", "Cần", "/e")
    rejected, told = Pile(RejectedEvent), Pile(Verdict)
    for number in range(300):
        rejected.add(RejectedEvent(f"/eventList/{2 * number}", None, (wrong,)))
        told.add(Verdict(f"/eventList/{2 * number + 1}", "conflict", "urn:uuid:1"))
    broken, taken = Verdicts(rejected, told).refusals()
    assert (broken.status, taken.status) == (400, 409)
    for problem, rule in ((broken, "rule"), (taken, "event_id_taken")):
        assert [one.rule for one in problem.findings] == [rule] * 100
        assert "300" in problem.detail
        assert "300" in problem.detail_vi


def test_a_disk_without_room_is_not_the_documents_fault(monkeypatch):
    def full(**how):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(piles.tempfile, "TemporaryFile", full)
    pile = Pile(Prepared, map(prepared, range(PIECE - 1)))
    with pytest.raises(OperationalError, match="room"):
        pile.add(prepared(PIECE))
