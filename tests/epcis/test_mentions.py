"""Which things an event speaks of, and in which role."""

import pytest

from tests.epcis.documents import LOT, NOW, SERIAL, document, event
from txng.epcis.json_ld import read_document
from txng.epcis.mentions import Role, things

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


@pytest.mark.parametrize("kind", CASES)
def test_every_thing_is_named_in_its_role(kind):
    members, expected = CASES[kind]
    told = event(**{"type": kind, "epcList": None} | members)
    if kind == "TransformationEvent":
        del told["action"]
    (draft,) = read_document(document(told), now=NOW).drafts
    found = list(things(draft.event))
    assert [(one.role, one.identifier.canonical) for one in found] == expected
    amounts = {one.identifier.canonical: (one.quantity, one.uom) for one in found}
    assert amounts[SERIAL] == (1, None)
    assert amounts[LOT] == (5, "KGM")
