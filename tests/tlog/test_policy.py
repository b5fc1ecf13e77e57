"""Trust policies: reading them strictly, counting witnesses, and judging signed checkpoints."""

from base64 import b64encode
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tlog.logs import (
    LOG,
    NOON,
    ORIGIN,
    POLICY_TEXT,
    STRANGER,
    WITNESSES,
    log_of_events,
    policy,
)  # fmt: skip
from txng.tlog.checkpoint import Checkpoint, parse_checkpoint
from txng.tlog.cosignature import cosign
from txng.tlog.errors import MalformedError, QuorumError, SignatureError
from txng.tlog.note import Note, Signer, parse_note
from txng.tlog.policy import Cosigned, Policy, parse_policy

A, B, C = (one.vkey for one in WITNESSES[:3])
WITNESS_LINES = f"witness a {A}\nwitness b {B}\nwitness c {C}\n"
NAMES = ["so-y-te", "so-nn-mt", "dai-hoc", "hiep-hoi"]


def read(text: str) -> Policy:
    return parse_policy(text.encode())


def test_a_policy_is_read_with_its_logs_witnesses_and_groups():
    found = policy()
    assert [log.verifier.vkey.name for log in found.logs] == [ORIGIN]
    assert [one.name for one in found.witnesses] == NAMES
    assert found.witnesses[1].url == "https://nn-mt.example/w/"
    assert [(one.name, one.threshold) for one in found.groups] == [
        ("nha-nuoc", 2), ("ngoai", 1), ("ca-hai", 2),
    ]  # fmt: skip
    assert (found.quorum, found.asks_no_witness) == ("ca-hai", False)


def test_the_quorum_is_met_by_exactly_the_sets_that_the_words_allow():
    found = policy()
    for count in range(5):
        for names in combinations(NAMES, count):
            both = {"so-y-te", "so-nn-mt"} <= set(names)
            outside = {"dai-hoc", "hiep-hoi"} & set(names)
            assert found.is_met_by(names) == (both and bool(outside)), names


def test_the_example_of_the_specification_in_two_levels():
    found = read(
        WITNESS_LINES
        + f"witness d {WITNESSES[3].vkey}\n"
        + "group X 2 a b\ngroup Y any c d\ngroup X-and-Y all X Y\nquorum X-and-Y\n"
    )
    assert found.is_met_by(["a", "b", "d"])
    assert not found.is_met_by(["a", "c", "d"])


def test_a_quorum_may_be_one_witness_or_nobody():
    assert read(WITNESS_LINES + "quorum b\n").is_met_by(["b"])
    assert not read(WITNESS_LINES + "quorum b\n").is_met_by(["a", "c"])
    nobody = read("quorum none\n")
    assert nobody.is_met_by([])
    assert nobody.asks_no_witness


def test_a_group_defined_after_the_quorum_changes_nothing():
    found = read(WITNESS_LINES + "quorum b\ngroup late all a b\n")
    assert found.is_met_by(["b"])


def test_spaces_tabs_comments_and_empty_lines_do_not_matter():
    spaced = "\n  # chú thích\n\t\n" + WITNESS_LINES.replace(" ", " \t ") + "\n \tquorum  a \n#"
    assert read(spaced) == read(WITNESS_LINES + "quorum a\n")


def test_names_are_octets_that_only_equal_themselves():
    kelvin = read(f"witness K {A}\nwitness \u212a {B}\nquorum K\n")
    assert kelvin.is_met_by(["K"])
    assert not kelvin.is_met_by(["\u212a"])
    latin = f"witness \xe9 {A}\n".encode("latin-1") + b"quorum \xe9\n"
    assert parse_policy(latin).quorum == parse_policy(latin).witnesses[0].name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Expected a quorum"),
        (WITNESS_LINES, "Expected a quorum"),
        (WITNESS_LINES + "quorum a\nquorum a\n", "Line 5: Expected one quorum"),
        (WITNESS_LINES + "quorum d\n", "defined above"),
        ("quorum a\n" + WITNESS_LINES, "Line 1: Expected a name defined above"),
        (WITNESS_LINES + "group g any a d\nquorum g\n", "defined above"),
        (WITNESS_LINES + "group g any a g\nquorum g\n", "defined above"),
        (WITNESS_LINES + "group g any\nquorum g\n", "got 'group'"),
        (WITNESS_LINES + "group g 0 a b\nquorum g\n", "number up to 2"),
        (WITNESS_LINES + "group g 3 a b\nquorum g\n", "number up to 2"),
        (WITNESS_LINES + "group g 01 a b\nquorum g\n", "number up to 2"),
        (WITNESS_LINES + "group g +1 a b\nquorum g\n", "number up to 2"),
        (WITNESS_LINES + "group g ALL a b\nquorum g\n", "number up to 2"),
        (WITNESS_LINES + "group g any a a\nquorum g\n", "in one group"),
        (WITNESS_LINES + "group g any a\ngroup h any a\nquorum g\n", "in one group"),
        (WITNESS_LINES + "group g any none\nquorum g\n", "Expected a member"),
        (WITNESS_LINES + "group a any b\nquorum a\n", "Expected a new name"),
        (WITNESS_LINES + "group none any b\nquorum a\n", "Expected a new name"),
        (f"witness none {A}\nquorum none\n", "Expected a new name"),
        (f"witness a {A}\nwitness a {B}\nquorum a\n", "Expected a new name"),
        (f"witness a {A}\nwitness b {A}\nquorum a\n", "each key once"),
        (f"log {LOG.vkey}\nlog {LOG.vkey}\nquorum none\n", "each key once"),
        (f"log {A}\nquorum none\n", "type 0x01"),
        (f"witness a {LOG.vkey}\nquorum a\n", "type 0x04"),
        (f"witness a {A} u v\nquorum a\n", "got 'witness'"),
        (f"witness {A}\nquorum none\n", "got 'witness'"),
        ("log\nquorum none\n", "got 'log'"),
        ("log x+00000000+AAAA\nquorum none\n", "Line 1"),
        ("quorum none extra\n", "got 'quorum'"),
        ("Quorum none\n", "got 'Quorum'"),
        ("quorum none\r\n", "control characters"),
        ("quorum\x0bnone\n", "control characters"),
        ("quorum none\x7f\n", "control characters"),
        ("quorum\u00a0none\n", "got"),
    ],
)
def test_a_policy_that_says_something_else_is_refused(text, why):
    with pytest.raises(MalformedError, match=why):
        read(text)


