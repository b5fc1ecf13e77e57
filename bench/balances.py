"""Ledgers and mass balances on a loaded database: how their cost follows what they read.

    python -m bench.balances EVENTS SAMPLES      loads the province, prints one JSON object

A ledger is asked for lots and serials, a balance for the same, a site-year for one mill, one packing house,
one shop and the warehouse. `results` are movements of a ledger, and events read for a balance.
"""

import json
import random
import sys
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench import engine, questions
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


def main(wanted: int, samples: int) -> None:
    taken = questions.Samples(random.Random(7), samples)
    loaded = engine.load(wanted, taken)
    print(json.dumps({"events": loaded["events"]} | measured(taken)))


def measured(taken: questions.Samples) -> dict[str, Any]:
    codes = [*taken.lots, *taken.serials.kept, *taken.mentioned.kept]
    return {
        "ledger": questions.timed([partial(_ledger, code) for code in codes]),
        "balance": questions.timed([partial(_balance, code) for code in codes]),
        "site_year": questions.timed(
            [partial(_site, place.id, year) for place in SITES for year in YEARS]
        ),
    }


def _ledger(code: str) -> int:
    return len(queries.ledger(actors.operator(), code).movements)


def _balance(code: str) -> int:
    return queries.balance_of_thing(actors.operator(), code).events


def _site(place: str, year: int) -> int:
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    return queries.balance_of_site(actors.operator(), place, begin, end).events


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
