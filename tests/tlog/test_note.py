"""Signed notes: published keys and notes, strict reading, strangers passed over, forgeries refused."""

import contextlib
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.tlog.errors import MalformedError, SignatureError
from txng.tlog.note import (
    COSIGNATURE_V1,
    Note,
    NoteVerifier,
    Signer,
    new_vkey,
    open_note,
    parse_note,
    parse_skey,
    parse_vkey,
)

# The examples of c2sp.org/signed-note and of the documentation of golang.org/x/mod/sumdb/note.
SPEC_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ON"
    "ncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SECOND_VKEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBw"
    "JnAM=\n"
)
SECOND = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    "WWd1RvMc+QQ=\n"
)  # fmt: skip
PETER, ENOCH = NoteVerifier(parse_vkey(VKEY)), NoteVerifier(parse_vkey(SECOND_VKEY))


def note(*lines: str) -> bytes:
    return (TEXT + "\n" + "".join(lines)).encode()


def names(opened):
    return [one.name for one in opened.verified], [one.name for one in opened.strangers]


def test_the_example_of_the_specification_opens():
    opened = open_note(SPEC_NOTE, [NoteVerifier(parse_vkey(SPEC_VKEY))])
    assert opened.text == "This is an example message.\n"
    assert str(parse_vkey(SPEC_VKEY)) == SPEC_VKEY


def test_the_published_key_signs_the_published_signature():
    signer = parse_skey(SKEY)
    assert (signer.skey, str(signer.vkey)) == (SKEY, VKEY)
    assert signer.sign(TEXT).line == SIGNATURE
    assert Note(TEXT, (signer.sign(TEXT),)).encode() == note(SIGNATURE)


def test_strangers_are_passed_over_and_every_trusted_key_is_verified():
    assert names(open_note(note(SIGNATURE, SECOND), [PETER])) == (["PeterNeumann"], ["EnochRoot"])
    both = open_note(note(SIGNATURE, SECOND), [PETER, ENOCH])
    assert names(both) == (["PeterNeumann", "EnochRoot"], [])
    with pytest.raises(SignatureError, match="got none"):
        open_note(note(SIGNATURE, SECOND), [])


def test_a_stranger_may_share_a_trusted_name_or_a_trusted_id():
    other = Signer("PeterNeumann", bytes(32))
    opened = open_note(note(SIGNATURE, other.sign(TEXT).line), [PETER])
    assert names(opened) == (["PeterNeumann"], ["PeterNeumann"])
    same_id = SIGNATURE.replace("PeterNeumann", "Somebody")
    assert names(open_note(note(same_id, SIGNATURE), [PETER])) == (["PeterNeumann"], ["Somebody"])


def test_a_wrong_signature_of_a_trusted_key_spoils_the_note():
    wrong = SIGNATURE.replace("ZJkuBS9", "ZJkuBS8")
    with pytest.raises(SignatureError, match="fit the text"):
        open_note(note(wrong), [PETER])
    with pytest.raises(SignatureError, match="fit the text"):
        open_note(note(SIGNATURE, SECOND, wrong), [PETER, ENOCH])
    assert names(open_note(note(wrong, SECOND), [ENOCH])) == (["EnochRoot"], ["PeterNeumann"])


def test_every_bit_of_a_note_is_signed_or_part_of_the_signature():
    """No flipped bit opens with anything else than the text that was signed."""
    raw = note(SIGNATURE)
    for at in range(len(raw)):
        for bit in range(8):
            changed = bytearray(raw)
            changed[at] ^= 1 << bit
            with pytest.raises((MalformedError, SignatureError)):
                open_note(bytes(changed), [PETER])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        TEXT.encode(),
        note(),
        note(SIGNATURE)[:-1],
        note(SIGNATURE, "\n"),
        note(SIGNATURE, "text\n"),
        note(SIGNATURE).replace(b"\n\n", b"\n"),
        note(SIGNATURE).replace("—".encode(), b"-"),
        note(SIGNATURE.replace("— ", "—")),
        note(SIGNATURE.replace("PeterNeumann ", "Peter Neumann ")),
        note(SIGNATURE.replace("PeterNeumann ", " ")),
        note(SIGNATURE.replace("PeterNeumann", "Peter+Neumann")),
        note(SIGNATURE.replace("PeterNeumann", "Peter\u2003Neumann")),
        note(SIGNATURE.replace("PeterNeumann", "Peter\u00a0Neumann")),
        note(SIGNATURE.replace("=\n", "\n")),
        note(SIGNATURE.replace("=\n", "==\n")),
        note(SIGNATURE.replace("AM=\n", "AN=\n")),  # spare bits of base64
        note(SIGNATURE.replace("x08g", "x0 8g")),
        note(SIGNATURE.replace("/", "_")),
        note("— PeterNeumann \n"),
        note("— PeterNeumann x08gow==\n"),  # a key id and no signature
        note(SIGNATURE).replace(b"\n", b"\r\n"),
        note(SIGNATURE).replace(b"think", b"thi\tnk"),
        note(SIGNATURE).replace(b"think", b"thi\x00nk"),
        note(SIGNATURE).replace(b"think", b"thi\xffnk"),
        note(SIGNATURE).replace(b"think", b"thi\xed\xa0\x80nk"),
        note(*[SIGNATURE] * 101),
        note(SIGNATURE).replace(b"think", b"i" * 1_000_000),
    ],
)
def test_what_is_no_note_is_refused(raw):
    with pytest.raises(MalformedError):
        open_note(raw, [PETER])


