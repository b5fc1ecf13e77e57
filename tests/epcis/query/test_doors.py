"""Three doors, one question: a URL, a JSON body and SOAP give the same query."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.query.story import CONTEXT
from tests.epcis.query.worlds import question
from txng.epcis.errors import QueryParameterException
from txng.epcis.query import parameters
from txng.epcis.query.doors import MAX_CONDITIONS, MAX_VALUES, parse_json, parse_soap, parse_url
from txng.epcis.query.language import Query
from txng.epcis.query.parameters import PARAMETERS
from txng.epcis.query.values import Figure

EX = {"ex": "https://example.org/ns#"}


def text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def by_url(members: dict[str, Any], namespaces: dict[str, str] | None = None) -> Query:
    pairs = []
    for name, value in members.items():
        told = "|".join(map(text, value)) if isinstance(value, list) else text(value)
        pairs.append((name, told))
    return parse_url(pairs, namespaces or {})


def by_soap(members: dict[str, Any], namespaces: dict[str, str] | None = None) -> Query:
    params = []
    for name, value in members.items():
        many = [text(one) for one in value] if isinstance(value, list) else None
        params.append((name, many or (None if value is None else text(value))))
    return parse_soap(params, namespaces or {})


def example(row: Any) -> dict[str, Any]:
    members = dict([row.example])
    return members | ({"orderBy": "eventTime"} if row.name == "eventCountLimit" else {})


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_every_door_reads_the_same_question(row):
    query = parse_json(example(row))
    assert by_url(example(row)) == query
    assert by_soap(example(row)) == query
    assert parse_json(query.as_json()) == query
    assert bool(query.conditions) == bool(row.operator)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    numbers = draw(st.lists(st.integers(0, len(PARAMETERS) - 1), max_size=4, unique=True))
    told: dict[str, Any] = {}
    for number in numbers:
        told |= draw(question(PARAMETERS[number]))
    return told


def without_numbers(asked: dict[str, Any]) -> dict[str, Any]:
    """What EQ_ of extensions and attributes asks for, as texts: a URL and a list of SOAP have no others."""
    return {
        name: [text(one) for one in value]
        if parameters.find(name).parameter.kind == "scalar"
        else value
        for name, value in asked.items()
    }


@given(questions())
def test_every_door_reads_the_same_questions(asked):
    query = parse_json({"@context": CONTEXT, **asked})
    assert parse_json(query.as_json()) == query
    assert hash(parse_json(query.as_json())) == hash(query)
    # a URL and SOAP know no true beside "true": the stored text is the same
    query = parse_json({"@context": CONTEXT, **without_numbers(asked)})
    assert by_url(asked, EX) == query
    assert by_soap(asked, EX) == query


@pytest.mark.parametrize("told", ["26", "26.0", "+26", "2.6e1", "026"])
def test_a_number_that_soap_calls_one_is_the_number_of_json(told):
    query = parse_soap([("EQ_ex:n", Figure(told))], EX)
    assert query == parse_json({"@context": [EX], "EQ_ex:n": 26})
    assert query != parse_json({"@context": [EX], "EQ_ex:n": "26"})
    assert [type(value) for value in query.conditions[0].values] == [int]
    # elsewhere a number is a number anyway, and a text a text
    assert parse_soap([("EQ_quantity", Figure(told))]) == parse_json({"EQ_quantity": 26})
    (condition,) = parse_soap([("EQ_stringValue", Figure(told))]).conditions
    assert [type(value) for value in condition.values] == [str]
    for none in ("NaN", "INF", "rice", "1_0"):
        with pytest.raises(QueryParameterException, match="EQ_ex:n"):
            parse_soap([("EQ_ex:n", Figure(none))], EX)


def test_the_order_of_numbers_and_texts_makes_no_difference():
    context = {"@context": [EX]}
    one, other = ({"EQ_ex:n": values} for values in ([26, "26", "a"], ["a", "26", 26.0]))
    assert parse_json(context | one) == parse_json(context | other)
    assert parse_json(context | one).as_json() == {"EQ_https://example.org/ns#n": [26, "26", "a"]}


@pytest.mark.parametrize("number", [26, 26.5, 0, -7, 1e300, 1e-7])
def test_a_number_is_told_back_as_a_number(number):
    (told,) = parse_json({"@context": [EX], "EQ_ex:n": number}).as_json().values()
    assert told == [number]
    assert type(told[0]) is type(number)


@pytest.mark.parametrize(
    "members",
    [
        {"EQ_bizStep": "shipping"},  # a scalar where a list is meant
        {"EQ_bizStep": ["shipping"]},
        {"EQ_bizStep": ["urn:epcglobal:cbv:bizstep:shipping"]},
        {"EQ_bizStep": ["https://ref.gs1.org/cbv/BizStep-shipping"]},
        {"EQ_bizStep": ["cbv:BizStep-shipping"]},
        {"EQ_bizStep": ["shipping", "shipping"]},
    ],
)
def test_one_word_in_any_spelling_is_one_question(members):
    assert parse_json(members) == parse_json({"EQ_bizStep": ["shipping"]})


@pytest.mark.parametrize("value", [5, 5.0, [5], [5.0], "5", ["5"]])
def test_eq_quantity_is_a_number_here_and_a_list_there(value):
    """A number in the OpenAPI file, an array in the query schema."""
    assert parse_json({"EQ_quantity": value}) == parse_json({"EQ_quantity": [5.0]})


@pytest.mark.parametrize("value", [None, True, 1, "true", "", [None]])
def test_exists_is_void_here_a_boolean_there_and_an_integer_elsewhere(value):
    assert parse_json({"EXISTS_errorDeclaration": value}) == by_soap(
        {"EXISTS_errorDeclaration": None}
    )


@pytest.mark.parametrize("value", [False, 0, "false", "0"])
def test_exists_may_be_false(value):
    (condition,) = parse_json({"EXISTS_errorDeclaration": value}).conditions
    assert condition.values == (False,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"GE_errorDeclarationTime": "2026-10-10T00:00:00Z"},
         {"GE_errorDeclaration_Time": "2026-10-10T07:00:00+07:00"}),
        ({"EXISTS_sensorElementList": None}, {"EXISTS_sensorElement": True}),
        ({"EQ_ATTR_bizLocation_cbvmda:city": "Huế"},
         {"EQATTR_bizLocation_urn:epcglobal:cbv:mda:city": ["Huế"]}),
        ({"EQ_ATTR_bizLocation_cbvmda:city": "Huế"},
         {"EQ_ATTR_bizLocation_urn:epcglobal:cbv:mda#city": "Huế"}),
        ({"EQ_INNER_ILMD_ex:a": "1"}, {"EQ_ILMD_INNER_ex:a": ["1"]}),
        ({"EQ_source_owning_party": "urn:epc:id:pgln:9520000.10000"},
         {"EQ_source_urn:epcglobal:cbv:sdt:owning_party": ["https://id.gs1.org/417/9520000100001"]}),
        ({"EQ_source_owning_party": "urn:x:1"},
         {"EQ_source_https://ref.gs1.org/cbv/SDT-owning_party": "urn:x:1"}),
        ({"EQ_bizTransaction_po": "urn:x:1"}, {"EQ_bizTransaction_cbv:BTT-po": "urn:x:1"}),
        ({"EQ_ex:crop": "harvest"}, {"EQ_https://example.org/ns#crop": "harvest"}),
        ({"EQ_ex:crop": "harvest"}, {"EQ_{https://example.org/ns#}crop": "harvest"}),
        ({"EQ_ex:crop": 7}, {"EQ_ex:crop": [7.0, 7]}),
        ({"EQ_bizStep": "ex:carving"}, {"EQ_bizStep": ["https://example.org/ns#carving"]}),
        ({"orderBy": "ex:crop"}, {"orderBy": "{https://example.org/ns#}crop"}),
        ({"EQ_hexBinaryValue": "f0f0"}, {"EQ_hexBinaryValue": ["F0F0"]}),
        ({"eventType": "ObjectEvent"}, {"eventType": ["https://ref.gs1.org/epcis/ObjectEvent"]}),
        ({"eventType": "epcis:ObjectEvent"}, {"eventType": ["ObjectEvent"]}),
        ({"eventType": "ex:Tasting"}, {"eventType": ["https://example.org/ns#Tasting"]}),
        ({"eventType": "ex:Tasting"}, {"eventType": ["{https://example.org/ns#}Tasting"]}),
        ({"MATCH_epc": "urn:epc:id:sgtin:9520000.010001.B"},
         {"MATCH_epc": ["https://x.example/01/09520000100018/10/L1/21/B"]}),
    ],
)  # fmt: skip
def test_both_spellings_where_the_official_texts_disagree(one, other):
    context = {"@context": [EX]}
    assert parse_json(context | one) == parse_json(context | other)


def test_a_field_whose_name_space_has_an_underscore_keeps_its_whole_name():
    """The first "_" would end it: EQ_ATTR_https://example.org/my_ns#farm_.. names no field."""
    context = {"@context": [{"my": "https://example.org/my_ns#", "plain": "https://example.org/"}]}
    query = parse_json(context | {"EQ_ATTR_my:farm_cbvmda:city": "Huế"})
    (condition,) = query.conditions
    assert condition.parts == ("https://example.org/my_ns#farm", "urn:epcglobal:cbv:mda:city")
    assert parse_json(query.as_json()) == query
    for name in (
        "EQ_ATTR_https://example.org/my_ns#farm_cbvmda:city",
        "EQ_ATTR_{https://example.org/my_ns#}farm_cbvmda:city",
        "EQ_ATTR_{https://example.org/my_ns#farm}_urn:epcglobal:cbv:mda:city",
        "EQATTR_plain:my_ns#farm_cbvmda:city",
    ):
        assert parse_json(context | {name: ["Huế"]}) == query, name
    (plain,) = parse_json({"EQ_ATTR_bizLocation_my_city": ["Huế"]}).conditions
    assert plain.parts == ("bizLocation", "my_city")


