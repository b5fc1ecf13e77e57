"""The register of parties at 50,000 entries: queries and processor time of each list page.

    python -m bench.registers [--entries 50000]        in a database of its own, SQLite, thrown away

Not the clock on the wall: `make bench` measures whole requests over HTTP. What stands here is the processor
time of this process for the view, the template and the database library, the least of ten.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BATCH = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, default=50_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TXNG_DATA": folder, "DJANGO_SETTINGS_MODULE": "txng.conf.settings"}
        os.environ["TXNG_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        seed(chosen.entries)
        print("\n".join(measured()))


def seed(entries: int) -> None:
    """Households for nine tenths, as in the province, spread over all communes by the verbs of imports."""
    from txng.accounts.actors import operator
    from txng.parties import actions
    from txng.parties.actions import PartyFacts
    from txng.parties.administrative_units import communes

    places = communes()
    began = time.process_time()
    for start in range(0, entries, BATCH):
        facts = [
            PartyFacts(
                kind="nong-ho" if number % 10 else "cong-ty",
                name=f"Hộ trồng {NAMES[number % len(NAMES)]} {number}",
                sector=("nong-nghiep", "nong-nghiep", "cong-thuong", "y-te")[number % 4],
                commune_code=places[number % len(places)].code,
            )
            for number in range(start, min(start + BATCH, entries))
        ]
        actions.register_all(by=operator(), facts=facts)
    spent = time.process_time() - began
    print(f"{entries} entries written with their words: {spent:.1f} s of processor time")


NAMES = ("cà phê", "chè", "sầu riêng", "rau", "hoa", "dâu tằm", "thanh long", "điều", "tiêu", "lúa")


def measured() -> list[str]:
    from django.test import RequestFactory

    from txng.accounts.actors import Actor, Grant, operator
    from txng.parties import queries
    from txng.parties.administrative_units import communes
    from txng.parties.views.registers import enterprises_for

    rights = frozenset({"parties.see", "parties.see_persons"})
    few = frozenset(unit.code for unit in communes()[:4])
    officer = Actor(1, "", frozenset(), "officer", grants=(Grant(rights, few, None),))
    blind = Actor(
        1, "", frozenset(), "blind", grants=(Grant(frozenset({"parties.see"}), None, None),)
    )
    lines = ["list page                                   queries   CPU ms"]
    for person, who in ((operator(), "province"), (officer, "4 communes"), (blind, "no persons")):
        for address in (
            "",
            "?q=sau+rieng+4",
            "?q=da+sar",
            "?kind=cong-ty&sector=y-te",
            "?huyen=675",
        ):

            def ask(person: Actor = person, address: str = address) -> None:
                request = RequestFactory().get(f"/so/co-so{address}")
                request.actor = person  # type: ignore[attr-defined]
                answer = enterprises_for(person).answer(request, queries.enterprises(person))
                assert answer.status_code == 200

            count, spent = cost(ask)
            lines.append(f"{who:<12} {address or '(all)':<30} {count:>7} {spent:>8.1f}")
    for way in ("commune", "district", "kind"):
        count, spent = cost(lambda way=way: queries.counted(operator(), way))
        lines.append(f"{'figures':<12} {way:<30} {count:>7} {spent:>8.1f}")
    return lines


def cost(ask: Callable[[], object]) -> tuple[int, float]:
    """Queries, and the least processor time of ten in ms."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    least = float("inf")
    for _turn in range(10):
        before = time.process_time()
        ask()
        least = min(least, time.process_time() - before)
    return len(captured), least * 1000


if __name__ == "__main__":
    main()
