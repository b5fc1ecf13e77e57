"""Which identifiers a value of a MATCH_ parameter means.

    https://id.gs1.org/01/09520000100018/21/S1      one thing, in any spelling
    urn:epc:idpat:sgtin:9520000.010001.*            every serial of the product, or the product
    urn:epc:idpat:sgtin:9520000.*.*                 every product of the company
    urn:epc:idpat:grai:952000012345..*              a type of crate, all twelve digits in the prefix
    https://id.gs1.org/01/09520000100018/10/*       every lot of the product
    https://id.gs1.org/01/09520000100018/*          every lot and serial of the product
    https://example.com/pallets/2026-*              private names that begin so

Identifiers are compared in their canonical form, which does not tell where a company prefix ends, so
`9520000.*.*` means every GTIN whose digits begin so; GS1 gives no prefix that begins with another.
A "*" inside urn:epc:id: and urn:epc:class: is a character of a serial or lot, never a pattern, and one
in a Digital Link is written %2A.

Source: EPCIS 2.0 §8.2.7.1.1; GS1 EPC Tag Data Standard 2.0 §8 (pure identity patterns).
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from urllib.parse import quote, unquote

from txng.gs1 import check_digit
from txng.gs1.digital_link import CANONICAL_STEM
from txng.gs1.errors import EpcUrnError, Gs1Error, quoted
from txng.gs1.identifier import identify

_PURE = "urn:epc:idpat:"
_NEVER_PATTERNS = ("urn:epc:id:", "urn:epc:class:")
_MAX_FAMILIES = 1000  # of index ranges; a wider pattern is searched without the index


@dataclass(frozen=True, slots=True)
class _Scheme:
    """How a pattern's components stand in a canonical link; `digits` in prefix and reference."""

    ai: str
    digits: int | None
    indicator: bool = False
    tail: str = ""  # "" none, "key" at the end of the key, else the qualifier's number
    pieces: bool = False
    family: int | None = None  # characters of the key that make the family; None: all of it
    lead: str = ""


_SCHEMES = {
    "sgtin": _Scheme("01", 13, indicator=True, tail="21"),
    "lgtin": _Scheme("01", 13, indicator=True, tail="10"),
    "upui": _Scheme("01", 13, indicator=True, tail="235"),
    "itip": _Scheme("8006", 13, indicator=True, tail="21", pieces=True, family=14),
    "sscc": _Scheme("00", 17, indicator=True, family=8),
    "sgln": _Scheme("414", 12, tail="254"),
    "pgln": _Scheme("417", 12),
    "grai": _Scheme("8003", 12, tail="key", family=14, lead="0"),
    "gdti": _Scheme("253", 12, tail="key", family=13),
    "sgcn": _Scheme("255", 12, tail="key", family=13),
    "gsrn": _Scheme("8018", 17, family=8),
    "gsrnp": _Scheme("8017", 17, family=8),
    "gsin": _Scheme("402", 16, family=8),
    "giai": _Scheme("8004", None, family=8),
    "ginc": _Scheme("401", None, family=8),
    "cpi": _Scheme("8010", None, tail="8011", family=8),
}
_FOREIGN = ("gid", "usdod", "adi", "bic", "imovn")  # stay URNs in their canonical form


@dataclass(frozen=True, slots=True)
class Pattern:
    """`families` are those of `Identifier.family` that the pattern can meet; empty: any."""

    expression: re.Pattern[str]
    families: tuple[str, ...] = ()

    def matches(self, canonical: str) -> bool:
        return self.expression.fullmatch(canonical) is not None


def is_pattern(text: str) -> bool:
    return text.startswith(_PURE) or (text.endswith("*") and not text.startswith(_NEVER_PATTERNS))


def settle(text: str) -> str:
    """A value of MATCH_ in its one spelling: canonical identifier or pattern. Raises Gs1Error."""
    if not is_pattern(text):
        return identify(text).canonical
    if text.startswith(_PURE):
        pattern(text)
        return text
    return _stem(text[:-1]) + "*"


@lru_cache(maxsize=4096)
def pattern(text: str) -> Pattern:
    """The pattern of a settled value that `is_pattern`. Raises Gs1Error."""
    if text.startswith(_PURE):
        return _pure(text)
    stem = text[:-1]
    return Pattern(re.compile(re.escape(stem) + ".+", re.DOTALL), _family_of_stem(stem))


