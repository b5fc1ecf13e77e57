"""What this room knows as EPCIS documents for the repository above it: live labels, own names joined.

    commissioning(batch, ..)    ObjectEvent ADD, commissioning, active; serials in parts of a thousand
    alias(own)                  master data: the own name, owl:sameAs, its GS1 code

The repository stands above this room, so nothing is captured here: the resolver does (actions/declaring.py).
The resolver does not wait for them to call a label live; it asks this room.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from txng.barcodes.models import Batch, OwnName
from txng.barcodes.queries import labels as queries
from txng.barcodes.rules import life
from txng.gs1 import digital_link

CONTEXT: Final = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
SAME_AS: Final = "http://www.w3.org/2002/07/owl#sameAs"
Spans = Sequence[Sequence[int]]
SERIALS_AN_EVENT: Final = 1000
LIVE: Final = [life.STATES.index(state) for state in ("commissioned", "shipped", "sold")]


def commissioning(
    batch: Batch, *, at: datetime, place: str = "", spans: Spans | None = None
) -> bytes:
    """The labels of a batch, commissioned `at` a moment, at `place` (a GLN's or own URI): those with the
    numbers of `spans` ([[1, 400], ..]) whatever became of them since, without spans all that are live.

    The event of the same labels has the same eventID, so a document that is sent twice counts once.
    """
    local = timezone.localtime(at)
    events = []
    for part in _parts(batch, spans):
        event: dict[str, Any] = {
            "type": "ObjectEvent",
            "eventTime": local.isoformat(timespec="milliseconds"),
            "eventTimeZoneOffset": f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:],
            "eventID": f"urn:uuid:{uuid5(NAMESPACE_URL, part[0] + part[-1] + str(len(part)))}",
            "epcList": part,
            "action": "ADD",
            "bizStep": "commissioning",
            "disposition": "active",
        }
        if place:
            event["readPoint"] = {"id": place}
            event["bizLocation"] = {"id": place}
        events.append(event)
    return _document({"eventList": events}, at)


def _parts(batch: Batch, spans: Spans | None) -> Iterator[list[str]]:
    """Names of the labels, at most a thousand together."""
    gtin, lot = batch.quota.gtin, batch.quota.lot
    if not batch.has_serials:
        return
    part: list[str] = []
    for serial in _serials(batch, spans):
        link = digital_link.build("01", gtin, qualifiers=[("10", lot), ("21", serial)])
        part.append(link.canonical)
        if len(part) == SERIALS_AN_EVENT:
            yield part
            part = []
    if part:
        yield part


def _serials(batch: Batch, spans: Spans | None) -> Iterator[str]:
    rows = batch.serials.order_by("number")
    if spans is None:
        wanted = [rows.filter(state__in=LIVE)]
    else:
        wanted = [rows.filter(number__gte=first, number__lte=last) for first, last in spans]
    for some in wanted:
        yield from some.values_list("serial", flat=True).iterator(chunk_size=queries.CHUNK)


def alias(own: OwnName) -> bytes | None:
    """None while the own name has no GS1 code."""
    if not own.gs1:
        return None
    element = {
        "id": own.name,
        "attributes": [{"id": SAME_AS, "attribute": own.gs1}],
    }
    vocabulary = {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [element]}
    header = {"epcisMasterData": {"vocabularyList": [vocabulary]}}
    return _document({"eventList": []}, timezone.now(), header)


def _document(body: dict[str, Any], at: datetime, header: dict[str, Any] | None = None) -> bytes:
    told: dict[str, Any] = {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at.isoformat(),
        "epcisBody": body,
    }
    if header is not None:
        told["epcisHeader"] = header
    return json.dumps(told, ensure_ascii=False).encode()
