"""Commitments: the layout computed apart, what stays hidden, and that nothing opened can be changed."""

import copy
import hashlib
import hmac
import json
from base64 import b64decode, b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog import reference
from tests.tlog.logs import EVENT_KEY, PERSON_KEY, RECORD, SERIALS
from txng.tlog.canonical_json import decode, encode
from txng.tlog.commitment import (
    GROUPS,
    commit,
    digests,
    disclose,
    root_of_digests,
    verify_disclosure,
)
from txng.tlog.errors import DisclosureError, MalformedError, TlogError

COMMITMENT = commit(RECORD, EVENT_KEY, person_key=PERSON_KEY)
ABSENT = [name for name in GROUPS if name not in RECORD]


def opened(*groups, items=()):
    return disclose(RECORD, EVENT_KEY, groups=groups, items=items, person_key=PERSON_KEY)


# --- the layout, in the words of the specification and with nothing of ours -------------------------


def length(data: bytes, size: int) -> bytes:
    return len(data).to_bytes(size, "big") + data


def slow_digest(name: str, salt: bytes, value: bytes) -> bytes:
    return reference.sha256(b"\x00" + length(name.encode(), 2) + length(salt, 2) + length(value, 4))


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def jcs(value) -> bytes:
    """Enough for members with ASCII names and no numbers but whole ones."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def slow_commitment(record, event_key, person_key):
    found = []
    for name in GROUPS:
        salt = mac(person_key if name == "person" else event_key, name.encode())[:16]
        value = jcs(record[name]) if name in record else b""
        if name == "what" and record.get(name):
            items = [jcs(item) for item in record[name]]
            height = 0
            while 2**height < len(items):
                height += 1
            items += [b""] * (2**height - len(items))
            key = mac(event_key, b"what.items")
            root = reference.mth(
                [
                    slow_digest("what.item", mac(key, index.to_bytes(4, "big"))[:16], item)
                    for index, item in enumerate(items)
                ]
            )
            value = jcs({"height": height, "root": b64encode(root).decode()})
        found.append(slow_digest(name, salt, value))
    return reference.mth(found)


def test_a_commitment_is_laid_out_as_it_is_written():
    assert slow_commitment(RECORD, EVENT_KEY, PERSON_KEY) == COMMITMENT


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 9])
def test_items_make_a_tree_of_a_power_of_two(count):
    record = {"what": SERIALS[:count]}
    assert commit(record, EVENT_KEY) == slow_commitment(record, EVENT_KEY, EVENT_KEY)


def test_the_commitment_of_this_record_never_changes():
    """Entries are in the log for ever: another value here is another format and needs another version."""
    assert COMMITMENT.hex() == "19b55383ec3a19609dd68cd5401efeb79018084bff6ea794fd82adf126f84d9a"


def test_the_groups_and_their_order_never_change():
    assert GROUPS == (
        "core", "what", "where", "qty", "party", "trans", "sensor", "ilmd", "cert", "person", "ext",
        "env",
    )  # fmt: skip


def test_the_digests_are_those_under_the_root():
    assert root_of_digests(digests(RECORD, EVENT_KEY, person_key=PERSON_KEY)) == COMMITMENT


# --- opening ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GROUPS)
def test_one_group_opens_alone(name):
    found = verify_disclosure(opened(name), COMMITMENT)
    assert found.groups == {name: RECORD.get(name)}
    assert set(found.hidden) == set(GROUPS) - {name}


def test_all_groups_open_together():
    found = verify_disclosure(opened(*GROUPS), COMMITMENT)
    assert found.groups == dict.fromkeys(ABSENT) | dict(RECORD)
    assert (found.items, found.hidden) == ({}, ())


def test_nothing_opened_is_a_disclosure_too():
    found = verify_disclosure(opened(), COMMITMENT)
    assert (found.groups, found.items, found.hidden) == ({}, {}, GROUPS)


@given(st.sets(st.sampled_from(GROUPS)), st.sets(st.integers(0, len(SERIALS) - 1)))
def test_any_groups_and_items_open_and_nothing_else_is_told(groups, items):
    disclosure = opened(*groups, items=items)
    found = verify_disclosure(decode(encode(disclosure)), COMMITMENT)
    assert set(found.groups) == groups
    if "what" not in groups:
        assert found.items == {index: SERIALS[index] for index in items}
    told = encode(disclosure).decode()
    for name in set(RECORD) - groups - {"what"}:
        assert encode(RECORD[name]).decode() not in told
    if "what" not in groups:
        assert [
            one for index, one in enumerate(SERIALS) if index not in items and one in told
        ] == []


def test_one_serial_is_proved_without_the_others_and_without_their_number():
    """Thirteen items and sixteen look alike: the tree is filled up."""
    one = opened(items=[4])
    sixteen = disclose({"what": [*SERIALS, "a", "b", "c"]}, EVENT_KEY, items=[4])
    assert len(one["what"]["items"][0]["proof"]) == len(sixteen["what"]["items"][0]["proof"]) == 4
    assert verify_disclosure(one, COMMITMENT).items == {4: SERIALS[4]}


def test_all_items_open_with_their_number_by_one_key():
    found = verify_disclosure(opened("what"), COMMITMENT)
    assert found.groups["what"] == SERIALS
    assert len(encode(opened("what")["what"])) < 60 * len(SERIALS) + 200
    for items in (SERIALS[:-1], [*SERIALS, "one more"], SERIALS[::-1]):
        forged = opened("what")
        forged["what"]["items"] = items
        with pytest.raises(DisclosureError):
            verify_disclosure(forged, COMMITMENT)


def test_absent_groups_look_like_present_ones_until_they_are_opened():
    hidden = opened()
    assert {len(hidden[name]) for name in GROUPS} == {44}
    assert verify_disclosure(opened("cert"), COMMITMENT).groups == {"cert": None}
    empty = commit({}, EVENT_KEY)
    assert commit({"what": [], "cert": None}, EVENT_KEY) == empty
    assert commit({"cert": []}, EVENT_KEY) != empty
    assert verify_disclosure(disclose({}, EVENT_KEY, groups=GROUPS), empty).groups == dict.fromkeys(
        GROUPS
    )


def test_records_that_look_alike_commit_differently():
    """What collides under the CBV hash: values that run into each other, and lists that do."""
    alike = [
        {"ext": {"a": "1", "b": "2"}},
        {"ext": {"a": "1b2"}},
        {"ext": {"a": "1", "b2": ""}},
        {"ext": "a1b2"},
        {"what": ["X1", "X2"]},
        {"what": ["X1X2"]},
        {"what": [["X1", "X2"]]},
        {"qty": ["X1", "X2"]},
        {"core": {"a": 1}},
        {"core": {"a": "1"}},
        {"core": {"a": "1.0"}},
        {"core": {"a": True}},
        {},
    ]
    assert len({commit(record, EVENT_KEY) for record in alike}) == len(alike)


def test_the_same_record_under_another_key_has_nothing_in_common():
    first = digests(RECORD, EVENT_KEY)
    second = digests(RECORD, bytes(32))
    assert set(first) & set(second) == set()


def test_every_salt_is_another():
    disclosure = opened(*(name for name in GROUPS if name != "what"), items=range(13))
    salts = [disclosure[name]["salt"] for name in GROUPS]
    salts += [item["salt"] for item in disclosure["what"]["items"]]
    assert len(set(salts)) == len(GROUPS) + 13
    assert {len(b64decode(salt)) for salt in salts} == {16}


def test_a_salt_opens_its_own_group_only():
    forged = opened("core")
    forged["where"] = {"salt": forged["core"]["salt"], "value": RECORD["where"]}
    with pytest.raises(DisclosureError):
        verify_disclosure(forged, COMMITMENT)


def test_an_erased_group_can_never_be_opened_and_the_others_still_verify():
    kept = dict(zip(GROUPS, digests(RECORD, EVENT_KEY, person_key=PERSON_KEY), strict=True))
    left = {name: value for name, value in RECORD.items() if name != "person"}
    erased = {"person": kept["person"]}
    disclosure = disclose(left, EVENT_KEY, groups=["core", "where"], erased=erased)
    found = verify_disclosure(disclosure, COMMITMENT)
    assert set(found.groups) == {"core", "where"}
    assert "person" in found.hidden
    with pytest.raises(MalformedError, match="'person'"):
        disclose(left, EVENT_KEY, groups=["person"], erased=erased)


# --- forging ---------------------------------------------------------------------------------------


def places(value, path=()):
    """Every place in a JSON value that holds no list and no object."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))
    else:
        yield path, value


