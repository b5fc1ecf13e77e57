"""The ledger of a lot: double entry, boxes, unknown amounts, corrections."""

from fractions import Fraction

import pytest

from tests.trace.stock import Chain, box, hour, item, lot, place
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.ledger import ledger
from txng.trace.movements import Account, Kind, Why


def held(name: str) -> Account:
    return Account(Kind.HELD, place(name))


def to(name: str = "") -> Account:
    return Account(Kind.TRANSIT, place(name) if name else "")


def on_hand(chain: Chain, thing: str = lot("L"), at: float | None = None) -> dict[Account, object]:
    """Account -> amount in the one unit of the lot."""
    found = ledger(chain, thing).on_hand(None if at is None else hour(at))
    return {account: next(iter(amounts.values())) for account, amounts in found.items()}


def of_kind(chain: Chain, kind: Kind, thing: str = lot("L")) -> object:
    return next(iter(ledger(chain, thing).of_kind(kind).values()), Fraction(0))


# --- what moves goods --------------------------------------------------------------------------------


def test_what_was_made_is_where_it_was_made():
    chain = Chain()
    chain.made((lot("L"), 100), where="plot", at=1)
    assert on_hand(chain) == {held("plot"): 100}
    assert of_kind(chain, Kind.MADE) == -100


def test_shipping_and_receiving_hand_goods_over():
    chain = Chain()
    chain.made((lot("L"), 100), where="plot", at=1)
    chain.shipped((lot("L"), 60), where="plot", to="mill", at=2)
    chain.received((lot("L"), 60), where="mill", to="mill", at=4)
    assert on_hand(chain, at=1) == {held("plot"): 100}
    assert on_hand(chain, at=3) == {held("plot"): 40, to("mill"): 60}
    assert on_hand(chain, at=4) == {held("plot"): 40, held("mill"): 60}


def test_a_split_lot_goes_to_two_parties_and_each_receives_its_own():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 30), where="mill", to="north", at=2)
    chain.shipped((lot("L"), 50), where="mill", to="south", at=2)
    chain.received((lot("L"), 50), where="south", to="south", at=3)
    assert on_hand(chain) == {held("mill"): 20, to("north"): 30, held("south"): 50}


def test_a_transformation_uses_inputs_and_makes_outputs():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.transformed([(lot("L"), 90)], [(lot("M"), 72)], where="mill", at=2)
    assert on_hand(chain) == {held("mill"): 10}
    assert of_kind(chain, Kind.PROCESS) == 90
    assert on_hand(chain, lot("M")) == {held("mill"): 72}


def test_selling_destroying_and_decommissioning_end_goods_apart():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    chain.sold((lot("L"), 50), where="shop", at=2)
    chain.ended((lot("L"), 20), where="shop", at=3)
    chain.ended((lot("L"), 10), where="shop", at=4, step="decommissioning")
    assert on_hand(chain) == {held("shop"): 20}
    ends = [of_kind(chain, kind) for kind in (Kind.SOLD, Kind.DESTROYED, Kind.ENDED)]
    assert ends == [50, 20, 10]


def test_a_stock_taking_books_the_difference():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    chain.counted((lot("L"), 97), where="shop", at=2)
    assert on_hand(chain) == {held("shop"): 97}
    assert of_kind(chain, Kind.COUNTED) == 3


def test_a_void_shipment_brings_the_goods_back():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 100), where="mill", to="shop", at=2)
    chain.seen((lot("L"), 100), where="mill", at=3, step="void_shipping")
    assert on_hand(chain) == {held("mill"): 100}


# --- implied -----------------------------------------------------------------------------------------


def test_what_is_seen_elsewhere_moved_there_and_the_movement_says_that_nobody_told():
    chain = Chain()
    chain.made((lot("L"), 100), where="plot", at=1)
    chain.seen((lot("L"), 100), where="collection", at=2, step="collecting")
    found = ledger(chain, lot("L"))
    assert on_hand(chain) == {held("collection"): 100}
    assert [one.why for one in found.movements] == [Why.TOLD, Why.IMPLIED]


def test_seeing_the_same_goods_twice_moves_nothing():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    for at in (2, 3, 4):
        chain.seen((lot("L"), 100), where="mill", at=at, step="inspecting")
    assert len(ledger(chain, lot("L")).movements) == 1