@pytest.mark.parametrize(
    "members",
    [{"EQ_ex:crop": ["rice"]}, {"EXISTS_INNER_ex:crop": None}, {"HASATTR_ex:farm": ["ex:city"]},
     {"EQ_ATTR_ex:farm_ex:city": ["Huế"]}, {"orderBy": "ex:crop"}],
)  # fmt: skip
def test_a_name_whose_scheme_could_be_a_prefix_is_told_so_that_it_is_read_again(members):
    query = parse_json(members, {"ex": "oid:1.2/"})
    assert parse_json({"@context": {"ex": "oid:1.2/"}, **members}) == query
    assert parse_json(query.as_json()) == query


def test_the_context_of_a_query_counts_before_the_prefixes_of_its_request():
    members = {"@context": {"ex": "urn:x:near:"}, "EQ_ex:crop": ["rice"]}
    assert parse_json(members, {"ex": "urn:x:far:"}) == parse_json(members)


def test_the_quantity_event_of_epcis_1_may_be_asked_for_beside_others():
    """It is read as an ObjectEvent, so none is ever found; a client of 1.2 that lists every type of
    its standard gets the events of the others."""
    query = parse_json({"eventType": ["ObjectEvent", "QuantityEvent"]})
    assert query.conditions[0].values == ("ObjectEvent", "QuantityEvent")
    assert parse_json(query.as_json()) == query


