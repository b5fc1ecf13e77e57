"""EPC binary: a GS1 key as the bits of an RFID chip, and as the shortest Digital Link.

    3076451FD40C0E400000162E            SGTIN-96: header 30, filter, partition, prefix, item, serial
    /eh3076451FD40C0E400000162E         the same as an address: "eh" and hex digits
    /exMHZFH9QMDkAAABYu                 or "ex" and base 64, four characters for three bytes

>>> epc = from_hex("3066C4409047E140075BCD15")
>>> epc.scheme, epc.filter, epc.link.path
('sgtin-96', 3, '/01/09506000134352/21/123456789')
>>> to_hex(epc.link, "sgtin-96", filter_value=3, company_prefix_length=11)
'3066C4409047E140075BCD15'

The schemes of fixed length hold the parts of an EPC URN, company prefix apart; their bits say how long
it is ("partition"). Those ending in + (2022) hold the digits as they stand on the label. Those ending in
++ add the name of a host, which a resolver does not need: it is left out here, and so is what a chip
holds behind the EPC. Chips of other registries (GID, USDoD, ADI) hold no GS1 key and are refused.

Source: GS1 EPC Tag Data Standard 2.3, sections 14.2 (headers), 14.5, 14.6 and appendix E.3; GS1
"Compression: EPC binary strings" 1.0, section 4, for `eh` and `ex`.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import quote, unquote

from txng.gs1 import digital_link, epc_urn
from txng.gs1.digital_link import DigitalLink
from txng.gs1.epc_bits import Bits, Reader
from txng.gs1.errors import EpcBinaryError, quoted

LONGEST = 200  # hex digits; the longest EPC of all has about 100
COMPRESSED = re.compile(r"eh([0-9A-Fa-f]{1,200})|ex([0-9A-Za-z_-]{1,150})")


@dataclass(frozen=True, slots=True)
class Epc:
    """`filter` is 0 to 7 and says what kind of packaging carries the chip."""

    scheme: str
    filter: int
    link: DigitalLink


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Header, filter (3 bits), partition (3), prefix and reference in `together` bits, then the tail.

    `digits` are those of prefix and reference together, where they are fixed. `reference` is "digits"
    (their number is known), "number" (no leading zeros), "text" (7 bits a character) or "six" (6 bits,
    ended by zeros).
    `tail` is "none", "number", "numeric" (a 1 stands before the digits, so that zeros count) or "text".
    """

    header: int
    urn: str
    together: int
    digits: int
    tail: str
    tail_bits: int
    reference: str = "digits"
    pieces: bool = False  # ITIP: two numbers of 7 bits before the serial
    reserved: int = 0  # zeros at the end


# bits of a company prefix by its digits, 12 to 6: partition 0 to 6
_PREFIX_BITS = {12: 40, 11: 37, 10: 34, 9: 30, 8: 27, 7: 24, 6: 20}

_FIXED = {
    "sgtin-96": _Fixed(0x30, "sgtin", 44, 13, "number", 38),
    "sgtin-198": _Fixed(0x36, "sgtin", 44, 13, "text", 140),
    "sscc-96": _Fixed(0x31, "sscc", 58, 17, "none", 0, reserved=24),
    "sgln-96": _Fixed(0x32, "sgln", 41, 12, "number", 41),
    "sgln-195": _Fixed(0x39, "sgln", 41, 12, "text", 140),
    "grai-96": _Fixed(0x33, "grai", 44, 12, "number", 38),
    "grai-170": _Fixed(0x37, "grai", 44, 12, "text", 112),
    "giai-96": _Fixed(0x34, "giai", 82, 0, "none", 0, reference="number"),
    "giai-202": _Fixed(0x38, "giai", 188, 0, "none", 0, reference="text"),
    "gsrn-96": _Fixed(0x2D, "gsrn", 58, 17, "none", 0, reserved=24),
    "gsrnp-96": _Fixed(0x2E, "gsrnp", 58, 17, "none", 0, reserved=24),
    "gdti-96": _Fixed(0x2C, "gdti", 41, 12, "number", 41),
    "gdti-113": _Fixed(0x3A, "gdti", 41, 12, "numeric", 58),
    "gdti-174": _Fixed(0x3E, "gdti", 41, 12, "text", 119),
    "sgcn-96": _Fixed(0x3F, "sgcn", 41, 12, "numeric", 41),
    "cpi-96": _Fixed(0x3C, "cpi", 51, 0, "number", 31, reference="number"),
    "cpi-var": _Fixed(0x3D, "cpi", 0, 0, "number", 40, reference="six"),
    "itip-110": _Fixed(0x40, "itip", 44, 13, "number", 38, pieces=True),
    "itip-212": _Fixed(0x41, "itip", 44, 13, "text", 140, pieces=True),
}


