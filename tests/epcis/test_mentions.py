"""Which things an event speaks of, and in which role."""

import pytest

from tests.epcis.documents import LOT, NOW, SERIAL, document, event
from txng.epcis.events import AnyEvent
from txng.epcis.json_ld import read_document
from txng.epcis.mentions import Role, instances, things
from txng.epcis.statements import portions, statement_of

OTHER = SERIAL + "X"
BOX = "https://id.gs1.org/00/095200001000000018"
SOME, MORE = {"epcClass": LOT, "quantity": 5, "uom": "KGM"}, {"epcClass": LOT + "X"}
PAPER = {"bizTransaction": "urn:txng:demo:po:1"}
FAMILY = {"parentID": BOX, "childEPCs": [SERIAL], "childQuantityList": [SOME]}

CASES = {
    "ObjectEvent": (
        {"epcList": [SERIAL], "quantityList": [SOME]},
        [(Role.EPC, SERIAL), (Role.EPC_CLASS, LOT)],
    ),
    "AggregationEvent": (
        FAMILY,
        [(Role.PARENT, BOX), (Role.CHILD, SERIAL), (Role.CHILD_CLASS, LOT)],
    ),
    "AssociationEvent": (
        FAMILY,
        [(Role.PARENT, BOX), (Role.CHILD, SERIAL), (Role.CHILD_CLASS, LOT)],
    ),
    "TransactionEvent": (
        {"parentID": BOX, "epcList": [SERIAL], "quantityList": [SOME], "bizTransactionList": [PAPER]},
        [(Role.PARENT, BOX), (Role.EPC, SERIAL), (Role.EPC_CLASS, LOT)],
    ),
    "TransformationEvent": (
        {"inputEPCList": [SERIAL], "inputQuantityList": [SOME],
         "outputEPCList": [OTHER], "outputQuantityList": [MORE]},
        [(Role.INPUT, SERIAL), (Role.INPUT_CLASS, LOT),
         (Role.OUTPUT, OTHER), (Role.OUTPUT_CLASS, LOT + "X")],
    ),
}  # fmt: skip


def told(kind: str) -> AnyEvent:
    members, _ = CASES[kind]
    told = event(**{"type": kind, "epcList": None} | members)
    if kind == "TransformationEvent":
        del told["action"]
    (draft,) = read_document(document(told), now=NOW).drafts
    return draft.event


@pytest.mark.parametrize("kind", CASES)
def test_single_things_are_named_as_they_are_spelled_and_classes_are_none(kind):
    _, expected = CASES[kind]
    assert list(instances(told(kind))) == [name for role, name in expected if role < Role.EVENT_ID]


@pytest.mark.parametrize("kind", CASES)
def test_every_thing_is_named_in_its_role(kind):
    _, expected = CASES[kind]
    found = list(things(told(kind)))
    assert [(one.role, one.identifier.canonical) for one in found] == expected
    amounts = {one.identifier.canonical: (one.quantity, one.uom) for one in found}
    assert amounts[SERIAL] == (1, None)
    assert amounts[LOT] == (5, "KGM")


@pytest.mark.parametrize("again", [SERIAL, "urn:epc:id:sgtin:9520000.010001.S1"])
def test_there_is_one_of_a_single_thing_however_often_it_is_listed(again):
    (draft,) = read_document(document(event(epcList=[SERIAL, OTHER, again])), now=NOW).drafts
    assert portions(statement_of(draft.event), SERIAL) == [(SERIAL, 1, None)]
