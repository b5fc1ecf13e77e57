"""A recall that is over and a drill, of lots that the events of the demonstration call back already.

    vegetables 6   lettuce of one lot, ordered, answered by the shops, closed
    durian 7       a drill: listed, never told to the public

Everything is of the day on which it is loaded, so it took no time; document, reason and answers are invented.
"""

from decimal import Decimal
from typing import Final

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.demo import agencies, durian, vegetables
from txng.demo.story import Story
from txng.supervision import actions
from txng.supervision.actions.recall_holders import Answer
from txng.supervision.actions.recalls import Cause, Messages
from txng.supervision.models import Recall
from txng.supervision.queries import recalls as queries
from txng.supervision.rules import recalls as rules

STANDING: Final = "so-khcn"
RETURNED: Final = Decimal("0.6")  # of what is still on the shelf; the rest is destroyed there


def put_in(*, by: Actor) -> None:
    """Whatever is there stays. `by` is the operator."""
    if queries.recalls(by).exists():
        return
    finished = _ordered(vegetables.tell(6), vegetables.RECALL[0], "DEMO-TH-01", is_drill=False)
    for row in queries.holders(finished):
        left = (row.out or Decimal(0)) - (row.sold or Decimal(0))
        returned = (left * RETURNED).to_integral_value()
        answer = Answer(returned, left - returned, timezone.localdate(), "Số hư cấu")
        actions.answer_recall(by=_drafter(), holder=row, answer=answer)
    actions.close_recall(
        by=_orderer(), recall=finished, result="Hư cấu: hàng còn trên kệ đã trả lại hoặc hủy."
    )
    _ordered(durian.tell(7), durian.RECALL[0], "DEMO-DT-01", is_drill=True)


def _drafter() -> Actor:
    return agencies.staff(STANDING, "kiem-tra")


def _orderer() -> Actor:
    return agencies.staff(STANDING, "lanh-dao")


def _ordered(story: Story, reason: str, document: str, *, is_drill: bool) -> Recall:
    scope = _scope(story)
    one = actions.draft_recall(
        by=_drafter(),
        cause=Cause(
            kind=rules.BY_AGENCY,
            document=f"{document} (hư cấu)",
            document_on=timezone.localdate(),
            risk=rules.SERIOUS,
            reason=reason,
            is_drill=is_drill,
        ),
    )
    actions.add_scope(by=_drafter(), recall=one, scope=scope)
    one = actions.set_messages(
        by=_drafter(),
        recall=one,
        messages=Messages(
            "Không ăn. Trả lại nơi mua.", "Ngừng bán, để riêng, trả lời trong ngày (hư cấu)."
        ),
    )
    one = actions.order_recall(
        by=_orderer(), recall=one, typed=rules.to_type([scope]), revision=one.revision
    )
    actions.list_holders(by=_orderer(), recall=one)
    return one


def _scope(story: Story) -> rules.Scope:
    """The lot that the maker's own event calls back."""
    (lot,) = [
        event["quantityList"][0]["epcClass"]
        for *_who, event in story.events
        if event.get("disposition") == "recalled"
    ]
    _stem, _slash, tail = lot.partition("/01/")
    gtin, _ai, number = tail.split("/")
    return rules.Scope(gtin, lot=number)
