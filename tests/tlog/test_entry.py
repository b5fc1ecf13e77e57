"""Entries: one spelling for each act, and what never may stand in a clear line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tlog import reference
from txng.tlog.commitment import GROUPS
from txng.tlog.entry import KINDS, Entry, parse_entry
from txng.tlog.errors import MalformedError

ZERO = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
LOT = "https://id.gs1.org/01/09506000134352/10/L1"
SAMPLES: dict[str, dict[str, str]] = {
    "event": {},
    "declaration": {},
    "codes": {"count": "5000"},
    "recall": {
        "act": "issue", "about": LOT, "authority": "Sở Nông nghiệp và Môi trường",
        "document": "12/TB-SNNMT", "day": "2026-11-28", "reason": "Dư lượng vượt mức",
    },
    "cert": {
        "act": "suspend", "number": "VG-0012", "scheme": "VietGAP", "issuer": "Tổ chức B (hư cấu)",
        "holder": "HTX của An (hư cấu)", "until": "2027-06-30", "reason": "Thiếu hồ sơ",
    },
    "key": {
        "act": "enrol", "holder": "HTX của An (hư cấu)", "algorithm": "ed25519", "public": ZERO,
        "reason": "Thiết bị mới",
    },
    "policy": {
        "act": "adopt", "name": "Danh mục sản phẩm ưu tiên", "document": "6736/KH-UBND",
        "digest": ZERO, "day": "2026-11-28",
    },
    "map": {"day": "2026-11-28", "size": "12", "root": ZERO},
    "erase": {"entry": "77", "group": "person", "reason": "subject-request"},
    "shard": {"origin": "nhat-ky.example/2025", "size": "109482", "root": ZERO},
}  # fmt: skip


def written(kind: str, **clear: str) -> bytes:
    lines = ["txng-entry/v1", kind, ZERO, *(f"{name} {value}" for name, value in clear.items())]
    return "".join(f"{line}\n" for line in lines).encode()


def test_every_kind_has_a_sample():
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_written_in_lines_and_read_again(kind):
    entry = Entry(kind, bytes(32), SAMPLES[kind])
    assert entry.encode() == written(kind, **SAMPLES[kind])
    assert parse_entry(entry.encode()) == entry
    assert entry.leaf_hash == reference.sha256(b"\x00" + entry.encode())


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_in_which_lines_were_given_does_not_matter_but_that_of_the_file_does(kind):
    sample = SAMPLES[kind]
    turned = dict(reversed(sample.items()))
    assert Entry(kind, bytes(32), turned).encode() == written(kind, **sample)
    if len(sample) > 1:
        with pytest.raises(MalformedError, match="in their order"):
            parse_entry(written(kind, **turned))


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_too_few_or_too_many_is_refused(kind):
    optional = {"day", "reason", "holder", "until"} - ({"holder"} if kind == "key" else set())
    optional -= {"day", "reason"} if kind in ("map", "erase") else set()
    for name in SAMPLES[kind]:
        left = {one: value for one, value in SAMPLES[kind].items() if one != name}
        if name in optional:
            assert parse_entry(written(kind, **left)).clear == left
        else:
            with pytest.raises(MalformedError):
                parse_entry(written(kind, **left))
    with pytest.raises(MalformedError):
        parse_entry(written(kind, **SAMPLES[kind], price="5"))
    with pytest.raises(MalformedError):
        Entry(kind, bytes(32), SAMPLES[kind] | {"price": "5"}).encode()


def test_an_event_never_says_in_the_clear_who_reported_it_or_when():
    for name in ("issuer", "day", "count", "holder"):
        with pytest.raises(MalformedError):
            Entry("event", bytes(32), {name: "1"}).encode()


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("codes", "count", "05"),
        ("codes", "count", "-5"),
        ("codes", "count", "5 "),
        ("codes", "count", str(2**63)),
        ("codes", "count", ""),
        ("recall", "act", "Issue"),
        ("recall", "about", "09506000134352"),
        ("recall", "about", "https://id.gs1.org/01/ 1"),
        ("recall", "day", "2026-02-30"),
        ("recall", "day", "20261128"),
        ("recall", "day", "2026-W01-1"),
        ("recall", "reason", " trước"),
        ("recall", "reason", "sau "),
        ("recall", "reason", "a\u202eb"),  # turns the text round
        ("recall", "reason", "a\u200bb"),
        ("recall", "reason", "a\tb"),
        ("recall", "reason", "a\rb"),
        ("recall", "reason", "a\u2028b"),
        ("recall", "reason", "a\x00b"),
        ("recall", "reason", "a\u0302"),  # not NFC
        ("recall", "reason", "a" * 2001),
        ("key", "algorithm", "rsa"),
        ("key", "public", "AAAA"),
        ("key", "public", ZERO[:-1]),
        ("erase", "group", "people"),
        ("erase", "reason", "Because"),
        ("shard", "root", ZERO.replace("A=", "B=")),
    ],
)
def test_a_value_that_says_something_else_than_its_line_is_refused(kind, name, value):
    with pytest.raises(MalformedError):
        Entry(kind, bytes(32), SAMPLES[kind] | {name: value}).encode()
    with pytest.raises(MalformedError):
        parse_entry(written(kind, **(SAMPLES[kind] | {name: value})))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        written("event")[:-1],
        written("event") + b"\n",
        written("event").replace(b"v1", b"v2"),
        written("event").replace(b"event", b"Event"),
        written("event").replace(b"event", b""),
        written("event").replace(b"=", b""),
        written("event").replace(b"A=", b"B="),
        written("event").replace(b"\n", b"\r\n"),
        written("event") + b"count 5\n",
        written("codes", count="5") + b"count 5\n",
        written("codes") + b"count\n",
        written("codes") + b"count  5\n",
        written("codes") + b" count 5\n",
        written("codes") + b"count 5\xff\n",
        b" " + written("event"),
        written("event") * 2000,
    ],
)
def test_what_is_no_entry_is_refused(raw):
    with pytest.raises(MalformedError):
        parse_entry(raw)


@given(st.binary(max_size=200), st.sampled_from(KINDS))
def test_what_is_read_is_what_would_be_written(raw, kind):
    for body in (raw, written(kind) + raw):
        try:
            entry = parse_entry(body)
        except MalformedError:
            continue
        assert entry.encode() == body


@given(st.text(min_size=1, max_size=30), st.sampled_from(["reason", "authority", "document"]))
def test_whatever_text_is_accepted_comes_back(text, name):
    entry = Entry("recall", bytes(32), SAMPLES["recall"] | {name: text})
    try:
        raw = entry.encode()
    except MalformedError:
        return
    assert parse_entry(raw) == entry
    assert len(raw.split(b"\n")) == 10


@pytest.mark.parametrize("commitment", [b"", bytes(31), bytes(33)])
def test_a_commitment_has_32_bytes(commitment):
    with pytest.raises(MalformedError, match="32 bytes"):
        Entry("event", commitment).encode()


def test_every_group_can_be_erased():
    for group in GROUPS:
        raw = written("erase", entry="0", group=group, reason="court-order")
        entry = parse_entry(raw)
        assert (entry.kind, entry.clear["group"], entry.encode()) == ("erase", group, raw)
