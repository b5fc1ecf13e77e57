"""The words of profiles/facts.toml: prefixes of names, where facts lie, units as labels write them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from txng.epcis import units
from txng.trace.errors import ProfileError
from txng.trace.paths import Path, parse


@dataclass(frozen=True, slots=True)
class Words:
    """`facts`: name of a fact -> the paths where it may lie, the first that says something holds."""

    prefixes: Mapping[str, str]
    facts: Mapping[str, tuple[Path, ...]]
    units: Mapping[str, str]
    harvest: frozenset[str]


def read(text: str) -> Words:
    """Raises ProfileError with the name of what is wrong."""
    table = tomllib.loads(text)
    prefixes = table["prefixes"]
    facts = {
        name: tuple(parse(path, prefixes) for path in paths)
        for name, paths in table["facts"].items()
    }
    strange = [word for word, code in table["units"].items() if units.quantity(code) is None]
    if strange:
        raise ProfileError(f"Expected codes of Recommendation 20 for {', '.join(strange)}")
    return Words(
        MappingProxyType(prefixes),
        MappingProxyType(facts),
        MappingProxyType(table["units"]),
        frozenset(table["activities"]["harvest"]),
    )


@cache
def words() -> Words:
    return read((files("txng.trace") / "profiles" / "facts.toml").read_text(encoding="utf-8"))
