"""EPC URNs, the older way to write a GS1 key, and the way back.

    urn:epc:id:sgtin:9506000.113435.L%2F1     one thing: company prefix . indicator + item . serial
    urn:epc:class:lgtin:9506000.113435.L1     a lot
    urn:epc:idpat:sgtin:9506000.113435.*      every thing of the product, that is: the product

A URN shows where the company prefix ends and has no check digit; a Digital Link is the reverse. So
reading a URN needs nothing more, and writing one needs the length of the prefix.
>>> to_digital_link("urn:epc:id:sgtin:9506000.113435.L%2F1").path
'/01/19506000134359/21/L%2F1'
>>> from txng.gs1.digital_link import parse
>>> to_urn(parse("https://id.gs1.org/01/19506000134359/10/L1"), company_prefix_length=7)
'urn:epc:class:lgtin:9506000.113435.L1'

The indicator digit, first in a GTIN-14 and in an SSCC, stands behind the prefix in a URN.
`urn:epc:tag:..` and `urn:epc:raw:..` name what a chip holds, not a thing, and are refused.

Source: GS1 EPC Tag Data Standard 2.0, sections 6 and 8; CBV 2.0, section 8.2.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from txng.gs1 import check_digit, digital_link
from txng.gs1.digital_link import DigitalLink
from txng.gs1.errors import CharacterError, EpcUrnError, LengthError, quoted


@dataclass(frozen=True, slots=True)
class _Scheme:
    """`digits` is the length of prefix and reference together; None where the reference is text.

    `serial` says where the last component goes in a Digital Link: behind the qualifier of that
    number, at the end of the key itself ("key"), or None where there is none.
    """

    ai: str
    digits: int | None
    serial: str | None = None
    indicator: bool = False
    pieces: bool = False  # ITIP: piece number and total follow the reference
    patterned: bool = False  # idpat with "*" for the serial means the class


_SCHEMES = {
    "id:sgtin": _Scheme("01", 13, "21", indicator=True, patterned=True),
    "id:sscc": _Scheme("00", 17, indicator=True),
    "id:sgln": _Scheme("414", 12, "254"),
    "id:pgln": _Scheme("417", 12),
    "id:grai": _Scheme("8003", 12, "key", patterned=True),
    "id:giai": _Scheme("8004", None),
    "id:gsrn": _Scheme("8018", 17),
    "id:gsrnp": _Scheme("8017", 17),
    "id:gdti": _Scheme("253", 12, "key", patterned=True),
    "id:cpi": _Scheme("8010", None, "8011", patterned=True),
    "id:sgcn": _Scheme("255", 12, "key", patterned=True),
    "id:ginc": _Scheme("401", None),
    "id:gsin": _Scheme("402", 16),
    "id:itip": _Scheme("8006", 13, "21", indicator=True, pieces=True, patterned=True),
    "id:upui": _Scheme("01", 13, "235", indicator=True, patterned=True),
    "class:lgtin": _Scheme("01", 13, "10", indicator=True),
}
# These signs of set 82 stand for themselves, all others are escaped (section 6.3).
_PLAIN = "!'()*+,-.:;=_"
_COMPONENT = re.compile(r"(?:[A-Za-z0-9!'()*+,\-.:;=_]|%[0-9A-Fa-f]{2})+")
_SHORTEST_PREFIX, _LONGEST_PREFIX = 6, 12


def to_digital_link(urn: str) -> DigitalLink:
    """The same thing as a Digital Link; a pattern gives the class. Raises Gs1Error.

    >>> to_digital_link("urn:epc:id:sgln:0614141.07346.0").path   # extension 0: the whole place
    '/414/0614141073467'
    """
    if len(urn) > digital_link.LONGEST:
        raise LengthError(f"Expected at most {digital_link.LONGEST} characters, got {len(urn)}")
    start, kind, name, rest = (*urn.split(":", 4)[1:], "", "", "", "")[:4]
    pattern = kind == "idpat"
    scheme = _SCHEMES.get(f"{'id' if pattern else kind}:{name}")
    if start != "epc" or scheme is None or (pattern and not scheme.patterned):
        raise EpcUrnError(
            f"Expected an EPC URN of a GS1 key, such as urn:epc:id:sgtin:.., got {quoted(urn)}"
        )
    parts = rest.split(".", 1 + 2 * scheme.pieces + (scheme.serial is not None))
    if len(parts) != 2 + 2 * scheme.pieces + (scheme.serial is not None):
        raise EpcUrnError(f"Expected more components between dots, got {quoted(urn)}")
    prefix, reference = parts[0], parts[1]
    key = _key(prefix, reference, scheme)
    if scheme.ai == "8003":
        key = f"0{key}"  # fills GRAI's digits up to the fourteen of a GTIN
    if scheme.pieces:
        key += parts[2] + parts[3]
    if scheme.serial is None:
        return digital_link.build(scheme.ai, key)
    serial = parts[-1]
    if pattern:
        if serial != "*":
            raise EpcUrnError(
                f'Expected "*" as the last component of a pattern, got {quoted(serial)}'
            )
        return digital_link.build(scheme.ai, key)
    serial = _decoded(serial)
    if scheme.serial == "key":
        return digital_link.build(scheme.ai, key + serial)
    if scheme.serial == "254" and serial == "0":
        return digital_link.build(scheme.ai, key)
    return digital_link.build(scheme.ai, key, qualifiers=[(scheme.serial, serial)])


def to_urn(link: DigitalLink, *, company_prefix_length: int) -> str:
    """6 <= company_prefix_length <= 12; without a serial the pattern of the class.

    Loses what CBV does not name things by: a variant (22), a lot (10) beside a serial.
    Raises Gs1Error, also for keys without an EPC, such as (8013).
    """
    if not _SHORTEST_PREFIX <= company_prefix_length <= _LONGEST_PREFIX:
        raise LengthError(
            f"Expected a company prefix of 6 to 12 digits, got {company_prefix_length}"
        )
    name, scheme, serial = _scheme_of(link)
    value = link.value
    if scheme.ai == "8003":
        value = value[1:]
    pieces = ""
    if scheme.digits is None:
        prefix, reference = value[:company_prefix_length], value[company_prefix_length:]
        if not (prefix.isdigit() and reference):
            raise EpcUrnError(
                f"Expected {company_prefix_length} digits and a reference, got {quoted(value)}"
            )
        reference = quote(reference, safe=_PLAIN)
    else:
        digits, tail = value[: scheme.digits], value[scheme.digits + 1 :]
        if scheme.pieces:
            pieces = f".{tail[:2]}.{tail[2:]}"
        elif scheme.serial == "key":
            serial = tail or None
        indicator, digits = (digits[0], digits[1:]) if scheme.indicator else ("", digits)
        prefix = digits[:company_prefix_length]
        reference = indicator + digits[company_prefix_length:]
    head = f"{prefix}.{reference}{pieces}"
    if scheme.serial is None:
        return f"urn:epc:{name}:{head}"
    if serial is not None:
        return f"urn:epc:{name}:{head}.{quote(serial, safe=_PLAIN)}"
    if scheme.serial == "254":
        return f"urn:epc:{name}:{head}.0"
    return f"urn:epc:idpat:{name.removeprefix('id:')}:{head}.*"


def digits_from_company_prefix(link: DigitalLink) -> str | None:
    """The digits by which a registry finds the company; None for a key that has no EPC.

    Without what stands before the prefix: the indicator of a GTIN, the first digits of SSCC and GRAI.
    >>> from txng.gs1.digital_link import parse
    >>> digits_from_company_prefix(parse("https://id.gs1.org/01/19506000134359/10/L1"))
    '9506000134359'
    """
    try:
        _, scheme, _ = _scheme_of(link)
    except EpcUrnError:
        return None
    start = 1 if scheme.indicator or scheme.ai == "8003" else 0
    end = len(link.value) if scheme.digits is None else start + scheme.digits + 1
    if scheme.indicator:
        end -= 1
    digits = link.value[start:end]
    return digits if scheme.digits is not None else digits[: _leading_digits(digits)]


def _leading_digits(text: str) -> int:
    return len(text) - len(text.lstrip("0123456789"))


def _scheme_of(link: DigitalLink) -> tuple[str, _Scheme, str | None]:
    qualifiers = dict(link.qualifiers)
    candidates = [(name, scheme) for name, scheme in _SCHEMES.items() if scheme.ai == link.ai]
    if not candidates or (link.ai == "8006" and "10" in qualifiers and "21" not in qualifiers):
        raise EpcUrnError(f"Expected a key that has an EPC, got {quoted(link.path)}")
    for name, scheme in candidates:  # sgtin comes first: a serial says more than the lot beside it
        if scheme.serial in qualifiers:
            return name, scheme, qualifiers[scheme.serial]
    return *candidates[0], None


def _key(prefix: str, reference: str, scheme: _Scheme) -> str:
    if not (prefix.isascii() and prefix.isdigit()):
        raise CharacterError(f"Expected a company prefix of digits, got {quoted(prefix)}")
    if not _SHORTEST_PREFIX <= len(prefix) <= _LONGEST_PREFIX:
        raise LengthError(f"Expected a company prefix of 6 to 12 digits, got {len(prefix)}")
    if scheme.digits is None:
        return prefix + _decoded(reference)
    if len(prefix) + len(reference) != scheme.digits:
        raise LengthError(
            f"Expected {scheme.digits} digits in prefix and reference together, "
            f"got {len(prefix) + len(reference)}"
        )
    digits = prefix + reference
    if scheme.indicator:
        digits = reference[0] + prefix + reference[1:]
    return digits + check_digit.digit_for(digits)


def _decoded(component: str) -> str:
    if _COMPONENT.fullmatch(component) is None:
        raise CharacterError(
            f"Expected letters, digits, {_PLAIN} and %-escapes, got {quoted(component)}"
        )
    return unquote_to_bytes(component).decode("latin-1")
