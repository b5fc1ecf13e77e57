"""Limits, names, and following: what a question may cost and where reading goes on."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.epcis.documents import NOW, document
from tests.epcis.query import oracle, story
from tests.eventstore.worlds_in_a_store import (
    AN,
    DUNG,
    RECORDED,
    ask,
    asked_of,
    rows_read,
    store_with,
    told_by,
)
from txng.epcis.errors import QueryTooComplexException, QueryTooLargeException
from txng.epcis.json_ld import read_document
from txng.epcis.query.doors import parse_json
from txng.eventstore import drivers
from txng.eventstore.errors import TooCostly
from txng.eventstore.keys import event_uri, microseconds
from txng.eventstore.query import (
    Page,
    following,
    last_position,
    narrowing,
    newer,
    pages,
    reading,
    select,
)  # fmt: skip

SECOND = 1_000_000
MARKET, HALL = (f"{story.LINK}/414/{gln}" for gln in (story.GLN, story.GLN2))
RARE = {"MATCH_anyEPC": ["https://id.gs1.org/01/09520000100018/21/B2"]}
UNSEEN = {"EQ_stringValue": ["SOMETEXT"]}  # nothing but reading finds it
EVERYTHING = parse_json({})


@pytest.fixture(params=[60, 1], ids=["wide keys", "colliding"])
def told(db, request):
    store = store_with(request.param)
    return store, told_by(store, story.STORY)


# --- counts -----------------------------------------------------------------------------------


def test_at_most_so_many_events_means_so_many_and_not_one_fewer(told):
    store, known = told
    question = {"EQ_action": ["ADD"]}
    count = len(oracle.answer(known, question))
    assert len(ask(store, question | {"maxEventCount": count})) == count
    for most in (count - 1, 0):
        with pytest.raises(QueryTooLargeException) as refusal:
            ask(store, question | {"maxEventCount": most})
        assert refusal.value.status == 413
        assert str(most) in refusal.value.detail_vi


def test_a_count_is_of_what_the_asker_may_see(told):
    """Finding 7: an error limit must not tell how much a stranger captured."""
    store, known = told
    question = {"EQ_action": ["ADD"]}
    for owner in (AN, DUNG):
        mine = len(oracle.answer(known, question, owner=owner))
        assert len(ask(store, question | {"maxEventCount": mine}, owner=owner)) == mine


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("limit", [0, 1, 3, 1000])
def test_a_limit_holds_over_all_pages(told, size, limit):
    store, known = told
    for order_by in ("recordTime", "ex:field"):
        question = {"orderBy": order_by, "eventCountLimit": limit}
        assert ask(store, question, size=size) == oracle.answer(known, question)


# --- cost -------------------------------------------------------------------------------------


def test_a_question_that_reads_on_without_finding_is_stopped(told, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 20)
    monkeypatch.setattr(reading, "LARGEST_BATCH", 5)
    store, _ = told
    with pytest.raises(QueryTooComplexException) as refusal:
        ask(store, {"EQ_ex:nothing": ["x"]})
    assert refusal.value.status == 413
    assert "EQ_bizStep" in refusal.value.detail
    assert "MATCH_anyEPC" in refusal.value.detail_vi
    with pytest.raises(QueryTooComplexException):
        ask(store, {"EQ_ex:nothing": ["x"], "orderBy": "ex:field"})
    with pytest.raises(QueryTooComplexException):
        ask(store, {"EQ_ex:nothing": ["x"], "maxEventCount": 5})


# the database does all the work and answers with nothing
SLOW = (
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000)"
    " SELECT count(*) FROM n) < 0"
)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(drivers, "MOST_STEPS", 300_000)
    monkeypatch.setattr(drivers, "MOST_MILLISECONDS", 100)


def test_a_statement_that_makes_the_database_work_for_nothing_is_stopped(
    told, monkeypatch, impatient
):
    store, known = told
    real = reading.narrow

    def slow(*args, **named):
        narrowing = real(*args, **named)
        narrowing.add(SLOW, [])
        return narrowing

    monkeypatch.setattr(reading, "narrow", slow)
    for question in ({}, {"orderBy": "ex:field"}, {"maxEventCount": 5}):
        with pytest.raises(QueryTooComplexException), transaction.atomic():
            ask(store, question)
    monkeypatch.setattr(reading, "narrow", real)
    assert ask(store, {}) == oracle.answer(known, {})  # and the connection works on


def test_only_what_is_bounded_is_stopped(told, impatient):
    """A follower must come through, whatever it costs, or its subscriber is never told again."""
    store, _ = told
    with pytest.raises(TooCostly), transaction.atomic():
        store.driver.bounded_rows(f"SELECT {SLOW}")
    slow = SLOW.replace("30000000", "1000000")
    assert len(store.driver.rows(f"SELECT {slow}")) == 1
    assert len(store.driver.bounded_rows("SELECT 1")) == 1
    assert len(store.driver.rows(f"SELECT {slow}")) == 1


def test_a_question_that_is_dear_to_judge_may_read_less(told, monkeypatch):
    store, known = told
    monkeypatch.setattr(reading, "MAX_ROWS", len(known) + 1)
    monkeypatch.setattr(reading, "LARGEST_BATCH", 4)
    few = {f"EXISTS_ex:f{n}": False for n in range(18)}
    many = few | {f"EXISTS_ex:f{n}": False for n in range(18, 199)}
    wide = {"MATCH_epc": [f"https://example.com/{n}*" for n in range(1000)]}
    query = parse_json({"@context": story.CONTEXT, **many})
    assert reading.weight(parse_json({"EQ_bizStep": ["shipping"]})) == 1
    assert reading.weight(query) == 10
    assert reading.weight(parse_json(wide)) == 11
    nothing = {"EQ_ex:nothing": ["x"]}
    assert ask(store, few | nothing) == []
    with pytest.raises(QueryTooComplexException):
        ask(store, many | nothing)
    with pytest.raises(QueryTooComplexException):
        ask(store, wide)


def test_long_questions_leave_threads_to_the_short_ones(db, monkeypatch):
    """Eight at once made a look-up wait for ten seconds."""
    store = store_with(60)
    known = told_by(store, story.STORY)
    monkeypatch.setattr(reading, "LONG", 8)
    monkeypatch.setattr(reading, "LARGEST_BATCH", 4)

    def begun(owner):
        reader = reading.Reader(store, EVERYTHING, owner=owner)
        matches = reader.matches("event_time", descending=False, after=None, batch=4)
        return matches, [next(matches) for _ in range(9)]

    one, other = begun(AN), begun(AN)
    with pytest.raises(QueryTooComplexException, match="ask again") as refusal:
        begun(AN)
    assert "hỏi lại" in refusal.value.detail_vi
    third = begun(DUNG)
    with pytest.raises(QueryTooComplexException):
        begun(DUNG)  # three of all, whosever they are
    assert len(ask(store, RARE, size=1)) == 1
    position = (0, b"")
    assert len(newer(store, EVERYTHING, position, owner=None, limit=1000).events) == len(known)
    one[0].close()
    assert len(ask(store, {}, owner=AN)) == len(oracle.answer(known, {}, owner=AN))
    other[0].close()
    third[0].close()
    assert ask(store, {}) == oracle.answer(known, {})
    assert reading._places._taken.total() == 0


def test_patterns_with_too_many_ranges_are_not_looked_up_in_the_index(told, monkeypatch):
    store, known = told
    question = {"MATCH_anyEPC": ["urn:epc:idpat:sgtin:9520000.010001.*"]}
    condition = parse_json(question).conditions[0]
    reach = narrowing._REACHES[condition.aspect]
    assert reach(condition, store.keys) is not None
    monkeypatch.setattr(narrowing, "MOST_FAMILIES", 0)
    assert reach(condition, store.keys) is None
    assert ask(store, question) == oracle.answer(known, question) != []


def test_a_full_page_is_told_though_nothing_more_was_found_in_time(told, monkeypatch):
    store, known = told
    question = {"EQ_ex:farm": ["urn:txng:demo:farm"]}
    (only,) = oracle.answer(known, question)
    rows = oracle.answer(known, {}).index(only) + 1
    assert rows < len(known)
    monkeypatch.setattr(reading, "MAX_ROWS", rows)
    monkeypatch.setattr(reading, "LARGEST_BATCH", 1)
    query = parse_json({"@context": story.CONTEXT, **question})
    found = select(store, query, Page(1), owner=None)
    assert [stored.key for stored in found.events] == [only]
    assert found.next is not None  # more may follow: this page did not look far enough to know
    with pytest.raises(QueryTooComplexException):
        select(store, query, Page(2), owner=None)


@pytest.mark.parametrize(
    "question",
    [
        RARE,
        {"MATCH_epc": ["https://id.gs1.org/01/09520000100018/21/B*"]},
        {"MATCH_inputEPCClass": ["urn:epc:idpat:lgtin:9520000.010001.*"]},
        {"EQ_eventID": ["urn:uuid:0b5d7b8e-0000-4000-8000-000000000001"]},
        {"EQ_transformationID": ["https://id.gs1.org/253/95200001000187"]},
        {"EQ_source_owning_party": ["https://id.gs1.org/417/9520000100001"]},
        {"EQ_destination_possessing_party": ["urn:epc:id:pgln:9520000.10011"]},
        {"EQ_correctiveEventID": ["urn:uuid:0b5d7b8e-0000-4000-8000-000000000002"]},
        {"EQ_deviceID": ["urn:epc:id:giai:9520000.S1"]},
        {"EQ_type": ["RelativeHumidity"]},
        {"EQ_bizTransaction_po": ["urn:epcglobal:cbv:bt:9520000100001:PO8"]},
        # a rare thing beside a frequent one
        {"EQ_type": ["RelativeHumidity"], "MATCH_epc": ["urn:epc:id:sgtin:9520000.010011.C"]},
    ],
    ids=lambda question: " and ".join(question),
)
def test_a_rare_thing_is_found_without_reading_the_rest(db, question):
    store = store_with(60)
    known = told_by(store, story.STORY)
    found, rows = rows_read(store, question)
    assert found == oracle.answer(known, question) != []
    assert rows <= 3


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("order_by", ["eventTime", "recordTime"])
@pytest.mark.parametrize("owner", [None, AN, DUNG])
def test_a_history_that_fits_on_a_page_takes_one_statement(
    told, monkeypatch, owner, order_by, direction
):
    store, known = told
    question = {
        "MATCH_anyEPC": ["urn:epc:id:sgtin:9520000.010011.C"],
        "orderBy": order_by,
        "orderDirection": direction,
    }
    expected = oracle.answer(known, question, owner=owner)
    asked = asked_of(store.driver, monkeypatch)
    assert ask(store, question, owner=owner) == expected != []
    assert len(asked) == 1
    assert ask(store, question, owner=owner, size=len(expected) - 1) == expected
    assert len(asked) > 2


def test_links_are_found_by_their_keys_in_a_store_that_was_never_analysed(db):
    """A new PostgreSQL has no statistics: it took five keys for reason enough to read the whole table."""
    store = store_with(60)
    link = f"{story.LINK}/01/09520000100018/21/"
    events = [story.event(epcList=[f"{link}{n}-{m}" for m in range(10)]) for n in range(400)]
    drafts = read_document(document(*events), now=NOW).drafts
    store.record(drafts, owner=AN, record_time=RECORDED)
    driver = store.driver
    explain = "EXPLAIN QUERY PLAN " if driver.name == "sqlite" else "EXPLAIN "
    keys = range(5)
    for asked in (driver.links, driver.links_of_keys):
        rows = driver.rows(f"{explain}SELECT * FROM {asked}", [driver.array(keys)])
        plan = " ".join(str(cell) for row in rows for cell in row)
        assert "SCAN link" not in plan, plan
        assert "Seq Scan on link" not in plan, plan


def test_what_two_things_have_in_common_is_all_that_is_read(db):
    store = store_with(60)
    told_by(store, story.STORY)
    frequent = {"MATCH_epc": ["urn:epc:id:sgtin:9520000.010011.C"]}
    assert rows_read(store, frequent)[1] > 10
    assert rows_read(store, RARE | frequent) == ([], 0)
    assert rows_read(store, frequent | {"EQ_correctiveEventID": ["urn:x:1"]}) == ([], 0)


def test_too_many_events_to_be_ordered_by_a_field_are_refused(told, monkeypatch):
    store, known = told
    monkeypatch.setattr(pages, "MAX_GATHERED", len(known))
    assert len(ask(store, {"orderBy": "ex:field"})) == len(known)
    monkeypatch.setattr(pages, "MAX_GATHERED", len(known) - 1)
    with pytest.raises(QueryTooLargeException, match="ex"):
        ask(store, {"orderBy": "ex:field"})


def test_the_index_is_asked_event_by_event_for_what_is_frequent(told, monkeypatch):
    store, known = told
    questions = [dict([row.example]) for row in _linked()]
    for most, longest in ((0, 200_000), (0, 0), (1, 1), (5, 3), (10_000, 200_000)):
        monkeypatch.setattr(narrowing, "MAX_HANDLES", most)
        monkeypatch.setattr(narrowing, "MAX_RANGE", longest)
        for question in questions:
            assert ask(store, question, size=3) == oracle.answer(known, question), question


def _linked():
    from txng.epcis.query.parameters import PARAMETERS

    return [row for row in PARAMETERS if row.operator in ("MATCH", "EQ") and not row.is_family]


# --- names ------------------------------------------------------------------------------------


def test_an_event_without_a_name_is_found_by_the_name_it_was_given(told):
    store, known = told
    own = [one.event_id for one in known if "eventID" not in one.members][:3]
    given = "urn:uuid:0b5d7b8e-0000-4000-8000-000000000001"
    assert all(event_uri(one.key) == one.event_id for one in known if one.event_id in own)
    for question in ({"EQ_eventID": own}, {"EQ_eventID": [*own, given]}):
        assert ask(store, question) == oracle.answer(known, question) != []


def test_names_are_asked_event_by_event_too(told, monkeypatch):
    monkeypatch.setattr(narrowing, "MAX_HANDLES", 0)
    store, known = told
    own = [one.event_id for one in known if "eventID" not in one.members][:3]
    question = {"EQ_eventID": [*own, "urn:uuid:0b5d7b8e-0000-4000-8000-000000000001"]}
    assert ask(store, question, size=1) == oracle.answer(known, question) != []


@pytest.mark.parametrize("name", ["EXISTS_errorDeclaration", "EXISTS_sensorElementList"])
def test_false_asks_for_nothing_of_the_index(told, name):
    store, known = told
    assert ask(store, {name: False}) == oracle.answer(known, {})


# --- following --------------------------------------------------------------------------------


def followed(store, question, *, limit, owner=None):
    """A follower's life from the beginning until it has caught up."""
    query = parse_json({"@context": story.CONTEXT, **question})
    position, found = (0, b""), []
    while True:
        news = newer(store, query, position, owner=owner, limit=limit)
        assert len(news.events) <= limit
        assert news.position >= position
        found += [stored.key for stored in news.events]
        if news.position == position:
            return found, position
        position = news.position


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
@pytest.mark.parametrize(
    "question", [{}, {"EQ_action": ["ADD"]}, RARE, {"EQ_ex:nothing": ["x"]}, UNSEEN]
)
def test_a_follower_is_told_everything_once_in_the_order_of_recording(
    told, monkeypatch, limit, question
):
    monkeypatch.setattr(following, "MOST_ROWS", 4)
    store, known = told
    expected = oracle.answer(known, question | {"orderBy": "recordTime", "orderDirection": "ASC"})
    found, position = followed(store, question, limit=limit)
    assert found == expected
    assert position == last_position(store)
    mine = oracle.answer(
        known, question | {"orderBy": "recordTime", "orderDirection": "ASC"}, owner=DUNG
    )
    assert followed(store, question, limit=limit, owner=DUNG)[0] == mine


