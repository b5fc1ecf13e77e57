"""The registers at the size of the province: queries and processor time of every list page and search.

    python -m bench.registers ITEMS [TIMES]     prints one JSON object; in an initialised, empty installation,
                                                or one that it has filled before

A page is asked for as a browser does: session, guard, view, template. What is told is the processor time of
this process and of PostgreSQL's process for it, the least of TIMES: the clock on the wall belongs to
whoever else uses the machine. `make bench` tells the slowest page of each list; `--all` prints every one.
"""

import argparse
import contextlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import goals, house, processes, register_world
from tests import people
from txng.products.models import TradeItem

Figures = dict[str, Any]
TIMES: Final = 4  # each page is asked for, the first time counting its queries
WALKED: Final = 3  # pages that "a later page" lies behind
ASKERS: Final = {"province": "officer of the province", "commune": "of a commune", "owner": "owner"}
WORDS: Final = {
    "folded": "da teh",
    "common": "ca phe",
    "two common": "ca phe rang xay",
    "rare": "ca phe 4242",
    "apart": "gao nep tieu",
    "prefix": "c",
    "old commune": "dung lac",
    "nothing": "zzz",
}


@dataclass(frozen=True, slots=True)
class Register:
    """`sorts` and `narrows` are query strings beside "", the first page; `seeks` are searches of its box."""

    route: str
    sorts: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    arguments: tuple[object, ...] = ()
    askers: tuple[str, ...] = tuple(ASKERS)


def registers() -> Iterator[Register]:
    item = TradeItem.objects.filter(gtin__isnull=False).order_by("-pk").first()
    gtin = item.gtin if item and item.gtin else ""
    seeks = tuple(WORDS.values())
    yield Register(
        "parties:enterprises", ("-name",),
        (
            "kind=cong-ty", "kind=nong-ho", "sector=y-te", "size=", "xa=25126", "huyen=675", "dang=co",
            "dang=khong", "kind=cong-ty&sector=y-te&xa=25126",
        ),
        (*seeks, "3120000108", "DV-000042-0", "thi tran da teh"),
    )  # fmt: skip
    yield Register(
        "parties:plots", ("-code",), ("xa=25126", "huyen=675", "cach=trong-thuan", "ranh=co", "ranh=khong")
    )  # fmt: skip
    yield Register("parties:mandates")
    yield Register("parties:units")
    yield Register("parties:figures", askers=("province", "commune"))
    yield Register("parties:duplicates", askers=("province",))
    yield Register(
        "products:trade_items", ("-name",),
        (
            "nhom=nong-san/", "nhom=nong-san/ca-phe/", "nhom=nong-san/che/", "thieu=co", "thieu=khong",
            "state=active", "state=withdrawn", "state=withdrawn&thieu=co",
            "nhom=nong-san/che/&state=withdrawn",
        ),
        (*seeks, gtin, gtin[1:], gtin[1:13], "SP-000004"),
    )  # fmt: skip
    yield Register("products:marks")
    yield Register("products:licences", ("until",))
    yield Register("products:groups")
    yield Register("products:my_duties")
    yield Register("products:overview", askers=("province", "commune"))
    for number, place in _milestones():
        yield Register(
            "products:late", ("-name",), (), ("da teh", "ca phe"), (number, place), ("province", "commune")
        )  # fmt: skip
    yield Register("products:versions", askers=("province",))
    yield Register("barcodes:prefixes", ("-digits",))
    yield Register("barcodes:cases", ("opened_at",), ("state=open", "state=sent"))
    yield Register(
        "barcodes:given", ("-number", "value"), ("kind=gtin", "kind=gln"), (), (register_world.PREFIX,)
    )  # fmt: skip
    yield Register("barcodes:designs", askers=("owner",))
    yield Register("barcodes:own_names", ("-name",))
    yield Register("barcodes:batches", ("issued_at",), ("state=issued", "state=sold"))
    yield Register("barcodes:lots", ("declared_at",))
    yield Register("documents:imports", ("created_at",), ("state=dropped", "state=done"))
    yield Register(
        "resolver:links", ("-path",), ("kind=pip", "default=yes"), ("da teh", "san pham", gtin),
        askers=("province", "owner"),
    )  # fmt: skip
    yield Register("resolver:hosts", askers=("province", "owner"))
    yield Register("accounts:roles", askers=("province",))
    yield Register("accounts:members", askers=("province", "owner"))
    yield Register("accounts:keys", askers=("province", "owner"))
    yield Register(
        "accounts:journal", (), ("verb=tradeitem.", "verb=session.", "who=an", "who=zzz", "subject=4242")
    )  # fmt: skip


