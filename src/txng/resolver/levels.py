"""The entities that an address speaks of, most specific first, and at which of them links may stand.

    /01/G/22/V/10/L/21/S   asks  (01+21) > (01+22+10) > (01+10) > (01+22) > (01)
    /01/G/235/T            asks  (01+235) > (01)
    /414/P/254/E           asks  (414+254) > (414)

A serial says more than a lot, so a link of the serial 21 stands at /01/G/21/S whatever lot was printed
beside it, and none may stand at /01/G/10/L/21/S.
>>> from txng.gs1.digital_link import parse
>>> [path for path in levels(parse("https://id.gs1.org/01/09506000134352/10/L1/21/S1"))]
['/01/09506000134352/21/S1', '/01/09506000134352/10/L1', '/01/09506000134352']

Source: GS1-Conformant Resolver 1.2, section 2.5.9, rules 1 to 4.
"""

from functools import lru_cache
from typing import Final

from txng.gs1.application_identifiers import KEY_QUALIFIERS
from txng.gs1.digital_link import DigitalLink

_OF_ITEMS: Final = (("21",), ("22", "10"), ("10",), ("22",), ("235",))
# the qualifiers by which somebody tells one thing from its copies
SERIALS: Final = frozenset({"21", "235"})


def _combinations(ai: str) -> tuple[tuple[str, ...], ...]:
    if ai in ("01", "8006"):
        return tuple(
            level
            for level in _OF_ITEMS
            if any(set(level) <= set(way) for way in KEY_QUALIFIERS[ai])
        )
    return tuple(way for way in KEY_QUALIFIERS[ai] if way)


ENTITIES: Final = {ai: (*_combinations(ai), ()) for ai in KEY_QUALIFIERS}


@lru_cache(maxsize=4096)  # a code on a shelf is asked for again and again
def levels(link: DigitalLink) -> tuple[str, ...]:
    """Paths of the entities whose link sets make up the answer, most specific first."""
    given = dict(link.qualifiers)
    return tuple(
        DigitalLink(link.ai, link.value, tuple((ai, given[ai]) for ai in level)).path
        for level in ENTITIES[link.ai]
        if all(ai in given for ai in level)
    )


def key_path(link: DigitalLink) -> str:
    return DigitalLink(link.ai, link.value).path


def is_entity(link: DigitalLink) -> bool:
    """Whether links may be registered for exactly this: no serial beside a lot or a variant."""
    return tuple(ai for ai, _ in link.qualifiers) in ENTITIES[link.ai]


def serial_in(link: DigitalLink) -> str | None:
    """The serial by which one item is told from others; None where none is named."""
    return next((value for ai, value in link.qualifiers if ai in SERIALS), None)
