"""Proof files: written, read, checked against a policy; and every way of tampering with one."""

from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tlog.logs import (
    LOG,
    NOON,
    ORIGIN,
    RECORD,
    SERIALS,
    STRANGER,
    WITNESSES,
    entry_at,
    log_of_events,
    policy,
    proof_of_event,
)  # fmt: skip
from txng.tlog import canonical_json
from txng.tlog.checkpoint import Checkpoint
from txng.tlog.entry import Entry
from txng.tlog.errors import (
    DisclosureError,
    MalformedError,
    ProofError,
    QuorumError,
    SignatureError,
)  # fmt: skip
from txng.tlog.note import Note, Signer
from txng.tlog.policy import parse_policy
from txng.tlog.proof_file import STEPS, TlogProof, check, parse_proof, read_extra, write_extra
from txng.tlog.proofs import inclusion_proof

PROOF = proof_of_event()
RAW = PROOF.encode()


def verdicts(raw, trusted=None):
    report = check(raw, trusted or policy())
    return {step.name: step.verdict for step in report.steps}


def failures(raw, trusted=None):
    report = check(raw, trusted or policy())
    return {step.name: type(step.error) for step in report.steps if step.verdict == "failed"}


def test_a_proof_of_ours_takes_all_five_steps():
    report = check(RAW, policy())
    assert {step.name: step.verdict for step in report.steps} == dict.fromkeys(STEPS, "passed")
    assert report.is_verified
    assert (report.index, report.entry) == (77, entry_at(77))
    assert report.checkpoint == Checkpoint(ORIGIN, 300, log_of_events().root)
    assert report.log == LOG.vkey
    assert [(one.name, one.at) for one in report.witnesses] == [
        ("so-y-te", NOON), ("so-nn-mt", NOON + 1), ("dai-hoc", NOON + 2),
    ]  # fmt: skip
    assert report.disclosed.groups == {
        "core": RECORD["core"], "where": RECORD["where"], "sensor": None,
    }  # fmt: skip
    assert report.disclosed.items == {4: SERIALS[4]}


def test_a_proof_is_less_than_four_kilobytes():
    assert len(RAW) < 4096


def test_a_proof_file_is_read_as_it_was_written():
    assert parse_proof(RAW) == PROOF
    assert PROOF.encode() == RAW
    bare = replace(PROOF, extra=None, proof=())
    assert parse_proof(bare.encode()) == bare
    assert bare.encode().startswith(b"c2sp.org/tlog-proof@v1\nindex 77\n\n" + ORIGIN.encode())


def test_a_proof_may_open_nothing():
    proof = replace(PROOF, extra=write_extra(entry_at(77).encode()))
    report = check(proof.encode(), policy())
    assert report.is_verified
    assert report.disclosed is None


def test_a_proof_of_a_public_act_shows_its_lines():
    from tests.tlog.logs import MemoryLog

    recall = Entry(
        "recall", bytes(32),
        {"act": "issue", "about": SERIALS[0], "authority": "Sở Y tế", "document": "1/TB"},
    )  # fmt: skip
    log = MemoryLog()
    log.append([recall.encode()])
    raw = TlogProof(0, (), log.checkpoint(), write_extra(recall.encode())).encode()
    report = check(raw, policy())
    assert report.is_verified
    assert report.entry.clear["document"] == "1/TB"


# --- each step fails for its own reason, and the others are still taken ------------------------------


def test_a_changed_value_fails_the_disclosure_alone():
    members = canonical_json.decode(PROOF.extra)
    members["disclosure"]["core"]["value"]["bizStep"] = "receiving"
    forged = replace(PROOF, extra=canonical_json.encode(members)).encode()
    assert failures(forged) == {"disclosure": DisclosureError}


def test_an_entry_that_fits_the_disclosure_but_is_not_in_the_log_fails_the_inclusion():
    from txng.tlog.commitment import commit, disclose

    lie = {"core": {"bizStep": "receiving"}}
    entry = Entry("event", commit(lie, bytes(32)))
    extra = write_extra(entry.encode(), disclose(lie, bytes(32), groups=["core"]))
    assert failures(replace(PROOF, extra=extra).encode()) == {"inclusion": ProofError}


def test_the_proof_of_another_place_fails_the_inclusion():
    log = log_of_events()
    other = tuple(inclusion_proof(78, log.size, log.reader().read))
    assert failures(replace(PROOF, proof=other).encode()) == {"inclusion": ProofError}
    assert failures(replace(PROOF, index=78).encode()) == {"inclusion": ProofError}
    assert failures(replace(PROOF, index=300).encode()) == {"inclusion": ProofError}


def test_a_log_that_the_policy_does_not_name_fails_the_log_step():
    other = parse_policy(f"log {Signer('khac.example', bytes(32)).vkey}\nquorum none\n".encode())
    assert failures(RAW, other) == {"log": SignatureError}
    same_name = parse_policy(f"log {Signer(ORIGIN, bytes(32)).vkey}\nquorum none\n".encode())
    assert failures(RAW, same_name) == {"log": SignatureError}


