"""JSON-LD contexts, without the network: which prefixes a document declares.

    "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",   the standard's own
                 {"txng": "urn:txng:voc:"}]                                          a user name space

Only the EPCIS context itself is known (three addresses of it circulate); any other address is
refused, because fetching it would let a stranger decide what a document means. A user context may
add prefixes and terms but not redefine the standard's terms, which are protected.
Source: EPCIS 2.0 §10.2, JSON-LD 1.1 §4.1.11; reference/reliability.md F25, F26.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from txng.epcis.characters import NOT_XML, beyond_xml

EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
KNOWN_ADDRESSES = frozenset(
    {
        EPCIS_CONTEXT,
        "https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
        "https://gs1.github.io/EPCIS/epcis-context.jsonld",
    }
)
DEFAULT_PREFIXES = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
PROTECTED_TERMS = frozenset(
    "id type baseURL ObjectEvent AggregationEvent TransformationEvent AssociationEvent"
    " TransactionEvent Collection member eventTime recordTime eventTimeZoneOffset action"
    " certificationInfo bizStep disposition bizLocation readPoint transformationID epcList sourceList"
    " destinationList persistentDisposition quantity epcClass uom quantityList bizTransactionList"
    " parentID childEPCs childQuantityList inputEPCList outputEPCList inputQuantityList"
    " outputQuantityList sensorElementList errorDeclaration eventID creationDate sender receiver"
    " instanceIdentifier schemaVersion ilmd EPCISDocument EPCISQueryDocument epcisHeader masterData"
    " vocabularyList epcisBody queryResults subscriptionID queryName resultsBody eventList children"
    " epcis cbv".split()
)
_REMEMBERED = 1024  # names of one document whose full form is kept at hand
MAX_CONTEXT = 8 * 1024  # bytes; every event is stored with it
_LONG = 200  # characters; longer names are rare, and may be very long
_MASTER_DATA = DEFAULT_PREFIXES["cbvmda"]
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INSIDE = f"{_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-"
NCNAME = re.compile(f"[{_START}][{_INSIDE}]*\\Z")  # Namespaces in XML 1.0: a name without a colon
_NOT_INSIDE = re.compile(f"[^{_INSIDE}]")
WEB_SCHEMES = ("http", "https", "urn", "did", "ni", "tag")
_SCHEMES = frozenset(WEB_SCHEMES)

Report = Callable[[str, str, Mapping[str, object]], None]
"""Called with a rule's id, a JSON pointer and the values for its sentence."""


