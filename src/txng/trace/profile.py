"""A profile: which facts a law, a standard or a market wants told, where they lie, and who can tell them.

    profiles/completeness/circular-02-2024.toml

    id = "circular-02-2024"      kind = "law"         law, product (a group's key data elements), market
    [[step]]                     a critical tracking event: which events it is
    [[item]]                     a key data element: what it is called, where it may lie, who knows it
    [[principle]]                what an item serves

An item is asked `of` the thing (its product and the events that made it), of the story (any event is
enough) or of each event of a step. `any` needs one of its paths, `all` needs every one. A measure is
computed (`MEASURES` of `completeness`). `extends` takes over the steps and items of other profiles.

Nothing of a profile is known to the code: laws change, and so do the names of facts.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from txng.trace.errors import ProfileError
from txng.trace.fact_words import words
from txng.trace.paths import OF_THE_EVENT, Path, parse

ANY = "*"
Of = Literal["thing", "story", "each"]
Need = Literal["always", "if_any", "known"]
"""`if_any`: due only where there is one. `known`: told if it is known, and never counted."""

MEASURES = frozenset({"origin", "on_time", "parties", "portal"})


@dataclass(frozen=True, slots=True)
class Role:
    """Who in a chain can know a fact: grower, packer, carrier, ..."""

    id: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Principle:
    id: str
    vi: str
    en: str
    clause: str


@dataclass(frozen=True, slots=True)
class Step:
    """Events of these activities or business steps. `is_expected`: a story without one lacks it."""

    id: str
    vi: str
    en: str
    role: str
    activities: frozenset[str]
    biz_steps: frozenset[str]
    is_expected: bool
    everything: bool = False  # every event is one


@dataclass(frozen=True, slots=True)
class Item:
    """`number` is that of the law's own list. `decimals`: how many a coordinate needs at least."""

    id: str
    vi: str
    en: str
    role: str
    need: Need
    of: Of
    step: str = ""
    any: tuple[Path, ...] = ()
    all: tuple[Path, ...] = ()
    measure: str = ""
    number: int = 0
    principle: str = ""
    is_public: bool = False
    counts: bool = True
    decimals: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """`groups` are the product groups that it is for; valid from a day, until before another."""

    id: str
    kind: str
    vi: str
    en: str
    source: str
    source_en: str
    valid_from: date
    valid_until: date | None
    area: str
    groups: tuple[str, ...]
    principles: tuple[Principle, ...]
    steps: tuple[Step, ...]
    items: tuple[Item, ...]

    def is_for(self, group: str) -> bool:
        return ANY in self.groups or group in self.groups

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.id == name)


@cache
def roles() -> Mapping[str, Role]:
    table = tomllib.loads(_text("roles.toml"))
    return {name: Role(name, row["vi"], row["en"]) for name, row in table.items()}


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program, by id."""
    folder = files("txng.trace") / "profiles" / "completeness"
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return read(texts)


def for_group(group: str) -> list[Profile]:
    """The laws, then the closest profile of key data elements, for a product group; "" is unknown."""
    known = shipped().values()
    laws = [one for one in known if one.kind == "law" and one.is_for(group)]
    own = [one for one in known if one.kind == "product" and group and group in one.groups]
    general = [one for one in known if one.kind == "product" and ANY in one.groups]
    return [*laws, *(own or general)]


def _text(*names: str) -> str:
    found = files("txng.trace") / "profiles"
    for name in names:
        found = found / name
    return found.read_text(encoding="utf-8")


# --- reading ------------------------------------------------------------------------------------


def read(texts: Mapping[str, str]) -> dict[str, Profile]:
    """File name -> TOML. Raises ProfileError that names the file and what is wrong."""
    tables = {}
    for name, text in sorted(texts.items()):
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ProfileError(f"{name}: expected TOML, got: {error}") from error
        if table.get("id", "") + ".toml" != name:
            raise ProfileError(f"{name}: expected its own name as id, got {table.get('id')!r}")
        tables[table["id"]] = table
    return {name: _profile(name, tables) for name in tables}


def _profile(name: str, tables: Mapping[str, dict[str, Any]]) -> Profile:
    table = dict(tables[name])
    try:
        rows = _extended(table, tables)
        found = Profile(
            id=table.pop("id"),
            kind=table.pop("kind"),
            vi=table.pop("vi"),
            en=table.pop("en"),
            source=table.pop("source"),
            source_en=table.pop("source_en"),
            valid_from=table.pop("valid_from"),
            valid_until=table.pop("valid_until", None),
            area=table.pop("area"),
            groups=tuple(table.pop("groups")),
            principles=tuple(Principle(**row) for row in rows["principle"]),
            steps=tuple(_step(dict(row)) for row in rows["step"]),
            items=tuple(_item(dict(row)) for row in rows["item"]),
        )
        _consistent(found)
    except (KeyError, ValueError, TypeError) as error:
        raise ProfileError(f"{name}.toml: expected {error}") from error
    left = set(table) - {"extends", "principle", "step", "item", "url", "note"}
    if left:
        raise ProfileError(f"{name}.toml: got unknown {', '.join(sorted(left))}")
    return found


def _extended(
    table: Mapping[str, Any], tables: Mapping[str, dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Steps and items of the profiles that this one extends, then its own; the last of an id holds."""
    found: dict[str, dict[str, dict[str, Any]]] = {"principle": {}, "step": {}, "item": {}}
    for parent in (*(tables[name] for name in table.get("extends", ())), table):
        for kind, rows in found.items():
            rows.update((row["id"], row) for row in parent.get(kind, ()))
    return {kind: list(rows.values()) for kind, rows in found.items()}


