"""The Plan at the size of the province: what the dashboard, the indicators and each figure cost.

    python -m bench.plan ITEMS [TIMES]     prints one JSON object; in an initialised, empty installation,
                                           or one that bench.registers has filled before

A page is asked three times over: `alone` with nothing kept and no `txng work`, so that it asks the registers
itself; `beside` while `txng work` runs, which has told what every page shows, and to which the page leaves
what nobody asked before (`txng work` spends `asked` on that); `again` within ten minutes. A figure is asked
without memory.
What is told is the processor time of this process and of PostgreSQL's process for it, the least of TIMES.
"""

import argparse
import json
from functools import partial
from typing import Any, Final

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import goals, house, register_world
from tests import people
from txng.accounts.actors import operator
from txng.products.models import TradeItem
from txng.programme import figures
from txng.programme.actions import indicators as actions
from txng.programme.actions import telling
from txng.programme.models import Indicator, KeptFigure
from txng.programme.queries import indicators as queries
from txng.programme.queries import told

TIMES: Final = 3
PAGES: Final = (
    "/dieu-hanh",
    "/dieu-hanh?bang=1",
    "/dieu-hanh?xa=25126",
    "/dieu-hanh?nganh=nong-nghiep",
    "/dieu-hanh?xa=25126&nganh=nong-nghiep",
    "/dieu-hanh?nhom=nong-san/",
    "/dieu-hanh?nam=2025",
    "/dieu-hanh?hinh=products.registered",
    "/ke-hoach/chi-tieu",
    "/ke-hoach/chi-tieu/san-pham-du-ho-so",
    "/ke-hoach/so-lieu/products.registered",
    "/ke-hoach/so-lieu/enterprises.registered",
)

WAYS: Final = ("alone", "beside", "asked", "again")

Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", type=int)
    parser.add_argument("times", type=int, nargs="?", default=TIMES)
    parser.add_argument("--all", action="store_true", help="a line for each, in place of JSON")
    chosen = parser.parse_args()
    if not TradeItem.objects.exists():
        register_world.fill(chosen.items)
        if connection.vendor == "postgresql":
            house.raw_connection().execute("VACUUM ANALYZE")
    if not Indicator.objects.exists():
        actions.put_in_proposals(by=operator())
    pages, beforehand = _pages(chosen.times)
    answer = {
        "items": chosen.items,
        "figures": [_figure(one, chosen.times) for one in figures.everyone()],
        "pages": pages,
        "beforehand": beforehand,
    }
    if chosen.all:
        for one in answer["figures"]:
            print(f"{one['code']:<28}{goals.cpu_ms(one):>9.1f} ms{one['value']!s:>12}")
        for one in answer["pages"]:
            told_ = "".join(f"{goals.cpu_ms(one[name]):>9.1f} ms {name}" for name in WAYS)
            print(f"{one['address']:<44}{told_}")
        print(f"beforehand{goals.cpu_ms(beforehand):>38.1f} ms")
        return
    print(json.dumps(answer))


def _figure(one: figures.Figure, times: int) -> Figures:
    me = operator()
    asked = queries.asked_on(timezone.localdate())
    found = one.count(me, asked)
    return {
        "code": one.code,
        "value": None if found is None else str(found),
    } | house.cost(lambda: one.count(me, asked), times)


def _pages(times: int) -> tuple[list[Figures], Figures]:
    """Each page, and what it costs to tell beforehand."""
    client = Client(SERVER_NAME="localhost")
    people.sign_in(client, register_world.person("province"))

    def ask(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    def ask_anew(address: str) -> None:
        told.forget()
        ask(address)

    def tell() -> None:
        while telling.tell_asked(by=operator()):
            pass

    KeptFigure.objects.all().delete()
    ask(PAGES[0])  # what a process does once
    alone = {address: house.cost(partial(ask_anew, address), times) for address in PAGES}
    beforehand = house.cost(lambda: telling.tell_beforehand(by=operator()), 1)
    usual = set(KeptFigure.objects.values_list("pk", flat=True))
    pages = []
    for address in PAGES:
        KeptFigure.objects.exclude(pk__in=usual).delete()
        beside = house.cost(partial(ask_anew, address), times)
        pages.append(
            {
                "address": address,
                "alone": alone[address],
                "beside": beside,
                "asked": house.cost(tell, 1),
                "again": house.cost(
                    partial(ask, address), times + 1
                ),  # the first reads what was told
            }
        )
    return pages, beforehand


if __name__ == "__main__":
    main()
