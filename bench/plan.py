"""The Plan at the size of the province: what the dashboard, the indicators and each figure cost.

    python -m bench.plan ITEMS [TIMES]     prints one JSON object; in an initialised, empty installation,
                                           or one that bench.registers has filled before

A page is asked twice over: `cold` with nothing kept, so that it asks the registers itself; `warm` as it is
for everybody else within ten minutes, and always while `txng work` runs. A figure is asked without memory.
What is told is the processor time of this process and of PostgreSQL's process for it, the least of TIMES.
"""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import goals, house, processes, register_world
from tests import people
from txng.accounts.actors import operator
from txng.products.models import TradeItem
from txng.programme import figures
from txng.programme.actions import indicators as actions
from txng.programme.actions import telling
from txng.programme.models import Indicator
from txng.programme.queries import indicators as queries
from txng.programme.queries import told

TIMES: Final = 3
PAGES: Final = (
    "/dieu-hanh",
    "/dieu-hanh?bang=1",
    "/dieu-hanh?xa=25126",
    "/dieu-hanh?nganh=nong-nghiep",
    "/dieu-hanh?hinh=products.registered",
    "/ke-hoach/chi-tieu",
    "/ke-hoach/chi-tieu/san-pham-du-ho-so",
    "/ke-hoach/so-lieu/products.registered",
    "/ke-hoach/so-lieu/enterprises.registered",
)

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
    answer = {
        "items": chosen.items,
        "figures": [_figure(one, chosen.times) for one in figures.everyone()],
        "pages": [_page(address, chosen.times) for address in PAGES],
        "beforehand": _cost(lambda: telling.tell_beforehand(by=operator()), 1),
    }
    if chosen.all:
        for one in answer["figures"]:
            print(f"{one['code']:<28}{goals.cpu_ms(one):>9.1f} ms{one['value']!s:>12}")
        for one in answer["pages"]:
            cold, warm = (goals.cpu_ms(one[name]) for name in ("cold", "warm"))
            print(f"{one['address']:<44}{cold:>9.1f} ms cold{warm:>9.1f} ms warm")
        print(f"beforehand{goals.cpu_ms(answer['beforehand']):>38.1f} ms")
        return
    print(json.dumps(answer))


def _figure(one: figures.Figure, times: int) -> Figures:
    me = operator()
    asked = queries.asked_on(timezone.localdate())
    found = one.count(me, asked)
    return {
        "code": one.code,
        "value": None if found is None else str(found),
    } | _cost(lambda: one.count(me, asked), times)


def _page(address: str, times: int) -> Figures:
    client = Client(SERVER_NAME="localhost")
    people.sign_in(client, register_world.person("province"))

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    def ask_anew() -> None:
        told.forget()
        ask()

    ask()
    return {"address": address, "cold": _cost(ask_anew, times), "warm": _cost(ask, times)}


def _cost(verb: Callable[[], object], times: int) -> Figures:
    own, spent = house.own_backends(), []
    for _turn in range(times):
        before, theirs = time.process_time(), processes.cpu_seconds(own)
        verb()
        spent.append((time.process_time() - before, processes.cpu_seconds(own) - theirs))
    ours, database = min(spent, key=sum)
    return {"cpu_ms": ours * 1000, "database_ms": database * 1000 if own else None}


if __name__ == "__main__":
    main()
