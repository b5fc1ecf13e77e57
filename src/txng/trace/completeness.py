"""Is the story complete: which facts that a profile wants were told, which are missing, who can tell them.

    answer = completeness(trace, telling, profile)
    answer.percent, answer.told, answer.numbered     83.3, 8, 10     "8 of 10"
    answer.missing[0].item.vi                        "Hình ảnh sản phẩm"
    answer.missing[0].item.role                      "brand_owner"; .who: the organisations of the events

An item of each event of a step is told as far as its events tell it: 3 of 4 shipments that name their
papers count three quarters. A step that the profile expects and no event shows is missing as a whole, and
so are its items. What is due only where there is one (a shelf life) is not counted when it is not told.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from txng.epcis.statements import last_word
from txng.epcis.vocabulary import bare
from txng.gs1.identifier import Identifier, identify
from txng.trace.entries import Entry, read
from txng.trace.model import CutOff, Relation, Trace
from txng.trace.paths import OF_THE_THING, Path
from txng.trace.profile import Item, Principle, Profile, Step
from txng.trace.source import RecordedEvent
from txng.trace.telling import Telling, canonical_or_text, place_of, product_of

MAX_SHOWN = 1000  # things or events that an answer names for one item


class Status(StrEnum):
    TOLD = "told"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_DUE = "not_due"  # due only where there is one, and none was told
    CANNOT_TELL = "cannot_tell"  # no record could show it


@dataclass(frozen=True, slots=True)
class ItemResult:
    """`told` of `of`: events of the step, or 1 of 1. `who` captured the events that do not tell it.

    `lacking`: keys of those events, or the things of unknown origin. `is_step_missing`: no event at all.
    """

    item: Item
    status: Status
    told: int
    of: int
    who: tuple[str, ...] = ()
    lacking: tuple[bytes | str, ...] = ()
    is_step_missing: bool = False

    @property
    def is_due(self) -> bool:
        return self.item.need != "known" and self.status not in (Status.NOT_DUE, Status.CANNOT_TELL)

    @property
    def share(self) -> float:
        return self.told / self.of if self.of else 0.0

    def as_dict(self) -> dict[str, Any]:
        item = self.item
        return {
            "id": item.id,
            "number": item.number or None,
            "vi": item.vi,
            "en": item.en,
            "step": item.step or None,
            "status": self.status.value,
            "told": self.told,
            "of": self.of,
            "isDue": self.is_due,
            "isStepMissing": self.is_step_missing,
            "role": item.role,
            "who": list(self.who),
            "principle": item.principle or None,
            "isPublic": item.is_public,
            "lacking": [one.hex() if isinstance(one, bytes) else one for one in self.lacking],
        }


@dataclass(frozen=True, slots=True)
class PrincipleResult:
    """`hurt` are the items that it would need and that are not wholly told. None: nothing is due."""

    principle: Principle
    percent: float | None
    hurt: tuple[ItemResult, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """`sees_all`: whether who asks sees every event; else what is missing may be told elsewhere."""

    thing: str
    profile: Profile
    items: tuple[ItemResult, ...]
    missing_steps: tuple[Step, ...]
    sees_all: bool = True
    is_cut: bool = False
    events: int = 0

    @property
    def is_known(self) -> bool:
        """Whether any event tells of the thing."""
        return self.events > 0

    @property
    def counted(self) -> list[ItemResult]:
        return [one for one in self.items if one.is_due and one.item.counts]

    @property
    def percent(self) -> float:
        return _percent(self.counted)

    @property
    def told(self) -> int:
        """Of the law's own list, or of all that is counted."""
        return sum(one.status is Status.TOLD for one in self._listed)

    @property
    def numbered(self) -> int:
        return len(self._listed)

    @property
    def _listed(self) -> list[ItemResult]:
        numbered = [one for one in self.items if one.item.number]
        return numbered or self.counted

    @property
    def missing(self) -> list[ItemResult]:
        """Due and not wholly told, in the order of the profile."""
        return [one for one in self.items if one.is_due and one.status is not Status.TOLD]

    @property
    def is_complete(self) -> bool:
        return not any(one.item.counts for one in self.missing)

    def principles(self) -> list[PrincipleResult]:
        found = []
        for principle in self.profile.principles:
            serving = [
                one for one in self.items if one.item.principle == principle.id and one.is_due
            ]
            hurt = tuple(one for one in serving if one.status is not Status.TOLD)
            percent = _percent(serving) if serving else None
            found.append(PrincipleResult(principle, percent, hurt))
        return found

    def as_dict(self) -> dict[str, Any]:
        profile = self.profile
        return {
            "thing": self.thing,
            "profile": profile.id,
            "vi": profile.vi,
            "en": profile.en,
            "source": profile.source,
            "sourceEn": profile.source_en,
            "percent": round(self.percent, 1),
            "told": self.told,
            "of": self.numbered,
            "isComplete": self.is_complete,
            "seesAll": self.sees_all,
            "isCut": self.is_cut,
            "missingSteps": [step.id for step in self.missing_steps],
            "items": [one.as_dict() for one in self.items],
            "principles": [
                {
                    "id": one.principle.id,
                    "vi": one.principle.vi,
                    "en": one.principle.en,
                    "clause": one.principle.clause,
                    "percent": None if one.percent is None else round(one.percent, 1),
                    "hurtBy": [hurt.item.id for hurt in one.hurt],
                }
                for one in self.principles()
            ],
        }