def _milestones() -> Iterator[tuple[int, int]]:
    from txng.products.models import ListItem

    for item in ListItem.objects.order_by("pk")[:1]:
        for place in range(2):
            yield item.pk, place


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", type=int)
    parser.add_argument("times", type=int, nargs="?", default=TIMES)
    parser.add_argument(
        "--all", action="store_true", help="a line for every page, in place of JSON"
    )
    parser.add_argument("--only", default="", help="routes that begin so")
    chosen = parser.parse_args()
    if not TradeItem.objects.exists():
        register_world.fill(chosen.items)
        if connection.vendor == "postgresql":
            house.raw_connection().execute("VACUUM ANALYZE")  # as autovacuum does within a minute
    pages = list(measured(chosen.only, chosen.times))
    if chosen.all:
        for page in sorted(pages, key=lambda one: -goals.cpu_ms(one)):
            print(
                f"{page['route']:<24}{page['asker']:<10}{page['asked']:<44}{page['queries']:>4}{goals.cpu_ms(page):>9.1f}"
            )
        return
    print(json.dumps({"items": chosen.items, "pages": pages}))


def measured(only: str, times: int) -> Iterator[Figures]:
    clients = {asker: _client(asker) for asker in ASKERS}
    for register in registers():
        if not register.route.startswith(only):
            continue
        address = reverse(register.route, args=register.arguments)
        for asker in register.askers:
            for asked, words in _asked(register, clients[asker], address):
                yield {"route": register.route, "asker": asker, "asked": words} | cost(
                    clients[asker], address + asked, times
                )


def _client(asker: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    people.sign_in(client, register_world.person(asker))
    return client


def _asked(register: Register, client: Client, address: str) -> Iterator[tuple[str, str]]:
    yield "", "first page"
    if later := _later(client, address):
        yield later, "a later page"
    for sort in register.sorts:
        yield f"?sort={sort}", f"sort={sort}"
    for narrow in register.narrows:
        yield f"?{narrow}", narrow
    for seek in register.seeks:
        yield "?q=" + seek.replace(" ", "+"), f"q={seek}"


def _later(client: Client, address: str) -> str:
    """What the address of the page behind WALKED others asks; "" where there are none."""
    found = ""
    for _page in range(WALKED):
        text = client.get(address + found).content.decode()
        links = re.findall(r'href="([?][^"]*(?:after|before)=[^"]*)"', text)
        if not links:
            return ""
        found = unescape(links[-1])
    return found


def cost(client: Client, address: str, times: int) -> Figures:
    """Queries of a page, its processor time here and in the database in ms, and its bytes."""
    own, spent, queries, size = house.own_backends(), [], 0, 0
    for turn in range(times):
        counting = CaptureQueriesContext(connection) if turn == 0 else contextlib.nullcontext()
        before, theirs = time.process_time(), processes.cpu_seconds(own)
        with counting as captured:
            answer = client.get(address)
        used = time.process_time() - before
        spent.append((used, processes.cpu_seconds(own) - theirs))
        assert answer.status_code == 200, (address, answer.status_code)
        size, queries = len(answer.content), len(captured) if captured is not None else queries
    ours, database = min(spent, key=sum)
    return {
        "queries": queries,
        "cpu_ms": ours * 1000,
        "database_ms": database * 1000 if own else None,
        "bytes": size,
    }


if __name__ == "__main__":
    main()
