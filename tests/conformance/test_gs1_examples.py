"""Every identifier in GS1's published EPCIS examples is one that we can read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from txng.gs1.identifier import identify

EXAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "epcis"
FOLDERS = ("examples-json", "examples-bare-events")
LISTS = {"epcList", "childEPCs", "inputEPCList", "outputEPCList"}
SINGLE = {"parentID", "epcClass", "deviceID", "bizTransaction", "transformationID", "source"}
SINGLE |= {"destination"}

pytestmark = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="GS1's published EPCIS examples are not beside the repository"
)


def documents() -> list[Path]:
    return sorted(
        path
        for folder in FOLDERS
        for path in (EXAMPLES / folder).rglob("*")
        if path.suffix in {".json", ".jsonld"}
    )


def identifiers(node: Any) -> Iterator[str]:
    """EPCs, classes, parties, documents, places and devices, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from identifiers(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in LISTS:
                yield from value
            elif name in SINGLE and isinstance(value, str):
                yield value
            elif name in {"readPoint", "bizLocation"}:
                yield value["id"] if isinstance(value, dict) else value
            else:
                yield from identifiers(value)


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_identifier_of_a_published_example_is_read(path):
    found = set(identifiers(json.loads(path.read_text(encoding="utf-8"))))
    for text in found:
        identifier = identify(text)
        assert identify(identifier.canonical) == identifier
        if text.startswith("urn:epc:") or "id.gs1.org" in text:
            assert identifier.scheme != "private", text


def test_the_examples_hold_what_we_think_they_hold():
    every = {
        text
        for path in documents()
        for text in identifiers(json.loads(path.read_text(encoding="utf-8")))
    }
    schemes = {identify(text).scheme for text in every}
    assert len(every) > 100
    assert schemes >= {"sgtin", "lgtin", "gtin", "sscc", "sgln", "pgln", "grai", "giai", "gdti"}
