"""A small market, seeded: how many copied codes are noticed, how many honest ones are suspected.

Printed by `pytest -s tests/analytics/test_simulation.py`; the goals are those of reliability.md §6
("Anti-counterfeit") at a hundredth of their size, with rivals who scan shelves to make goods look copied.
"""

import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from txng.analytics.rules import Sighting, judge

START = datetime(2026, 10, 1, tzinfo=timezone(timedelta(hours=7)))
PROVINCES = [f"VN-{n:02}" for n in range(1, 35)]
HOME = "VN-35"
UNITS, CLONED = 10_000, 100
DAYS = 60


def at(day, rng):
    return START + timedelta(days=day, hours=rng.choice((8, 9, 10, 12, 15, 17, 18, 19, 20, 21)))


def honest(unit, rng):
    """The packer checks it, shoppers look at it on its shelf, one household buys it; some travel."""
    shelf = rng.choice([HOME, *PROVINCES])
    day = rng.randrange(DAYS - 12)
    rows = [Sighting(at(day, rng), b"packer", HOME, 400)]
    shoppers = range(rng.choice((0, 0, 1, 1, 2, 5)))
    rows += [Sighting(at(day + 2 + n % 4, rng), b"shopper%d" % n, shelf) for n in shoppers]
    rows += [Sighting(at(day + 3, rng), b"shop", shelf, 60)] * rng.choice((0, 1))
    bought = day + rng.randrange(3, 8)
    rows += [
        Sighting(at(bought, rng), b"buyer%d" % n, shelf) for n in range(rng.choice((0, 1, 1, 2)))
    ]
    if rng.random() < 0.06:  # a gift: taken home by bus or plane the same day
        rows.append(Sighting(at(bought + rng.choice((0, 1)), rng), b"gift", rng.choice(PROVINCES)))
    if rng.random() < 0.01:  # on a table at a fair: ten strangers in one afternoon
        rows += [Sighting(at(bought, rng), b"fair%d" % n, shelf) for n in range(10)]
    return rows


def cloned(unit, rng):
    """Copies of one label in many provinces, each looked at by its buyer."""
    where = rng.sample(PROVINCES, rng.randint(4, 12))
    begun = rng.randrange(DAYS - 25)
    count = rng.randint(20, 60)
    return honest(unit, rng) + [
        Sighting(at(begun + rng.randrange(10), rng), b"victim%d" % n, rng.choice(where))
        for n in range(count)
    ]


def poisoned(unit, rng):
    """A rival's people in five provinces scan whole shelves, this bag's photo among them."""
    begun = rng.randrange(DAYS - 12)
    return honest(unit, rng) + [
        Sighting(at(begun + n % 2, rng), b"rival%d" % n, PROVINCES[n], rng.randint(15, 80))
        for n in range(5)
    ]


def is_noticed(rows):
    """Whether the page warned on any evening of these two months."""
    evenings = {row.hour.date() for row in rows}
    return any(
        judge(rows, datetime(day.year, day.month, day.day, 23, tzinfo=START.tzinfo)).is_suspect
        for day in evenings
    )


def test_clones_are_noticed_and_honest_goods_are_left_alone(capsys):
    rng = random.Random(20261128)
    clones = [is_noticed(cloned(n, rng)) for n in range(CLONED)]
    innocent = [is_noticed(honest(n, rng)) for n in range(UNITS)]
    victims = [is_noticed(poisoned(n, rng)) for n in range(500)]
    blind = [is_noticed([replace(row, breadth=1) for row in poisoned(n, rng)]) for n in range(50)]
    assert sum(blind) > 40, "without breadth the rival would win: this test can fail"
    recall = sum(clones) / len(clones)
    false = (sum(innocent) + sum(victims)) / (len(innocent) + len(victims))
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what this test is for
            f"\nscan signals: recall {recall:.1%} of {CLONED} copied codes with 20 scans or more;"
            f" false alarms {false:.3%} of {UNITS} honest and 500 poisoned codes"
            f" ({sum(innocent)} + {sum(victims)})"
        )
    assert recall >= 0.9
    assert false <= 0.001