def _percent(items: Collection[ItemResult]) -> float:
    return 100 * sum(one.share for one in items) / len(items) if items else 100.0


def completeness(
    trace: Trace, telling: Telling, profile: Profile, *, sees_all: bool = True
) -> Completeness:
    """`trace` is the thing's upstream: where it came from, and all that happened to itself."""
    story = Story(trace, telling)
    results = tuple(story.result(profile, item) for item in profile.items)
    missing = tuple(step for step in profile.steps if step.is_expected and not story.of_step(step))
    return Completeness(
        trace.canonical,
        profile,
        results,
        missing,
        sees_all,
        trace.truncated is not None,
        len(trace.events),
    )


class Story:
    """The events of a trace as the items of profiles ask for them."""

    def __init__(self, trace: Trace, telling: Telling) -> None:
        self._trace = trace
        self._telling = telling
        self._thing = identify(trace.canonical)
        self._events = [
            told.recorded for told in trace.events if told.relation is not Relation.DESCENDANT
        ]
        telling.learn_about(self._events, [product_of(self._thing)])
        self._entries = {recorded.key: read(recorded) for recorded in self._events}
        self._making = [
            recorded
            for recorded in self._events
            if _makes(self._entries[recorded.key], trace.canonical)
        ]
        self._of_step: dict[Step, list[RecordedEvent]] = {}

    def of_step(self, step: Step) -> list[RecordedEvent]:
        if step not in self._of_step:
            self._of_step[step] = [one for one in self._events if self._is_of(one, step)]
        return self._of_step[step]

    def _is_of(self, recorded: RecordedEvent, step: Step) -> bool:
        if step.everything:
            return True
        activity = self._telling.text("activity", recorded)
        if activity in step.activities:
            return True
        word = (
            last_word(bare("biz_step", recorded.event.biz_step or ""))
            if recorded.event.biz_step
            else ""
        )
        return word in step.biz_steps

    def result(self, profile: Profile, item: Item) -> ItemResult:
        if item.measure:
            return _MEASURES[item.measure](self, item)
        if item.of == "each":
            return self._of_each(profile.step(item.step), item)
        events: Sequence[RecordedEvent | None] = self._making or [None]
        if item.of == "story":
            events = self.of_step(profile.step(item.step)) if item.step else self._events
        is_told = any(self._tells(item, one) for one in events)
        if is_told:
            return ItemResult(item, Status.TOLD, 1, 1)
        if item.need == "if_any":
            return ItemResult(item, Status.NOT_DUE, 0, 1)
        makers = _captors(self._making or self._events[-1:])
        return ItemResult(item, Status.MISSING, 0, 1, makers)

    def _of_each(self, step: Step, item: Item) -> ItemResult:
        events = self.of_step(step)
        lacking = [one for one in events if not self._tells(item, one)]
        told = len(events) - len(lacking)
        if not events:
            if step.is_expected and item.need == "always":
                return ItemResult(item, Status.MISSING, 0, 1, is_step_missing=True)
            return ItemResult(item, Status.NOT_DUE, 0, 0)
        if item.need == "if_any" and not told:
            return ItemResult(item, Status.NOT_DUE, 0, len(events))
        return _counted(item, told, len(events), _captors(lacking), [one.key for one in lacking])

    def _tells(self, item: Item, recorded: RecordedEvent | None) -> bool:
        if item.all and not all(self._says(item, path, recorded) for path in item.all):
            return False
        return not item.any or any(self._says(item, path, recorded) for path in item.any)

    def _says(self, item: Item, path: Path, recorded: RecordedEvent | None) -> bool:
        things = [self._thing]
        if item.of == "each" and recorded is not None and path.holder in OF_THE_THING:
            things = self._products(recorded)
            if not things:
                return False
        return all(
            any(
                _is_exact(value, item.decimals)
                for value in self._telling.values(path, recorded, thing)
            )
            for thing in things
        )

    def _products(self, recorded: RecordedEvent) -> list[Identifier]:
        """The things of an event by product, one of each; boxes are no products."""
        entry = self._entries[recorded.key]
        found = {
            product_of(one.identifier): one.identifier
            for one in (*entry.outputs, *entry.things)
            if one.identifier.scheme != "sscc"
        }
        return list(found.values())

    # --- measures ------------------------------------------------------------------------------

    def origin(self, item: Item) -> ItemResult:
        """How much of what went in has an origin that an event shows."""
        unknown = list(self._trace.unknown_ends)
        judged = [
            node
            for node in self._trace.nodes.values()
            if node.relation is not Relation.CARRIER and node.cut_off is not CutOff.PRODUCT
        ]
        of = max(1, len(judged))
        told = max(0, of - len(unknown))
        who = _captors(
            recorded
            for recorded in self._events
            if any(
                one.thing in unknown
                for entry in [self._entries[recorded.key]]
                for one in (*entry.things, *entry.inputs)
            )
        )
        return _counted(item, told, of, who, unknown)

    def on_time(self, item: Item) -> ItemResult:
        """Recorded within some hours of what happened."""
        allowed = timedelta(hours=item.hours)
        late = [one for one in self._events if one.record_time - one.event.event_time > allowed]
        told, of = len(self._events) - len(late), len(self._events)
        return _counted(item, told, of, _captors(late), [one.key for one in late])

    def parties(self, item: Item) -> ItemResult:
        """Who is named as sender or receiver, or answers for a place, told an event of its own."""
        present = {self._telling.provider(place_of(one)) for one in self._events} - {""}
        named = set(present)
        for recorded in self._events:
            named |= {canonical_or_text(one.source) for one in recorded.event.source_list}
            named |= {canonical_or_text(one.destination) for one in recorded.event.destination_list}
        absent = sorted(named - present - {place_of(one) for one in self._events})
        return _counted(item, len(named) - len(absent), len(named), (), absent)

    def portal(self, item: Item) -> ItemResult:
        """Whether the national portal knows it: no event here can show that."""
        return ItemResult(item, Status.CANNOT_TELL, 0, 1)


