"""Where codes lead, asked at the machine door and through a Django view of the same look-up.

    python -m bench.resolving LOOKUPS        prints one JSON object

redirect, link set    a product's default and its link set, asked by machines (linkset+json)
of one code           a code on a shelf, asked for again and again
of many codes         all codes in turn, again and again: kept for as long as no link changes
codes asked first     every code once: each is looked up in the database

The Django view (`bench/django_view.py`) asks the same room the same question and answers the same bytes
behind the house's middleware. One worker and its database share the first core, the client has the last.
"""

import json
import sys
from typing import Any

from bench import house
from bench.over_http import APPLICATION, FEW, ask
from bench.server import Server, serving
from txng.accounts import actions as accounts
from txng.accounts import actors
from txng.gs1.check_digit import digit_for
from txng.resolver import actions
from txng.resolver.actions.links import Content

HOST = "an.example"
LANGUAGES = ("vi", "en", "zh")
OFTEN = 10  # how often the one code is asked for, beside each of the many
ROUNDS = 12  # of the many codes, the first not counted
Figures = dict[str, Any]
DOORS = {"machine": "", "django": "/bench"}
FORMS = {"redirect": ("*/*", "307"), "linkset": ("application/linkset+json", "200")}


def main(lookups: int) -> None:
    codes = [product(number) for number in range(lookups)]
    register(codes)
    house.connection.close()  # this process has no part in the database's CPU
    figures: Figures = {}
    # no door may find what another one, or the same in another form, has just looked up
    shares = iter(range(len(DOORS) * len(FORMS)))
    with serving(APPLICATION) as server:
        for form in FORMS:
            for name in ("cold", "of_one", "of_many"):
                figures[f"{form}_{name}"] = {}
            for door, prefix in DOORS.items():
                own = codes[next(shares) :: len(DOORS) * len(FORMS)]
                asked = {
                    "cold": own,
                    "of_one": own[:1] * lookups * OFTEN,
                    "of_many": own * ROUNDS,
                }
                for name, listed in asked.items():
                    figures[f"{form}_{name}"][door] = look_up(server, form, prefix, listed)
    print(json.dumps(figures))


def product(number: int) -> str:
    digits = f"0952{number:09}"
    return digits + digit_for(digits)


def register(codes: list[str]) -> None:
    operator = actors.operator()
    holder = accounts.ensure_organisation(by=operator, name="Bench")
    by = actors.operator_for(holder.pk, holder.name)
    host = actions.request_host(by=by, host=HOST)
    actions.approve_host(by=operator, host_id=host.pk)
    for code in codes:
        path = f"/01/{code}"
        page = Content("gs1:pip", f"https://{HOST}{path}", "Trang sản phẩm", default="yes")
        actions.register_link(by=by, code=path, content=page, description="Cà phê rang")
        for tag in LANGUAGES:
            leaflet = Content(
                "gs1:instructions", f"https://{HOST}{path}/{tag}", "Hướng dẫn", (tag,)
            )
            actions.register_link(by=by, code=path, content=leaflet)


def look_up(server: Server, form: str, prefix: str, codes: list[str]) -> Figures:
    accept, status = FORMS[form]
    requests = [
        {
            "head": f"GET {prefix}/01/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}",
            "body": "",
        }
        for code in codes
    ]
    warm = len(codes) // ROUNDS + 1
    ask(server, requests[:warm], FEW)
    before = server.cpu()
    answer = ask(server, requests[warm:], FEW)
    after = server.cpu()
    assert set(answer["statuses"]) == {status}, answer["statuses"]
    asked = answer["answered"]
    worker, database = after[0] - before[0], after[1] - before[1]
    return {
        "asked": asked,
        "bytes": answer["bytes"] / asked,
        "per_second": asked / answer["wall"],
        "server_us": worker / asked * 1e6,
        "database_us": database / asked * 1e6 if server.backends() else None,
        **{name: answer[name] for name in ("p50", "p95", "p99")},
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