def test_goods_may_be_seen_on_the_way_and_stay_on_the_way():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 100), where="mill", to="port", at=2)
    chain.seen((lot("L"), 100), where="checkpoint", at=3, step="transporting")
    assert on_hand(chain) == {to("port"): 100}
    chain.received((lot("L"), 100), where="port", to="port", at=4)
    assert on_hand(chain) == {held("port"): 100}


def test_what_is_used_without_being_received_came_from_the_journey():
    chain = Chain()
    chain.made((lot("L"), 100), where="plot", at=1)
    chain.shipped((lot("L"), 100), where="plot", to="mill", at=2)
    chain.transformed([(lot("L"), 100)], [(lot("M"), 80)], where="mill", at=3)
    assert on_hand(chain) == {}
    assert of_kind(chain, Kind.PROCESS) == 100


def test_what_was_sent_away_does_not_come_back_by_itself():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 100), where="mill", to="port", at=2)
    chain.sold((lot("L"), 30), where="mill", at=3)
    assert on_hand(chain) == {to("port"): 100}
    assert of_kind(chain, Kind.UNEXPLAINED) == -30


def test_what_nobody_made_comes_from_nowhere():
    chain = Chain()
    chain.transformed([(lot("L"), 100)], [(lot("M"), 80)], where="mill", at=3)
    assert of_kind(chain, Kind.UNEXPLAINED) == -100


def test_more_than_there_was_comes_from_nowhere():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.transformed([(lot("L"), 130)], [(lot("M"), 80)], where="mill", at=3)
    assert of_kind(chain, Kind.UNEXPLAINED) == -30


def test_a_receipt_that_nobody_ships_takes_what_another_still_has():
    chain = Chain()
    chain.made((lot("L"), 100), where="plot", at=1)
    chain.received((lot("L"), 100), where="mill", to="mill", at=2)
    assert on_hand(chain) == {held("mill"): 100}


def test_a_receipt_of_what_nobody_has_is_owed_by_the_journey():
    chain = Chain()
    chain.received((lot("L"), 100), where="mill", to="mill", at=2)
    assert ledger(chain, lot("L")).balances() == {
        to("mill"): {"KGM": -100},
        held("mill"): {"KGM": 100},
    }


def test_received_before_it_was_shipped_ends_where_it_was_received():
    chain = Chain()
    chain.made((lot("L"), 150), where="mill", at=1)
    chain.received((lot("L"), 100), where="shop", to="shop", at=2)
    chain.shipped((lot("L"), 100), where="mill", to="shop", at=3)
    assert on_hand(chain, at=2) == {held("mill"): 150, held("shop"): 100}
    owed = ledger(chain, lot("L")).balances(hour(2))[to("shop")]
    assert owed == {"KGM": -100}, "the journey owes it until somebody ships"
    assert on_hand(chain) == {held("mill"): 50, held("shop"): 100}


def test_an_event_without_a_place_happened_where_its_goods_are():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.sold((lot("L"), 30), at=2)
    assert on_hand(chain) == {held("mill"): 70}


# --- boxes -------------------------------------------------------------------------------------------


def test_a_box_takes_its_contents_along():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.packed((lot("L"), 40), into=box(1), where="mill", at=2)
    chain.shipped(box(1), where="mill", to="shop", at=3)
    chain.received(box(1), where="shop", to="shop", at=4)
    assert on_hand(chain, at=3) == {held("mill"): 60, to("shop"): 40}
    assert on_hand(chain) == {held("mill"): 60, held("shop"): 40}
    carried = [one for one in ledger(chain, lot("L")).movements if one.why is Why.CARRIED]
    assert [one.via for one in carried] == [box(1), box(1)]


def test_boxes_in_boxes_take_their_contents_along():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.packed((lot("L"), 40), into=box(1), where="mill", at=2)
    chain.packed(box(1), into=box(2), where="mill", at=3)
    chain.packed(box(2), into=box(3), where="mill", at=4)
    chain.shipped(box(3), where="mill", to="port", at=5)
    assert on_hand(chain) == {held("mill"): 60, to("port"): 40}


