"""What the registers know already of a criterion: "hệ thống ghi nhận". A person still confirms it. Plain.

    observe(Facts(trade_items=3, lacking=1, ..))["elements"]  ->  Observed("elements", False, ..)

A fact that the registers cannot tell is not there, and the criterion waits for the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ENTRY, SITE, GLN, ITEMS, GTIN, ELEMENTS, PLOTS, CONTACT = (
    "entry", "site", "gln", "items", "gtin", "elements", "plots", "contact",
)  # fmt: skip
KEYS: Final = (ENTRY, SITE, GLN, ITEMS, GTIN, ELEMENTS, PLOTS, CONTACT)


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of what is open and made today."""

    has_address: bool = False
    has_tax_code: bool = False
    has_contact: bool = False
    has_gln: bool = False
    sites: int = 0
    sites_with_gln: int = 0
    trade_items: int = 0
    with_gtin: int = 0
    lacking: int = 0  # trade items for which Circular 02/2024 still wants something told
    plots: int = 0
    plots_measured: int = 0


@dataclass(frozen=True, slots=True)
class Observed:
    """`done` of `all` where the fact is a count, 0 of 0 where it is not."""

    key: str
    holds: bool
    done: int = 0
    all: int = 0


def observe(facts: Facts) -> Mapping[str, Observed]:
    """By key. "plots" only of whoever has plots: a roastery has none to measure."""
    found = [
        Observed(ENTRY, facts.has_address and facts.has_tax_code),
        Observed(SITE, facts.sites > 0, facts.sites, facts.sites),
        Observed(GLN, facts.has_gln or facts.sites_with_gln > 0, facts.sites_with_gln, facts.sites),
        Observed(ITEMS, facts.trade_items > 0, facts.trade_items, facts.trade_items),
        _all(GTIN, facts.with_gtin, facts.trade_items),
        _all(ELEMENTS, facts.trade_items - facts.lacking, facts.trade_items),
        Observed(CONTACT, facts.has_contact),
    ]
    if facts.plots:
        found.append(_all(PLOTS, facts.plots_measured, facts.plots))
    return {one.key: one for one in found}


def _all(key: str, done: int, count: int) -> Observed:
    return Observed(key, count > 0 and done == count, done, count)
