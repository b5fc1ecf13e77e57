"""The guarded door of XML: what is refused before and while the parser looks at it.

    prolog    any DOCTYPE that could declare something (SYSTEM, PUBLIC, an internal subset)
    encoding  UTF-8, UTF-16, US-ASCII and ISO 8859-1 as declared; anything else
    parser    no network, no DTD, no entities, no huge trees, no XInclude, no schema hints
    size      an event of more than MAX_EVENT bytes, MAX_ELEMENTS elements, MAX_ATTRIBUTES attributes,
              MAX_CONTEXT bytes of name spaces (`mapping`)

An empty `<!DOCTYPE project>` declares nothing; twelve of GS1's own samples begin with one, so it is
read with a warning. Source: reference/reliability.md F14, F15, F17.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from txng.epcis.context import Report

MAX_DEPTH = 64
MAX_ATTRIBUTES = 1000  # of one element
MAX_ELEMENTS = 100_000  # of one event
MAX_EVENT = 4 * 1024 * 1024  # bytes between the ends of two events, so of one event
CHUNK = 64 * 1024
MAX_PROLOG = 64 * 1024  # bytes before the root element

_DECLARATION = re.compile(rb"<\?xml[ \t\r\n][^>]{0,200}?\?>")
_ENCODING = re.compile(rb"encoding[ \t\r\n]*=[ \t\r\n]*[\"']([A-Za-z][A-Za-z0-9._-]{0,39})[\"']")
_SPACE = re.compile(rb"[ \t\r\n]*")
_EMPTY_DOCTYPE = re.compile(rb"<!DOCTYPE[ \t\r\n]+[^\s\[\]<>\"'&%]{1,200}[ \t\r\n]*>")
_ROOT = re.compile(rb"<(?:[^\s<>/:\"'=]{1,200}:)?([^\s<>/:\"'=]{1,200})[\s/>]")
_SAME_AS_UTF_8 = frozenset({"utf-8", "ascii"})
_READ = frozenset({"utf-8", "ascii", "iso8859-1"})


_OF_A_STRING = re.compile(r" \(<string>, line [0-9]+\)\Z")  # lxml's name for what is no file


class Refused(Exception):
    """Ends the reading of a document: the id of the rule and the values of its sentence."""

    def __init__(self, rule: str, **values: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.values = values


def as_utf_8(body: bytes) -> bytes:
    """The document in UTF-8, whatever it declares; its declaration is not read again.

    A byte order mark outranks the declaration (XML 1.0, appendix F). Raises Refused.
    """
    if body.startswith(codecs.BOM_UTF8):
        return body[3:]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _recoded(body, "utf-16")
    if body.startswith(b"<\0"):
        return _recoded(body, "utf-16-le")
    if body.startswith(b"\0<"):
        return _recoded(body, "utf-16-be")
    declaration = _DECLARATION.match(body)
    named = _ENCODING.search(declaration[0]) if declaration else None
    if named is None:
        return body
    try:
        encoding = codecs.lookup(named[1].decode("ascii")).name
    except LookupError:
        encoding = ""
    if encoding not in _READ:
        raise Refused("malformed_xml", got=f"encoding {named[1].decode('ascii')!r}")
    return body if encoding in _SAME_AS_UTF_8 else _recoded(body, encoding)


def _recoded(body: bytes, encoding: str) -> bytes:
    try:
        return body.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeError as error:
        raise Refused("malformed_xml", got=str(error)) from None


def root_name(body: bytes, report: Report) -> str:
    """The local name of the root element; raises Refused for a DOCTYPE that declares something.

    Looks at comments, instructions and white space before the root as bytes, so no parser has seen
    an entity when this returns.
    """
    place = 0
    while True:
        place = _SPACE.match(body, place).end()  # type: ignore[union-attr]  # matches everywhere
        if place > MAX_PROLOG:
            raise Refused("malformed_xml", got=f"no element in the first {MAX_PROLOG} bytes")
        if body.startswith(b"<?", place):
            place = _after(body, b"?>", place)
        elif body.startswith(b"<!--", place):
            place = _after(body, b"-->", place + 4)
        elif body[place : place + 9].upper() == b"<!DOCTYPE":
            empty = _EMPTY_DOCTYPE.match(body, place)
            if empty is None:
                raise Refused("doctype_refused", got=_shown(body[place : place + 60]))
            report("doctype_ignored", "", {})
            place = empty.end()
        else:
            root = _ROOT.match(body, place)
            if root is None:
                raise Refused("malformed_xml", got=_shown(body[place : place + 40]) or "nothing")
            return root[1].decode("utf-8", "replace")


def _after(body: bytes, end: bytes, place: int) -> int:
    found = body.find(end, place, place + MAX_PROLOG)
    if found < 0:
        raise Refused("malformed_xml", got=_shown(body[place : place + 40]))
    return found + len(end)


def _shown(text: bytes) -> str:
    return text.decode("utf-8", "replace").partition("\n")[0].strip()


_every_attribute = etree.XPath("@*")
_too_many_attributes = etree.XPath(f"boolean(descendant-or-self::*[count(@*) > {MAX_ATTRIBUTES}])")
_count_elements = etree.XPath("count(descendant::*)")


def attributes(element: Any) -> list[tuple[str, str]]:
    """Names and values. `items()` searches each name from the first on, a matter of n squared."""
    count = len(element.keys())
    if count > MAX_ATTRIBUTES:
        raise Refused("too_many_attributes", limit=str(MAX_ATTRIBUTES))
    if count < 50:
        found: list[tuple[str, str]] = element.items()
        return found
    every: Any = _every_attribute(element)
    return [(one.attrname, str(one)) for one in every]


class Steps:
    """The starts and ends of the elements in `tags`, while the document is fed to the parser, and a pause
    (None) behind each chunk, in which elements of other names may be taken from the tree.

    What was not cleared stays in the tree, so at most MAX_EVENT bytes may pass without a step or `took`.
    Iterating raises Refused at the first place that is not well formed.
    """

    def __init__(self, body: bytes, tags: list[str]) -> None:
        self._body = body
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=tags,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            strip_cdata=True,
            collect_ids=False,
        )
        self._ended = False  # whether the last step was the end of the root
        self._took = False  # whether something was taken in this chunk that was no step
        self._marks = self._opened = 0  # "=" and "<" since the chunk before the last step

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        body, parser = self._body, self._parser
        last = 0
        for place in range(0, len(body), CHUNK):
            chunk = body[place : place + CHUNK]
            self._marks += chunk.count(b"=")
            self._opened += chunk.count(b"<")
            try:
                parser.feed(chunk)
            except etree.LxmlError as error:
                yield from self._read(parser)  # what ended before the error
                raise _refusal(error) from None
            stepped = False
            for step in self._read(parser):
                stepped = True
                yield step
            yield "pause", None
            if stepped or self._took:
                self._took = False
                last = place
                self._marks, self._opened = chunk.count(b"="), chunk.count(b"<")
            elif place + len(chunk) - last > MAX_EVENT:
                raise Refused(
                    "event_too_large", limit=str(MAX_EVENT), got=f"more than {place - last}"
                )
        try:
            parser.close()
        except etree.LxmlError as error:
            # A name space with letters beyond ASCII is an IRI, of which libxml2 complains at the end;
            # what else is wrong with names is seen where they are read, so only the end is asked for.
            code = getattr(error, "code", None)
            if code != etree.ErrorTypes.WAR_NS_URI or not self._ended:
                raise _refusal(error) from None

    def _read(self, parser: Any) -> Iterator[tuple[str, Any]]:
        try:
            for moment, element in parser.read_events():
                self._ended = moment == "end" and element.getparent() is None
                yield moment, element
        except etree.LxmlError as error:
            raise _refusal(error) from None

    def took(self) -> None:
        """Say that an element was taken that was no step, so that memory is free for the next one."""
        self._took = True

    def weigh(self, element: Any) -> None:
        """Refuse an element with too many elements or attributes inside.

        Counting costs as much as reading, so it waits until there were enough signs for it.
        """
        if self._marks > MAX_ATTRIBUTES and _too_many_attributes(element):
            raise Refused("too_many_attributes", limit=str(MAX_ATTRIBUTES))
        if self._opened > MAX_ELEMENTS and float(str(_count_elements(element))) > MAX_ELEMENTS:
            raise Refused("too_many_elements", limit=str(MAX_ELEMENTS))


def _refusal(error: Exception) -> Refused:
    text = str(error)
    if "depth" in text.lower():
        return Refused("too_deep", limit=str(MAX_DEPTH))
    return Refused("malformed_xml", got=_OF_A_STRING.sub("", text))
