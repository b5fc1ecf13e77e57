"""Which prefixes a written document declares, and where: at its root, or at one event.

    <EPCISDocument xmlns:x="urn:a:">                     what all events mean alike, once
      <ObjectEvent> .. <x:n>x:word</x:n>
      <ObjectEvent xmlns:x="urn:b:"> .. <x:n/>           this event means another name space
      <ObjectEvent xmlns:x="x:"> .. <note>x:word</note>  and this one none: its text stays what it is

In JSON each event has its own context, in XML the root's holds for all, also for texts that are short
for an IRI (`x:word`). An event must mean the same whatever others stand beside it. Events are told one
after the other, so a prefix goes to the root when no event before it has used it otherwise.

What an event mentions is looked for once and remembered, so the cost is that of the document's length,
however many prefixes its events bring.
"""

import re
from collections.abc import Set as AbstractSet

from txng.epcis.context import DEFAULT_PREFIXES, NCNAME, WEB_SCHEMES, Namespaces
from txng.epcis.xml.escapes import WHITE, attribute
from txng.epcis.xml.names import MDA_XML, XML

MAX_ROOT = 50  # prefixes; readers look each of them up, for every event
_OURS = "ns"
_RESERVED = frozenset({"epcis", "epcisq", "epcismd", "sbdh", "xsi", "xml", "xmlns"})
_AS_IN_JSON = DEFAULT_PREFIXES | {"cbvmda": MDA_XML}  # they mean so in every event


class Declared:
    """Call `begin`, ask for prefixes while an event is told, then `end` with what was told."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}
        self._own: dict[str, str] = {}  # prefix -> name space, of the event being told
        self._names: dict[str, str] = {}  # name space -> prefix, of the same event
        self._made: dict[str, str] = {}  # name space -> prefix of ours, of the whole document
        self._number = 0  # of the last prefix of ours; none comes twice
        self._taken: AbstractSet[str] = frozenset()  # prefixes that have a meaning in the event
        self._mentioned: set[str] = set()  # by texts of the events before this one
        self._unread: list[str] = []  # events before this one whose mentions nobody asked for yet
        self._namespaces = Namespaces()

    def begin(self, namespaces: Namespaces, taken: AbstractSet[str] = frozenset()) -> None:
        self._own, self._names = {}, {}
        self._namespaces = namespaces
        self._taken = taken

    def of_name(self, iri: str, wanted: str) -> str:
        """The prefix for a name of this name space, `wanted` if that is free and a name."""
        if iri == XML:
            return "xml"
        own = self._names.get(iri)
        if own is None:
            own = wanted
            if not _is_possible(own) or self._own.get(own, iri) != iri or own in self._taken:
                own = self._make(iri)
            self._own[own] = iri
            self._names[iri] = own
        return own

    def of_text(self, prefix: str, iri: str) -> bool:
        """Whether `prefix`, as a text has it, can mean `iri` in this event; then it does."""
        return _is_possible(prefix) and self._own.setdefault(prefix, iri) == iri

    def _make(self, iri: str) -> str:
        own = self._made.get(iri, "")
        while not own or own in self._own or own in self._taken or own in self._namespaces.prefixes:
            self._number += 1
            own = f"{_OURS}{self._number}"
        self._made[iri] = own
        return own

    def clashing(self, told: str) -> set[str]:
        """Empty, or prefixes without which to tell the event again: a text begins with one of ours.

        Then all that look like ours are named at once, for the event must not be told once for each.
        """
        made = self._own.keys() - self._namespaces.prefixes.keys()
        made = {prefix for prefix in made if self._own[prefix] != f"{prefix}:"}
        if not made:
            return made
        mentioned = mentions(told)
        if made.isdisjoint(mentioned):
            return set()
        ours = {prefix for prefix in mentioned if prefix.startswith(_OURS)}
        return (made & mentioned) | (ours - self._namespaces.prefixes.keys())

    def end(self, told: str) -> str:
        """The declarations that the event's own element needs."""
        declared = dict(self._own)
        foreign = self.root.keys() - self._own.keys() - _AS_IN_JSON.keys()
        mentioned = mentions(told) if foreign else None
        for prefix in sorted(foreign & mentioned) if mentioned else ():
            known = prefix in self._namespaces.prefixes
            declared[prefix] = self._namespaces.iri(prefix) if known else f"{prefix}:"
        for prefix, iri in self._own.items():
            if self.root.get(prefix) == iri or self._goes_to_root(prefix, iri):
                self.root[prefix] = iri
                del declared[prefix]
        if len(self.root) >= MAX_ROOT:
            self._unread.clear()  # nobody will ask any more
        elif mentioned is None:
            self._unread.append(told)
        else:
            self._mentioned |= mentioned
        return "".join(
            [f' xmlns:{prefix}="{attribute(iri, prefix)}"' for prefix, iri in declared.items()]
        )

    def _goes_to_root(self, prefix: str, iri: str) -> bool:
        if prefix in self.root:
            return False
        if prefix in _AS_IN_JSON:
            return iri == _AS_IN_JSON[prefix]
        if len(self.root) >= MAX_ROOT:
            return False
        for told in self._unread:
            self._mentioned |= mentions(told)
        self._unread.clear()
        return prefix not in self._mentioned


def _is_possible(prefix: str) -> bool:
    return bool(NCNAME.match(prefix)) and prefix not in _RESERVED and prefix[:3].lower() != "xml"


# a quote alone may be the end of an attribute, with the name of the next behind it
_BEGUN = re.compile(r'(?:>|=")([^<>":]+):')
_REFERENCE = re.compile("&#[0-9]+;")  # white space, as `escapes` writes it


def mentions(told: str) -> set[str]:
    """What stands before the first colon of texts and attributes: all that may be a prefix there."""
    found = set(_BEGUN.findall(told))
    if "&#" in told:
        found = {_REFERENCE.sub(" ", one) for one in found}
    return {one.strip(WHITE) for one in found}


def wanted_prefix(name: str, iri: str, namespaces: Namespaces) -> str:
    """The prefix that a reader of the JSON knows; "" if there is none."""
    prefix, colon, _ = name.partition(":")
    if colon:
        return "" if prefix in WEB_SCHEMES else prefix
    return next((one for one in namespaces.prefixes if namespaces.iri(one) == iri), "")
