"""Documents for the measurements: the province's events, cut to the sizes that are asked for."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from bench import house as house
from txng.accounts import actions as accounts
from txng.accounts import actors
from txng.demo import province


def key() -> str:
    """A key that may capture and ask, of an organisation made for the measurement."""
    operator = actors.operator()
    holder = accounts.ensure_organisation(by=operator, name="Bench")
    scopes = ("capture", "query")
    return accounts.create_key(by=operator, organisation=holder, scopes=scopes)[1]


def events(wanted: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for draft in province.documents("province"):
        found += draft.document["epcisBody"]["eventList"]
        if len(found) >= wanted:
            break
    return found[:wanted]


def in_1_2(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that EPCIS 1.2 has words for."""
    return [one for one in told if not one.keys() & {"sensorElementList", "certificationInfo"}]


def documents(told: Sequence[dict[str, Any]], size: int) -> list[bytes]:
    return list(_documents(told, size))


def _documents(told: Sequence[dict[str, Any]], size: int) -> Iterator[bytes]:
    frame = next(province.documents("small")).document
    for start in range(0, len(told), size):
        yield msgspec.json.encode(
            {
                "@context": frame["@context"],
                "type": "EPCISDocument",
                "schemaVersion": "2.0",
                "creationDate": frame["creationDate"],
                "epcisBody": {"eventList": told[start : start + size]},
            }
        )


def serials_of(event: dict[str, Any]) -> Iterator[str]:
    """The single things that it tells of, packages included."""
    yield from event.get("outputEPCList", ())
    yield from event.get("epcList", ())


def serials(told: Sequence[dict[str, Any]], wanted: int) -> list[str]:
    """Single things of the events, evenly over the load."""
    listed = list(dict.fromkeys(code for one in told for code in serials_of(one)))
    return listed[:: max(1, len(listed) // wanted)][:wanted]
