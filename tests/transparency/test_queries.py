"""Proofs: what the public is shown, what it never is, and that a proof which does not verify is not given."""

import re
from base64 import b64decode

import pytest

from tests import people
from tests.epcis.documents import GTIN, LOT, SERIAL, document, event
from tests.transparency.logs import TestLog, captured
from txng.eventstore import journal
from txng.eventstore.keys import event_uri
from txng.repository.actions.documents import capture
from txng.tlog.policy import parse_policy
from txng.tlog.proof_file import check
from txng.transparency import queries
from txng.transparency.actions import erase_persons, record_act
from txng.transparency.connection import store
from txng.transparency.errors import (
    BadActError,
    ErasedError,
    NotYoursError,
    TamperedError,
    UnknownEntryError,
)
from txng.transparency.models import Opening

pytestmark = pytest.mark.django_db

ANYONE = None
OTHER = f"https://id.gs1.org/01/{GTIN}/21/S2"
URN = "urn:epc:id:sgtin:952000010.0001.S2"
HASHED = "ni:///sha-256;" + "ab" * 32 + "?ver=CBV2.0"
WHOLE = event(
    eventID="urn:uuid:8c1b1e0e-0000-4000-8000-000000000001",
    epcList=[SERIAL, OTHER],
    quantityList=[{"epcClass": LOT, "quantity": 120.5, "uom": "KGM"}],
    ilmd={"cbvmda:lotNumber": "L1", "x:farmerName": "Ông Ba (hư cấu)"},
    action="ADD",
    bizStep="commissioning",
    **{"x:phone": "0900000000"},
)


@pytest.fixture
def entered(log, settings) -> TestLog:
    """An's event that names somebody, and nine others, in the published log."""
    settings.LOG_FOLDER = log.folder
    capture(by=people.an(), document=document(WHOLE, **{"@context": [CONTEXT, {"x": "urn:x:"}]}))
    captured(9)
    log.catch_up()
    return log


CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def key() -> bytes:
    return queries.event_key_of(WHOLE["eventID"])


def proved(proof: bytes):
    """What somebody with our public policy reads in a proof."""
    report = check(proof, parse_policy(queries.public_policy()))
    assert report.is_verified, report.steps
    return report


# --- what is shown --------------------------------------------------------------------------------


def test_the_public_sees_the_kind_of_event_and_its_day(entered):
    report = proved(queries.proof_of(ANYONE, key()))
    assert report.disclosed.groups == {
        "core": {
            "type": "ObjectEvent",
            "action": "ADD",
            "bizStep": "commissioning",
            "day": "2026-10-01",
        }
    }
    assert len(report.disclosed.hidden) == 11


def opened(proof: bytes) -> bytes:
    """What a proof carries besides hashes."""
    line = next(line for line in proof.split(b"\n") if line.startswith(b"extra "))
    return b64decode(line.removeprefix(b"extra "))


@pytest.mark.parametrize("spelling", [OTHER, f"(01){GTIN}(21)S2"])
def test_whoever_names_a_serial_sees_that_serial_and_no_other(entered, spelling):
    proof = queries.proof_of(ANYONE, key(), items=[spelling])
    assert proved(proof).disclosed.items == {1: ["epcList", OTHER]}
    assert b"/21/S1" not in opened(proof)
    with pytest.raises(UnknownEntryError):
        queries.proof_of(ANYONE, key(), items=[OTHER + "3"])


def test_no_group_but_the_public_one_is_shown_to_the_public(entered):
    for group in ("what", "qty", "env", "person", "ilmd", "where", "party"):
        for asker in (ANYONE, people.dung()):
            with pytest.raises(NotYoursError):
                queries.proof_of(asker, key(), ["core", group])


def disclosed(proof: bytes) -> bytes:
    """What a proof carries besides hashes and salts: those are random base64, in which any two
    letters turn up now and then."""
    return re.sub(rb"[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{22}==", b"", opened(proof))


def test_a_proof_for_the_public_holds_no_hidden_value_and_no_name_of_the_event(entered):
    told = disclosed(queries.proof_of(ANYONE, key(), items=[SERIAL]))
    assert b"commissioning" in told
    for word in (
        b"120",
        b"L1",
        b"0900",
        b"8c1b1e0e",
        b"commissioned-by",
        event_uri(key()).encode(),
    ):
        assert word not in told


def test_whoever_captured_the_event_and_whoever_oversees_see_all_of_it(entered):
    everything = ["core", "what", "qty", "ilmd", "env", "person", "ext"]
    for asker in (people.an(), people.binh()):
        groups = proved(queries.proof_of(asker, key(), everything)).disclosed.groups
        assert groups["qty"] == {"quantityList": [{"quantity": "120.5", "uom": "KGM"}]}
        assert groups["person"]["ilmd"] == {"x:farmerName": "Ông Ba (hư cấu)"}
        assert [name for _member, name in groups["what"]] == [SERIAL, OTHER, LOT]


def test_an_event_is_found_by_both_its_names(entered):
    assert queries.event_key_of(event_uri(key())) == key()
    with pytest.raises(UnknownEntryError):
        queries.event_key_of("urn:uuid:00000000-0000-4000-8000-000000000000")


def test_a_name_that_is_a_hash_is_never_answered(entered):
    """Else whoever knows all but the quantity tries quantities until one answers."""
    capture(by=people.an(), document=document(event(eventID=HASHED)))
    entered.catch_up()
    with pytest.raises(UnknownEntryError):
        queries.event_key_of(HASHED)
    rows = journal.behind(store(), journal.BEGINNING, limit=100)
    hashed = next(row for row in rows if b"ni:///" in row.payload)
    proof = queries.proof_of(ANYONE, hashed.key)
    assert proved(proof)
    assert b"ni:" not in opened(proof)


