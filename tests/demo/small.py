"""The small province, generated once for all tests, and a way to ask it for journeys."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec

from tests.trace.memory import World
from txng.demo.province import DemoDocument, documents
from txng.epcis.extensions import extensions
from txng.epcis.json_ld import read_document
from txng.gs1.identifier import identify
from txng.trace.journey import journey
from txng.trace.model import Trace
from txng.trace.walk import upstream

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """One event as the generator wrote it, and the firm that captured it."""

    by: str
    event: dict[str, Any]


@cache
def all_documents() -> tuple[DemoDocument, ...]:
    return tuple(documents("small"))


@cache
def all_events() -> tuple[Told, ...]:
    return tuple(
        Told(draft.organisation, event)
        for draft in all_documents()
        for event in draft.document["epcisBody"]["eventList"]
    )


@cache
def master_data() -> dict[str, dict[str, Any]]:
    """Canonical identifier -> attribute -> value."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for draft in all_documents():
        header = draft.document.get("epcisHeader", {}).get("epcisMasterData", {})
        for vocabulary in header.get("vocabularyList", ()):
            for element in vocabulary["vocabularyElementList"]:
                facts = found[identify(element["id"]).canonical]
                facts["vocabulary"] = vocabulary["type"].rpartition(":")[2]
                facts |= {one["id"]: one["attribute"] for one in element["attributes"]}
    return dict(found)


@cache
def _world() -> tuple[World, dict[bytes, str]]:
    world, words = World(), {}
    for draft in all_documents():
        body = msgspec.json.encode(draft.document)
        for read in read_document(body, now=NOW).drafts:
            recorded = world.record(read.event, by=draft.organisation)
            activity = extensions(read.payload).get("urn:txng:voc:activity")
            words[recorded.key] = activity or read.event.biz_step or ""
    return world, words


def trace(code: str) -> Trace:
    return upstream(_world()[0], code)


def steps(code: str) -> tuple[str, ...]:
    """Activities (or business steps) of the journey, each where it first appears."""
    words = _world()[1]
    events = sorted(journey(trace(code)), key=lambda one: (one.event.event_time, one.key))
    return tuple(dict.fromkeys(words[event.key] for event in events))