def test_a_type_of_ones_own_is_named_by_a_prefix_of_the_request_at_every_door():
    prefixes = {"my": "https://example.org/my/"}
    told = parse_json({"eventType": ["https://example.org/my/Tasting"]})
    assert parse_url([("eventType", "my:Tasting")], prefixes) == told
    assert parse_soap([("eventType", ["my:Tasting"])], prefixes) == told
    assert parse_json({"@context": prefixes, "eventType": "my:Tasting"}) == told
    assert parse_json(told.as_json()) == told


def test_lists_are_delimited_by_pipes_and_keys_may_repeat():
    assert parse_url(
        [("EQ_bizStep", "shipping|receiving"), ("EQ_bizStep", "packing"), ("EQ_action", "ADD")]
    ) == parse_json({"EQ_action": ["ADD"], "EQ_bizStep": ["packing", "receiving", "shipping"]})


def test_a_plus_that_a_client_forgot_to_escape_is_still_a_time_zone():
    (condition,) = parse_url([("GE_eventTime", "2026-10-10T15:00:00 07:00")]).conditions
    assert condition.values == (datetime(2026, 10, 10, 8, tzinfo=UTC),)


def test_a_lot_007_is_not_a_lot_7():
    one, other = ({"EQ_ILMD_cbvmda:lotNumber": value} for value in ("007", "7"))
    assert parse_json(one) != parse_json(other)


