"""Ledgers, balances and completeness out of the store: for whom, of what, as in memory."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from tests import people
from tests.repository.machine import call
from tests.repository.stories import tell, tell_story
from tests.trace.stock import GTIN, Chain, box, hour, lot, place
from txng.demo import coffee, durian, enterprises
from txng.epcis.errors import SecurityException
from txng.gs1.errors import Gs1Error
from txng.repository import queries
from txng.repository.connection import store
from txng.repository.queries.balance import _Seen
from txng.repository.queries.trace import _Visible
from txng.trace.amounts import Amount
from txng.trace.derived import Derived
from txng.trace.errors import PeriodError
from txng.trace.findings import Verdict
from txng.trace.ledger import ledger
from txng.trace.walk import upstream

pytestmark = pytest.mark.django_db
BROKEN, HOLDS, UNKNOWN = Verdict.BROKEN, Verdict.HOLDS, Verdict.UNKNOWN


@pytest.fixture
def chain() -> Chain:
    """An grows durian and sells what is left; Dũng buys, and sells more than he bought."""
    chain = Chain()
    chain.declare(place("plot"), name="Vườn", txng_areaHa=2, countryCode="VN")
    chain.declare(GTIN, txng_productGroup="durian", descriptionShort="Sầu riêng")
    chain.made((lot("L"), 1000), where="plot", at=1, activity="harvest")
    chain.packed((lot("L"), 400), into=box(1), where="plot", at=2)
    chain.shipped(box(1), where="plot", to="shop", at=3)
    chain.received(box(1), where="shop", to="shop", at=5, by="Dũng")
    chain.unpacked(out_of=box(1), where="shop", at=6, by="Dũng")
    chain.sold((lot("L"), 450), where="shop", at=7, by="Dũng")
    chain.sold((lot("L"), 600), where="plot", at=8)
    tell(chain, {"An": people.an(), "Dũng": people.dung()})
    return chain


# --- the same as in memory -----------------------------------------------------------------------


def test_a_ledger_out_of_the_store_is_the_one_in_memory(chain):
    stored = queries.ledger(people.binh(), lot("L"))
    expected = ledger(chain, lot("L"))
    assert stored.balances() == expected.balances()
    assert stored.balances(hour(4)) == expected.balances(hour(4))
    told = [(one.amount, one.source, one.target, one.why) for one in stored.movements]
    assert told == [(one.amount, one.source, one.target, one.why) for one in expected.movements]


@pytest.mark.parametrize(
    ("begin", "end"), [(None, None), (2, None), (None, 6), (2, 6), (3, 5), (900, None)]
)
def test_events_at_places_are_those_in_memory(chain, begin, end):
    times = [None if one is None else hour(one) for one in (begin, end)]
    seen = _Seen(store(), None)
    for places in (
        [place("plot")],
        [place("shop")],
        [place("plot"), place("shop")],
        [place("x")],
        [],
    ):
        stored = sorted(one.event.event_time for one in seen.events_at(places, *times))
        expected = sorted(one.event.event_time for one in chain.events_at(places, *times))
        assert stored == expected


def test_a_place_that_is_only_a_read_point_is_found_too():
    chain = Chain()
    chain.made((lot("L"), 100), at=1, readPoint={"id": place("gate")})
    chain.made((lot("M"), 100), where="mill", at=2, readPoint={"id": place("gate")})
    tell(chain, {"An": people.an()})
    found = _Seen(store(), None).events_at([place("gate")], None, None)
    assert [one.event.event_time for one in found] == [hour(1)], "the second happened at the mill"


def test_what_its_captor_took_back_moves_nothing():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    wrong = chain.sold(
        (lot("L"), 60), where="mill", at=2, event_id="urn:uuid:sale", eventID="urn:uuid:sale"
    )
    chain.declared_void(wrong)
    tell(chain, {"An": people.an()})
    assert queries.ledger(people.an(), lot("L")).balances() == ledger(chain, lot("L")).balances()
    begin, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    (line,) = queries.balance_of_site(people.an(), place("mill"), begin, end).lines
    assert (line.flows["sold"], line.closing) == (0, 100)


# --- who sees what -------------------------------------------------------------------------------


def test_the_agency_sees_that_more_was_sold_than_bought(chain):
    found = queries.balance_of_thing(people.binh(), lot("L"))
    (broken,) = [one for one in found.findings if one.verdict is BROKEN]
    assert (broken.rule, broken.values["appeared"]) == (
        "lot.overdrawn",
        Amount(Fraction(50), "KGM"),
    )
    assert queries.balance_of_thing(people.chi(), lot("L")).findings == found.findings


def test_an_organisation_is_answered_from_its_own_events_and_never_accused_for_others(chain):
    found = queries.balance_of_thing(people.dung(), lot("L"))
    assert [one for one in found.findings if one.verdict is BROKEN] == []
    unknown = [one for one in found.findings if one.verdict is UNKNOWN]
    assert {reason.id for one in unknown for reason in one.because} >= {"only_own_events"}
    events = {key for one in found.findings for key in one.events}
    captors = {stored.captured_by for stored in store().with_keys(list(events))}
    assert captors <= {people.DUNGS_ENTERPRISE}


def test_dung_does_not_see_ans_lot():
    chain = Chain()
    chain.made((lot("L"), 1000), where="plot", at=1)
    tell(chain, {"An": people.an()})
    assert queries.ledger(people.dung(), lot("L")).movements == ()
    assert queries.balance_of_thing(people.dung(), lot("L")).events == 0
    begin, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert queries.balance_of_site(people.dung(), place("plot"), begin, end).lines == ()
    (plot,) = queries.balance_of_plot(people.dung(), place("plot"), "2025").findings
    assert [reason.id for reason in plot.because] == ["nothing_harvested"]
    assert not queries.completeness(people.dung(), lot("L"))[0].is_known


def test_a_plot_of_ones_own_is_not_said_to_hold_while_others_may_have_told_more(chain):
    (own,) = queries.balance_of_plot(people.an(), place("plot"), "2025").findings
    assert (own.verdict, own.because[0].id) == (UNKNOWN, "only_own_events")
    (whole,) = queries.balance_of_plot(people.binh(), place("plot"), "2025").findings
    assert whole.verdict is HOLDS


def test_completeness_says_when_only_a_part_was_seen(chain):
    assert not queries.completeness(people.an(), lot("L"))[0].sees_all
    assert queries.completeness(people.binh(), lot("L"))[0].sees_all


def test_who_may_not_ask_is_refused(chain):
    actor = replace(people.an(), scopes=frozenset({"capture"}))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for ask in (
        lambda: queries.ledger(actor, lot("L")),
        lambda: queries.balance_of_thing(actor, lot("L")),
        lambda: queries.balance_of_site(actor, place("plot"), hour(0), now),
        lambda: queries.balance_of_plot(actor, place("plot"), "2025"),
        lambda: queries.completeness(actor, lot("L")),
    ):
        with pytest.raises(SecurityException):
            ask()


# --- what can be asked ---------------------------------------------------------------------------


def test_a_place_may_be_typed_as_the_digits_of_its_gln():
    assert queries.place_code("9521007 000011") == "https://id.gs1.org/414/9521007000011"
    assert queries.place_code("(414)9521007000011") == "https://id.gs1.org/414/9521007000011"
    assert queries.place_code("urn:example:plot:7") == "urn:example:plot:7"
    for nonsense in ("9521007000012", "9521", "nowhere"):
        with pytest.raises(Gs1Error):
            queries.place_code(nonsense)


def test_a_period_and_a_season_must_be_ones(chain):
    with pytest.raises(PeriodError):
        queries.balance_of_site(people.binh(), place("plot"), hour(5), hour(4))
    with pytest.raises(PeriodError):
        queries.balance_of_plot(people.binh(), place("plot"), "autumn")


def test_one_profile_may_be_asked_for_by_its_name(chain):
    (found,) = queries.completeness(people.binh(), lot("L"), "market-gacc")
    assert found.profile.id == "market-gacc"
    assert [one.profile.id for one in queries.completeness(people.binh(), lot("L"))] == [
        "circular-02-2024", "decree-37-2026", "kde-durian"
    ]  # fmt: skip
    with pytest.raises(KeyError):
        queries.completeness(people.binh(), lot("L"), "imagined")


# --- stories of the demonstration ----------------------------------------------------------------


def test_a_lot_that_grew_is_found_in_the_store_and_at_its_site():
    tell_story(coffee.tell(5))
    code = "/01/09521007000042/21/C31KV673CCK6"
    found = queries.balance_of_thing(people.binh(), code)
    assert [one.rule for one in found.findings if one.verdict is BROKEN] == ["process.yield"]
    begin, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    site = queries.balance_of_site(people.binh(), "9521007000011", begin, end)
    assert {one.rule for one in site.findings if one.verdict is BROKEN} == {"process.yield"}
    assert queries.place_code(enterprises.ROASTERY.id) == site.site


def test_a_lent_code_is_found_at_its_plot():
    tell_story(durian.tell(0))  # introduces the plots
    tell_story(durian.tell(2))
    plot = "https://id.gs1.org/414/9521016000019/254/LD-0009"
    (finding,) = queries.balance_of_plot(people.binh(), plot, "2026").findings
    assert finding.verdict is BROKEN


# --- what several organisations told alike ---------------------------------------------------------


def all_told() -> list[object]:
    """Everything that is counted, as whoever sees all is told it."""
    binh = people.binh()
    seen = _Seen(store(), None)
    ledger = queries.ledger(binh, lot("L"))
    return [
        ledger.balances(),
        len(ledger.movements),
        queries.balance_of_thing(binh, lot("L")),
        queries.balance_of_site(binh, place("shop"), hour(0), hour(9)),
        queries.balance_of_plot(binh, place("plot"), "2026"),
        queries.trace(binh, lot("L"), "down"),
        queries.recall_list(binh, lot("L")),
        queries.stays(binh, box(1)),
        [one.key for one in seen.events_at([place("plot"), place("shop")], None, None)],
    ]


def test_what_others_told_once_more_is_counted_once_by_whoever_sees_all(chain):
    before = all_told()
    tell(chain, {"An": people.dung(), "Dũng": people.an()})
    assert queries.count_events() == 14
    assert all_told() == before
    assert queries.ledger(people.an(), lot("L")).balances() == before[0]


def test_what_comes_back_from_an_answer_to_another_organisation_is_counted_once(chain):
    """A portal hands on what it was answered: under the names that the repository gave."""
    before = all_told()
    answer = call("GET", "/epcis/events?perPage=1000", people.key_of(people.binh()))
    for by in (people.chi(), people.dung(), people.chi()):
        answered = call("POST", "/epcis/capture", people.key_of(by), answer.body)
        assert answered.status == 202, answered.body
    assert queries.count_events() == 7 + 7 + 4
    assert all_told() == before


def test_what_a_stranger_says_under_ans_name_takes_nothing_away(chain):
    """Dũng was quicker, and says less."""
    before = queries.ledger(people.binh(), lot("M")).balances()
    fresh = Chain()
    fresh.made((lot("M"), 10), where="plot", at=9, eventID="https://an.example/events/1")
    tell(fresh, {"An": people.dung()})
    own = Chain()
    own.made((lot("M"), 1000), where="plot", at=9, eventID="https://an.example/events/1")
    tell(own, {"An": people.an()})
    assert before == {}
    amounts = [one.amount for one in queries.ledger(people.binh(), lot("M")).movements]
    assert sorted(amounts) == [10, 1000]
    (mine,) = queries.ledger(people.an(), lot("M")).movements
    assert mine.amount == 1000


def test_copies_count_once_too_while_the_relations_are_told_again(chain):
    def walked() -> list[bytes]:
        found = upstream(Derived(_Visible(store(), None)), lot("L"))
        return [one.recorded.key for one in found.events]

    before = walked()
    tell(chain, {"An": people.dung(), "Dũng": people.an()})
    assert walked() == before
    assert before
