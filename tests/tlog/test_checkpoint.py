"""Checkpoints: the published example, strict reading, and that only the log of that name may sign."""

import pytest

from tests.tlog.logs import LOG, ORIGIN, STRANGER, WITNESSES, log_of_events
from txng.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from txng.tlog.errors import MalformedError, SignatureError
from txng.tlog.hashing import EMPTY_ROOT
from txng.tlog.note import Note, NoteVerifier, Signer

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
TEXT = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
TRUSTED = NoteVerifier(LOG.vkey)


def test_the_example_of_the_specification_is_read_and_written():
    checkpoint = parse_checkpoint(TEXT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert len(checkpoint.root) == 32
    assert checkpoint.text == TEXT


def test_extension_lines_are_kept():
    extended = parse_checkpoint(TEXT + "một dòng thêm\n")
    assert extended.extensions == ("một dòng thêm",)
    assert extended.text == TEXT + "một dòng thêm\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        TEXT[:-1],
        "a\n1\n",
        f"\n1\n{ROOT}\n",
        TEXT + "\n",
        TEXT + "\nmore\n",
        f"a\n01\n{ROOT}\n",
        f"a\n+1\n{ROOT}\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n 1\n{ROOT}\n",
        f"a\n1_0\n{ROOT}\n",
        f"a\n\u0661\n{ROOT}\n",
        f"a\n{2**63}\n{ROOT}\n",
        f"a\n{'9' * 5000}\n{ROOT}\n",
        f"a\n1\n{ROOT[:-1]}\n",
        f"a\n1\n{ROOT.replace('2I=', '2J=')}\n",
        "a\n1\nAAAA\n",
        f"a\n1\n{ROOT} \n",
        f"a\n0\n{ROOT}\n",  # an empty tree has one root
        f"a\r\n1\n{ROOT}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(MalformedError):
        parse_checkpoint(text)


def test_the_largest_size_is_read():
    assert parse_checkpoint(f"a\n{2**63 - 1}\n{ROOT}\n").size == 2**63 - 1


def test_a_signed_checkpoint_opens_for_who_trusts_the_log():
    raw = log_of_events().checkpoint()
    checkpoint, opened = open_checkpoint(raw, [TRUSTED])
    assert (checkpoint.origin, checkpoint.size) == (ORIGIN, 300)
    assert [one.name for one in opened.verified] == [ORIGIN]
    assert [one.name for one in opened.strangers] == [one.vkey.name for one in WITNESSES[:3]]


def test_a_log_signs_under_its_own_name_only():
    with pytest.raises(MalformedError, match="Expected a key of other"):
        sign_checkpoint(Checkpoint("other.example", 0, EMPTY_ROOT), LOG)


def test_a_trusted_log_does_not_vouch_for_the_checkpoint_of_another():
    impostor = Signer("impostor.example", bytes([7]) * 32)
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    raw = Note(text, (impostor.sign(text),)).encode()
    with pytest.raises(SignatureError, match=r"a log that is trusted, got 'nhat-ky\.example"):
        open_checkpoint(raw, [NoteVerifier(impostor.vkey)])
    with pytest.raises(SignatureError, match="got none"):
        open_checkpoint(raw, [NoteVerifier(impostor.vkey), TRUSTED])


def test_another_key_of_the_same_name_is_a_stranger():
    impostor = Signer(ORIGIN, bytes([7]) * 32)
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    with pytest.raises(SignatureError, match="got none"):
        open_checkpoint(Note(text, (impostor.sign(text),)).encode(), [TRUSTED])


def test_a_witness_is_no_log():
    with pytest.raises(MalformedError):
        sign_checkpoint(Checkpoint(STRANGER.vkey.name, 0, EMPTY_ROOT), STRANGER)
