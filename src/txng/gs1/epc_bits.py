"""Bits of an EPC, first to last, and how text is packed into them.

    F7 3 79521141123453 85 66CB0AFC4           an SGTIN+
    └┬┘│ └─────┬──────┘ └┬┘└───┬───┘
       │   4 bits a digit│   "32a/b" in 7 bits a character
    header, filter       └ 100 00101: "ASCII, five characters"

>>> text = Bits().put_text("32a/b")
>>> format(text.value, "X").zfill(11), text.length
('42B365857E2', 43)
>>> Reader(text).text()
'32a/b'

A packed text says in three bits how it is packed and in five how many characters follow; the packing
that takes the fewest bits is chosen, the first of the list where two take as many.

Source: GS1 EPC Tag Data Standard 2.3, sections 14.5.2 to 14.5.8 and 14.5.13.
"""

import math
import re
import string
from collections.abc import Callable
from dataclasses import dataclass

from txng.gs1.errors import CharacterError, EpcBinaryError, quoted

_BASE_64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_CODE_40 = "\0" + string.ascii_uppercase + "-.:" + string.digits  # 0 fills up the last three
_SET_82 = re.compile('[!-"%-?A-Z_a-z]*')
_TERMINATOR, _DELIMITER = 15, 14  # nibbles that are no digit


def bits_of_digits(count: int) -> int:
    """The bits that hold any number of so many digits: 14 for 4."""
    return math.ceil(count * math.log2(10))


@dataclass(frozen=True, slots=True)
class Bits:
    """The lowest `length` bits of `value`."""

    value: int = 0
    length: int = 0

    def put(self, value: int, width: int) -> "Bits":
        """0 <= value < 2**width."""
        if not 0 <= value < 1 << width:
            raise EpcBinaryError(f"Expected a number of {width} bits, got {value}")
        return Bits(self.value << width | value, self.length + width)

    def put_digits(self, digits: str) -> "Bits":
        """Four bits a digit."""
        if not (digits.isascii() and digits.isdigit()):
            raise CharacterError(f"Expected digits only, got {quoted(digits)}")
        return self.put(int(digits, 16), 4 * len(digits))

    def put_number(self, digits: str, width_of_length: int) -> "Bits":
        """How many digits, then their number."""
        if not (digits.isascii() and digits.isdigit()):
            raise CharacterError(f"Expected digits only, got {quoted(digits)}")
        return self.put(len(digits), width_of_length).put(int(digits), bits_of_digits(len(digits)))

    def put_ascii(self, text: str, width: int) -> "Bits":
        """Seven bits a character, filled up with zeros to `width`."""
        packed = Bits()
        for letter in text:
            packed = packed.put(ord(letter), 7)
        if packed.length > width:
            raise EpcBinaryError(f"Expected at most {width // 7} characters, got {len(text)}")
        return self.put(packed.value << width - packed.length, width)

    def put_text(self, text: str) -> "Bits":
        candidates = [
            (packing.size(len(text)), number)
            for number, packing in enumerate(_PACKINGS)
            if packing.allows(text)
        ]
        if not candidates or not 0 < len(text) < 32:
            raise CharacterError(f"Expected 1 to 31 characters of set 82, got {quoted(text)}")
        size, number = min(candidates)
        return self.put(number, 3).put(len(text), 5).put(_PACKINGS[number].pack(text), size)

    def put_digits_then_text(self, text: str) -> "Bits":
        """Leading digits in four bits each; 15 ends them, 14 says that text follows."""
        rest = text.lstrip(string.digits)
        bits = self.put_digits(text[: len(text) - len(rest)])
        return bits.put(_DELIMITER, 4).put_text(rest) if rest else bits.put(_TERMINATOR, 4)


