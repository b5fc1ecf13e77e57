"""The CBV event hash beside GS1's reference program (epcis_event_hash_generator, a test dependency).

    python -m bench.hashes EVENTS        prints one JSON object, microseconds of CPU an event

Both hash the same documents of 100 events. `parsed` begins at the document's JSON, `alone` at what each has
made of it: dictionaries here, its tree of tuples there. Neither judges the events. Only events are
measured of which both make the same pre-hash; `differing` counts the others. Those are the reference's
doing: it leaves a prefix that the EPCIS context itself declares (`cbvmda:`) as it stands, and it takes an
extension's value for a word of the CBV when it is spelt like one.
"""

import gc
import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec
from epcis_event_hash_generator import hash_generator, json_to_py

from bench import documents
from tests.epcis.reference_hash import reference_pre_hashes
from txng.epcis.context import Namespaces
from txng.epcis.event_hash import event_hash, pre_hash

DOCUMENT = 100


def main(wanted: int) -> None:
    logging.disable(logging.WARNING)  # the reference writes a line per event, which would be timed
    alike: list[dict[str, Any]] = []
    differing = 0
    for body in documents.documents(documents.events(2 * wanted), DOCUMENT):
        events, namespaces = _read(body)
        theirs = reference_pre_hashes(json.loads(body))  # also keeps it off the network
        for event, reference in zip(events, theirs, strict=True):
            if pre_hash(event, namespaces) == reference:
                alike.append(event)
            else:
                differing += 1
        if len(alike) >= wanted:
            break
    bodies = documents.documents(alike, DOCUMENT)
    gc.collect()
    gc.freeze()  # the reference keeps much, and our reading would pay for walking through it
    figures: dict[str, Any] = {"events": len(alike), "differing": differing}
    figures["ours"] = _measured(bodies, len(alike), _read, _hash)
    figures["reference"] = _measured(bodies, len(alike), _read_there, _hash_there)
    print(json.dumps(figures))


def _measured(
    bodies: list[bytes],
    events: int,
    read: Callable[[bytes], Any],
    hashed: Callable[[Any], object],
) -> dict[str, float]:
    """The reference spoils what it hashes, so reading is done anew and told apart."""
    reading = hashing = 0.0
    for body in bodies:
        started = time.process_time()
        told = read(body)
        ready = time.process_time()
        hashed(told)
        reading += ready - started
        hashing += time.process_time() - ready
    return {"parsed": (reading + hashing) / events * 1e6, "alone": hashing / events * 1e6}


def _read(body: bytes) -> tuple[list[dict[str, Any]], Namespaces]:
    document = msgspec.json.decode(body)
    namespaces = Namespaces()
    namespaces.read(document["@context"], "", lambda rule, pointer, values: None)
    return document["epcisBody"]["eventList"], namespaces


def _hash(told: tuple[list[dict[str, Any]], Namespaces]) -> list[str]:
    events, namespaces = told
    return [event_hash(event, namespaces) for event in events]


def _read_there(body: bytes) -> Any:
    json_to_py._namespaces.clear()
    return json_to_py.event_list_from_epcis_document_json(json.loads(body))


def _hash_there(told: Any) -> Any:
    hashes = hash_generator.calculate_hashes_from_pre_hashes(
        hash_generator.derive_prehashes_from_events(told), "sha256"
    )
    return list(hashes)


if __name__ == "__main__":
    main(int(sys.argv[1]))