def test_what_comes_out_of_a_box_is_loose_again():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.packed((lot("L"), 100), into=box(1), where="mill", at=2)
    chain.unpacked((lot("L"), 30), out_of=box(1), where="mill", at=3)
    chain.shipped(box(1), where="mill", to="shop", at=4)
    assert on_hand(chain) == {held("mill"): 30, to("shop"): 70}
    chain.unpacked(out_of=box(1), where="shop", at=5)
    assert on_hand(chain) == {held("mill"): 30, held("shop"): 70}
    chain.shipped(box(1), where="shop", to="mill", at=6)
    assert on_hand(chain) == {held("mill"): 30, held("shop"): 70}


def test_a_delete_that_does_not_say_how_much_takes_all():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.packed((lot("L"), 100), into=box(1), where="mill", at=2)
    chain.unpacked((lot("L"),), out_of=box(1), where="mill", at=3)
    chain.shipped(box(1), where="mill", to="shop", at=4)
    assert on_hand(chain) == {held("mill"): 100}


def test_who_sells_a_box_sells_what_is_in_it_and_who_destroys_it_destroys_it():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    chain.packed((lot("L"), 40), into=box(1), where="shop", at=2)
    chain.packed((lot("L"), 25), into=box(2), where="shop", at=2)
    chain.sold(box(1), where="shop", at=3)
    chain.ended(box(2), where="shop", at=4)
    assert (of_kind(chain, Kind.SOLD), of_kind(chain, Kind.DESTROYED)) == (40, 25)


def test_who_decommissions_a_box_leaves_the_contents_behind():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    chain.packed((lot("L"), 100), into=box(1), where="shop", at=2)
    chain.ended(box(1), where="shop", at=3, step="decommissioning")
    assert on_hand(chain) == {held("shop"): 100}


def test_a_box_received_before_it_was_packed_takes_its_contents_along_all_the_same():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.received(box(1), where="shop", to="shop", at=2)
    chain.packed((lot("L"), 100), into=box(1), where="mill", at=3)
    chain.shipped(box(1), where="mill", to="shop", at=4)
    assert on_hand(chain) == {held("shop"): 100}


# --- single things -----------------------------------------------------------------------------------


def test_a_single_thing_counts_one_without_a_unit():
    chain = Chain()
    chain.transformed([(lot("L"), 10)], [item("S1"), item("S2")], where="mill", at=1)
    chain.sold(item("S1"), where="mill", at=2)
    assert of_kind(chain, Kind.SOLD, item("S1")) == 1
    assert on_hand(chain, item("S2")) == {held("mill"): 1}
    assert ledger(chain, item("S1")).is_single


def test_one_serial_sold_twice_was_sold_once_too_often():
    chain = Chain()
    chain.made(item("S1"), where="shop", at=1)
    chain.sold(item("S1"), where="shop", at=2)
    chain.sold(item("S1"), where="elsewhere", at=3)
    assert of_kind(chain, Kind.SOLD, item("S1")) == 2
    assert of_kind(chain, Kind.UNEXPLAINED, item("S1")) == -1


def test_a_single_thing_received_twice_arrived_once():
    chain = Chain()
    chain.made(item("S1"), where="mill", at=1)
    chain.shipped(item("S1"), where="mill", to="shop", at=2)
    chain.received(item("S1"), where="shop", to="shop", at=3)
    chain.received(item("S1"), where="shop", to="shop", at=4)
    assert on_hand(chain, item("S1")) == {held("shop"): 1}


# --- units -------------------------------------------------------------------------------------------


def test_units_of_one_kind_are_converted_exactly():
    chain = Chain()
    chain.made((lot("L"), 0.1, "TNE"), where="mill", at=1)
    chain.sold((lot("L"), 30_000, "GRM"), where="mill", at=2)
    chain.sold((lot("L"), 0.2), where="mill", at=3)
    assert on_hand(chain) == {held("mill"): Fraction("69.8")}


def test_packs_are_weighed_only_by_a_declared_content():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.sold((lot("L"), 20, None), where="mill", at=2)
    assert on_hand(chain) == {held("mill"): None}, "twenty packs of nobody knows how much"
    chain.declare("https://id.gs1.org/01/09506000134352", netWeight="0.25 KGM")
    found = ledger(chain, lot("L"), chain.telling().content)
    assert found.on_hand() == {held("mill"): {"KGM": 95}}


def test_a_lot_made_in_two_units_is_kept_in_both():
    chain = Chain()
    chain.made((lot("L"), 100), (lot("L"), 40, None), where="mill", at=1)
    chain.sold((lot("L"), 25), (lot("L"), 10, None), where="mill", at=2)
    assert ledger(chain, lot("L")).on_hand() == {held("mill"): {"KGM": 75, "H87": 30}}


