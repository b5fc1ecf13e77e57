"""Master data out of the store: what was declared about a thing, and what lies below it.

    descendants(store, ["https://id.gs1.org/414/9521003000023"])     a market, its halls, their stalls
    attributes_of(store, ids)                                        name, address, ... of each
    select_master_data(store, MasterDataQuery(...))                  the SimpleMasterDataQuery

Several organisations may speak of one thing. **Whose word holds**: with `owner`, that organisation's own
declaration; else the declaration of whoever declared the thing first. So a later stranger can neither
rename nor empty somebody's place, and an earlier one cannot spoil an organisation's own questions. What
lies below a thing is only what its master data says ("descendants", EPCIS 2.0 §6.5): a GLN with an
extension is no part of the GLN without it unless somebody declares so.

A word of the CBV (a business step, a disposition) is found under each of its spellings.

Cost: a look-up by primary key for every thing on the way, in one query per level and 500 things; a
question by vocabulary or owner reads its own range of an index. Never the whole table.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import msgspec

from txng.epcis import vocabulary
from txng.epcis.errors import QueryTooComplexException, QueryTooLargeException
from txng.epcis.query import names
from txng.epcis.query.master_data import MasterDataQuery
from txng.eventstore.store import EventStore
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify

MAX_ELEMENTS: Final = 10_000  # of an answer that names no maxElementCount
MAX_DESCENDANTS: Final = 100_000
_PART: Final = 500  # ids of one query; SQLite's oldest limit is 999 parameters
_BATCH: Final = 1_000  # rows of one query

_COLUMNS = "type, id, owner, first_declared, element"
Row = tuple[str, str, int, int, bytes]


@dataclass(frozen=True, slots=True)
class VocabularyHit:
    """One thing of an answer. `id` as its declarer spelled it; `attributes` by full name, empty when
    they were not asked for, and `children` likewise."""

    type: str
    id: str
    attributes: dict[str, Any]
    children: tuple[str, ...]


class _Element(msgspec.Struct):
    """What the table keeps of a declaration; `id` as spelled (older rows have none)."""

    attributes: dict[str, Any] = {}
    children: tuple[str, ...] = ()
    id: str | None = None


_decoder = msgspec.json.Decoder(_Element)


def _decode(packed: bytes) -> _Element:
    element = _decoder.decode(packed)
    # a null says nothing, and GS1 spells the CBV's own attributes in three ways
    element.attributes = {
        names.settled(name): value
        for name, value in element.attributes.items()
        if value is not None
    }
    return element


def descendants(store: EventStore, ids: Iterable[str], *, owner: int | None = None) -> set[str]:
    """The things themselves and everything below them, as canonical ids, words of the CBV in all their
    spellings; circles end where they began.

    `ids` in any spelling. Raises QueryTooComplexException beyond MAX_DESCENDANTS.
    """
    found = _spelled(map(_canonical, ids))
    level = found
    while level:
        below: set[str] = set()
        for _, _, _, _, element in _words(_rows_named(store, level), owner):
            below |= _spelled(map(_canonical, _decode(element).children))
        level = below - found
        found = found | level
        if len(found) > MAX_DESCENDANTS:
            raise QueryTooComplexException(
                f"Expected at most {MAX_DESCENDANTS} things below those named, got more",
                detail_vi=f"Có hơn {MAX_DESCENDANTS} đối tượng nằm dưới các mã đã nêu. Hỏi hẹp hơn.",
            )
    return found


def attributes_of(
    store: EventStore, ids: Iterable[str], *, owner: int | None = None
) -> dict[str, dict[str, Any]]:
    """Canonical id -> attributes by full name; things that nobody declared are left out.

    A thing declared in two vocabularies (a place that is a read point too) has the attributes of both;
    where they differ, those of the vocabulary that was declared first.
    """
    wanted = {_canonical(text) for text in ids}
    found: dict[str, dict[str, Any]] = {}
    held = sorted(
        _words(_rows_named(store, wanted), owner), key=lambda row: (row[3], row[2], row[0])
    )
    for _, text, _, _, element in held:
        known = found.setdefault(text, {})
        for name, value in _decode(element).attributes.items():
            known.setdefault(name, value)
    return found


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one organisation says of a thing. `first` and `last` in µs since 1970."""

    owner: int
    first: int
    last: int
    attributes: dict[str, Any]


def declarations_of(store: EventStore, ids: Iterable[str]) -> dict[str, list[Declaration]]:
    """Everybody's word on these things, the first declarer's first: to show who says what."""
    found: dict[str, list[Declaration]] = {}
    driver, ordered = store.driver, sorted({_canonical(text) for text in ids})
    for start in range(0, len(ordered), _PART):
        part = ordered[start : start + _PART]
        rows = driver.rows(
            "SELECT id, owner, first_declared, last_declared, element FROM vocabulary_element"
            f" WHERE id IN ({', '.join(['%s'] * len(part))}) ORDER BY first_declared, owner, type",
            part,
        )
        for text, owner, first, last, element in rows:
            told = Declaration(owner, first, last, _decode(element).attributes)
            found.setdefault(text, []).append(told)
    return found


