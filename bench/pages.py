"""Every page of a kind of people, found as they find it: by following links; what each costs.

    python -m bench.pages [TIMES] [--rooms programme,budget] [--all]     prints one JSON object

In an initialised installation; where that has no tasks, the Plan's half of the demonstration is put in first.

Walks from the first page and the side menu, at most MOST pages of a route, without posting anything. What is
told is the processor time of this process and of PostgreSQL's process for it, the least of TIMES. Files
(PDF, DOCX, sheets) are no pages and left out; so are doors for machines.
"""

import argparse
import html
import json
import re
from collections import Counter, deque
from functools import partial
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from bench import goals, house, register_world
from tests import people
from txng.accounts.actors import operator
from txng.demo import plan
from txng.programme.models import Task

MOST: Final = 4  # pages of one route
ROOMS: Final = ("programme", "budget", "awards", "outreach", "training", "documents", "reports")
ASKERS: Final = ("province", "commune", "owner")
STARTS: Final = (
    "/", "/ke-hoach", "/dieu-hanh", "/kinh-phi", "/khuyen-khich", "/dao-tao", "/lop-hoc", "/van-ban",
    "/bao-cao", "/cong-thong-tin", "/gop-y", "/tuyen-truyen",
)  # fmt: skip
FILE: Final = re.compile(r"[?&](format|lang)=")  # and the same page in another language
LINKS: Final = re.compile(r'<a [^>]*href="([^"#]+)"')

Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("times", type=int, nargs="?", default=2)
    parser.add_argument(
        "--rooms", default=",".join(ROOMS), help='rooms, with commas; "" for every one'
    )
    parser.add_argument(
        "--bare", action="store_true", help="with what is there, though it be little"
    )
    parser.add_argument("--all", action="store_true", help="a line for each page, in place of JSON")
    chosen = parser.parse_args()
    rooms = tuple(filter(None, chosen.rooms.split(",")))
    if not chosen.bare and not Task.objects.exists():
        plan.put_in(by=operator())
    pages = [page for asker in ASKERS for page in walked(asker, rooms, chosen.times)]
    if not chosen.all:
        print(json.dumps({"pages": pages}))
        return
    for page in sorted(pages, key=goals.cpu_ms, reverse=True):
        print(
            f"{goals.cpu_ms(page):>8.1f} ms  {page['asker']:<9}{page['route']:<32}{page['address']}"
        )
    print(f"{len(pages)} pages of {len({page['route'] for page in pages})} routes")


def walked(asker: str, rooms: tuple[str, ...], times: int) -> list[Figures]:
    """Pages of these rooms as this kind of person meets them."""
    # batches that bench.registers wrote have no layout: their pages fail, and are none of these rooms
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    people.sign_in(client, register_world.person(asker))
    waiting, seen, counts = deque(STARTS), set(STARTS), Counter[str]()
    pages = []
    while waiting:
        address = waiting.popleft()
        route = _route(address)
        if not route or counts[route] >= MOST or FILE.search(address):
            continue
        counts[route] += 1
        answer = client.get(address)
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
            continue
        is_of_rooms = not rooms or route.partition(":")[0] in rooms
        if is_of_rooms:
            spent = house.cost(partial(client.get, address), times)
            pages.append({"asker": asker, "route": route, "address": address} | spent)
        for found in LINKS.findall(answer.content.decode()):
            link = urljoin(address, html.unescape(found))
            # other rooms are passed through only by whoever asks for all of them
            if link.startswith("/") and link not in seen and (is_of_rooms or address in STARTS):
                seen.add(link)
                waiting.append(link)
    return pages


def _route(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


if __name__ == "__main__":
    main()