class Reader:
    """Takes bits from the front. Raises EpcBinaryError when too few are left."""

    def __init__(self, bits: Bits) -> None:
        self._bits = bits
        self._at = 0

    @property
    def left(self) -> int:
        return self._bits.length - self._at

    def take(self, width: int) -> int:
        if width > self.left:
            raise EpcBinaryError(f"Expected {width} more bits, got {self.left}")
        self._at += width
        return self._bits.value >> self._bits.length - self._at & (1 << width) - 1

    def digits(self, count: int) -> str:
        text = format(self.take(4 * count), "x").zfill(count)
        if not text.isdigit():
            raise EpcBinaryError(f"Expected {count} digits of four bits, got {quoted(text)}")
        return text

    def number(self, width: int, count: int) -> str:
        """A number in `width` bits as exactly `count` digits."""
        text = str(self.take(width)).zfill(count)
        if len(text) > count:
            raise EpcBinaryError(f"Expected a number of at most {count} digits, got {len(text)}")
        return text

    def counted_number(self, width_of_length: int) -> str:
        count = self.take(width_of_length)
        if not count:
            raise EpcBinaryError("Expected a number of one digit or more, got none")
        return self.number(bits_of_digits(count), count)

    def ascii(self, width: int) -> str:
        """Seven bits a character up to the first zero; what follows must be zero too."""
        letters, ended = "", False
        for _ in range(width // 7):
            code = self.take(7)
            ended = ended or code == 0
            if ended and code:
                raise EpcBinaryError("Expected nothing after the end of a text, got a character")
            letters += chr(code) if code else ""
        if self.take(width % 7):
            raise EpcBinaryError("Expected zeros to fill up a text, got ones")
        return letters

    def text(self) -> str:
        number, count = self.take(3), self.take(5)
        if number >= len(_PACKINGS) or not count:
            raise EpcBinaryError(
                f"Expected a packing of 0 to 5 and a length, got {number}, {count}"
            )
        packing = _PACKINGS[number]
        return packing.unpack(self.take(packing.size(count)), count)

    def digits_then_text(self) -> str:
        digits = ""
        while (nibble := self.take(4)) < 10:
            digits += str(nibble)
        if nibble == _TERMINATOR:
            return digits
        if nibble != _DELIMITER:
            raise EpcBinaryError(f"Expected a digit, an end or a delimiter, got {nibble}")
        return digits + self.text()

    def require_only_zeros(self) -> None:
        """Hex digits and words of memory are filled up with zeros."""
        if self.take(self.left):
            raise EpcBinaryError("Expected nothing but zeros after the EPC, got ones")


@dataclass(frozen=True, slots=True)
class _Packing:
    size: Callable[[int], int]  # bits of so many characters
    allows: Callable[[str], bool]
    pack: Callable[[str], int]
    unpack: Callable[[int, int], str]


def _alphabet(letters: str, width: int) -> _Packing:
    """Each character as its place in `letters`, in `width` bits."""

    def pack(text: str) -> int:
        packed = 0
        for letter in text:
            packed = packed << width | letters.index(letter)
        return packed

    def unpack(packed: int, count: int) -> str:
        places = [packed >> width * at & (1 << width) - 1 for at in reversed(range(count))]
        if any(place >= len(letters) for place in places):
            raise EpcBinaryError("Expected characters of the packing's own set, got others")
        return "".join(letters[place] for place in places)

    return _Packing(lambda count: width * count, set(letters).issuperset, pack, unpack)


def _integer() -> _Packing:
    def unpack(packed: int, count: int) -> str:
        text = str(packed).zfill(count)
        if len(text) > count:
            raise EpcBinaryError(f"Expected a number of at most {count} digits, got {len(text)}")
        return text

    return _Packing(bits_of_digits, set(string.digits).issuperset, int, unpack)


def _threes() -> _Packing:
    """Three characters in 16 bits: 1600 a + 40 b + c + 1."""

    def pack(text: str) -> int:
        packed = 0
        for at in range(0, len(text), 3):
            a, b, c = (_CODE_40.index(letter) for letter in text[at : at + 3].ljust(3, "\0"))
            packed = packed << 16 | (1600 * a + 40 * b + c + 1)
        return packed

    def unpack(packed: int, count: int) -> str:
        letters = ""
        for at in reversed(range((count + 2) // 3)):
            three = (packed >> 16 * at & 0xFFFF) - 1
            if not 0 <= three < 64_000:
                raise EpcBinaryError("Expected three characters in 16 bits, got a number outside")
            letters += "".join(_CODE_40[three // place % 40] for place in (1600, 40, 1))
        if "\0" in letters[:count] or letters[count:].strip("\0"):
            raise EpcBinaryError(f"Expected {count} characters, got another number of them")
        return letters[:count]

    return _Packing(
        lambda count: 16 * ((count + 2) // 3), set(_CODE_40[1:]).issuperset, pack, unpack
    )


_ASCII = "".join(map(chr, range(128)))
_PACKINGS: tuple[_Packing, ...] = (
    _integer(),
    _alphabet("0123456789ABCDEF", 4),
    _alphabet("0123456789abcdef", 4),
    _alphabet(_BASE_64, 6),
    _Packing(
        lambda count: 7 * count,
        lambda text: _SET_82.fullmatch(text) is not None,
        _alphabet(_ASCII, 7).pack,
        _alphabet(_ASCII, 7).unpack,
    ),
    _threes(),
)
