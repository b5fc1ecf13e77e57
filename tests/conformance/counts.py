"""How many of GS1's published documents are read, and come through every format with their hashes.

    $ .venv/bin/python -m tests.conformance.counts
    from              to     documents  same hashes  cannot be told  valid by GS1's schema
    examples-json     json          47           47               0                     47
    ...

What a format cannot say is refused by name, never left out. The reference is GS1's public hash
implementation, given our documents: `equal` counts those whose pre-hashes are ours byte for byte.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import jsonschema_rs
from lxml import etree

from tests.epcis.reference_hash import reference_pre_hashes, reference_pre_hashes_of_xml
from tests.epcis.xml.documents import schema
from txng.epcis.answers import Target, convert_document
from txng.epcis.errors import NotAcceptableException
from txng.epcis.event_hash import hash_of_payload, pre_hash_of_payload
from txng.epcis.intake import EventDraft
from txng.epcis.reading import open_events

EPCIS = Path(__file__).resolve().parents[2].parent / "shared" / "epcis"
FOLDERS = ("examples-json", "examples-bare-events", "examples-xml", "examples-xml-1.2")
TARGETS: tuple[Target, ...] = get_args(Target)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
Row = tuple[str, str]  # from which folder, to which form


def documents(folder: str) -> Iterator[Path]:
    """Capture documents and answers; GS1's capture jobs in XML are neither."""
    for path in sorted((EPCIS / folder).rglob("*")):
        if path.suffix in (".json", ".jsonld", ".xml") and "CaptureJob" not in path.parts:
            yield path


def drafts(body: bytes) -> list[EventDraft]:
    return [one for one in open_events(body, now=NOW).drafts() if isinstance(one, EventDraft)]


@cache
def _json_schema() -> Any:
    whole = json.loads((EPCIS / "schema" / "EPCIS-JSON-Schema.json").read_bytes())
    return jsonschema_rs.Draft7Validator(whole, validate_formats=True)


def is_valid(body: bytes, to: Target) -> bool:
    if to == "json":
        return bool(_json_schema().is_valid(json.loads(body)))
    return bool(schema(EPCIS, "2.0" if to == "xml" else "1.2").validate(etree.fromstring(body)))


def converted(path: Path, to: Target) -> bytes | None:
    """None for what the form cannot say."""
    try:
        return convert_document(path.read_bytes(), to, now=NOW)
    except NotAcceptableException:
        return None


def counts() -> dict[Row, Counter[str]]:
    found: dict[Row, Counter[str]] = {}
    for folder in FOLDERS:
        for path in documents(folder):
            before = [hash_of_payload(draft.payload) for draft in drafts(path.read_bytes())]
            for to in TARGETS:
                row = found.setdefault((folder, to), Counter())
                row["documents"] += 1
                body = converted(path, to)
                if body is None:
                    row["cannot be told"] += 1
                    continue
                after = [hash_of_payload(draft.payload) for draft in drafts(body)]
                row["same hashes"] += before == after
                row["valid by GS1's schema"] += is_valid(body, to)
    return found


Opinion = Literal["equal", "differs", "the reference fails"]


def opinion(body: bytes) -> Opinion | None:
    """What the reference implementation says of a document; None when it holds no events."""
    ours = [pre_hash_of_payload(draft.payload) for draft in drafts(body)]
    if not ours:
        return None
    try:
        if body.lstrip().startswith(b"<"):
            theirs = reference_pre_hashes_of_xml(body.decode())
        else:
            theirs = reference_pre_hashes(json.loads(body))
    except Exception:  # it raises whatever happens to it
        return "the reference fails"
    return "equal" if ours == theirs else "differs"


def opinions(folder: str = "examples-json") -> dict[str, Counter[str]]:
    """Of GS1's documents as they are, and of what we made of them."""
    found: dict[str, Counter[str]] = {"as published": Counter()}
    for path in documents(folder):
        found["as published"][opinion(path.read_bytes()) or "no events"] += 1
        for to in TARGETS:
            body = converted(path, to)
            if body is not None:
                found.setdefault(to, Counter())[opinion(body) or "no events"] += 1
    return found


def main(say: Callable[..., None] = print) -> None:
    columns = ("documents", "same hashes", "cannot be told", "valid by GS1's schema")
    say(f"{'from':<22}{'to':<6}" + "".join(f"{name:>23}" for name in columns))
    for (folder, to), row in counts().items():
        say(f"{folder:<22}{to:<6}" + "".join(f"{row[name]:>23}" for name in columns))
    say()
    for folder in FOLDERS:
        if "bare" in folder:  # the reference takes documents only
            continue
        for form, told in opinions(folder).items():
            say(f"reference, {folder}, {form}: {dict(told)}")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # the reference tells each step
    main()
