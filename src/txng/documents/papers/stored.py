"""A paper as JSON and back, and the digest of it that is kept when it is signed.

    {"form": 1, "parent": "..", .., "parts": [{"part": "heading", "text": "I. ..", "level": 1}, ..]}

Number and day are not in it: they are given after the signing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final

from txng.documents.papers.parts import (
    Bullets,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signatory,
    Table,
)

FORM: Final = 1
PARTS: Final[Mapping[str, type[Part]]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "bullets": Bullets,
    "table": Table,
    "page": PageBreak,
}
_NAMES: Final = {kind: name for name, kind in PARTS.items()}
_WORDS: Final = ("parent", "body", "symbol", "place", "kind", "about", "note")
_LISTS: Final = ("recipients", "bases", "addressees")


def to_json(paper: Paper) -> dict[str, Any]:
    told: dict[str, Any] = {"form": FORM}
    told |= {name: getattr(paper, name) for name in _WORDS}
    told |= {name: [str(one) for one in getattr(paper, name)] for name in _LISTS}
    told["parts"] = [_part(one) for one in paper.parts]
    told["appendices"] = [[_part(one) for one in appendix] for appendix in paper.appendices]
    named = paper.signatory
    told["signatory"] = named and {
        "title": named.title, "name": named.name, "capacity": named.capacity
    }  # fmt: skip
    return told


def from_json(
    told: Mapping[str, Any], *, number: str | None = None, day: date | None = None
) -> Paper:
    """Raises ValueError for a form that this version does not know."""
    if told.get("form") != FORM:
        raise ValueError(f"expected a paper of form {FORM}, got {told.get('form')!r}")
    named = told["signatory"]
    plain: dict[str, Any] = {name: told[name] for name in _WORDS}
    plain |= {name: tuple(told[name]) for name in _LISTS}
    return Paper(
        **plain,
        parts=[_read(one) for one in told["parts"]],
        appendices=[[_read(one) for one in appendix] for appendix in told["appendices"]],
        signatory=Signatory(**named) if named else None,
        number=number,
        day=day,
    )


def digest(told: Mapping[str, Any]) -> str:
    """SHA-256 of the JSON with sorted keys: the same for the same content, whatever database kept it."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _part(part: Part) -> dict[str, Any]:
    values = {one.name: _plain(getattr(part, one.name)) for one in fields(part)}
    return {"part": _NAMES[type(part)], **values}


def _plain(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value


def _read(told: Mapping[str, Any]) -> Part:
    values = {name: value for name, value in told.items() if name != "part"}
    return PARTS[told["part"]](**values)