# --- what a line on a page says -------------------------------------------------------------------


def test_the_line_under_an_event_says_where_it_is_and_since_when(entered):
    rows = journal.behind(store(), journal.BEGINNING, limit=100)
    found = queries.status(ANYONE, [row.key for row in rows])
    assert sorted(one.index for one in found.values()) == list(range(10))
    assert {(one.year, one.is_published, one.witnesses, one.at) for one in found.values()} == {
        (2026, True, 0, entered.clock.now)
    }
    assert queries.status(ANYONE, [bytes(16)]) == {}


def test_the_state_of_the_log_counts_what_waits(entered):
    captured(4, first=50)
    record_act(
        by=people.chi(), kind="codes", clear={"count": "5000"}, content={"serials": ["a", "b"]}
    )
    state = queries.state_of_log()
    assert (state.newest.size, state.published, state.waiting) == (10, 10, 5)
    assert state.waiting_since is not None
    entered.catch_up()
    assert queries.state_of_log().waiting == 0


def test_an_event_that_was_captured_just_now_has_no_proof_yet(entered):
    captured(1, first=90)
    row = journal.behind(store(), journal.BEGINNING, limit=100)[-1]
    with pytest.raises(UnknownEntryError):
        queries.proof_of(ANYONE, row.key)


def test_an_official_act_is_proved_with_its_clear_lines(entered):
    act = record_act(
        by=people.chi(), kind="codes", clear={"count": "5000"}, content={"serials": ["a"]}
    )
    with pytest.raises(UnknownEntryError):
        queries.proof_of_act(act)
    entered.catch_up()
    act.refresh_from_db()
    proof = queries.proof_of_act(act)
    assert dict(proved(proof).entry.clear) == {"count": "5000"}
    assert b"serials" not in proof


# --- tampering -----------------------------------------------------------------------------------


def test_nothing_is_given_out_that_does_not_verify(entered):
    """F10: serving stops for that proof."""
    opening = Opening.objects.get(event_key=key())
    Opening.objects.filter(pk=opening.pk).update(secret=bytes(32))
    with pytest.raises(TamperedError, match="txng fsck"):
        queries.proof_of(ANYONE, key())
    Opening.objects.filter(pk=opening.pk).update(secret=bytes(opening.secret))
    file = entered.shard().root / "tile/0/000.p/10"
    content = file.read_bytes()
    beside = (queries.status(ANYONE, [key()])[key()].index ^ 1) * 32  # its neighbour in the tree
    file.write_bytes(content[:beside] + bytes(32) + content[beside + 32 :])
    with pytest.raises(TamperedError):
        queries.proof_of(ANYONE, key())
    file.write_bytes(content)
    driver, name = store().driver, key()
    driver.execute("UPDATE event SET payload = %s WHERE key = %s", [b"?", driver.key(name)])
    with pytest.raises(TamperedError):
        queries.proof_of(ANYONE, name)


# --- erasing a person ----------------------------------------------------------------------------


def test_an_erased_person_can_no_longer_be_opened_and_all_else_verifies_as_before(entered):
    before = queries.proof_of(people.an(), key(), ["person"])
    assert erase_persons(by=people.chi(), event_keys=[key()], reason="data-subject-request") == 1
    opening = Opening.objects.get(event_key=key())
    assert (opening.person_key, len(bytes(opening.person_digest))) == (None, 32)
    for asker in (people.an(), people.binh()):
        with pytest.raises(ErasedError):
            queries.proof_of(asker, key(), ["person"])
        groups = ["core", "qty", "ilmd", "env"]
        assert set(proved(queries.proof_of(asker, key(), groups)).disclosed.groups) == set(groups)
    assert proved(before), "proofs from before stay true"
    entered.catch_up()
    act = entered.entries()[-1].decode()
    assert act.split("\n")[1] == "erase"
    assert "group person\nreason data-subject-request" in act
    assert "Ba" not in act
    from txng.transparency.fsck import Fsck

    assert list(Fsck(entered.folder).run()) == []
    assert erase_persons(by=people.chi(), event_keys=[key()], reason="again") == 0


def test_an_event_without_a_person_has_nothing_to_erase(entered):
    rows = journal.behind(store(), journal.BEGINNING, limit=100)
    others = [row.key for row in rows if row.key != key()]
    assert erase_persons(by=people.chi(), event_keys=others, reason="data-subject-request") == 0
    with pytest.raises(UnknownEntryError):
        erase_persons(by=people.chi(), event_keys=[bytes(16)], reason="data-subject-request")


@pytest.mark.parametrize(
    ("kind", "clear", "content"),
    [
        ("event", {}, {}),
        ("shard", {}, {}),
        ("party", {}, {}),
        ("recall", {"act": "issue"}, {}),
        ("codes", {"count": "many"}, {}),
        ("codes", {"count": "5\n6"}, {}),
        ("codes", {"count": "5"}, {"weight": 1.5}),
        ("codes", {"count": "5"}, {"huge": 2**60}),
    ],
)
def test_an_act_that_no_entry_can_say_is_refused_at_once(kind, clear, content):
    with pytest.raises(BadActError):
        record_act(by=people.chi(), kind=kind, clear=clear, content=content)


def test_every_act_leaves_a_line_in_the_journal():
    from txng.accounts.models import JournalEntry

    record_act(by=people.chi(), kind="codes", clear={"count": "5"}, content={})
    line = JournalEntry.objects.latest("pk")
    assert (line.verb, line.subject_kind, line.actor) == ("log.codes", "transparency.act", "Chi")