def changed(value, path, leaf):
    copied = copy.deepcopy(value)
    at = copied
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = leaf
    return copied


FULL = opened("core", "where", "cert", "person", items=[0, 4, 12])


@pytest.mark.parametrize(("path", "leaf"), list(places(FULL)), ids=str)
def test_no_place_of_a_disclosure_can_be_changed(path, leaf):
    """Each value, each salt, each digest, each number; every bit of what is base64."""
    others = [None, "", "x", 0, -1, True, 1.5, [], {}]
    if isinstance(leaf, int):
        others += [leaf + 1, leaf + 16, str(leaf)]
    else:
        others += [leaf + " ", leaf[:-1], leaf.swapcase()]
    try:
        raw = b64decode(leaf, validate=True)
    except (ValueError, TypeError):
        raw = b""
    for bit in range(8 * len(raw)):
        flipped = int.from_bytes(raw, "big") ^ (1 << bit)
        others.append(b64encode(flipped.to_bytes(len(raw), "big")).decode())
    for other in others:
        if other == leaf and type(other) is type(leaf):
            continue
        with pytest.raises(TlogError):
            verify_disclosure(changed(FULL, path, other), COMMITMENT)


def test_no_member_can_be_added_or_taken_away():
    def holders(value, path=()):
        if isinstance(value, dict):
            yield path, value
            for name, inner in value.items():
                yield from holders(inner, (*path, name))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from holders(inner, (*path, index))

    for path, holder in holders(FULL):
        for name in holder:
            forged = copy.deepcopy(FULL)
            at = forged
            for step in path:
                at = at[step]
            del at[name]
            with pytest.raises(TlogError):
                verify_disclosure(forged, COMMITMENT)
        forged = copy.deepcopy(FULL)
        at = forged
        for step in path:
            at = at[step]
        at["thêm"] = "x"
        with pytest.raises(TlogError):
            verify_disclosure(forged, COMMITMENT)