def test_a_note_of_a_hundred_signatures_is_read():
    assert len(open_note(note(*[SIGNATURE] * 100), [PETER]).verified) == 100


def test_a_text_may_hold_empty_lines_and_end_with_one():
    signer = parse_skey(SKEY)
    for text in ("\n", "a\n\nb\n", "a\n\n", "— PeterNeumann x08g\n\n— b\n"):
        raw = Note(text, (signer.sign(text),)).encode()
        assert open_note(raw, [PETER]).text == text


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.binary(min_size=1, max_size=80))
def test_a_note_is_read_as_it_was_written(text, value):
    clean = "".join(letter for letter in text if letter >= " " or letter == "\n") + "\n"
    written = Note(clean, (parse_skey(SKEY).sign(clean)._replace(value=value),))
    assert parse_note(written.encode()) == written


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_stumble(raw):
    for body in (raw, TEXT.encode() + b"\n" + raw, raw + b"\n\n" + SIGNATURE.encode()):
        with contextlib.suppress(MalformedError):
            assert parse_note(body).encode() == body


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", "nul\x00\n", "cr\r\n", ""])
def test_a_text_that_no_note_can_carry_is_not_signed(text):
    with pytest.raises(MalformedError):
        parse_skey(SKEY).sign(text)


@pytest.mark.parametrize("at", range(len(VKEY)))
def test_a_key_with_a_letter_changed_or_missing_is_refused(at):
    changed = VKEY[:at] + ("B" if VKEY[at] == "A" else "A") + VKEY[at + 1 :]
    for damaged in (changed, VKEY[:at] + VKEY[at + 1 :], VKEY[:at]):
        with pytest.raises(MalformedError):
            parse_vkey(damaged)


def test_a_private_key_is_refused_without_being_told():
    for damaged in (SKEY[:-1], SKEY.replace("c74f20a3", "c74f20a4"), SKEY[8:], SKEY + "A"):
        with pytest.raises(MalformedError) as refused:
            parse_skey(damaged)
        assert "YEKFALV" not in str(refused.value)
    assert "YEKFALV" not in repr(parse_skey(SKEY))


def test_a_key_serves_its_own_type_only():
    cosigner = Signer("w.example", bytes(32), COSIGNATURE_V1)
    assert parse_skey(cosigner.skey).vkey == parse_vkey(str(cosigner.vkey)) == cosigner.vkey
    with pytest.raises(MalformedError, match="type 0x01"):
        NoteVerifier(cosigner.vkey)
    with pytest.raises(MalformedError, match="type 0x01"):
        cosigner.sign(TEXT)
    with pytest.raises(MalformedError, match="0x06"):
        parse_vkey("w.example+00000000+" + b64encode(b"\x06" + bytes(32)).decode())


def order_divides_eight(y: int, sign: int) -> bool:
    """Whether the Edwards point with this y times eight is the neutral one, in exact arithmetic."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    x = pow(square, (p + 3) // 8, p)
    if x * x % p != square:
        x = x * pow(2, (p - 1) // 4, p) % p
    if x * x % p != square:
        return False
    point = (p - x if x % 2 != sign else x, y % p)
    for _ in range(3):
        (a, b) = point
        product = d * a * a * b * b % p
        point = (
            2 * a * b * pow(1 + product, -1, p) % p,
            (b * b + a * a) * pow(1 - product, -1, p) % p,
        )
    return point == (0, 1)


def test_keys_with_which_anybody_signs_anything_are_refused():
    p = 2**255 - 19
    order_eight = int.from_bytes(
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
    )
    small = {0, 1, p - 1, order_eight, p - order_eight}
    assert all(order_divides_eight(y, 0) for y in small)
    for y in (*small, p, p + 1):
        for sign in (0, 1):
            key = (y | sign << 255).to_bytes(32, "little")
            with pytest.raises(MalformedError, match="full order"):
                new_vkey("w.example", key)
    assert not order_divides_eight(int.from_bytes(PETER.vkey.public_key, "little") % 2**255, 0)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2028b", "a\tb", "a\x1fb", "\ud800"])
def test_a_name_that_no_note_can_carry_is_refused(name):
    with pytest.raises(MalformedError):
        Signer(name, bytes(32))


def test_an_id_shared_by_two_names_finds_each_its_own_key():
    """An attacker can make any key id; all that gives him is a signature that does not fit."""
    forged = b64encode(b64decode(SIGNATURE.split()[2])[:4] + bytes(64)).decode()
    with pytest.raises(SignatureError, match="fit the text"):
        open_note(note(f"— PeterNeumann {forged}\n"), [PETER])
