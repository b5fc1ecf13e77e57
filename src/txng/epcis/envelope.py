"""What a document says beside its events, its master data and its way from sender to receiver.

    {"@context": [..], "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "..",
     "id": "https://..", "x:batch": "B7",                            others[""]
     "epcisHeader": {"x:contract": "C-1",                            others["/epcisHeader"]
                     "epcisMasterData": {"vocabularyList": [..], "x:source": ".."}},
     "epcisBody": {"x:page": 1, "eventList": [..]}}                  others["/epcisBody"]

None of it says what happened to a thing, so capturing leaves it in the document, which is kept; a
conversion takes along what has a place in the other format, and names the rest.
Source: `propertyNames` of GS1's JSON Schema; the XML schemas' `xsd:any` and `xsd:anyAttribute`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from txng.epcis.context import Namespaces, Report
from txng.epcis.members import Shape, out_of_place, with_full_names

DOCUMENT: Final = ""
HEADER: Final = "/epcisHeader"
MASTER_DATA: Final = "/epcisHeader/epcisMasterData"
BODY: Final = "/epcisBody"
QUERY_RESULTS: Final = "/epcisBody/queryResults"

# The names that the standard has read by somebody else than this.
STRUCTURE: Final = {
    DOCUMENT: frozenset(
        "@context type isA schemaVersion creationDate sender receiver instanceIdentifier"
        " epcisHeader epcisBody".split()
    ),
    HEADER: frozenset({"epcisMasterData"}),
    MASTER_DATA: frozenset({"vocabularyList"}),
    BODY: frozenset({"eventList", "queryResults"}),
    QUERY_RESULTS: frozenset({"resultsBody"}),
}
_SHAPES: Final = {
    DOCUMENT: Shape(frozenset({"id"})),
    QUERY_RESULTS: Shape(frozenset({"queryName", "subscriptionID"})),
}
_OTHERS = Shape(frozenset())


@dataclass(slots=True)
class Envelope:
    """`others`: members by the pointer of the object that holds them, names as the document has them.

    Whole only when every event has been read: in XML much of it stands behind them. `left` are the
    pointers of what no other document could hold either. `business_header` is the SBDH as XML, kept
    where it says more than three texts; `business_parts` name what more.
    """

    namespaces: Namespaces = field(default_factory=Namespaces)
    others: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    business_header: bytes = b""
    business_parts: tuple[str, ...] = ()

    def take(self, place: str, members: dict[str, Any], report: Report) -> None:
        """Keep `members`, and report those whose name has no meaning.

        A name of the structure among them comes from an element of XML that only JSON has.
        """
        for name in STRUCTURE.get(place, frozenset()) & members.keys():
            report("unknown_member", f"{place}/{name}", {"name": name})
            self.left.append(f"{place}/{name}")
            del members[name]
        if not members:
            return
        self.others[place] = members
        shape = _SHAPES.get(place, _OTHERS)
        for rule, pointer, name in out_of_place(members, shape, self.namespaces, place):
            report(rule, pointer, {"name": name})

    def with_full_names(self) -> dict[str, dict[str, Any]]:
        """`others`, to be read without the name spaces of the document."""
        return {
            place: with_full_names(members, _SHAPES.get(place, _OTHERS), self.namespaces)
            for place, members in self.others.items()
        }


def without(members: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The members of an object that are not `known`."""
    return {name: value for name, value in members.items() if name not in known}
