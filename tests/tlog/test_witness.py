"""The witness: each answer of the specification in its order, and a log it watches for a while."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog import reference
from tests.tlog.logs import LOG, NOON, ORIGIN, STRANGER, WITNESSES, MemoryLog
from txng.tlog.checkpoint import Checkpoint, sign_checkpoint
from txng.tlog.cosignature import CosignatureVerifier, timestamp
from txng.tlog.errors import MalformedError, Refused, SignatureError
from txng.tlog.hashing import EMPTY_ROOT
from txng.tlog.note import Note, NoteVerifier, Signer
from txng.tlog.proofs import consistency_proof
from txng.tlog.witness import (
    SIZE_TYPE,
    Latest,
    Request,
    answer,
    decide,
    parse_request,
    read_answer,
    read_conflict,
    read_request,
    write_request,
)

ENTRIES = [bytes([number]) for number in range(40)]
ROOTS = [reference.mth(ENTRIES[:size]) for size in range(41)]
LOGS = {ORIGIN: [NoteVerifier(LOG.vkey)]}
WITNESS = WITNESSES[0]
# The example of c2sp.org/tlog-witness, its signatures included; its key is not published.
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""  # noqa: E501


@dataclass
class Office:
    """A witness as a server keeps it: the state changes only when everything was in order."""

    latest: Latest = field(default_factory=Latest)
    cosigned: list[Latest] = field(default_factory=list)

    def add_checkpoint(self, body: bytes) -> tuple[int, bytes, str]:
        try:
            request = read_request(body, LOGS)
            self.latest = decide(request, self.latest)
        except Refused as refused:
            return refused.status, refused.body, refused.content_type
        self.cosigned.append(self.latest)
        return 200, answer(request, [WITNESS], at=NOON), "text/plain"


def signed(
    size: int, *, root: bytes | None = None, origin: str = ORIGIN, key: Signer = LOG
) -> bytes:
    text = Checkpoint(origin, size, ROOTS[size] if root is None else root).text
    return Note(text, (key.sign(text),)).encode()


def body(old: int, new: int, **changes: object) -> bytes:
    return write_request(old, reference.proof(old, ENTRIES[:new]), signed(new, **changes))


def test_the_example_of_the_specification_is_read_and_written():
    request = parse_request(EXAMPLE.encode())
    assert (request.old, len(request.proof), request.checkpoint.size) == (20852014, 4, 20852163)
    assert len(request.note.signatures) == 2
    again = write_request(request.old, request.proof, request.note.encode())
    assert again.decode() == EXAMPLE


def test_a_log_that_grows_is_cosigned_step_by_step():
    office = Office()
    for old, new in ((0, 1), (1, 1), (1, 7), (7, 8), (8, 40)):
        status, told, _ = office.add_checkpoint(body(old, new))
        assert status == 200
        (line,) = read_answer(told, Checkpoint(ORIGIN, new, ROOTS[new]).text, [trusted()])
        assert (line.name, timestamp(line)) == (WITNESS.vkey.name, NOON)
    assert office.latest == Latest(40, ROOTS[40])


def trusted() -> CosignatureVerifier:
    return CosignatureVerifier(WITNESS.vkey)


def test_an_unknown_log_is_not_found_even_when_its_signature_is_wrong():
    other = Signer("other.example", bytes(32))
    told = Office().add_checkpoint(body(0, 5, origin="other.example", key=other))
    assert told[0] == 404
    assert Office().add_checkpoint(body(0, 5, origin="other.example"))[0] == 404


def test_a_checkpoint_that_no_trusted_key_signed_is_forbidden():
    impostor = Signer(ORIGIN, bytes([7]) * 32)
    assert Office().add_checkpoint(body(0, 5, key=impostor))[0] == 403
    wrong = Note(Checkpoint(ORIGIN, 5, ROOTS[5]).text, (LOG.sign("khác\n"),)).encode()
    assert Office().add_checkpoint(write_request(0, [], wrong))[0] == 403


def test_other_signatures_beside_the_logs_own_do_no_harm():
    text = Checkpoint(ORIGIN, 5, ROOTS[5]).text
    raw = Note(text, (STRANGER.over(b"x", bytes(8)), LOG.sign(text))).encode()
    assert Office().add_checkpoint(write_request(0, [], raw))[0] == 200


def test_an_old_size_above_the_new_one_is_a_bad_request_whatever_is_stored():
    for latest in (Latest(), Latest(8, ROOTS[8]), Latest(7, ROOTS[7])):
        raw = write_request(8, [], signed(7))
        assert Office(latest).add_checkpoint(raw)[0] == 400


def test_another_old_size_than_the_stored_one_is_told_the_stored_one():
    office = Office(Latest(8, ROOTS[8]))
    for old in (0, 7, 9):
        status, told, content_type = office.add_checkpoint(body(old, 20))
        assert (status, told, content_type) == (409, b"8\n", SIZE_TYPE)
        assert read_conflict(told) == 8
    assert Office().add_checkpoint(body(5, 20))[1] == b"0\n"
    assert office.latest == Latest(8, ROOTS[8])


def test_another_root_at_the_stored_size_is_a_conflict():
    office = Office(Latest(8, ROOTS[8]))
    assert office.add_checkpoint(body(8, 8, root=ROOTS[7]))[0] == 409
    assert office.add_checkpoint(body(8, 8))[0] == 200


def test_a_proof_that_does_not_verify_is_unprocessable_and_changes_nothing():
    office = Office(Latest(8, ROOTS[8]))
    right = reference.proof(8, ENTRIES[:20])
    for proof in ([], right[:-1], right[::-1], [*right, bytes(32)], [bytes(32), *right[1:]]):
        assert office.add_checkpoint(write_request(8, proof, signed(20)))[0] == 422
    assert office.add_checkpoint(body(8, 20, root=ROOTS[19]))[0] == 422
    assert office.add_checkpoint(write_request(8, [bytes(32)], signed(8)))[0] == 422
    assert Office().add_checkpoint(write_request(0, [bytes(32)], signed(5)))[0] == 422
    assert (office.latest, office.cosigned) == (Latest(8, ROOTS[8]), [])


def test_a_fork_is_never_cosigned():
    office = Office(Latest(8, ROOTS[8]))
    fork = [*ENTRIES[:3], b"another", *ENTRIES[4:20]]
    raw = write_request(8, reference.proof(8, fork), signed(20, root=reference.mth(fork)))
    assert office.add_checkpoint(raw)[0] == 422


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"old 0\n" + signed(5),
        b"old 0\n\n",
        b"old\n\n" + signed(5),
        b"old 00\n\n" + signed(5),
        b"old +0\n\n" + signed(5),
        b"old 0 \n\n" + signed(5),
        b"old 0\r\n\r\n" + signed(5),
        b"size 0\n\n" + signed(5),
        "old \u0660\n\n".encode() + signed(5),
        b"old 0\nAAAA\n\n" + signed(5),
        b"old 0\n" + b"A" * 44 + b"\n\n" + signed(5),
        write_request(1, [bytes(32)] * 64, signed(5)),
        b"old 0\n\n" + signed(5)[:-1],
        b"old 0\n\n" + signed(5).partition(b"\n\n")[0] + b"\n",
        b"old 0\n\n" + signed(5).replace(b"\n5\n", b"\n05\n"),
        b"old 0\n\n" + signed(5) * 9000,
        signed(5),
    ],
)
def test_what_cannot_be_read_is_a_bad_request(raw):
    assert Office().add_checkpoint(raw)[0] == 400


def test_sixty_three_hashes_are_read():
    assert (
        Office(Latest(1, ROOTS[1])).add_checkpoint(write_request(1, [bytes(32)] * 63, signed(5)))[0]
        == 422
    )


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans(), st.booleans()), max_size=25
    )
)
def test_whatever_is_sent_what_was_cosigned_is_one_growing_log(requests):
    """Honest requests, forks and rollbacks in any order; the witness's own list is the judge."""
    office = Office()
    fork = [*ENTRIES[:5], b"fork", *ENTRIES[6:]]
    for old, new, is_fork, knows_the_size in requests:
        source = fork if is_fork else ENTRIES
        old = min(new, office.latest.size if knows_the_size else old)
        raw = write_request(
            old,
            reference.proof(old, source[:new]),
            signed(new, root=reference.mth(source[:new])),
        )
        before = office.latest
        status, told, _ = office.add_checkpoint(raw)
        assert status in (200, 409, 422)
        if status != 200:
            assert office.latest == before
        if status == 409 and old != before.size:
            assert read_conflict(told) == before.size
    sizes = [one.size for one in office.cosigned]
    assert sizes == sorted(sizes)
    histories = [ENTRIES, fork]
    assert any(
        all(reference.mth(entries[: one.size]) == one.root for one in office.cosigned)
        for entries in histories
    )


