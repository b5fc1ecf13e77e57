"""Where a fact lies: one line of a profile, read once and asked of many events.

    "event readPoint.id"                      a member of the event, as EPCIS names it
    "event inputQuantityList.*.quantity"      ... of any element of a list
    "told txng:harvestDate"                   what the event or its ilmd says beyond the standard
    "product mda:descriptionShort"            master data of the product (GTIN) that is asked about
    "maker mda:name"                          ... of the party that answers for that product
    "lot txng:area"                           ... of the things in the event
    "place mda:latitude"                      ... of the place of the event
    "party mda:name"                          ... of the party that answers for that place
    "certificate txng:scheme"                 ... of a certificate that the event names
    "code gtin"                               the identifier itself: its scheme, or a key that it holds

The prefixes of names stand in profiles/facts.toml. What is empty was not declared.

>>> path = parse("product mda:descriptionShort", {"mda": "urn:epcglobal:cbv:mda:"})
>>> path.holder, path.name
('product', 'urn:epcglobal:cbv:mda:descriptionShort')
>>> list(members({"a": [{"b": 1}, {"b": ""}, {}]}, ("a", "*", "b")))
[1]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from txng.trace.errors import ProfileError

OF_THE_EVENT: Final = frozenset({"event", "told", "lot", "place", "party", "certificate"})
OF_THE_THING: Final = frozenset({"product", "maker", "code"})
MAX_FOUND: Final = 1000  # values of one path in one event: a fact needs one


@dataclass(frozen=True, slots=True)
class Path:
    """`name` is a full name, or the steps to a member of the event joined by dots."""

    holder: str
    name: str

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))


def parse(text: str, prefixes: Mapping[str, str]) -> Path:
    """Raises ProfileError for a holder or a prefix that nobody declared."""
    holder, _, name = text.partition(" ")
    if not name or holder not in OF_THE_EVENT | OF_THE_THING:
        raise ProfileError(f"Expected 'holder name' with a known holder, got {text!r}")
    if holder in ("event", "code"):
        return Path(holder, name)
    prefix, colon, word = name.partition(":")
    if not colon or not word or prefix not in prefixes:
        raise ProfileError(f"Expected a declared prefix, got {name!r} in {text!r}")
    return Path(holder, prefixes[prefix] + word)


def members(value: Any, steps: tuple[str, ...]) -> Iterator[Any]:
    """What stands at the end of the steps and is not empty; lists at the end are gone through."""
    if not steps:
        yield from _leaves(value)
        return
    step, rest = steps[0], steps[1:]
    if step == "*":
        for one in value if isinstance(value, list) else ():
            yield from members(one, rest)
    elif isinstance(value, Mapping):
        yield from members(value.get(step), rest)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    elif not is_empty(value):
        yield value


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())
