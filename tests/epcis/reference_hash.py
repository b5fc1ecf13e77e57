"""GS1's public reference implementation of the event hash, tamed: no network, no memory of documents."""

import json
from pathlib import Path
from typing import Any

import epcis_event_hash_generator
from epcis_event_hash_generator import hash_generator, json_to_py, xml_to_py
from pyld import jsonld

_FOLDER = Path(epcis_event_hash_generator.__file__).parent
_CONTEXTS = {
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld": json.loads(
        next(_FOLDER.glob("e532647e*.jsonld")).read_bytes()
    )
}


def _known_only(url: str, options: object = None) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _CONTEXTS[url],  # a KeyError rather than a look into the network
    }


def reference_pre_hashes(document: dict[str, Any]) -> list[str]:
    """The pre-hash of each event; the document is left as it is."""
    json_to_py._namespaces.clear()  # a global that would carry name spaces into the next document
    jsonld.set_document_loader(_known_only)
    copy = json.loads(json.dumps(document))
    return list(
        hash_generator.derive_prehashes_from_events(
            json_to_py.event_list_from_epcis_document_json(copy)
        )
    )


def reference_pre_hashes_of_xml(document: str) -> list[str]:
    return list(
        hash_generator.derive_prehashes_from_events(
            xml_to_py.event_list_from_epcis_document_str(document)
        )
    )
