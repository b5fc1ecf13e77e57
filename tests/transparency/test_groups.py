"""Every member of an event lies in exactly one group, as it was received."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.documents import GTIN, LOT, SERIAL, event
from txng.eventstore.journal import Committed
from txng.tlog.commitment import GROUPS
from txng.transparency.groups import CLASSES, INSTANCES, NAMES, day_of, groups_of, is_personal
from txng.transparency.leaves import Keys, enter, entry_of, record_of

RECORDED = 1_790_000_000_123_456
WHOLE = event(
    eventID="urn:uuid:8c1b1e0e-0000-4000-8000-000000000001",
    quantityList=[{"epcClass": LOT, "quantity": 120.5, "uom": "KGM"}, {"epcClass": LOT + "B"}],
    readPoint={"id": "https://id.gs1.org/414/9520000100018"},
    bizLocation={"id": "https://id.gs1.org/414/9520000100018"},
    disposition="in_transit",
    bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:po:1"}],
    sourceList=[{"type": "owning_party", "source": "https://id.gs1.org/417/9520000100018"}],
    destinationList=[{"type": "owning_party", "destination": "urn:x:an"}],
    sensorElementList=[{"sensorReport": [{"type": "Temperature", "value": 4.10, "uom": "CEL"}]}],
    certificationInfo="https://example.org/vietgap/1",
    ilmd={"cbvmda:lotNumber": "L1", "x:farmerName": "Ông Ba (hư cấu)"},
    **{"x:note": "ghi chú", "x:nguoiThucHien": {"hoTen": "Bà Tư (hư cấu)"}},
)


def row(members: dict[str, Any] | bytes) -> Committed:
    payload = members if isinstance(members, bytes) else json.dumps(members).encode()
    return Committed(bytes(16), RECORDED, 7, payload)


def split(members: dict[str, Any]) -> dict[str, Any]:
    return dict(record_of(row(members)))


def test_each_group_holds_what_its_name_says():
    found = split(WHOLE)
    assert found["core"] == {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "day": "2026-10-01",
    }
    assert found["what"] == [
        ["epcList", SERIAL],
        ["quantityList", LOT],
        ["quantityList", LOT + "B"],
    ]
    assert found["qty"] == {"quantityList": [{"quantity": "120.5", "uom": "KGM"}, {}]}
    assert set(found["where"]) == {"readPoint", "bizLocation"}
    assert set(found["party"]) == {"sourceList", "destinationList"}
    assert set(found["trans"]) == {"bizTransactionList"}
    assert found["sensor"]["sensorElementList"][0]["sensorReport"][0]["value"] == "4.1"
    assert found["ilmd"] == {"cbvmda:lotNumber": "L1"}
    assert set(found["cert"]) == {"certificationInfo"}
    assert found["ext"] == {"x:note": "ghi chú"}
    assert found["env"]["eventID"] == WHOLE["eventID"]
    assert (found["env"]["recorded"], found["env"]["capturedBy"]) == (
        "2026-09-21T14:13:20.123456+00:00",
        7,
    )


def test_who_somebody_is_lies_apart_with_the_digest_that_could_confirm_a_guess():
    found = split(WHOLE)
    assert found["person"]["ilmd"] == {"x:farmerName": "Ông Ba (hư cấu)"}
    assert found["person"]["event"] == {"x:nguoiThucHien": {"hoTen": "Bà Tư (hư cấu)"}}
    assert "digest" in found["person"]
    assert "digest" not in found["env"]
    assert "digest" in split(event())["env"]
    assert "person" not in split(event())


@pytest.mark.parametrize(
    "name", ["x:farmerName", "urn:txng:voc:farmer_name", "https://x.vn/v#Farmer-Name", "hoTen", "x:Họ tên"]
)  # fmt: skip
def test_members_that_name_a_person_are_known_in_any_spelling(name):
    assert is_personal(name)


@pytest.mark.parametrize("name", ["x:farm", "cbvmda:lotNumber", "x:note", "", "x:operatorNote"])
def test_other_members_are_not(name):
    assert not is_personal(name)


@pytest.mark.parametrize(
    ("time", "offset", "day"),
    [
        ("2026-10-01T16:59:59Z", "+07:00", "2026-10-01"),
        ("2026-10-01T17:00:00Z", "+07:00", "2026-10-02"),
        ("2026-10-01T02:00:00.5Z", "-03:00", "2026-09-30"),
        ("2026-10-01T23:30:00-05:00", "+07:00", "2026-10-02"),
        ("2026-12-31T23:59:59.999999Z", "+14:00", "2027-01-01"),
    ],
)
def test_the_day_is_the_one_on_the_wall(time, offset, day):
    assert day_of({"eventTime": time, "eventTimeZoneOffset": offset}) == day


# --- nothing is lost: the groups put together are the event again ------------------------------------

names = st.sampled_from(
    [*INSTANCES, *CLASSES, *NAMES, "ilmd", "readPoint", "sourceList", "x:a", "x:phone", "@context"]
)
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=5)
values = st.recursive(
    leaves | st.just([SERIAL, LOT]) | st.just([{"epcClass": LOT, "quantity": 3}]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def joined(record: dict[str, Any]) -> dict[str, Any]:
    """The event again from its groups: slow and obvious."""
    members: dict[str, Any] = {}
    for group, value in record.items():
        if group in ("core", "env"):
            ours = ("day", "recorded", "capturedBy", "digest")
            members |= {name: one for name, one in value.items() if name not in ours}
        elif group == "person":
            members |= value.get("event", {})
        elif group == "ilmd":
            members["ilmd"] = value
        elif group not in ("what", "qty"):
            members |= value
    if "ilmd" in record.get("person", {}):
        members["ilmd"] = {**members.get("ilmd", {}), **record["person"]["ilmd"]}
    amounts = {name: list(listed) for name, listed in record.get("qty", {}).items()}
    for name, identifier in record.get("what", []):
        if name in NAMES:
            members[name] = identifier
        elif name in CLASSES:
            element = {"epcClass": identifier, **amounts[name].pop(0)}
            members.setdefault(name, []).append(element)
        else:
            members.setdefault(name, []).append(identifier)
    return members


@given(st.dictionaries(names, values, max_size=6))
def test_no_member_is_lost_and_none_is_told_twice(extra):
    members = event(epcList=None) | extra
    record = groups_of(
        json.loads(json.dumps(members)), json.dumps(members).encode(), record_time=1, owner=1
    )
    assert set(record) <= set(GROUPS)
    assert joined(record) == members


@given(st.dictionaries(names, values, max_size=4), st.dictionaries(names, values, max_size=4))
def test_the_entry_is_the_same_again_and_another_event_has_another(first, second):
    one, other = row(event() | first), row(event() | second)
    keys, entry = enter(one)
    assert entry_of(one, keys) == entry
    if one.payload != other.payload:
        assert entry_of(other, keys) != entry


def test_an_event_that_no_canonical_json_can_tell_is_entered_all_the_same():
    deep: Any = "x"
    for _ in range(70):
        deep = [deep]
    for payload in (
        json.dumps(event(**{"x:deep": deep})).encode(),
        json.dumps(event(**{"x:huge": 2**70})).encode(),
    ):
        keys, entry = enter(row(payload))
        assert entry_of(row(payload), keys) == entry
    assert split(event(**{"x:huge": 2**70}))["ext"] == {"x:huge": str(2**70)}
    assert set(split(event(**{"x:deep": deep}))) == {"env", "ext"}


def test_a_person_has_a_key_of_its_own_and_only_then():
    keys, _entry = enter(row(WHOLE))
    assert keys.person is not None
    assert keys.person != keys.event
    keys, _entry = enter(row(event()))
    assert keys == Keys(keys.event)


def test_gtin_of_the_cast_is_a_demonstration():
    assert GTIN.startswith("0952")