def test_a_unit_that_nobody_knows_is_only_itself():
    chain = Chain()
    chain.made((lot("L"), 7, "XSA"), where="mill", at=1)
    chain.sold((lot("L"), 2, "XSA"), where="mill", at=2)
    assert ledger(chain, lot("L")).on_hand() == {held("mill"): {"XSA": 5}}


# --- unknown -----------------------------------------------------------------------------------------


def test_unknown_is_never_zero():
    chain = Chain()
    chain.made((lot("L"),), where="plot", at=1)
    assert ledger(chain, lot("L")).on_hand() == {held("plot"): {"H87": None}}


def test_after_an_unknown_amount_both_sides_are_unknown_and_others_are_not():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 30), where="mill", to="north", at=2)
    chain.shipped((lot("L"),), where="mill", to="south", at=3)
    assert on_hand(chain) == {held("mill"): None, to("north"): 30, to("south"): None}


def test_nothing_is_lacking_where_a_balance_is_unknown():
    chain = Chain()
    chain.made((lot("L"),), where="mill", at=1)
    chain.transformed([(lot("L"), 500)], [(lot("M"), 80)], where="mill", at=2)
    assert of_kind(chain, Kind.UNEXPLAINED) == 0


def test_an_unknown_amount_in_a_box_of_the_same_holder_makes_nothing_unknown():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.packed((lot("L"),), into=box(1), where="mill", at=2)
    assert on_hand(chain) == {held("mill"): 100}
    chain.shipped(box(1), where="mill", to="shop", at=3)
    assert on_hand(chain) == {held("mill"): None, to("shop"): None}


def test_counting_makes_a_balance_known_again():
    chain = Chain()
    chain.made((lot("L"),), where="mill", at=1)
    chain.counted((lot("L"), 80, None), where="mill", at=2)
    chain.sold((lot("L"), 30, None), where="mill", at=3)
    assert on_hand(chain) == {held("mill"): 50}


def test_a_glimpse_without_an_amount_moves_nothing():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.seen((lot("L"),), where="office", at=2, step="holding")
    assert on_hand(chain) == {held("mill"): 100}


# --- corrections, duplicates -------------------------------------------------------------------------


def test_a_void_event_moves_nothing():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    wrong = chain.sold((lot("L"), 60), where="mill", at=2)
    chain.declared_void(wrong)
    assert on_hand(chain) == {held("mill"): 100}


def test_only_its_captor_takes_an_event_back():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    wrong = chain.sold((lot("L"), 60), where="mill", at=2)
    chain.declared_void(wrong, by="Dũng")
    assert on_hand(chain) == {held("mill"): 40}


def test_one_event_told_by_two_parties_moves_goods_once():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    for by in ("An", "Chi"):
        chain.sold((lot("L"), 60), where="mill", at=2, by=by, event_id="urn:uuid:sale")
    assert on_hand(chain) == {held("mill"): 40}


# --- the question ------------------------------------------------------------------------------------


def test_every_movement_is_a_pair_of_postings_with_its_event():
    chain = Chain()
    made = chain.made((lot("L"), 100), where="mill", at=1)
    (movement,) = ledger(chain, lot("L")).movements
    first, second = movement.postings()
    assert (first.amount, second.amount) == (-100, 100)
    assert first.movement.recorded.key == made.key


def test_a_name_that_is_not_canonical_is_refused():
    with pytest.raises(NotCanonicalError):
        ledger(Chain(), "urn:epc:class:lgtin:9506000.013435.L")


def test_a_long_history_is_cut_and_says_so():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    for number in range(20):
        chain.packed((lot("L"), 1), into=box(number), where="mill", at=2)
    assert ledger(chain, lot("L"), limit=5).is_cut
    assert not ledger(chain, lot("L")).is_cut
    with pytest.raises(LimitError):
        ledger(chain, lot("L"), limit=0)


def test_a_ledger_is_plain_json_with_null_for_unknown():
    chain = Chain()
    chain.made((lot("L"),), where="mill", at=1)
    told = ledger(chain, lot("L")).as_dict()
    assert told["movements"][0]["quantity"] is None
    assert told["balances"][1] == {
        "kind": "held",
        "holder": place("mill"),
        "quantity": None,
        "uom": "H87",
    }