def test_a_follower_that_caught_up_is_told_only_what_is_new(told):
    store, _ = told
    position = last_position(store)
    assert newer(store, EVERYTHING, position, owner=None, limit=10) == following.Newer([], position)
    (draft,) = read_document(document(story.event(bizStep="packing")), now=NOW).drafts
    store.record([draft], owner=AN, record_time=RECORDED + timedelta(hours=1))
    news = newer(store, EVERYTHING, position, owner=None, limit=10)
    assert [stored.event.biz_step for stored in news.events] == ["packing"]
    assert news.position[0] >= microseconds(RECORDED) + 3600 * SECOND
    assert newer(store, EVERYTHING, position, owner=DUNG, limit=10).events == []
    assert newer(store, EVERYTHING, news.position, owner=None, limit=10).events == []


def test_a_follower_is_told_nothing_beyond_the_end_it_was_shown(told, monkeypatch):
    """What commits while it reads comes next time, or its position would be behind what it told."""
    store, _ = told
    end = (microseconds(RECORDED), b"\xff" * 16)
    monkeypatch.setattr(following, "last_position", lambda store: end)
    news = newer(store, EVERYTHING, (0, b""), owner=None, limit=1000)
    assert {stored.record_time for stored in news.events} <= {RECORDED}
    assert news.position == end


