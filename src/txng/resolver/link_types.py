"""What kind of thing a link leads to: names of link types, and the three spellings of GS1's own.

    gs1:pip   https://ref.gs1.org/voc/pip   https://gs1.org/voc/pip   http://gs1.org/voc/pip     all one
>>> iri_of("gs1:pip") == iri_of("http://gs1.org/voc/pip")
True
>>> curie_of("https://ref.gs1.org/voc/pip")
'gs1:pip'

A link set's schema lets a type be written with letters, digits, dots and slashes only, so a type of ours
has no "#", "-" or "_" either.

Source: GS1-Conformant Resolver 1.2, section 2.6.2; GS1 Web vocabulary; schema of GS1 link sets.
"""

import re
from typing import Final

GS1_VOCABULARY: Final = "https://ref.gs1.org/voc/"
_GS1_SPELLINGS: Final = re.compile(r"https?://(?:ref\.|www\.)?gs1\.org/voc/")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_IRI: Final = re.compile(r"https?://[A-Za-z0-9.]+/[A-Za-z0-9./]+")

DEFAULT_LINK: Final = f"{GS1_VOCABULARY}defaultLink"
DEFAULT_LINK_MULTI: Final = f"{GS1_VOCABULARY}defaultLinkMulti"
HANDLED_BY: Final = f"{GS1_VOCABULARY}handledBy"
TRACEABILITY: Final = f"{GS1_VOCABULARY}traceability"
WHOLE_SET: Final = frozenset({"linkset", "all"})  # "all" is deprecated and still asked for

# Set by the resolver, never by a registrant: a default is a mark on a link of another type.
NOT_REGISTERED: Final = frozenset({DEFAULT_LINK, DEFAULT_LINK_MULTI, HANDLED_BY})


def iri_of(text: str) -> str | None:
    """The one IRI of a link type given as CURIE or IRI; None for what is no link type.

    >>> iri_of("gs1:kh#ng")
    """
    prefix, colon, name = text.partition(":")
    if colon and prefix == "gs1":
        return f"{GS1_VOCABULARY}{name}" if _NAME.fullmatch(name) else None
    text = _GS1_SPELLINGS.sub(GS1_VOCABULARY, text, count=1)
    return text if _IRI.fullmatch(text) else None


def curie_of(iri: str) -> str:
    """gs1:name for GS1's types, the IRI itself for others."""
    if iri.startswith(GS1_VOCABULARY):
        return f"gs1:{iri[len(GS1_VOCABULARY) :]}"
    return iri
