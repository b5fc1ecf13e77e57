"""Recalls that stories need, and goods that are called back: one lot of cherries in bags, in three shops.

An: cherries C1, 600 kg ──roasted──> S1 .. S9 ──three to a case──> shops 1, 2, 3 ── S1 is sold
"""

from dataclasses import replace
from datetime import date
from typing import Any

from tests import people
from tests.journeys.test_a_scan_shows_where_it_grew import document, event
from txng.accounts.actors import Actor
from txng.repository.actions.documents import capture
from txng.supervision import actions
from txng.supervision.actions.recalls import Cause, Messages
from txng.supervision.models import Recall
from txng.supervision.rules import recalls as rules
from txng.supervision.rules.recalls import Scope

GS1 = "https://id.gs1.org"
BAG, CHERRY = "09520000100018", "09520000200015"
LOT = f"{GS1}/01/{CHERRY}/10/C1"
SERIALS = [f"{GS1}/01/{BAG}/21/S{number}" for number in range(1, 10)]
SHOPS = [f"{GS1}/414/9520000300005{end}" for end in ("", "/254/2", "/254/3")]
PLOT, ROASTERY = f"{GS1}/414/9520000100001/254/P1", f"{GS1}/414/9520000100001"
CASES = [f"{GS1}/00/952000010000000{end}" for end in (100, 117, 124)]
NAMES = ("Quầy Một", "Quầy Hai", "Quầy Ba")
MASTER_DATA = [
    ("EPCClass", f"{GS1}/01/{BAG}", {"cbvmda:descriptionShort": "Cà phê rang Cầu Đất 250 g"}),
    ("EPCClass", f"{GS1}/01/{CHERRY}", {"cbvmda:descriptionShort": "Quả cà phê tươi"}),
    *(("Location", shop, {"cbvmda:name": name}) for shop, name in zip(SHOPS, NAMES, strict=True)),
]


def kg(amount: float) -> list[dict[str, Any]]:
    return [{"epcClass": LOT, "quantity": amount, "uom": "KGM"}]


def story() -> bytes:
    """Of 600 kg 500 are roasted; 100 stay at the roastery."""
    events = [
        event(1, "commissioning", "harvest", PLOT, action="ADD", quantityList=kg(600)),
        event(2, "shipping", None, PLOT, quantityList=kg(600)),
        event(2, "receiving", None, ROASTERY, quantityList=kg(600))
        | {"eventTime": "2025-11-02T03:00:00Z"},
        event(3, "commissioning", "roasting", ROASTERY, type="TransformationEvent",
              inputQuantityList=kg(500), outputEPCList=SERIALS,
              ilmd={"cbvmda:lotNumber": "L1", "txng:packedDate": "2025-11-03"}),
    ]  # fmt: skip
    for number, (case, shop) in enumerate(zip(CASES, SHOPS, strict=True)):
        inside = SERIALS[3 * number : 3 * number + 3]
        events += [
            event(4, "packing", "casing", ROASTERY, type="AggregationEvent", action="ADD",
                  parentID=case, childEPCs=inside),
            event(5, "shipping", None, ROASTERY, epcList=[case]),
            event(6, "receiving", None, shop, epcList=[case]),
        ]  # fmt: skip
    events.append(event(7, "retail_selling", None, SHOPS[0], epcList=SERIALS[:1]))
    return document(*events, master_data=MASTER_DATA)


def captured(by: Actor | None = None) -> None:
    capture(by=by or people.an(), document=story())


# --- who ------------------------------------------------------------------------------------------


def signed_in(person: Actor) -> Actor:
    """With the number of a real account, as a page has it."""
    return replace(person, person_id=people.account_of(person).pk)


def chi() -> Actor:
    """Drafts."""
    return signed_in(people.with_role(people.chi(), "kiem-tra"))


def binh() -> Actor:
    """Orders."""
    return signed_in(people.with_role(people.binh(), "thuong-truc"))


# --- what -----------------------------------------------------------------------------------------


def cause(**more: Any) -> Cause:
    usual = {
        "kind": rules.BY_AGENCY,
        "document": "12/QĐ-TH",
        "document_on": date(2025, 11, 8),
        "risk": rules.SERIOUS,
        "reason": "Dư lượng thuốc vượt mức.",
    }
    return Cause(**(usual | more))


MESSAGES = Messages(
    "Không uống. Trả lại nơi mua.", "Ngừng bán, để riêng, báo lại.", "0263 3822 000"
)


def draft(*scopes: Scope, by: Actor | None = None, messages: Messages = MESSAGES, **more) -> Recall:
    person = by or chi()
    one = actions.draft_recall(by=person, cause=cause(**more))
    for scope in scopes or (Scope(CHERRY, lot="C1"),):
        actions.add_scope(by=person, recall=one, scope=scope)
    return actions.set_messages(by=person, recall=one, messages=messages)


def ordered(*scopes: Scope, **more) -> Recall:
    """By Bình; nobody has listed the holders yet."""
    one = draft(*scopes, **more)
    wanted = rules.to_type([row.said for row in one.scopes.order_by("pk")])
    return actions.order_recall(by=binh(), recall=one, typed=wanted, revision=one.revision)


def underway(*scopes: Scope, **more) -> Recall:
    one = ordered(*scopes, **more)
    actions.list_holders(by=binh(), recall=one)
    one.refresh_from_db()
    return one