def test_too_few_witnesses_fail_the_last_step_and_are_named():
    raw = proof_of_event(witnesses=(WITNESSES[0], WITNESSES[2], STRANGER)).encode()
    report = check(raw, policy())
    assert failures(raw) == {"witnesses": QuorumError}
    assert [one.name for one in report.witnesses] == ["so-y-te", "dai-hoc"]
    assert not report.is_verified


def test_a_log_that_signs_a_rewritten_history_finds_no_witnesses():
    """The operator has the log's key, changes the event and makes everything anew."""
    from tests.tlog.logs import MemoryLog

    forged = MemoryLog()
    forged.append([entry_at(number, at=-1).encode() for number in range(300)])
    text = Checkpoint(ORIGIN, 300, forged.root).text
    stale = log_of_events().checkpoint().split(b"\n\n")[1].decode().splitlines()[1:]
    note = Note(text, (LOG.sign(text),)).encode() + "".join(f"{one}\n" for one in stale).encode()
    proof = TlogProof(
        77, tuple(inclusion_proof(77, 300, forged.reader().read)), note,
        write_extra(entry_at(77, at=-1).encode()),
    )  # fmt: skip
    assert failures(proof.encode()) == {"witnesses": SignatureError}


def test_what_cannot_be_read_fails_the_first_step_and_skips_the_rest():
    assert verdicts(RAW[1:]) == {"form": "failed"} | dict.fromkeys(STEPS[1:], "skipped")


# --- tampering ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 8))]
)
def test_no_flipped_bit_of_a_whole_proof_file_verifies(turn):
    """Of every byte one bit here, and the other seven in `make faults`."""
    trusted = policy()
    assert check(RAW, trusted).is_verified
    survivors = []
    for at in range(len(RAW)):
        changed = bytearray(RAW)
        changed[at] ^= 1 << (at + turn) % 8
        if check(bytes(changed), trusted).is_verified:
            survivors.append(at)
    assert survivors == []


@given(st.data())
def test_no_line_can_be_lost_doubled_or_moved(data):
    lines = RAW.decode().split("\n")
    first = data.draw(st.integers(0, len(lines) - 2))
    second = data.draw(st.integers(0, len(lines) - 2))
    how = data.draw(st.sampled_from(["lost", "doubled", "swapped"]))
    changed = list(lines)
    if how == "lost":
        del changed[first]
    elif how == "doubled":
        changed.insert(first, changed[first])
    else:
        changed[first], changed[second] = changed[second], changed[first]
    if changed == lines:
        return
    # signatures of one note may stand in any order, and twice
    head, _, tail = "\n".join(changed).rpartition("\n\n")
    is_same = head == RAW.decode().rpartition("\n\n")[0] and set(tail.split("\n")) == set(
        RAW.decode().rpartition("\n\n")[2].split("\n")
    )
    assert check("\n".join(changed).encode(), policy()).is_verified is is_same


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        RAW.replace(b"@v1", b"@v2"),
        RAW.replace(b"index 77", b"index 077"),
        RAW.replace(b"index 77", b"index  77"),
        RAW.replace(b"index 77\n", b""),
        RAW.replace(b"index 77\n", b"index 77\nindex 77\n"),
        RAW.replace(b"extra ", b"Extra "),
        RAW.replace(b"extra ", b"extra "[:-1]),
        RAW.replace(b"\n", b"\r\n"),
        RAW.replace(b"\n\n", b"\n", 1),
        RAW + b"\n",
        RAW.replace(b"c2sp", "ć2sp".encode()),
        b"\xef\xbb\xbf" + RAW,
        b"c2sp.org/tlog-proof@v1\nextra \n" + RAW.split(b"\n", 2)[2],
        replace(PROOF, proof=(bytes(32),) * 64).encode(),
        replace(PROOF, extra=b"a" * 1_000_000).encode(),
        replace(PROOF, extra=b"{}").encode(),
        replace(PROOF, extra=b'{"entry":5}').encode(),
        replace(PROOF, extra=b'{"entry":"txng-entry/v1"}').encode(),
        replace(PROOF, extra=PROOF.extra + b" ").encode(),
        replace(PROOF, extra=PROOF.extra[:-1] + b',"z":1}').encode(),
        replace(PROOF, extra=None).encode(),
    ],
)
def test_what_is_no_proof_file_of_ours_fails_the_first_step(raw):
    assert verdicts(raw)["form"] == "failed"


@given(st.binary(max_size=200))
def test_no_bytes_make_the_check_stumble(raw):
    for body in (raw, RAW[:40] + raw, RAW.replace(b"index 77", raw), b64encode(raw) + RAW):
        assert check(body, policy()).is_verified == (body == RAW)


def test_extra_of_another_kind_is_refused_when_it_is_written():
    with pytest.raises(MalformedError):
        write_extra(b"something")
    assert read_extra(write_extra(entry_at(1).encode())) == (entry_at(1).encode(), None)
    with pytest.raises(MalformedError, match="got none"):
        read_extra(None)


def test_a_policy_without_witnesses_still_asks_for_the_log():
    trusting = parse_policy(f"log {LOG.vkey}\nquorum none\n".encode())
    assert check(proof_of_event(witnesses=()).encode(), trusting).is_verified
    assert failures(proof_of_event(witnesses=()).encode()) == {"witnesses": QuorumError}