def any_of(texts: Collection[str]) -> Callable[[str], bool]:
    """Whether a canonical identifier matches one of these settled values that are patterns.

    A thousand of them cost little more than one: beginnings are looked up, the rest is one expression.
    """
    if not texts:  # the usual question names things whole
        return lambda canonical: False
    pure = {text for text in texts if text.startswith(_PURE)}
    stems = frozenset(text[:-1] for text in texts if text not in pure)
    lengths = sorted({len(stem) for stem in stems})
    whole = "|".join(f"(?:{pattern(text).expression.pattern})" for text in sorted(pure))
    expression = re.compile(whole) if pure else None

    def matches(canonical: str) -> bool:
        if expression is not None and expression.fullmatch(canonical) is not None:
            return True
        return any(len(canonical) > n and canonical[:n] in stems for n in lengths)

    return matches


# --- trailing "*" -----------------------------------------------------------------------------


_PARTIAL_KEY = re.compile(
    r"https?://([^/]+)/(?:[^?#]*/)?(00|01|253|255|401|402|414|417|80(?:03|04|06|10|17|18))/([0-9]*)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _stem(text: str) -> str:
    """What stands before the "*", canonical as far as it goes."""
    partial = _PARTIAL_KEY.fullmatch(text)
    if partial is not None:
        host, ai, digits = partial.groups()
        if host.lower() == "id.gs1.org" or len(digits) >= 6:
            return f"{CANONICAL_STEM}/{ai}/{digits}"
    if text.endswith("/"):  # /01/GTIN/* : what is below the key
        above = _of_gs1(text[:-1])
        if above is not None:
            return above + "/"
    whole = _of_gs1(text + "0")  # part of a serial is a serial too
    if whole is not None and whole.endswith("0"):
        return whole[:-1]
    is_uri = _SCHEME.match(text) is not None and not any(map(str.isspace, text))
    if not is_uri or text.startswith("urn:epc:"):  # urn:epc:pat: is of tags, not of things
        raise EpcUrnError(f"Expected a URI before the *, got {quoted(text)}")
    return text


def _of_gs1(text: str) -> str | None:
    try:
        identifier = identify(text)
    except Gs1Error:
        return None
    return None if identifier.scheme == "private" else identifier.canonical


_STEM_KEY = re.compile(re.escape(CANONICAL_STEM) + r"/(\d+)/([^/]*)(/?)(.*)")


def _family_of_stem(stem: str) -> tuple[str, ...]:
    found = _STEM_KEY.fullmatch(stem)
    if found is None:
        return ()
    ai, key, ended, _ = found.groups()
    for scheme in _SCHEMES.values():
        if scheme.ai == ai:
            if scheme.family is not None and len(key) >= scheme.family:
                return (unquote(key)[: scheme.family],)
            if scheme.family is None and ended:
                return (unquote(key),)
    return ()


# --- urn:epc:idpat: ---------------------------------------------------------------------------


def _pure(text: str) -> Pattern:
    name, _, rest = text[len(_PURE) :].partition(":")
    if name in _FOREIGN and rest:
        parts = [".+" if part == "*" else re.escape(part) for part in rest.split(".")]
        return Pattern(re.compile(re.escape(f"urn:epc:id:{name}:") + r"\.".join(parts)))
    scheme = _SCHEMES.get(name)
    if scheme is None:
        raise EpcUrnError(
            "Expected a pure identity pattern of a GS1 key, such as "
            f"urn:epc:idpat:sgtin:9520000.010001.*, got {quoted(text)}"
        )
    count = 2 + 2 * scheme.pieces + bool(scheme.tail)
    parts = rest.split(".", count - 1)
    # a prefix of twelve digits leaves a GLN or a GRAI none: urn:epc:idpat:grai:952000012345..*
    is_full = len(parts[0]) == scheme.digits
    if len(parts) != count or not all(parts[:1] + parts[2:] if is_full else parts):
        raise EpcUrnError(f"Expected {count} components between dots, got {quoted(text)}")
    wild = [part == "*" for part in parts]
    if wild != sorted(wild):  # TDS: once a "*" stands, all behind it are "*"
        raise EpcUrnError(f'Expected only "*" behind the first "*", got {quoted(text)}')
    if not any(wild):  # a pattern of one thing is that thing
        return Pattern(re.compile(re.escape(_one(name, text))))
    keys = _keys(scheme, parts, text)
    start = f"{CANONICAL_STEM}/{scheme.ai}/"
    return Pattern(
        re.compile(re.escape(start) + keys + _tail(scheme)),
        _families(scheme, parts),
    )


def _one(name: str, text: str) -> str:
    kind = "class" if name == "lgtin" else "id"
    return identify(f"urn:epc:{kind}:{text[len(_PURE) :]}").canonical


def _keys(scheme: _Scheme, parts: list[str], text: str) -> str:
    """The expression of the key itself."""
    prefix, reference = parts[0], parts[1]
    if prefix == "*":
        return r"[^/]+" if scheme.digits is None else _any_digits(scheme, "")
    if not (prefix.isascii() and prefix.isdigit() and 6 <= len(prefix) <= 12):
        raise EpcUrnError(f"Expected a company prefix of 6 to 12 digits, got {quoted(text)}")
    if scheme.digits is None:
        if reference == "*":
            return re.escape(prefix) + r"[^/]+"
        return re.escape(quote(prefix + unquote(reference), safe=""))
    if reference == "*":
        return _any_digits(scheme, prefix)
    digits = prefix + reference
    if not (digits.isascii() and digits.isdigit()) or len(digits) != scheme.digits:
        raise EpcUrnError(
            f"Expected {scheme.digits} digits in prefix and reference together, got {quoted(text)}"
        )
    return re.escape(_whole_key(scheme, prefix, reference)) + _pieces(scheme, parts, text)


def _whole_key(scheme: _Scheme, prefix: str, reference: str) -> str:
    digits = prefix + reference
    if scheme.indicator:
        digits = reference[0] + prefix + reference[1:]
    return scheme.lead + digits + check_digit.digit_for(digits)


def _any_digits(scheme: _Scheme, prefix: str) -> str:
    assert scheme.digits is not None
    free = scheme.digits + 1 - len(prefix)  # the check digit is free too
    lead = r"\d" if scheme.indicator else ""
    pieces = r"\d{4}" if scheme.pieces else ""
    return scheme.lead + lead + prefix + rf"\d{{{free - len(lead) // 2}}}" + pieces


def _pieces(scheme: _Scheme, parts: list[str], text: str) -> str:
    if not scheme.pieces:
        return ""
    if any(part != "*" and not re.fullmatch(r"[0-9]{2}", part) for part in parts[2:4]):
        raise EpcUrnError(f"Expected two digits for piece and total, got {quoted(text)}")
    return "".join(r"\d\d" if part == "*" else part for part in parts[2:4])


def _tail(scheme: _Scheme) -> str:
    if not scheme.tail:
        return ""
    if scheme.tail == "key":
        return r"[^/]*"
    if scheme.tail == "10":  # a lot is always named; the product alone is no lot
        return r"/10/[^/]+"
    return rf"(?:/{scheme.tail}/[^/]+)?"


def _families(scheme: _Scheme, parts: list[str]) -> tuple[str, ...]:
    prefix, reference = parts[0], parts[1]
    if prefix == "*":
        return ()
    if scheme.digits is not None and reference != "*":
        key = _whole_key(scheme, prefix, reference)
        return (key[: scheme.family],)
    if scheme.family is None:
        return ()
    if reference != "*":
        return ((prefix + unquote(reference))[: scheme.family],)
    # the family begins with an indicator that the pattern leaves open, or is longer than the prefix
    leads = "0123456789" if scheme.indicator else ("",)
    missing = scheme.family - len(prefix) - len(scheme.lead) - bool(scheme.indicator)
    if missing > 0 and (scheme.digits is None or len(leads) * 10**missing > _MAX_FAMILIES):
        return ()
    tails = ("".join(digits) for digits in product("0123456789", repeat=max(missing, 0)))
    return tuple(
        (scheme.lead + lead + prefix + tail)[: scheme.family] for tail in tails for lead in leads
    )
