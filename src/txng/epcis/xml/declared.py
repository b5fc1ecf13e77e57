"""Which prefixes a written document declares, and where: at its root, or at one event.

    <EPCISDocument xmlns:x="urn:a:">                     what all events mean alike, once
      <ObjectEvent> .. <x:n>x:word</x:n>
      <ObjectEvent xmlns:x="urn:b:"> .. <x:n/>           this event means another name space
      <ObjectEvent xmlns:x="x:"> .. <note>x:word</note>  and this one none: its text stays what it is

In JSON each event has its own context, in XML the root's holds for all, also for texts that are short
for an IRI (`x:word`). An event must mean the same whatever others stand beside it. Events are told one
after the other, so a prefix goes to the root when no event before it has used it otherwise.
"""

import re
from collections.abc import Set as AbstractSet
from re import compile as pattern

from txng.epcis.context import DEFAULT_PREFIXES, Namespaces
from txng.epcis.xml.escapes import NCNAME, attribute
from txng.epcis.xml.names import MDA_XML, XML

MAX_ROOT = 50  # prefixes; each one costs a look into the events before it
_RESERVED = frozenset({"epcis", "epcisq", "epcismd", "sbdh", "xsi", "xml", "xmlns"})
_AS_IN_JSON = DEFAULT_PREFIXES | {"cbvmda": MDA_XML}  # they mean so in every event


class Declared:
    """Call `begin`, ask for prefixes while an event is told, then `end` with what was told."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}
        self._own: dict[str, str] = {}  # prefix -> name space, of the event being told
        self._names: dict[str, str] = {}  # name space -> prefix, of the same event
        self._made: dict[str, str] = {}  # name space -> prefix of ours, of the whole document
        self._taken: AbstractSet[str] = frozenset()  # prefixes that have a meaning in the event
        self._told: list[str] = []
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
        number = len(self._made)
        while not own or own in self._own or own in self._taken or own in self._namespaces.prefixes:
            number += 1
            own = f"ns{number}"
        self._made[iri] = own
        return own

    def clashing(self, told: str) -> set[str]:
        """Prefixes of ours that a text of the event happens to begin with: tell it with others."""
        made = self._own.keys() - self._namespaces.prefixes.keys()
        made = {prefix for prefix in made if self._own[prefix] != f"{prefix}:"}
        return {prefix for prefix in made if _beginning((prefix,)).search(told)} if made else made

    def end(self, told: str) -> str:
        """The declarations that the event's own element needs."""
        declared = dict(self._own)
        foreign = self.root.keys() - self._own.keys() - _AS_IN_JSON.keys()
        if foreign:
            for prefix in _beginning(sorted(foreign)).findall(told):
                declared[prefix] = self._namespaces.prefixes.get(prefix, f"{prefix}:")
        for prefix, iri in self._own.items():
            if self.root.get(prefix) == iri or self._goes_to_root(prefix, iri):
                self.root[prefix] = iri
                del declared[prefix]
        self._told.append(told)
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
        mention = _beginning((prefix,))
        return not any(mention.search(told) for told in self._told)


def _is_possible(prefix: str) -> bool:
    return bool(NCNAME.match(prefix)) and prefix not in _RESERVED and prefix[:3].lower() != "xml"


def _beginning(prefixes: "tuple[str, ...] | list[str]") -> re.Pattern[str]:
    """Finds texts and attributes that begin with one of these prefixes."""
    spelt = "|".join(map(re.escape, prefixes))
    return pattern(rf'[>"](?:\s|&#[0-9]+;)*({spelt}):')
