"""The instruments that ship with txng: data/instruments.toml, statuses as their sources said.

Loaded by an officer's button and by the demonstration. What is in the library already stays as people
keep it: loading again adds what is missing and changes nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents.actions.library import Facts, Told, add_instrument, refuse_strangers, relate
from txng.documents.models import Instrument, Relation

FILE: Final = Path(__file__).resolve().parent.parent / "data" / "instruments.toml"


@dataclass(frozen=True, slots=True)
class Loaded:
    added: int
    related: int


@transaction.atomic
def load_instruments(*, by: Actor) -> Loaded:
    """Raises NotAllowedError."""
    refuse_strangers(by)
    shipped = packaged()
    known = {one.number: one for one in Instrument.objects.all()}
    added = 0
    for told in shipped:
        if told["number"] not in known:
            known[told["number"]] = add_instrument(by=by, facts=_facts(told), told=_told(told))
            added += 1
    kept = set(Relation.objects.values_list("newer__number", "older__number", "kind"))
    related = 0
    for told in shipped:
        for one in told.get("relations", ()):
            if (told["number"], one["older"], one["kind"]) in kept:
                continue
            relate(
                by=by,
                newer=known[told["number"]],
                older=known[one["older"]],
                kind=one["kind"],
                source=one.get("source", told["source"]),
            )
            related += 1
    if added or related:
        journal.record(
            by, "library.loaded", ("documents.library", "1"), added=added, related=related
        )
    return Loaded(added, related)


def packaged() -> list[dict[str, Any]]:
    with FILE.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["instrument"]
    return found


def _facts(told: Mapping[str, Any]) -> Facts:
    return Facts(
        number=told["number"],
        kind=told["kind"],
        title=told["title"],
        issuer=told.get("issuer", ""),
        signed_on=told.get("signed_on"),
        starts_on=told.get("starts_on"),
        ends_on=told.get("ends_on"),
        summary=told.get("summary", ""),
        source=told["source"],
        address=told.get("address", ""),
        groups=told.get("groups", ()),
        audiences=told.get("audiences", ()),
    )


def _told(told: Mapping[str, Any]) -> Told:
    read: date | None = told.get("read_on")
    return Told(told.get("status", "chua-ro"), told.get("status_source", ""), read)
