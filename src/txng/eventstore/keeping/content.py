"""Rows of relations as bytes, and back.

    statement     dictionary number, then the packed array of `epcis.statements.Statement`
    stretches     array of groups: children that share how long they were inside are told once

A child is written as its place among the children of the statement that opened its stretch.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from txng.epcis.relations import LATEST, Moment, Stretch, Told
from txng.epcis.statements import Statement
from txng.eventstore.compression import STATEMENTS, Compressor

OPEN: Final = (1 << 63) - 1
"""`until` of a row with a stretch that may still change."""
Row = tuple[bytes, int, int, int, bytes]
"""Key, event time, record time, owner, content of the statement."""

_encode = msgspec.msgpack.Encoder().encode
_statement = msgspec.msgpack.Decoder(Statement).decode

_Point = tuple[int, int, bytes]
_Group = tuple[
    tuple[int, ...] | None,  # places of the children; None: all of them
    bool,  # is it open
    _Point | None,  # its end; of an open one the last that was told; None: the opening itself
    float | None,  # left
    str | None,  # uom
    _Point | None,  # what shut it, if that is not its end
]
_groups = msgspec.msgpack.Decoder(tuple[_Group, ...]).decode
NOTHING: Final = _encode(())
"""Of a statement that emptied its parent and opened nothing."""


class Statements:
    """Packs statements and reads them."""

    def __init__(self, dictionaries: Mapping[int, bytes]) -> None:
        self._compressor = Compressor(dictionaries)
        self._mark = bytes([max(self._compressor.number - STATEMENTS, 0)])

    def pack(self, statement: Statement) -> bytes:
        return self._mark + self._compressor.compress(_encode(statement))

    def unpack(self, content: bytes) -> Statement:
        number = content[0] + STATEMENTS if content[0] else 0
        return _statement(self._compressor.decompress(number, content[1:]))

    def told(self, row: Row | Sequence[Any]) -> Told:
        key, event_time, record_time, owner, content = row
        return Told((event_time, record_time, bytes(key)), self.unpack(content), owner)


def pack_stretches(opening: Told, stretches: Mapping[str, Stretch]) -> tuple[int, bytes]:
    """`until` and `content` of a row. Children that the statement opened nothing for are left out."""
    if not stretches:  # it emptied its parent
        return int(opening.moment[0]), NOTHING
    groups: dict[tuple[Any, ...], list[int]] = {}
    children = list(opening.statement.children())
    until = 0
    for place, child in enumerate(children):
        stretch = stretches.get(child)
        if stretch is None:
            continue
        end = stretch.last if stretch.is_open else stretch.end
        group = (
            stretch.is_open,
            None if end == opening.moment else end,
            stretch.left,
            stretch.uom,
            None if stretch.is_open or stretch.shut == stretch.end else stretch.shut,
        )
        groups.setdefault(group, []).append(place)
        until = OPEN if stretch.is_open else max(until, int(stretch.shut[0]))
    count = len(children)
    return until, _encode(
        [(None if len(places) == count else places, *group) for group, places in groups.items()]
    )


def unpack_stretches(opening: Told, content: bytes) -> dict[str, Stretch]:
    """By child, in the order of the statement's children."""
    if content == NOTHING:
        return {}
    children = list(opening.statement.children())
    found: dict[int, Stretch] = {}
    for places, is_open, end, left, uom, shut in _groups(content):
        point: Moment = opening.moment if end is None else end
        for place in range(len(children)) if places is None else places:
            found[place] = Stretch(
                opening,
                point,
                is_open,
                left,
                uom,
                LATEST if is_open else point,
                LATEST if is_open else (shut or point),
            )
    return {children[place]: found[place] for place in sorted(found)}


def ends(opening: Told, content: bytes) -> dict[str, Moment]:
    """By child, when the stretch that the statement opened ended, as readers want to know it."""
    if content == NOTHING:
        return {}
    children = list(opening.statement.children())
    by_add = opening.statement.action == 1
    found: dict[str, Moment] = {}
    for places, is_open, end, *_ in _groups(content):
        if is_open and by_add:
            point: Moment = LATEST
        else:
            point = opening.moment if end is None else end
        if places is None:
            return dict.fromkeys(children, point)
        for place in places:
            found[children[place]] = point
    return found