_MEASURES: dict[str, Callable[[Story, Item], ItemResult]] = {
    "origin": Story.origin,
    "on_time": Story.on_time,
    "parties": Story.parties,
    "portal": Story.portal,
}


def _counted(
    item: Item, told: int, of: int, who: tuple[str, ...], lacking: Sequence[bytes | str]
) -> ItemResult:
    if not of:
        return ItemResult(item, Status.NOT_DUE, 0, 0)
    status = Status.TOLD if told >= of else Status.PARTLY if told else Status.MISSING
    return ItemResult(item, status, told, of, who, tuple(lacking[:MAX_SHOWN]))


def _makes(entry: Entry, thing: str) -> bool:
    made = entry.outputs or (entry.things if entry.is_making and entry.parent is None else [])
    if entry.parent is not None and entry.parent.thing == thing and entry.action == "ADD":
        return True
    return any(one.thing == thing for one in made)


def _captors(events: Iterable[RecordedEvent]) -> tuple[str, ...]:
    return tuple(sorted({one.captured_by for one in events} - {""}))


def _is_exact(value: Any, decimals: int) -> bool:
    """A coordinate with enough decimals; every other value is exact enough."""
    if not decimals or isinstance(value, bool) or not isinstance(value, int | float | str):
        return not decimals or not isinstance(value, bool)
    whole, _, digits = str(value).partition(".")
    return bool(whole) and len(digits) >= decimals