@dataclass(frozen=True, slots=True)
class _Plus:
    """Header, one bit "data follow", filter (3), perhaps a date, `digits` of four bits, then the tail.

    `tail` is "none", "text", "number" (4 bits of length), or "mixed": digits, then text, instead of
    `digits`. `serial` is the qualifier that the tail belongs to, "key" when it ends the key itself.
    """

    header: int
    host_header: int | None  # of the ++ scheme of the same layout
    ai: str
    digits: int
    tail: str
    serial: str = "key"
    dated: bool = False


_PLUS = {
    "sgtin+": _Plus(0xF7, 0xFD, "01", 14, "text", "21"),
    "dsgtin+": _Plus(0xFB, 0xFC, "01", 14, "text", "21", dated=True),
    "sscc+": _Plus(0xF9, 0xEF, "00", 18, "none"),
    "sgln+": _Plus(0xF2, 0xE9, "414", 13, "text", "254"),
    "grai+": _Plus(0xF1, 0xEB, "8003", 14, "text"),
    "giai+": _Plus(0xFA, 0xEE, "8004", 0, "mixed"),
    "gsrn+": _Plus(0xF4, 0xE7, "8018", 18, "none"),
    "gsrnp+": _Plus(0xF5, 0xE8, "8017", 18, "none"),
    "gdti+": _Plus(0xF6, 0xEA, "253", 13, "text"),
    "cpi+": _Plus(0xF0, None, "8010", 0, "mixed", "8011"),  # ++ packs the serial otherwise
    "sgcn+": _Plus(0xF8, None, "255", 13, "number"),  # and so here
    "itip+": _Plus(0xF3, 0xED, "8006", 18, "text", "21"),
}
# which date a DSGTIN+ holds, by its four bits
_DATES = ("11", "13", "15", "16", "17", "7006", "7007")

_BY_HEADER: dict[int, str] = {row.header: name for name, row in _FIXED.items()}
_BY_HEADER |= {row.header: name for name, row in _PLUS.items()}
_BY_HEADER |= {
    row.host_header: f"{name}+" for name, row in _PLUS.items() if row.host_header is not None
}
SCHEMES = frozenset(_BY_HEADER.values())


def decompress(segment: str) -> Epc | None:
    """What the first segment of a path stands for; None when it is no compressed EPC at all.

    Raises Gs1Error when it is one and makes no sense.
    """
    match = COMPRESSED.fullmatch(segment)
    if match is None:
        return None
    return from_hex(match[1]) if match[1] is not None else from_base64(match[2])


def compress(epc_hex: str) -> tuple[str, str]:
    """The two short paths of an EPC in hex: "/eh...", "/ex..."."""
    padded = epc_hex + "0" * (len(epc_hex) % 2)
    text = urlsafe_b64encode(bytes.fromhex(padded)).decode().rstrip("=")
    return f"/eh{epc_hex}", f"/ex{text}"


def from_hex(text: str) -> Epc:
    """Raises Gs1Error."""
    if not re.fullmatch(f"[0-9A-Fa-f]{{2,{LONGEST}}}", text):
        raise EpcBinaryError(f"Expected 2 to {LONGEST} hex digits, got {quoted(text)}")
    return _decoded(Bits(int(text, 16), 4 * len(text)))