def _step(row: dict[str, Any]) -> Step:
    found = Step(
        id=row.pop("id"),
        vi=row.pop("vi"),
        en=row.pop("en"),
        role=row.pop("role"),
        activities=frozenset(row.pop("activity", ())),
        biz_steps=frozenset(row.pop("biz_step", ())),
        is_expected=row.pop("expected", False),
        everything=row.pop("everything", False),
    )
    if not (found.activities or found.biz_steps or found.everything):
        raise ValueError(f"activity, biz_step or everything in step {found.id}")
    _nothing_left(row, found.id)
    return found


def _item(row: dict[str, Any]) -> Item:
    prefixes = words().prefixes
    step = row.pop("step", "")
    found = Item(
        id=row.pop("id"),
        vi=row.pop("vi"),
        en=row.pop("en"),
        role=row.pop("role"),
        need=row.pop("need", "always"),
        of=row.pop("of", "each" if step else "thing"),
        step=step,
        any=tuple(parse(text, prefixes) for text in row.pop("any", ())),
        all=tuple(parse(text, prefixes) for text in row.pop("all", ())),
        measure=row.pop("measure", ""),
        number=row.pop("number", 0),
        principle=row.pop("principle", ""),
        is_public=row.pop("public", False),
        counts=row.pop("counts", True),
        decimals=row.pop("decimals", 0),
        hours=row.pop("hours", 0),
    )
    if found.need not in ("always", "if_any", "known") or found.of not in (
        "thing",
        "story",
        "each",
    ):
        raise ValueError(f"a known need and of in item {found.id}")
    if bool(found.measure) == bool(found.any or found.all):
        raise ValueError(f"either paths or a measure in item {found.id}")
    if found.measure and found.measure not in MEASURES:
        raise ValueError(f"a measure of {', '.join(sorted(MEASURES))} in item {found.id}")
    if found.of == "story" and any(
        path.holder not in OF_THE_EVENT for path in found.any + found.all
    ):
        raise ValueError(f"paths of events in item {found.id}")
    _nothing_left(row, found.id)
    return found


def _nothing_left(row: Mapping[str, Any], name: str) -> None:
    if row:
        raise ValueError(f"no {', '.join(sorted(row))} in {name}")


def _consistent(profile: Profile) -> None:
    steps = {step.id for step in profile.steps}
    principles = {one.id for one in profile.principles}
    for item in profile.items:
        if item.role not in roles():
            raise ValueError(f"a role of roles.toml in item {item.id}, not {item.role}")
        if (item.of == "each" or item.step) and item.step not in steps:
            raise ValueError(f"a step of the profile in item {item.id}, not {item.step!r}")
        if item.principle and item.principle not in principles:
            raise ValueError(f"a principle of the profile in item {item.id}, not {item.principle}")
    for step in profile.steps:
        if step.role not in roles():
            raise ValueError(f"a role of roles.toml in step {step.id}, not {step.role}")
    numbers = sorted(item.number for item in profile.items if item.number)
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValueError(f"numbers from 1 without gaps, not {numbers}")