def test_a_witness_that_fetches_goes_through_the_same_decision():
    """A pull witness on an office PC: it reads tiles, makes the request itself, and decides."""
    log, latest = MemoryLog(), Latest()
    for step in (3, 300, 1):
        log.append([bytes([number % 9]) for number in range(step)])
        raw = log.checkpoint(witnesses=())
        proof = consistency_proof(latest.size, log.size, log.reader().read)
        request = read_request(write_request(latest.size, proof, raw), LOGS)
        latest = decide(request, latest)
    assert latest == Latest(log.size, log.root)
    note = sign_checkpoint(Checkpoint(ORIGIN, 2, bytes(32)), LOG)
    behind = Request(2, (), Checkpoint(ORIGIN, 2, bytes(32)), note)
    with pytest.raises(Refused) as refused:
        decide(behind, latest)
    assert refused.value.status == 409


def test_a_log_believes_known_witnesses_only():
    text = Checkpoint(ORIGIN, 5, ROOTS[5]).text
    request = parse_request(body(0, 5))
    told = answer(request, [STRANGER, WITNESS], at=NOON)
    (line,) = read_answer(told, text, [trusted()])
    assert line.name == WITNESS.vkey.name
    for wrong in (b"", told[:-1], b"\xff\n", b"error\n", told + b"\n"):
        with pytest.raises(MalformedError):
            read_answer(wrong, text, [trusted()])
    with pytest.raises(SignatureError):
        read_answer(answer(request, [STRANGER], at=NOON), text, [trusted()])
    with pytest.raises(SignatureError):
        read_answer(told, Checkpoint(ORIGIN, 6, ROOTS[6]).text, [trusted()])


@pytest.mark.parametrize("told", [b"", b"8", b"08\n", b"8\n\n", b"-8\n", b"eight\n", b"\xff\n"])
def test_a_conflict_that_tells_no_size_is_refused(told):
    with pytest.raises(MalformedError):
        read_conflict(told)


def test_an_empty_log_may_be_cosigned_once_it_is_signed():
    office = Office()
    assert office.add_checkpoint(body(0, 0))[0] == 200
    assert office.latest == Latest(0, EMPTY_ROOT)
    assert office.add_checkpoint(body(0, 0, root=ROOTS[1]))[0] == 400