def from_base64(text: str) -> Epc:
    """Base 64 with - and _, without = at the end. Raises Gs1Error."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise EpcBinaryError(f"Expected base 64 with - and _, got {quoted(text)}") from None
    return _decoded(Bits(int.from_bytes(raw, "big"), 8 * len(raw)))


def to_hex(
    link: DigitalLink, scheme: str, *, filter_value: int = 0, company_prefix_length: int = 0
) -> str:
    """The bits of a thing, filled up with zeros to a whole hex digit.

    `company_prefix_length` (6 to 12) is needed by the schemes of fixed length; a date for "dsgtin+" is
    an attribute of the link. Raises Gs1Error, also for a class: a chip belongs to one thing.
    """
    if scheme in _FIXED:
        bits = _fixed_bits(link, _FIXED[scheme], filter_value, company_prefix_length)
    elif scheme in _PLUS:
        bits = _plus_bits(link, _PLUS[scheme], filter_value)
    else:
        raise EpcBinaryError(
            f"Expected one of {', '.join([*_FIXED, *_PLUS])}, got {quoted(scheme)}"
        )
    fill = -bits.length % 4
    return format(bits.value << fill, "X").zfill((bits.length + fill) // 4)


# --- decoding ---------------------------------------------------------------------------------


def _decoded(bits: Bits) -> Epc:
    reader = Reader(bits)
    header = reader.take(8)
    scheme = _BY_HEADER.get(header)
    if scheme is None:
        raise EpcBinaryError(f"Expected the header of a GS1 key's EPC, got {header:02X}")
    if scheme in _FIXED:
        return _read_fixed(scheme, _FIXED[scheme], reader)
    return _read_plus(scheme, _PLUS[scheme.replace("++", "+")], reader)


def _read_fixed(scheme: str, row: _Fixed, reader: Reader) -> Epc:
    filter_value, partition = reader.take(3), reader.take(3)
    if partition > 6:
        raise EpcBinaryError(f"Expected a partition of 0 to 6, got {partition}")
    length = 12 - partition
    width = _PREFIX_BITS[length]
    prefix = reader.number(width, length)
    match row.reference:
        case "digits":
            reference = reader.number(row.together - width, row.digits - length)
        case "number":
            reference = str(reader.take(row.together - width))
        case "text":
            reference = reader.ascii(row.together - width)
        case _:
            reference = _read_six(reader)
    parts = [prefix, quote(reference, safe="")]
    if row.pieces:
        parts += [reader.number(7, 2), reader.number(7, 2)]
    match row.tail:
        case "number":
            parts.append(str(reader.take(row.tail_bits)))
        case "numeric":
            digits = str(reader.take(row.tail_bits))
            if digits[0] != "1" or len(digits) < 2:
                raise EpcBinaryError(f"Expected a 1 before the serial's digits, got {digits}")
            parts.append(digits[1:])
        case "text":
            parts.append(quote(reader.ascii(row.tail_bits), safe=""))
    if reader.take(row.reserved):
        raise EpcBinaryError("Expected zeros in the reserved bits, got ones")
    reader.require_only_zeros()
    urn = f"urn:epc:id:{row.urn}:{'.'.join(parts)}"
    return Epc(scheme, filter_value, epc_urn.to_digital_link(urn))


def _read_six(reader: Reader) -> str:
    letters = ""
    while code := reader.take(6):
        # the lower six bits of ASCII: @ to _ lack the seventh, space to ? have it
        letters += chr(code if code >= 0x20 else code | 0x40)
    return letters


def _read_plus(scheme: str, row: _Plus, reader: Reader) -> Epc:
    followed, filter_value = reader.take(1), reader.take(3)
    attributes = [_read_date(reader)] if row.dated else []
    value = reader.digits(row.digits)
    qualifiers = []
    if row.tail == "mixed":
        value = reader.digits_then_text()
        if row.serial != "key":
            qualifiers.append((row.serial, reader.counted_number(4)))
    elif row.tail != "none":
        tail = reader.text() if row.tail == "text" else reader.counted_number(4)
        if row.serial == "key":
            value += tail
        elif not (row.serial == "254" and tail == "0"):
            qualifiers.append((row.serial, tail))
    if not followed and not scheme.endswith("++"):
        reader.require_only_zeros()
    link = digital_link.build(row.ai, value, qualifiers=qualifiers, attributes=attributes)
    return Epc(scheme, filter_value, link)


def _read_date(reader: Reader) -> tuple[str, str]:
    kind = reader.take(4)
    if kind >= len(_DATES):
        raise EpcBinaryError(f"Expected a kind of date of 0 to {len(_DATES) - 1}, got {kind}")
    return _DATES[kind], f"{reader.take(7):02}{reader.take(4):02}{reader.take(5):02}"


# --- encoding ---------------------------------------------------------------------------------


def _fixed_bits(link: DigitalLink, row: _Fixed, filter_value: int, length: int) -> Bits:
    urn = epc_urn.to_urn(link, company_prefix_length=length)
    start = f"urn:epc:id:{row.urn}:"
    if not urn.startswith(start):
        raise EpcBinaryError(f"Expected one thing of the scheme {row.urn}, got {quoted(urn)}")
    prefix, reference, *rest = map(
        unquote, urn[len(start) :].split(".", 1 + 2 * row.pieces + (row.tail != "none"))
    )
    width = _PREFIX_BITS[length]
    bits = Bits().put(row.header, 8).put(filter_value, 3).put(12 - length, 3)
    bits = bits.put(int(prefix), width)
    match row.reference:
        case "text":
            bits = bits.put_ascii(reference, row.together - width)
        case "six":
            for letter in reference:
                bits = bits.put(ord(letter) & 0x3F, 6)
            bits = bits.put(0, 6)
        case kind:
            leading_zero = kind == "number" and str(_int_of(reference)) != reference
            if leading_zero:
                raise EpcBinaryError(f"Expected a number without leading zeros, got {reference}")
            bits = bits.put(_int_of(reference), row.together - width)
    for piece in rest[:2] if row.pieces else ():
        bits = bits.put(int(piece), 7)
    if row.tail == "text":
        bits = bits.put_ascii(rest[-1], row.tail_bits)
    elif row.tail == "numeric":
        bits = bits.put(_int_of(f"1{rest[-1]}"), row.tail_bits)
    elif row.tail == "number":
        if str(_int_of(rest[-1])) != rest[-1]:
            raise EpcBinaryError(f"Expected a serial without leading zeros, got {rest[-1]}")
        bits = bits.put(_int_of(rest[-1]), row.tail_bits)
    return bits.put(0, row.reserved)


def _plus_bits(link: DigitalLink, row: _Plus, filter_value: int) -> Bits:
    if link.ai != row.ai:
        raise EpcBinaryError(f"Expected a key ({row.ai}), got ({link.ai})")
    bits = Bits().put(row.header, 8).put(0, 1).put(filter_value, 3)
    if row.dated:
        kind, digits = next(
            ((number, value) for number, ai in enumerate(_DATES) for name, value in link.attributes
             if name == ai),
            (0, ""),
        )  # fmt: skip
        if not digits:
            raise EpcBinaryError("Expected a date among the attributes, got none")
        bits = bits.put(kind, 4)
        for part, width in ((digits[:2], 7), (digits[2:4], 4), (digits[4:6], 5)):
            bits = bits.put(int(part), width)
    tail = link.value[row.digits :]
    if row.tail == "mixed":
        bits = bits.put_digits_then_text(link.value)
    else:
        bits = bits.put_digits(link.value[: row.digits])
    if row.serial != "key":
        tail = dict(link.qualifiers).get(row.serial, "0" if row.serial == "254" else "")
    if row.tail == "none" or (row.tail == "mixed" and row.serial == "key"):
        return bits
    if not tail:
        raise EpcBinaryError("Expected one thing with a serial, got a class")
    return bits.put_text(tail) if row.tail == "text" else bits.put_number(tail, 4)


def _int_of(digits: str) -> int:
    """Raises EpcBinaryError for what is no number."""
    if not (digits.isascii() and digits.isdigit()):
        raise EpcBinaryError(f"Expected digits only, got {quoted(digits)}")
    return int(digits)