def test_an_order_alone_descends_and_a_story_ascends():
    assert parse_json({"orderBy": "eventTime"}).descending
    assert not parse_json({}).descending
    assert parse_json({"orderDirection": "DESC"}).descending


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({"eventTyp": ["ObjectEvent"]}, "eventTyp"),
        ({"EQ_eventTime": "2026-10-10T00:00:00Z"}, "EQ_eventTime"),
        ({"EQ_crop": "rice"}, "EQ_crop"),
        ({"EQ_nobody:crop": "rice"}, "EQ_nobody:crop"),
        ({"perPage": 5}, "perPage"),
        ({"eventType": ["DanceEvent"]}, "eventType"),
        ({"eventType": ["https://ref.gs1.org/epcis/DanceEvent"]}, "eventType"),
        ({"eventType": ["ExtendedEvent"]}, "eventType"),
        ({"eventType": ["epcis:ExtendedEvent"]}, "eventType"),
        ({"EQ_action": ["DANCE"]}, "EQ_action"),
        ({"EQ_bizStep": []}, "EQ_bizStep"),
        ({"EQ_bizStep": [""]}, "EQ_bizStep"),
        ({"EQ_bizStep": [5]}, "EQ_bizStep"),
        ({"EQ_bizStep": {"word": "shipping"}}, "EQ_bizStep"),
        ({"GE_eventTime": "yesterday"}, "GE_eventTime"),
        ({"GE_eventTime": "2026-10-01T00:00:00"}, "GE_eventTime"),
        ({"GE_eventTime": "20261001"}, "GE_eventTime"),
        ({"GE_eventTime": 5}, "GE_eventTime"),
        ({"GE_eventTime": "0001-01-01T00:00:00+14:00"}, "GE_eventTime"),
        ({"GE_eventTime": ["2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"]}, "GE_eventTime"),
        ({"MATCH_epc": ["no code"]}, "MATCH_epc"),
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:9520000.*.B"]}, "MATCH_epc"),
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:9520000.010001"]}, "MATCH_epc"),
        ({"MATCH_epc": ["urn:epc:idpat:nothing:9520000.*"]}, "MATCH_epc"),
        ({"MATCH_epc": ["*"]}, "MATCH_epc"),
        ({"MATCH_epc": ["https://id.gs1.org/01/09520000100017/21/B"]}, "MATCH_epc"),
        ({"EQ_readPoint": ["here"]}, "EQ_readPoint"),
        ({"EQ_quantity": "many"}, "EQ_quantity"),
        ({"EQ_quantity": True}, "EQ_quantity"),
        ({"GT_quantity": [5, 6]}, "GT_quantity"),
        ({"GT_value_CELSIUS": 5}, "GT_value_CELSIUS"),
        ({"GE_ex:crop": "rice"}, "GE_ex:crop"),
        ({"EQ_booleanValue": "perhaps"}, "EQ_booleanValue"),
        ({"EQ_hexBinaryValue": ["xyz"]}, "EQ_hexBinaryValue"),
        ({"EXISTS_ex:crop": "rice"}, "EXISTS_ex:crop"),
        ({"MATCH_epc": ["urn:x:1"] * (MAX_VALUES + 1)}, "MATCH_epc"),
        ({"orderBy": "crop"}, "orderBy"),
        ({"orderDirection": "UP"}, "orderDirection"),
        ({"orderBy": "eventTime", "eventCountLimit": -1}, "eventCountLimit"),
        ({"orderBy": "eventTime", "eventCountLimit": 2.5}, "eventCountLimit"),
        ({"eventCountLimit": 5}, "orderBy"),
        ({"maxEventCount": "many"}, "maxEventCount"),
        ({"orderBy": "eventTime", "eventCountLimit": 5, "maxEventCount": 5}, "maxEventCount"),
        ({"EXISTS_sensorElement": None, "EXISTS_sensorElementList": None}, "EXISTS_sensor"),
        ({"EQ_ex:crop": "a", "EQ_https://example.org/ns#crop": "b"}, "EQ_https"),
        ({f"EQ_ex:f{n}": "1" for n in range(MAX_CONDITIONS + 1)}, "200"),
        # words that no event may hold: a misspelt one would find nothing, and nobody would know why
        ({"EQ_bizStep": ["shiping"]}, "EQ_bizStep"),
        ({"EQ_bizStep": ["Shipping"]}, "EQ_bizStep"),
        ({"EQ_bizStep": ["urn:epcglobal:cbv:bizstep:dancing"]}, "EQ_bizStep"),
        ({"EQ_bizStep": ["cbv:BizStep-dancing"]}, "EQ_bizStep"),
        ({"EQ_disposition": ["shipping"]}, "EQ_disposition"),
        ({"EQ_persistentDisposition_set": ["complete"]}, "EQ_persistentDisposition_set"),
        ({"EQ_errorReason": ["oops"]}, "EQ_errorReason"),
        ({"EQ_type": ["Temprature"]}, "EQ_type"),
        ({"EQ_source_OwningParty": ["urn:x:1"]}, "EQ_source_OwningParty"),
        ({"EQ_bizTransaction_popo": ["urn:x:1"]}, "EQ_bizTransaction_popo"),
        # larger than any number that a measure can be compared with
        ({"GT_quantity_KGM": 10**400}, "GT_quantity_KGM"),
        ({"EQ_value_CEL": [-(10**400)]}, "EQ_value_CEL"),
        ({"GE_ex:crop": 10**4000}, "GE_ex:crop"),
        ({"EQ_ex:crop": [10**400]}, "EQ_ex:crop"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name_in_both_languages(members, named):
    with pytest.raises(QueryParameterException) as refusal:
        parse_json({"@context": [EX], **members})
    assert named in refusal.value.detail
    assert named in refusal.value.detail_vi
    assert refusal.value.detail_vi != refusal.value.detail
    assert refusal.value.status == 400


ONE_OF_EACH_KIND = list({row.kind: row for row in reversed(PARAMETERS)}.values())


@pytest.mark.parametrize("value", [{"a": 1}, {}, [{"a": 1}], [["zzz"]], [[]]], ids=str)
@pytest.mark.parametrize("row", ONE_OF_EACH_KIND, ids=lambda row: row.kind)
def test_an_object_or_a_list_in_a_list_is_no_value_of_any_parameter(row, value):
    """EQ_ of an extension once took it for the text "None", and a named query kept that."""
    name = row.example[0]
    with pytest.raises(QueryParameterException) as refusal:
        parse_json({name: value})
    assert name in refusal.value.detail
    assert name in refusal.value.detail_vi


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [None], ""], ids=str)
@pytest.mark.parametrize(
    "name", ["EQ_ex:crop", "EQ_ILMD_ex:crop", "EQ_ATTR_bizLocation_cbvmda:city", "GE_ex:crop",
             "EQ_quantity", "GT_value_CEL", "maxEventCount"],
)  # fmt: skip
def test_what_is_no_number_and_no_text_is_refused(name, value):
    with pytest.raises(QueryParameterException, match=name):
        parse_json({"@context": [EX], name: value})


