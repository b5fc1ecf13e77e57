"""Prefixes of XML as prefixes of JSON-LD: one for each name space of a document.

<a:crop xmlns:a="urn:x:">     "a:crop", with {"a": "urn:x:"}; ns1, ns2 .. where "a" is taken already
"""

from txng.epcis.context import DEFAULT_PREFIXES, MAX_CONTEXT, PROTECTED_TERMS, WEB_SCHEMES
from txng.epcis.xml.escapes import NOT_IRI
from txng.epcis.xml.names import MDA_XML, STANDARD_NAMESPACES
from txng.epcis.xml.safety import Refused

_DEFAULTS = {iri: prefix for prefix, iri in DEFAULT_PREFIXES.items()} | {MDA_XML: "cbvmda"}
_FIXED = PROTECTED_TERMS | set(WEB_SCHEMES) | {"xml", "xmlns"}
_RESERVED = _FIXED | DEFAULT_PREFIXES.keys()  # a text may use those otherwise, a name need not
_REMEMBERED = 2000  # name spaces of one document whose prefixes stay the same from event to event


def local_name(name: str) -> str:
    """A name without a prefix. Raises Refused."""
    if ":" in name:  # what the parser makes of a prefix that nobody declared
        raise Refused("malformed_xml", got=f"an undeclared prefix: {name[:100]}")
    return name


class Prefixes:
    """One prefix for each name space of a document; `used` are those of the event being read.

    The prefix of the document is kept unless it is taken or means something else in JSON-LD. An
    event that declares prefixes at its own element has a set of its own. What a root declares, and
    what an event uses, are at most MAX_CONTEXT bytes as JSON: an event is kept with its name spaces.
    """

    def __init__(self) -> None:
        self.chosen: dict[str, str] = {}  # name space -> prefix
        self.short: dict[str, str] = {}  # prefix -> name space, for texts that are short for an IRI
        self.used: dict[str, str] = {}  # prefix -> name space
        self._size = _EMPTY  # of `used`, in bytes of JSON
        self._declared: dict[str, str] = {}
        self._of_scope: dict[str, str] = {}  # what was chosen for what is declared
        self._taken: set[str] = set()  # the prefixes chosen
        self._number = 0  # of the last prefix of ours
        self._names: dict[tuple[str, str | None], tuple[str, str, str]] = {}

    def begin(self) -> None:
        """An event begins, or an element of master data: nothing is used yet."""
        self.used = {}
        self._size = _EMPTY

    def forget(self) -> None:
        """Between events: a document of ever new name spaces must not fill the memory."""
        if len(self.chosen) > _REMEMBERED:
            self.chosen = dict(self._of_scope)
            self._taken = {*self.chosen.values()}
            self._number = 0
            self._names.clear()

    def _use(self, prefix: str, iri: str) -> None:
        if prefix not in self.used:
            self._size += _in_json(prefix, iri)
            if self._size > MAX_CONTEXT:
                raise Refused("namespaces_too_large", limit=str(MAX_CONTEXT))
        self.used[prefix] = iri

    def name(self, tag: str, prefix: str | None) -> str:
        """`{ns}local` -> `prefix:local`; a name without name space stays."""
        if tag[0] != "{":
            return local_name(tag)
        known = self._names.get((tag, prefix))
        if known is None:
            iri, _, local = tag[1:].rpartition("}")
            local_name(local)
            own = self.choose(iri, prefix)
            known = (f"{own}:{local}", own, iri)
            if len(self._names) < 10_000:  # a document of ever new names must not fill the memory
                self._names[tag, prefix] = known
        member, own, iri = known
        if own != _DEFAULTS.get(iri):
            self._use(own, iri)
        return member

    def known(self, iri: str) -> str | None:
        """The prefix that a name space has already."""
        usual = _DEFAULTS.get(iri)
        if usual and _DEFAULTS.get(self._declared.get(usual, iri)) == usual:
            return usual
        return self.chosen.get(iri)

    def choose(self, iri: str, prefix: str | None) -> str:
        own = self.known(iri)
        if own is None:
            if NOT_IRI.search(iri):
                raise Refused("malformed_xml", got=f"the name space {iri[:100]!r}")
            own = prefix or ""
            if self._declared.get(own, iri) != iri:
                own = ""
            while not own or own in self._taken or own in _RESERVED:
                self._number += 1
                own = f"ns{self._number}"
                if own in self._declared:
                    own = ""
            self.chosen[iri] = own
            self._taken.add(own)
        return own

    def declare(self, declared: dict[str | None, str]) -> dict[str, str]:
        """Take in what an element declares; gives the prefixes that are not the standard's own.

        Raises Refused when they are too large, before anything is done with them."""
        found: dict[str, str] = {}
        self._declared = {prefix: iri for prefix, iri in declared.items() if prefix}
        own_ones = [one for one in self._declared.items() if one[1] not in STANDARD_NAMESPACES]
        if _EMPTY + sum(_in_json(*one) for one in own_ones) > MAX_CONTEXT:
            raise Refused("namespaces_too_large", limit=str(MAX_CONTEXT))
        for prefix, iri in own_ones:
            own = self.choose(iri, prefix)
            if own != _DEFAULTS.get(iri):
                found[own] = iri
            if prefix not in _FIXED:
                self.short[prefix] = iri
        self._of_scope = dict(self.chosen)
        return found

    def text(self, text: str) -> None:
        """A text may be short for an IRI (`example:x`): then its prefix belongs to the event, too."""
        prefix, colon, rest = text.partition(":")
        iri = self.short.get(prefix) if colon else None
        if iri is None or rest.startswith("//") or _DEFAULTS.get(iri) == prefix:
            return
        self._use(prefix, iri)


_EMPTY = len("[{}]") - len(",")


def _in_json(prefix: str, iri: str) -> int:
    return len(f'"{prefix}":"{iri}",'.encode())
