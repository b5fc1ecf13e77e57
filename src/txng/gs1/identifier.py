"""Which thing a code means, whatever its spelling: the one name under which events are found.

    urn:epc:id:sgtin:9506000.013435.77                        ┐
    https://truyxuat.example/01/09506000134352/10/L1/21/77    ├─> https://id.gs1.org/01/09506000134352/21/77
    (01)09506000134352(10)L1(21)77                            ┘       Identifier.canonical

`identify` reads what stands in an event, `read_code` also what a person types or a scanner sends.
>>> identify("urn:epc:class:lgtin:9506000.013435.L1").canonical
'https://id.gs1.org/01/09506000134352/10/L1'
>>> read_code("9506000134352").scheme, identify("https://example.com/po/77").scheme
('gtin', 'private')

Of a key's qualifiers only those stay that CBV 2.0 (section 8) names things by: a serial alone is
enough beside a GTIN, a lot is GTIN and lot. Two spellings of one lot must not become two lots, so a
consumer product variant (22), which describes, goes: `/01/x/22/v/10/l` is the same lot as its URN,
which has no room for a variant.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from txng.gs1 import check_digit, digital_link, element_string, epc_urn
from txng.gs1.digital_link import DigitalLink
from txng.gs1.errors import CharacterError, UnknownCode, quoted
from txng.gs1.keys import Gtin, Sscc


@dataclass(frozen=True, slots=True)
class Identifier:
    """`family` groups what is asked for together: the GTIN of lots and serials, the first eight
    digits of an SSCC, a private URI up to its last "/", ":" or "#".
    """

    canonical: str
    scheme: str
    is_class: bool  # a product or a lot; False for a single thing, place, party or document
    family: str


# EPCs that GS1 registers but that are no GS1 keys: they stay as they are
_FOREIGN_EPC = re.compile(r"urn:epc:id:(?:gid|usdod|adi|bic|imovn):")
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/*[^/].*")
# A page may make a link of an identifier; these would run, and nothing is called so.
_NEVER_A_NAME = {"javascript", "vbscript", "data"}
# Nearly all identifiers of a capture are one of these three. Lot and serial are limited to characters
# that need no escape in either spelling, so what matches is already canonical.
_TRADE_ITEM_LINK = re.compile(
    r"https?://[A-Za-z0-9.:-]{1,260}/01/([0-9]{14})/(?:21/([A-Za-z0-9._-]{1,20})|10/([A-Za-z0-9._-]{1,20}))"
)
_TRADE_ITEM_URN = re.compile(
    r"urn:epc:(?:id:sgtin|class:(lgtin)):([0-9]{6,12})\.([0-9]{1,7})\.([A-Za-z0-9._-]{1,20})"
)
_BOX_LINK = re.compile(r"https?://[A-Za-z0-9.:-]{1,260}/00/([0-9]{18})")
# printable for Python, invisible for people: fillers, joiners, variation selectors, tags
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_REMEMBERED = 256  # characters: longer texts are rare, and 32768 of them would fill the memory
# Scanners may announce an ordinary symbol: QR and DataMatrix (a Digital Link), EAN, ITF
_ORDINARY_SYMBOLOGIES = ("]Q1", "]d1", "]E0", "]E4", "]I1")
_BARE_SCAN = re.compile(r"01[0-9]{14}|00[0-9]{18}")  # no URI begins with a digit


def identify(text: str) -> Identifier:
    """Reads an EPC URN, a Digital Link of any host, or a private URI. Raises Gs1Error."""
    return _remembered(text) if len(text) <= _REMEMBERED else _identify(text)


def read_code(text: str) -> Identifier:
    """What `identify` reads, element strings, the bare digits of a GTIN or an SSCC, and a link's path.

    >>> read_code("9 506000 134352") == read_code("]E09506000134352")   # as printed under the bars
    True
    >>> read_code("/01/09506000134352/10/A1").canonical
    'https://id.gs1.org/01/09506000134352/10/A1'
    """
    text = text.strip(" \t\r\n")
    if text.startswith(_ORDINARY_SYMBOLOGIES):
        text = text[3:]
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        if len(digits) == 18:
            return _of_link(DigitalLink(Sscc.ai, Sscc(digits).value))
        if len(digits) <= 14:
            return _of_link(DigitalLink(Gtin.ai, Gtin(digits).value))
    if text.startswith(("(", "]", element_string.SEPARATOR)) or _BARE_SCAN.match(text):
        return _of_link(element_string.parse(text).digital_link())
    return identify(f"https://id.gs1.org{text}" if text.startswith("/") else text)


def _identify(text: str) -> Identifier:
    quick = _TRADE_ITEM_LINK.fullmatch(text)
    if quick is not None:
        gtin, serial, lot = quick.groups()
        _verified(gtin)
        return _trade_item(gtin, serial, lot)
    quick = _TRADE_ITEM_URN.fullmatch(text)
    if quick is not None and len(quick[2]) + len(quick[3]) == 13:
        is_lot, prefix, reference, tail = quick.groups()
        gtin = _with_check_digit(reference[0] + prefix + reference[1:])
        return _trade_item(gtin, None, tail) if is_lot else _trade_item(gtin, tail, None)
    quick = _BOX_LINK.fullmatch(text)
    if quick is not None:
        sscc = check_digit.verify(quick[1])
        return Identifier(f"https://id.gs1.org/00/{sscc}", "sscc", False, sscc[:8])
    require_visible(text)
    if text[:8].lower() == "urn:epc:" and not _FOREIGN_EPC.match(text):
        return _of_link(epc_urn.to_digital_link(text))
    link = digital_link.parse_if_any(text)
    return _of_link(link) if link is not None else _private(text)


def require_visible(text: str) -> None:
    """Two names that look alike must be one name. Raises CharacterError."""
    if not text.isprintable() or " " in text or _INVISIBLE.search(text):
        raise CharacterError(f"Expected visible characters without spaces, got {quoted(text)}")


_remembered = lru_cache(maxsize=32768)(_identify)
_verified = lru_cache(maxsize=8192)(check_digit.verify)


@lru_cache(maxsize=8192)
def _with_check_digit(payload: str) -> str:
    return payload + check_digit.digit_for(payload)


def _trade_item(gtin: str, serial: str | None, lot: str | None) -> Identifier:
    if serial is not None:
        return Identifier(f"https://id.gs1.org/01/{gtin}/21/{serial}", "sgtin", False, gtin)
    return Identifier(f"https://id.gs1.org/01/{gtin}/10/{lot}", "lgtin", True, gtin)


def _private(text: str) -> Identifier:
    uri = _URI.fullmatch(text)
    if uri is None or uri[1].lower() in _NEVER_A_NAME:
        raise UnknownCode(f"Expected a GS1 code or a URI with a scheme, got {quoted(text)}")
    end = max(text.rfind(mark) for mark in "/:#")
    return Identifier(text, "private", False, text[:end])


def _of_link(link: DigitalLink) -> Identifier:
    qualifiers, value = dict(link.qualifiers), link.value
    match link.ai:
        case "01":
            if "235" in qualifiers:
                return _named(link, "upui", False, value, "235")
            if "21" in qualifiers:
                return _named(link, "sgtin", False, value, "21")
            if "10" in qualifiers:
                return _named(link, "lgtin", True, value, "10")
            return _named(link, "gtin", True, value)
        case "8006":
            if "21" in qualifiers:
                return _named(link, "itip", False, value[:14], "21")
            return _named(link, "itip", True, value[:14], "10")
        case "414":
            if qualifiers.get("254") == "0":  # how a URN says that there is no extension
                return _named(link, "sgln", False, value)
            return _named(link, "sgln", False, value, "254")
        case "8003":
            return _named(link, "grai", len(value) == 14, value[:14])
        case "253":
            return _named(link, "gdti", len(value) == 13, value[:13])
        case "255":
            return _named(link, "sgcn", len(value) == 13, value[:13])
        case "417":
            return _named(link, "pgln", False, value)
        case "8010":
            return _named(link, "cpi", "8011" not in qualifiers, value[:8], "8011")
        case "8013":
            return _named(link, "gmn", True, value[:8])
        case "415":
            return _named(link, "payment", False, value, "8020")
        case ai:
            return _named(link, _ONE_OF_A_KIND[ai], False, value[:8])


_ONE_OF_A_KIND = {
    "00": "sscc",
    "8004": "giai",
    "8017": "gsrnp",
    "8018": "gsrn",
    "401": "ginc",
    "402": "gsin",
    # places in a role; CBV names a place by (414), so these are names of their own
    "410": "ship_to",
    "411": "bill_to",
    "412": "purchased_from",
    "413": "ship_for",
    "416": "production_location",
}


def _named(
    link: DigitalLink, scheme: str, is_class: bool, family: str, kept: str | None = None
) -> Identifier:
    qualifiers = tuple([pair for pair in link.qualifiers if pair[0] == kept])
    canonical = DigitalLink(link.ai, link.value, qualifiers).canonical
    return Identifier(canonical, scheme, is_class, family)