@pytest.mark.parametrize("text", ["NaN", "INF", "-inf", "1_000", "0x10", "١", "1e999", "true"])
@pytest.mark.parametrize("name", ["GE_ex:crop", "LT_ILMD_ex:crop", "EQ_quantity", "LE_percRank"])
def test_a_text_that_only_looks_like_a_number_is_none(name, text):
    with pytest.raises(QueryParameterException, match=name):
        parse_json({"@context": [EX], name: text})


@pytest.mark.parametrize("name", ["GE_ex:crop", "EQ_quantity", "LT_value_CEL", "maxEventCount"])
@pytest.mark.parametrize("value", [True, False])
def test_a_truth_value_is_no_number(name, value):
    with pytest.raises(QueryParameterException, match=name):
        parse_json({"@context": [EX], name: value})


@pytest.mark.parametrize("name", ["GE_ex:crop", "GT_value_CEL", "EQ_quantity", "EQ_ex:crop"])
def test_a_long_number_is_one_number_however_a_database_writes_it_out(name):
    """PostgreSQL keeps 1e+300 of a named query as a 1 and three hundred zeros."""
    context = {"@context": [EX]}
    assert parse_json(context | {name: 10**300}) == parse_json(context | {name: 1e300})
    told = Figure("1e300")
    assert parse_soap([(name, told)], EX) == parse_json(context | {name: 1e300})


@pytest.mark.parametrize(
    "context", ["https://somewhere.example/context.jsonld", {"eventTime": "urn:x:"}, 5]
)
def test_a_context_that_nobody_knows_is_refused(context):
    with pytest.raises(QueryParameterException):
        parse_json({"@context": context, "eventType": ["ObjectEvent"]})


def test_a_parameter_twice_is_refused():
    time = "2026-10-10T00:00:00Z"
    with pytest.raises(QueryParameterException, match="GE_eventTime"):
        parse_url([("GE_eventTime", time), ("GE_eventTime", time)])
    with pytest.raises(QueryParameterException, match="EQ_action"):
        parse_soap([("EQ_action", ["ADD"]), ("EQ_action", ["DELETE"])])


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=30), max_size=3))
def test_whatever_is_asked_is_read_or_refused(pairs):
    try:
        query = parse_url(list(pairs.items()))
    except QueryParameterException:
        return
    assert parse_json(query.as_json()) == query


@given(
    st.sampled_from(PARAMETERS),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
        ),
        max_leaves=4,
    ),
)
def test_whatever_is_asked_of_a_row_is_read_or_refused(row, value):
    try:
        query = parse_json({row.example[0]: value})
    except QueryParameterException:
        return
    query.check()
    assert parse_json(query.as_json()) == query
