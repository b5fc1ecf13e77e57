"""Ledgers and mass balances on the loaded database: how their cost follows what they read.

A ledger and a balance are asked for anything that the load mentions, a year's account for a mill, a
packing house, a shop and the warehouse, as far as MOST events reach: beyond it the answer says that it is
cut, and costs what reading so far costs. `results` are movements of a ledger, and events read for a balance.
Part of `bench.engine`.
"""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench import questions
from txng.accounts import actors
from txng.demo import enterprises
from txng.repository import queries

SITES = (
    enterprises.COFFEE_MILL,
    enterprises.VEGETABLE_PACKING_HOUSE,
    enterprises.SHOP_DA_LAT,
    enterprises.WAREHOUSE,
)
YEARS = (2024, 2025)
MOST = 10_000  # events read for a site's account; the demonstration has its million at a few dozen sites


def measured(taken: questions.Samples) -> dict[str, Any]:
    codes = taken.mentioned.kept
    return {
        "ledger": questions.timed([partial(_ledger, code) for code in codes]),
        "balance": questions.timed([partial(_balance, code) for code in codes]),
        "site_year": questions.timed(
            [partial(_site, place.id, year) for year in YEARS for place in SITES]
        ),
    }


def _ledger(code: str) -> int:
    return len(queries.ledger(actors.operator(), code).movements)


def _balance(code: str) -> int:
    return queries.balance_of_thing(actors.operator(), code).events


def _site(place: str, year: int) -> int:
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    return queries.balance_of_site(actors.operator(), place, begin, end, limit=MOST).events
