"""Documents for the measurements: the province's events, cut to the sizes that are asked for.

Firms send what has just happened, so documents come in the order of the events' times. The demonstration
tells chain after chain instead, each over years, as an archive is imported: nearly every index entry then
falls between old ones.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from bench import house as house
from txng.accounts import actions as accounts
from txng.accounts import actors
from txng.demo import province

Order = Literal["as it happens", "afterwards"]


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


def drafts(wanted: int, order: Order) -> Iterator[province.DemoDocument]:
    """Documents of one firm each, of about 200 events, `wanted` events together."""
    listed = _cut(wanted)
    return _as_it_happens(listed) if order == "as it happens" else listed


def _cut(wanted: int) -> Iterator[province.DemoDocument]:
    for draft in province.documents("province"):
        told = draft.document["epcisBody"]["eventList"]
        del told[wanted:]
        wanted -= len(told)
        yield draft
        if not wanted:
            return


def _as_it_happens(listed: Iterator[province.DemoDocument]) -> Iterator[province.DemoDocument]:
    """The same events: each firm sends whenever it has a document full. Sorted on disk, not in memory."""
    with tempfile.TemporaryDirectory(prefix="txng-order-") as folder:
        sorter = sqlite3.connect(Path(folder) / "order.sqlite3")
        sorter.execute("CREATE TABLE told (moment TEXT, firm TEXT, event BLOB)")
        for draft in listed:
            body = draft.document["epcisBody"]
            if "epcisHeader" in draft.document:  # places and products before what happens to them
                yield _draft(draft.document, draft.organisation, [])
            sorter.executemany(
                "INSERT INTO told VALUES (?, ?, ?)",
                (
                    (one["eventTime"], draft.organisation, msgspec.json.encode(one))
                    for one in body["eventList"]
                ),
            )
        frame = _frame()
        waiting: dict[str, list[dict[str, Any]]] = {}
        for firm, event in sorter.execute("SELECT firm, event FROM told ORDER BY moment, rowid"):
            waiting.setdefault(firm, []).append(msgspec.json.decode(event))
            if len(waiting[firm]) == province.EVENTS_IN_DOCUMENT:
                yield _draft(frame, firm, waiting.pop(firm))
        for firm, events in waiting.items():
            yield _draft(frame, firm, events)


def _draft(frame: dict[str, Any], firm: str, events: list[dict[str, Any]]) -> province.DemoDocument:
    return province.DemoDocument(firm, frame | {"epcisBody": {"eventList": events}})


def in_1_2(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that EPCIS 1.2 has words for."""
    return [one for one in told if not one.keys() & {"sensorElementList", "certificationInfo"}]


def documents(told: Sequence[dict[str, Any]], size: int) -> list[bytes]:
    """In the order of their times."""
    return list(_documents(sorted(told, key=lambda one: str(one["eventTime"])), size))


def _frame() -> dict[str, Any]:
    document = next(province.documents("small")).document
    return {name: document[name] for name in ("@context", "type", "schemaVersion", "creationDate")}


def _documents(told: Sequence[dict[str, Any]], size: int) -> Iterator[bytes]:
    frame = _frame()
    for start in range(0, len(told), size):
        body = {"epcisBody": {"eventList": told[start : start + size]}}
        yield msgspec.json.encode(frame | body)


def serials_of(event: dict[str, Any]) -> Iterator[str]:
    """The single things that it tells of, packages included."""
    yield from event.get("outputEPCList", ())
    yield from event.get("epcList", ())


def serials(told: Sequence[dict[str, Any]], wanted: int) -> list[str]:
    """Single things of the events, evenly over the load."""
    listed = list(dict.fromkeys(code for one in told for code in serials_of(one)))
    return listed[:: max(1, len(listed) // wanted)][:wanted]
