"""Names of extension fields and attributes: many spellings, one full name.

    ex:crop  with {"ex": "https://example.org/ns#"}   prefix and name (JSON, URL)
    https://example.org/ns#crop                       the full IRI
    {https://example.org/ns#}crop                     a qualified name (SOAP)
    {https://example.org/ns#crop}                     a full name set off, where "_" would end it

A full name is the name space followed by the local name, nothing between. EPCIS 1.x queries put a "#"
between the two (`http://ns.example.com/epcis#crop` for the element crop of http://ns.example.com/epcis),
so a name with "#" also stands for the one without; see `alike`.

Source: EPCIS 2.0 §8.2.7.1 (fieldname), §10.2; EPCIS 1.2 §8.2.7.1.
"""

import re

from txng.epcis.context import DEFAULT_PREFIXES, WEB_SCHEMES, Namespaces

_QUALIFIED = re.compile(r"\{([^{}\s]+)\}([^{}\s]*)")
_MASTER_DATA = "urn:epcglobal:cbv:mda"


def namespaces_of(prefixes: dict[str, str]) -> Namespaces:
    """The standard's prefixes and those of one request."""
    spaces = Namespaces()
    spaces.prefixes.update(prefixes)
    spaces.terms.update(prefixes)
    return spaces


def full(text: str, namespaces: Namespaces) -> str | None:
    """The full name of a field; None where no name space says what the name means."""
    qualified = _QUALIFIED.fullmatch(text)
    if qualified is not None:
        return settled(qualified[1] + qualified[2])
    prefix, colon, rest = text.partition(":")
    if not colon:
        if text in namespaces.prefixes and text not in DEFAULT_PREFIXES:
            return settled(namespaces.iri(text))  # a term of the context, without a prefix
        return None
    if not rest or any(character.isspace() for character in text):
        return None
    if prefix in namespaces.prefixes and not rest.startswith("//"):
        return settled(namespaces.expand(text))
    return settled(text) if prefix in WEB_SCHEMES else None


def written(name: str) -> str:
    """A full name as `full` reads it without a prefix: {oid:1.2/crop}, for oid could be one."""
    scheme, colon, _ = name.partition(":")
    return f"{{{name}}}" if colon and scheme not in WEB_SCHEMES else name


def stored(name: str, namespaces: Namespaces) -> str:
    """The full name of a member in an event; a name of the standard stays as it is."""
    if ":" in name:
        return settled(namespaces.expand(name))
    if name in namespaces.terms:
        return settled(namespaces.full_name(name))
    return name


def settled(name: str) -> str:
    """GS1 writes the CBV's master data with "#", ":" and nothing before the local name."""
    if not name.startswith(_MASTER_DATA):
        return name
    return f"{_MASTER_DATA}:{name[len(_MASTER_DATA) :].lstrip(':#')}"


def alike(name: str) -> frozenset[str]:
    """The full names that one name of a query stands for."""
    space, mark, local = name.rpartition("#")
    return frozenset((name, space + local) if mark and local else (name,))
