"""Stories and chains told in memory, captured into the store by the firms that tell them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from tests.trace.stock import Chain
from txng.accounts import actions, actors
from txng.accounts.actors import Actor
from txng.demo import enterprises, master_data
from txng.demo.province import BEGINNING, CONTEXT
from txng.demo.story import Story
from txng.repository.actions import capture

EPCIS = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def tell(chain: Chain, people: Mapping[str, Actor]) -> None:
    """Each event in the name of its captor; master data first, by the first of the people."""
    vocabulary = [
        {
            "type": "urn:epcglobal:epcis:vtype:Location",
            "vocabularyElementList": [
                {"id": name, "attributes": [{"id": k, "attribute": v} for k, v in facts.items()]}
                for name, facts in chain.master.items()
            ],
        }
    ]
    if chain.master:
        _capture(next(iter(people.values())), [], vocabulary)
    for recorded in chain.events:
        members = msgspec.json.decode(recorded.payload)
        members.pop("@context")
        _capture(people[recorded.captured_by], [members], [])


def tell_story(story: Story) -> None:
    """A unit of the demonstration, in the names of its firms, as `txng demo load` does."""
    events: dict[Any, list[Any]] = defaultdict(list)
    for _, firm, event in story.told():
        events[firm].append(event)
    declared = dict(story.declarations())
    for firm in enterprises.FIRMS:
        vocabulary = master_data.of_firm(firm, enterprises.PLACES, enterprises.PRODUCTS)
        for kind, elements in declared.get(firm, {}).items():
            vocabulary[kind] = [*vocabulary.get(kind, []), *elements]
        holder = actions.ensure_organisation(by=actors.operator(), name=firm.name)
        listed = [
            {"type": kind, "vocabularyElementList": elements}
            for kind, elements in vocabulary.items()
            if elements
        ]
        _capture(actors.operator_for(holder.pk, holder.name), events[firm], listed)


def _capture(by: Actor, events: list[Any], vocabulary: list[Any]) -> None:
    document = {
        "@context": [*CONTEXT, {"cbvmda": "urn:epcglobal:cbv:mda:"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": BEGINNING,
        "epcisBody": {"eventList": events},
    }
    if vocabulary:
        document["epcisHeader"] = {"epcisMasterData": {"vocabularyList": vocabulary}}
    capture(by=by, document=msgspec.json.encode(document))
