"""Objects of supervision for the matrix: the entries of An and Dũng, which officers watch; recalls, which the
standing agency and inspectors follow, whoever holds the goods."""

from collections.abc import Callable
from typing import Any

from tests.accounts.matrix import Objects
from tests.parties import register
from tests.supervision import recalling
from txng.parties.models import Enterprise
from txng.supervision import actions
from txng.supervision.models import Recall, RecallHolder
from txng.supervision.rules.recalls import Scope

OFFICERS = frozenset({"thuong-truc", "can-bo", "kiem-tra"})
FOLLOWERS = frozenset({"thuong-truc", "kiem-tra"})
NOT_THERE = 999_999


def watched() -> Objects:
    return Objects(
        own={"code": register.ans_cooperative().code},
        foreign={"code": register.dungs_company().code},
        missing={"code": "DV-999-999-999"},
        seen_by={"own": OFFICERS, "foreign": OFFICERS},
        seen_by_ours=frozenset(),
    )


def _of(make: Callable[[str], dict[str, Any]]) -> Objects:
    """A recall of An's goods and one of Dũng's: who follows one follows both."""
    own = make("A1")
    return Objects(
        own=own,
        foreign=make("D1"),
        missing=dict.fromkeys(own, NOT_THERE),
        seen_by={"own": FOLLOWERS, "foreign": FOLLOWERS},
        seen_by_ours=frozenset(),
    )


def _draft(lot: str) -> Recall:
    return recalling.draft(Scope(recalling.BAG, lot=lot))


def _underway(lot: str) -> Recall:
    return recalling.underway(Scope(recalling.BAG, lot=lot))


def _row_of(one: Recall, firm: Enterprise | None = None) -> RecallHolder:
    return one.holders.create(
        identity="x", name="Quầy (hư cấu)", unit="H87", out=9, enterprise=firm
    )


def drafts() -> Objects:
    return _of(lambda lot: {"number": _draft(lot).pk})


def in_force() -> Objects:
    return _of(lambda lot: {"number": _underway(lot).pk})


def ended() -> Objects:
    def make(lot: str) -> dict[str, Any]:
        one = _underway(lot)
        actions.close_recall(by=recalling.binh(), recall=one, result="Xong.")
        return {"number": one.pk}

    return _of(make)


def scopes() -> Objects:
    def make(lot: str) -> dict[str, Any]:
        one = _draft(lot)
        return {"number": one.pk, "row": one.scopes.get().pk}

    return _of(make)


def holders() -> Objects:
    def make(lot: str) -> dict[str, Any]:
        one = _underway(lot)
        return {"number": one.pk, "row": _row_of(one).pk}

    return _of(make)


def held() -> Objects:
    """Rows of firms: each answers for itself."""
    one = _underway("A1")
    other = _underway("D1")
    return Objects(
        own={"row": _row_of(one, register.ans_cooperative()).pk},
        foreign={"row": _row_of(other, register.dungs_company()).pk},
        missing={"row": NOT_THERE},
        seen_by_ours=frozenset({"chu-co-so", "nhan-vien"}),
    )


OBJECTS = {
    "supervision:freshness_of": watched,
    "supervision:recall": in_force,
    "supervision:recall_cause": drafts,
    "supervision:recall_scope": drafts,
    "supervision:drop_recall_scope": scopes,
    "supervision:recall_messages": drafts,
    "supervision:confirm_recall": drafts,
    "supervision:close_recall": in_force,
    "supervision:withdraw_recall": in_force,
    "supervision:reopen_recall": ended,
    "supervision:recall_holders": in_force,
    "supervision:list_recall_holders": in_force,
    "supervision:recall_answer": holders,
    "supervision:take_back_answer": holders,
    "supervision:recall_letter": holders,
    "supervision:my_answer": held,
    "supervision:take_back_my_answer": held,
}