def select_master_data(
    store: EventStore, query: MasterDataQuery, *, owner: int | None = None
) -> list[VocabularyHit]:
    """The answer, ordered by vocabulary and id. `owner` limits it to what that organisation declared.

    Raises QueryTooLargeException for more things than `max_element_count` (MAX_ELEMENTS without one).
    """
    limit = MAX_ELEMENTS if query.max_element_count is None else query.max_element_count
    found: list[tuple[str, str, _Element]] = []
    for type_, text, _, _, packed in _words(_candidates(store, query, owner), owner):
        element = _decode(packed)
        if _holds(query, element.attributes):
            found.append((type_, text, element))
            if len(found) > limit:
                raise QueryTooLargeException(
                    f"Expected at most {limit} elements in the answer, found more",
                    detail_vi=f"Câu trả lời có hơn {limit} phần tử. Hỏi hẹp hơn.",
                )
    found.sort(key=lambda one: one[:2])  # databases order text each in their own way
    return [
        VocabularyHit(
            type_,
            element.id or text,
            _told(element.attributes, query),
            element.children if query.include_children else (),
        )
        for type_, text, element in found
    ]


def _holds(query: MasterDataQuery, attributes: Mapping[str, Any]) -> bool:
    if query.hasattr is not None and attributes.keys().isdisjoint(query.hasattr):
        return False
    return all(
        not set(values).isdisjoint(spellings(attributes.get(name))) for name, values in query.eqattr
    )


def spellings(value: Any) -> Iterator[str]:
    """The texts that equal an attribute's value: a list has one for each member, an object none."""
    match value:
        case str():
            yield value
        case bool():  # before int, which it is as well
            yield "true" if value else "false"
        case int() | float():
            yield msgspec.json.encode(value).decode()
            if isinstance(value, float) and value.is_integer():
                yield str(int(value))
        case list():
            for one in value:
                yield from spellings(one)
        case {"#text": str(text)} | {"@value": str(text)}:
            yield text


def _told(attributes: dict[str, Any], query: MasterDataQuery) -> dict[str, Any]:
    if not query.include_attributes:
        return {}
    if query.attribute_names is None:
        return attributes
    return {name: attributes[name] for name in query.attribute_names if name in attributes}


# --- rows -------------------------------------------------------------------------------------


def _candidates(store: EventStore, query: MasterDataQuery, owner: int | None) -> Iterator[Row]:
    """Every declaration that names and vocabularies let through; with `owner` only its own."""
    wanted: set[str] | None = None if query.eq_name is None else _spelled(query.eq_name)
    if query.wd_name is not None:
        below = descendants(store, query.wd_name, owner=owner)
        wanted = below if wanted is None else wanted & below
    if wanted is not None:
        types = None if query.vocabulary_names is None else set(query.vocabulary_names)
        for row in _rows_named(store, wanted):
            if (types is None or row[0] in types) and (owner is None or row[2] == owner):
                yield row
    elif query.vocabulary_names is None:
        yield from _rows_listed(store, None, owner)
    else:
        for name in query.vocabulary_names:
            yield from _rows_listed(store, name, owner)


def _rows_named(store: EventStore, ids: Collection[str]) -> Iterator[Row]:
    """All declarations of these things; those of one thing stand together."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _PART):
        part = ordered[start : start + _PART]
        marks = ", ".join(["%s"] * len(part))
        rows = store.driver.rows(
            f"SELECT {_COLUMNS} FROM vocabulary_element"
            f" WHERE id IN ({marks}) ORDER BY id, type, owner",
            part,
        )
        yield from rows


def _rows_listed(store: EventStore, type_: str | None, owner: int | None) -> Iterator[Row]:
    """All declarations of a vocabulary or of an owner, batch by batch: an answer that is too large is
    refused after its limit, not after the table."""
    fixed = ["1 = 1"]
    parameters: list[Any] = []
    order = ["type", "id", "owner"]  # the index vocabulary_by_type, or vocabulary_by_owner
    if owner is not None:
        fixed.append("owner = %s")
        parameters.append(owner)
        order.remove("owner")
    if type_ is not None:
        fixed.append("type = %s")
        parameters.append(type_)
        order.remove("type")
    places = {"type": 0, "id": 1, "owner": 2}
    beyond: list[Any] = []
    while True:
        where = list(fixed)
        if beyond:
            marks = ", ".join(["%s"] * len(order))
            where.append(f"({', '.join(order)}) > ({marks})")
        rows = store.driver.rows(
            f"SELECT {_COLUMNS} FROM vocabulary_element WHERE {' AND '.join(where)}"
            f" ORDER BY {', '.join(order)} LIMIT %s",
            [*parameters, *beyond, _BATCH],
        )
        yield from rows
        if len(rows) < _BATCH:
            return
        beyond = [rows[-1][places[column]] for column in order]


def _words(rows: Iterable[Row], owner: int | None) -> Iterator[Row]:
    """Of the declarations of each thing in each vocabulary, the one that holds."""
    for _, same in groupby(rows, key=lambda row: row[:2]):
        yield min(same, key=lambda row: (row[2] != owner, row[3], row[2]))


def _spelled(ids: Iterable[str]) -> set[str]:
    """With a word of the CBV its other spellings: it is declared under the one that its declarer used."""
    return {spelling for text in ids for spelling in vocabulary.spellings(text)}


def _canonical(text: str) -> str:
    try:
        return identify(text).canonical
    except Gs1Error:  # a child may be named by any text; nothing is declared under it
        return text