class Namespaces:
    """Prefixes and terms that hold for one document or event.

    `entries` are the user's own context objects, to be kept with every event so that it can be read
    without its document.
    """

    __slots__ = (
        "_begun",
        "_compact",
        "_declared",
        "_encoded",
        "_full",
        "_iris",
        "_own",
        "_round",
        "entries",
        "prefixes",
        "terms",
    )

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = dict(DEFAULT_PREFIXES)
        self.terms: set[str] = set()
        self.entries: list[dict[str, Any]] = []
        self._full: dict[str, str] = {}
        self._iris: dict[str, str] = {}
        self._round: set[str] = set()  # prefixes that lead into a circle
        self._declared: dict[str, bool] = {}
        self._encoded: bytes | None = None
        self._own: set[str] = set()
        self._begun: list[bytes] = []
        self._compact: re.Pattern[bytes] | None = None

    def within(self, context: Any, pointer: str, report: Report) -> "Namespaces":
        """These name spaces and what `context` adds to them."""
        inner = Namespaces()
        inner.prefixes.update(self.prefixes)
        inner.terms |= self.terms
        inner.entries.extend(self.entries)
        inner.read(context, pointer, report)
        return inner

    def read(self, context: Any, pointer: str, report: Report) -> None:
        """Take in an `@context` member: an address, an object, or a list of them."""
        self._full.clear()
        self._iris.clear()
        self._round.clear()
        self._declared.clear()
        self._encoded = self._compact = None
        for position, entry in enumerate(context if isinstance(context, list) else [context]):
            where = f"{pointer}/{position}" if isinstance(context, list) else pointer
            if isinstance(entry, str):
                if entry not in KNOWN_ADDRESSES:
                    report("unknown_context", where, {"got": entry})
                elif entry != EPCIS_CONTEXT:
                    values = {"got": entry, "expected": EPCIS_CONTEXT}
                    report("context_spelling", where, values)
            elif isinstance(entry, dict):
                self._read_entry(entry, where, report)
            else:
                report("malformed_context", where, {"got": type(entry).__name__})
        for prefix in sorted(self.terms & self.prefixes.keys()):
            if prefix in self._round or self._goes_round(prefix):
                got = f"{prefix!r}, whose meaning leads back to itself"
                report("malformed_context", pointer, {"got": got})

    def _read_entry(self, entry: dict[str, Any], pointer: str, report: Report) -> None:
        for term, meaning in entry.items():
            iri = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if isinstance(iri, str) and NOT_XML.search(term + iri):
                for where, got in beyond_xml({term: iri}, pointer):
                    report("not_in_xml", where, {"got": got})
            if term in PROTECTED_TERMS:
                if DEFAULT_PREFIXES.get(term) == iri:
                    continue  # JSON-LD 1.1 §4.1.11 allows to say the same again
                report("context_redefines_term", f"{pointer}/{term}", {"term": term})
            elif term.startswith("@") and term != "@vocab":
                if term not in ("@version", "@protected"):
                    report("malformed_context", f"{pointer}/{term}", {"got": term})
            elif isinstance(iri, str):
                self.prefixes[term] = iri
                self.terms.add(term)
            elif isinstance(meaning, dict):
                self.terms.add(term)  # a coercion of a prefixed term, e.g. "rail:x": {"@type": ..}
            else:
                report("malformed_context", f"{pointer}/{term}", {"got": type(meaning).__name__})
        self.entries.append(entry)

    def declares(self, name: str) -> bool:
        """True when an extension member's name has a meaning here."""
        known = self._declared.get(name)
        if known is None:
            known = self._has_meaning(name)
            if len(self._declared) < _REMEMBERED:
                self._declared[name] = known
        return known

    def _has_meaning(self, name: str) -> bool:
        if name in self.terms or name == "@context":
            return True
        prefix, colon, _ = name.partition(":")
        if not colon:
            return "@vocab" in self.prefixes and name not in PROTECTED_TERMS
        return prefix in self.prefixes or prefix in WEB_SCHEMES

    def expand(self, name: str) -> str:
        """`txng:activity` -> `urn:txng:voc:activity`; names without a known prefix stay."""
        prefix, colon, rest = name.partition(":")
        if colon and not rest.startswith("//") and prefix in self.prefixes:
            return self.iri(prefix) + rest
        return name

    def iri(self, prefix: str) -> str:
        """What a declared prefix or term is short for; it may be written with another prefix."""
        if prefix not in self._iris:
            self._goes_round(prefix)
        return self._iris[prefix]

    def _goes_round(self, prefix: str) -> bool:
        """Learn what it is short for, and all that it is written with, each once. True when that leads
        into a circle (JSON-LD 1.1 §9.15.3, cyclic IRI mapping): then each is kept as it is written.
        {"doi": "doi:10.1/"} is none: the scheme is meant."""
        passed: dict[str, str] = {}  # and what stands behind the prefix that each begins with
        at = prefix
        while at not in self._iris and at not in passed:
            iri = self.prefixes[at]
            first, colon, rest = iri.partition(":")
            if not colon or rest.startswith("//") or first not in self.prefixes or first == at:
                self._iris[at] = iri
                break
            passed[at], at = rest, first
        if at in passed or at in self._round:
            self._round.update(passed)
            self._iris.update((one, self.prefixes[one]) for one in passed)
            return True
        for one in reversed(passed):
            self._iris[one] = self._iris[at] + passed[one]
            at = one
        return False

    def full_name(self, name: str) -> str:
        """The one name of an extension member: prefixes, terms and @vocab are resolved.

        With {"t": "urn:x:", "crop": "t:crop"} both `crop` and `t:crop` are `urn:x:crop`. The
        standard's own terms are protected: no @vocab gives them a name space.
        """
        full = self._full.get(name)
        if full is None:
            full = self._resolve(name)
            if len(self._full) < _REMEMBERED:
                self._full[name] = full
        return full

    def _resolve(self, name: str) -> str:
        if ":" in name:
            return self.expand(name)
        if name.startswith(("@", "#")):  # a keyword, or the text beside attributes
            return name
        if name in self.prefixes:
            return self.iri(name)
        if "@vocab" in self.prefixes and name not in PROTECTED_TERMS:
            return self.iri("@vocab") + name
        return name

    def split(self, name: str) -> tuple[str, str]:
        """Name space and local name of an extension member, as XML has them; ("", name) without one.

        With {"x": "urn:x:", "crop": "x:crop"} both `crop` and `x:crop` are ("urn:x:", "crop"). It is
        split where the prefix ended, or before the last part of the IRI that can be a name.
        """
        full = self.full_name(name)
        if full == name and ":" not in name:
            return "", name
        local = "" if name in self.prefixes else name.rpartition(":")[2]
        return _split(full, local) if len(full) <= _LONG else _split.__wrapped__(full, local)

    def may_be_compact(self, body: bytes) -> bool:
        """Whether any text in this JSON may begin with a prefix of the user's own: `"ex:carving"`.

        False is certain. A member name alone, `"ex:crop":`, does not count.
        """
        if self._compact is None:
            # a scheme of URIs is what every sender means by it, whatever a context says; and what means
            # the same in every document is nobody's own: gs1:Temperature is a word that GS1's schema
            # knows, its address is one that the schema refuses
            self._own = {
                one
                for one in self.terms - _SCHEMES
                if one in self.prefixes and self.prefixes[one] != DEFAULT_PREFIXES.get(one)
            }
            self._begun = [f'"{prefix}:'.encode() for prefix in sorted(self._own)]
            texts = b"|".join(map(re.escape, self._begun)) or b"(?!)"
            self._compact = re.compile(rb'(?:%s)[^"]*"(?![ \t\r\n]*:)' % texts)
        if b"\\" in body:  # an escape may hide the first letters of a text
            return bool(self._begun)
        return any(map(body.__contains__, self._begun)) and self._compact.search(body) is not None

    def full_address(self, text: str) -> str:
        """`ex:gate` in full where `ex` is a prefix of the user's own; any other text as it is.

        Ask `may_be_compact` of the JSON around it first.
        """
        prefix, _, rest = text.partition(":")
        return text if prefix not in self._own or rest.startswith("//") else self.full_name(text)

    def most_in_full(self, body: bytes) -> int:
        """At most so many bytes has this JSON when all names and addresses in it are written in full.

        A short name may stand for a long address, a thousand times over.
        """
        return len(body) + (body.count(b":") + body.count(b"\\u")) * len(self.encoded())

    def encoded(self) -> bytes:
        """`entries` as JSON."""
        if self._encoded is None:
            self._encoded = msgspec.json.encode(self.entries)
        return self._encoded


@lru_cache(maxsize=4096)
def _split(full: str, local: str) -> tuple[str, str]:
    if not (local and full.endswith(local) and NCNAME.match(local)):
        last = 0
        for other in _NOT_INSIDE.finditer(full):
            last = other.end()
        tail = NCNAME.search(full, last)
        local = tail[0] if tail else local
    space = full.removesuffix(local)
    # GS1 writes the CBV's master data attributes without the last colon in XML, and with it in JSON-LD
    return space[:-1] if space == _MASTER_DATA else space, local