def test_a_position_moves_on_though_nothing_matched(told):
    store, _ = told
    query = parse_json({"EQ_bizStep": ["killing"]})
    news = newer(store, query, (0, b""), owner=None, limit=10)
    assert news == following.Newer([], last_position(store))


def test_an_empty_store_has_a_position_too(db):
    store = store_with(60)
    position = last_position(store)
    assert newer(store, EVERYTHING, position, owner=None, limit=1).position == position
    assert ask(store, {}) == ask(store, {"orderBy": "ex:field"}) == []


# --- whose master data, whose words --------------------------------------------------------------


def recorded(store, owner, **members):
    drafts = read_document(
        document(story.event(**members), **{"@context": story.CONTEXT}), now=NOW
    ).drafts
    store.record(drafts, owner=owner, record_time=RECORDED)


@pytest.mark.parametrize(
    "question",
    [{"WD_readPoint": [MARKET]}, {"WD_bizLocation": [MARKET]}, {"HASATTR_readPoint": ["cbvmda:city"]},
     {"EQ_ATTR_bizLocation_cbvmda:city": ["Bảo Lộc"]}],
    ids=lambda question: next(iter(question)),
)  # fmt: skip
def test_in_an_organisations_questions_its_own_word_on_a_place_holds(db, question):
    """An says what lies in the market and in which town; Dũng says otherwise, and asks by that."""
    store = store_with(60)
    own = [{"id": MARKET, "children": []}, {"id": HALL, "attributes": [{"id": "ex:own"}]}]
    header = {
        "epcisMasterData": {
            "vocabularyList": [{"type": story.MASTER_DATA[0]["type"], "vocabularyElementList": own}]
        }
    }
    told = read_document(document(**{"@context": story.CONTEXT, "epcisHeader": header}), now=NOW)
    store.declare_vocabulary(told.vocabulary, owner=DUNG, declared_at=NOW + timedelta(days=1))
    for owner in (AN, DUNG):
        recorded(store, owner, readPoint={"id": HALL}, bizLocation={"id": HALL})
    assert len(ask(store, question, owner=AN)) == 1
    assert ask(store, question, owner=DUNG) == []
    assert len(ask(store, question)) == 2


@pytest.mark.parametrize("text", ["ex:Bitterness", "https://example.org/ns#Bitterness"])
def test_a_measurement_of_ones_own_kind_is_found_in_either_spelling(told, text):
    store, _ = told
    recorded(store, AN, sensorElementList=[{"sensorReport": [{"type": text, "value": 3}]}])
    for asked in ("ex:Bitterness", "https://example.org/ns#Bitterness"):
        assert len(ask(store, {"EQ_type": [asked, "gs1:Radioactivity"]})) == 1
