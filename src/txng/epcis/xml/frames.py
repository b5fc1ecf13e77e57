"""What the standard lets stand around the events of an XML document, element by element."""

from typing import Final, NamedTuple

from txng.epcis.xml.names import ROOTS

_QUERY_PLACE: Final = "/epcisBody/queryResults"


class Frame(NamedTuple):
    """What may stand in an element around the events, and its place as a JSON pointer.

    `one_of`: what must stand there. `first`: read before the first event, and not behind it.
    """

    place: str
    names: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    first: str = ""


_DOCUMENT = Frame("", ("EPCISHeader", "EPCISBody", "extension"), ("EPCISBody",), "EPCISHeader")
FRAMES = {
    **dict.fromkeys(ROOTS, _DOCUMENT),
    "EPCISBody": Frame(
        "/epcisBody",
        ("EventList", "VocabularyList", "QueryResults", "extension"),
        first="VocabularyList",
    ),
    "QueryResults": Frame(
        _QUERY_PLACE, ("queryName", "subscriptionID", "resultsBody", "extension"), ("resultsBody",)
    ),
    "resultsBody": Frame(
        f"{_QUERY_PLACE}/resultsBody",
        ("EventList", "VocabularyList"),
        ("EventList", "VocabularyList"),
        first="VocabularyList",
    ),
}
QUERY_BODY = FRAMES["EPCISBody"]._replace(one_of=("QueryResults",))