def test_two_names_for_one_public_key_do_not_make_two_witnesses():
    again = Signer("khac.example/w", bytes([1]) * 32, 0x04).vkey
    with pytest.raises(MalformedError, match="each key once"):
        read(f"witness a {A}\nwitness b {again}\ngroup g 2 a b\nquorum g\n")


def test_thirty_two_of_each_are_read():
    lines = []
    for number in range(32):
        log = Signer(f"log{number}.example", bytes([number, 1]) * 16).vkey
        witness = Signer(f"w{number}.example", bytes([number, 2]) * 16, 0x04).vkey
        lines += [f"log {log}", f"witness w{number} {witness}", f"group g{number} any w{number}"]
    groups = " ".join(f"g{number}" for number in range(32))
    found = read("\n".join([*lines, f"group all-of all {groups}", "quorum all-of"]))
    assert found.is_met_by([f"w{number}" for number in range(32)])
    assert not found.is_met_by([f"w{number}" for number in range(31)])


@given(st.binary(max_size=120))
def test_no_bytes_make_the_reader_stumble(raw):
    for body in (raw, WITNESS_LINES.encode() + raw, b"witness a " + b64encode(raw)):
        try:
            parse_policy(body)
        except MalformedError:
            continue


# --- judging checkpoints --------------------------------------------------------------------------


def checkpoint_with(*witnesses: Signer) -> Note:
    return parse_note(log_of_events().checkpoint(witnesses))


def test_a_cosigned_checkpoint_names_the_log_and_its_witnesses_with_their_times():
    note = checkpoint_with(*WITNESSES[:3], STRANGER)
    assert policy().require_log(parse_checkpoint(note.text), note) == LOG.vkey
    assert policy().require_quorum(note) == (
        Cosigned("so-y-te", NOON),
        Cosigned("so-nn-mt", NOON + 1),
        Cosigned("dai-hoc", NOON + 2),
    )


def test_too_few_witnesses_are_too_few_whoever_else_signed():
    note = checkpoint_with(WITNESSES[0], WITNESSES[2], WITNESSES[3], STRANGER)
    with pytest.raises(QuorumError, match="'ca-hai', got 3"):
        policy().require_quorum(note)
    with pytest.raises(QuorumError, match="got 0"):
        policy().require_quorum(checkpoint_with(STRANGER))


def test_a_witness_that_signs_twice_counts_once():
    found = read(WITNESS_LINES + "group g 2 a b\nquorum g\n")
    note = checkpoint_with(WITNESSES[0], WITNESSES[0])
    assert found.cosigned(note) == (Cosigned("a", NOON + 1),)
    with pytest.raises(QuorumError):
        found.require_quorum(note)


def test_a_wrong_cosignature_of_a_known_witness_spoils_the_note():
    note = checkpoint_with(*WITNESSES)
    other = cosign(Checkpoint(ORIGIN, 5, bytes(32)).text, WITNESSES[3], at=NOON)
    with pytest.raises(SignatureError, match="hiep-hoi"):
        policy().require_quorum(Note(note.text, (*note.signatures[:-1], other)))


def test_a_log_outside_the_policy_is_not_believed_whoever_cosigned_it():
    other = Signer("other.example", bytes(32))
    checkpoint = Checkpoint("other.example", 5, bytes(32))
    note = Note(checkpoint.text, (other.sign(checkpoint.text),))
    with pytest.raises(SignatureError, match=r"got 'other\.example'"):
        policy().require_log(checkpoint, note)
    assert read(f"log {LOG.vkey}\nquorum none").asks_no_witness


def test_no_log_is_believed_by_a_policy_that_names_none():
    note = checkpoint_with(*WITNESSES)
    with pytest.raises(SignatureError):
        read(WITNESS_LINES + "quorum a\n").require_log(parse_checkpoint(note.text), note)


def test_the_policy_of_these_tests_is_what_it_looks_like():
    assert POLICY_TEXT.count("witness ") == 4
