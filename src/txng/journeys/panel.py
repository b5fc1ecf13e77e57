"""The panel beside every view: one thing, one step back, one step forward, and who said what of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from txng.eventstore.keys import event_uri
from txng.journeys import rules
from txng.journeys.chain import percent
from txng.journeys.model import Act, Chain, Kind, Thing
from txng.journeys.question import Question
from txng.transparency import queries as transparency


@dataclass(frozen=True, slots=True)
class Card:
    thing: Thing
    amount: str
    query: str


@dataclass(frozen=True, slots=True)
class Said:
    """`proof` is the address of the proof of its entry in the public log, "" without one."""

    act: Act
    proof: str


@dataclass(frozen=True, slots=True)
class Panel:
    thing: Thing
    share: str
    before: tuple[Card, ...]
    after: tuple[Card, ...]
    more_before: int
    more_after: int
    said: tuple[Said, ...]
    void: tuple[Said, ...]
    more_said: int
    is_locked: bool


def panel(chain: Chain, question: Question) -> Panel:
    thing = chain.things.get(question.node) or chain.things[chain.root]
    before = [
        _card(chain, tie.source, tie.amount, question)
        for tie in chain.ties
        if tie.target == thing.id
    ]
    after = [
        _card(chain, tie.target, tie.amount, question)
        for tie in chain.ties
        if tie.source == thing.id
    ]
    before.sort(key=_turn)
    after.sort(key=_turn)
    acts = [chain.acts[one] for one in thing.acts if one in chain.acts]
    void = [
        act
        for act in chain.acts.values()
        if act.is_void and (thing.id in act.things or (thing.is_root and not act.things))
    ]
    proofs = _proofs([*acts[: rules.ROWS], *void])
    return Panel(
        thing,
        "" if thing.share is None or thing.is_root else percent(thing.share),
        tuple(before[: rules.CARDS]),
        tuple(after[: rules.CARDS]),
        max(0, len(before) - rules.CARDS),
        max(0, len(after) - rules.CARDS),
        tuple(Said(act, proofs.get(act.id, "")) for act in acts[: rules.MOVEMENTS]),
        tuple(Said(act, proofs.get(act.id, "")) for act in void),
        max(0, len(acts) - rules.MOVEMENTS),
        thing.kind is Kind.LOCKED,
    )


def _card(chain: Chain, name: str, amount: str, question: Question) -> Card:
    return Card(chain.things[name], amount, question.query(node=name))


def _turn(card: Card) -> tuple[bool, float, str]:
    when = card.thing.when
    return card.thing.is_carrier, when.timestamp() if when else 0.0, card.thing.name


def _proofs(acts: list[Act]) -> Mapping[str, str]:
    """Only for those who know the event's name; the public finds proofs on the scan page's own way."""
    of = {act.key: act.id for act in acts if act.key is not None}
    if not settings.HAS_LOG or not of:
        return {}
    try:
        return {
            of[key]: reverse("transparency:proof", args=[event_uri(key)])
            for key in transparency.status(None, list(of))
        }
    except NoReverseMatch:
        return {}