def test_items_of_two_trees_or_out_of_order_are_refused():
    forged = copy.deepcopy(FULL)
    forged["what"]["items"][1:] = opened(items=[0])["what"]["items"]
    with pytest.raises(MalformedError, match="order of their numbers"):
        verify_disclosure(forged, COMMITMENT)
    other = disclose({"what": ["a", "b"] * 8}, EVENT_KEY, items=[5])
    forged = copy.deepcopy(FULL)
    forged["what"]["items"][2] = other["what"]["items"][0]
    with pytest.raises(TlogError):
        verify_disclosure(forged, COMMITMENT)
    forged = copy.deepcopy(FULL)
    forged["what"]["items"] = []
    with pytest.raises(MalformedError):
        verify_disclosure(forged, COMMITMENT)


def test_items_cannot_pass_for_a_value_nor_a_value_for_items():
    forged = opened()
    forged["what"] = {"salt": opened("what")["what"]["salt"], "value": SERIALS}
    with pytest.raises(MalformedError, match="items in the group what"):
        verify_disclosure(forged, COMMITMENT)
    forged = opened("core")
    forged["core"]["value"] = None
    with pytest.raises(MalformedError, match="got null"):
        verify_disclosure(forged, COMMITMENT)


@pytest.mark.parametrize("disclosure", [None, [], "x", {}, {"version": "txng-commit/v1"}, 5])
def test_what_is_no_disclosure_is_refused(disclosure):
    with pytest.raises(MalformedError):
        verify_disclosure(disclosure, COMMITMENT)
    with pytest.raises(MalformedError, match="v2"):
        verify_disclosure(opened() | {"version": "txng-commit/v2"}, COMMITMENT)


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["salt", "value", "items", "key", "index", "proof"]), inner
            )
        ),
        max_leaves=8,
    ),
    st.sampled_from(["what", "core"]),
)
def test_no_json_makes_the_verifier_stumble(value, name):
    with pytest.raises(TlogError):
        verify_disclosure(opened() | {name: value}, COMMITMENT)


# --- what cannot be committed to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        {"price": "5"},
        {"qty": 1.5},
        {"qty": "\ud800"},
        {"what": "text"},
        {"what": {"a": 1}},
        {"what": [1.5]},
    ],
)
def test_a_record_that_is_no_record_is_refused(record):
    with pytest.raises(MalformedError):
        commit(record, EVENT_KEY)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_refused(key):
    with pytest.raises(MalformedError, match="32 bytes"):
        commit(RECORD, key)
    if key:
        with pytest.raises(MalformedError, match="32 bytes"):
            commit(RECORD, EVENT_KEY, person_key=key)


def test_groups_and_items_that_are_not_there_cannot_be_opened():
    with pytest.raises(MalformedError, match="'price'"):
        opened("price")
    with pytest.raises(MalformedError, match="below 13"):
        opened(items=[13])
    with pytest.raises(MalformedError, match="without any"):
        disclose({"core": "x"}, EVENT_KEY, items=[0])
