"""Vietnamese order as bytes: both databases sort a BinaryField alike, whatever their locale.

    a ă â b c d đ e ê g ... o ô ơ ... u ư v x y        letters of their own, first
    ma mà mả mã má mạ                                  then tones: ngang huyền hỏi ngã sắc nặng
    an An                                              then small before capital

The order is CLDR's for Vietnamese ("vi-x-icu" of PostgreSQL; Excel and Windows sort so too): letters of
the whole text first, tones only where the letters are the same. SQLite has no such order and Python's
puts đ after z, so a register keeps the key beside the name:

    name = models.CharField(max_length=200)
    name_key = models.BinaryField(max_length=collation.LONGEST_KEY, editable=False)   # indexed

>>> sorted(["Đức Trọng", "Di Linh", "Đơn Dương", "Dran", "ĐẠ TẺH"], key=sort_key)
['Di Linh', 'Dran', 'ĐẠ TẺH', 'Đơn Dương', 'Đức Trọng']
>>> sorted("ma mạ mã má mả mà".split(), key=sort_key)
['ma', 'mà', 'mả', 'mã', 'má', 'mạ']
"""

import unicodedata
from functools import lru_cache
from typing import Final

LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
SIGNS: Final = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789"  # in CLDR's order
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
SHAPES: Final = "\u0306\u0302\u031b"  # the marks of ă, â ê ô, ơ ư: part of the letter
CHARACTERS: Final = (
    80  # of a text take part; names that differ later are told apart by their number
)

_END, _NO_TONE, _SMALL, _CAPITAL = 0x01, 0x02, 0x02, 0x03
_OTHER: Final = 0xFF  # a letter of another script: after all of ours, by code point
_PRIMARY: Final = {sign: number for number, sign in enumerate(SIGNS + LETTERS, 0x10)}
_TONE: Final = {tone: number for number, tone in enumerate(TONES, 0x03)}
_ALIKE: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})

LONGEST_KEY: Final = CHARACTERS * 6 + 2


def sort_key(text: str) -> bytes:
    """Bytes whose order is the Vietnamese order of the texts. Empty for an empty text."""
    letters = " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())[:CHARACTERS]
    primary, tones, cases = bytearray(), bytearray(), bytearray()
    for letter in letters:
        weight, tone, case = _weights(letter)
        primary += weight
        tones.append(tone)
        cases.append(case)
    told = tones.rstrip(bytes([_NO_TONE])), cases.rstrip(bytes([_SMALL]))
    return bytes(primary + bytes([_END]) + told[0] + bytes([_END]) + told[1]) if primary else b""


@lru_cache(maxsize=4096)
def _weights(letter: str) -> tuple[bytes, int, int]:
    """Of one composed letter: what it is, its tone, and whether it is a capital."""
    small = letter.lower()
    parts = unicodedata.normalize("NFD", small)
    base = parts[:1] + "".join(mark for mark in parts[1:] if mark in SHAPES)
    known = _PRIMARY.get(unicodedata.normalize("NFC", base)) or _PRIMARY.get(parts[:1])
    weight = bytes([known]) if known else bytes([_OTHER]) + ord(letter).to_bytes(3, "big")
    tone = next((_TONE[mark] for mark in parts[1:] if mark in _TONE), _NO_TONE)
    return weight, tone, _SMALL if small == letter else _CAPITAL
