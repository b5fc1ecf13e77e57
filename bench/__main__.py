"""make bench: how fast documents go in and answers come out, beside the raw speed of the database.

    make bench                                    10^4 and 10^5 events on SQLite and PostgreSQL
    make bench ARGS="--events 1000000"            the province (10000000 on request)
    make bench ARGS="--engine sqlite --events 10000 100000 1000000"
    make bench ARGS="--items 500000"              registers of the province: 50,000 enterprises
    make bench ARGS="--peer"                      QU4RTET beside us, from the package index
    make bench ARGS="--json"                      every figure, one JSON object

Each measurement has a process and a database of its own. Figures of one run may be compared with each
other; wall clocks of shared machines may not: CPU microseconds are printed beside them.
docs/operate/bench.md says what is compared with what.
"""

import argparse
import contextlib
import json
from collections.abc import Iterable
from typing import Any

from bench import goals, machine, report
from bench.installations import Fresh, installations, measure

ENGINES = ("sqlite", "postgresql")


class Amounts:
    """How much is measured: enough for steady figures, or with --quick only that all of it runs."""

    def __init__(self, *, quick: bool, items: int | None) -> None:
        self.items = items or (300 if quick else 20_000)  # of the registers
        self.samples = 20 if quick else 300  # questions and traces of a kind
        self.staged = 200 if quick else 10_000  # events, three times
        self.in_documents = 200 if quick else 20_000  # events over HTTP of each large size
        self.in_posts = 60 if quick else 5_000  # events over HTTP of each small size
        self.entered = 300 if quick else 20_000  # events that become entries of the public log
        self.lookups = 40 if quick else 4_000
        self.hashed = 100 if quick else 1_000
        self.of_peer = 100 if quick else 4_000
        self.recalled = 300 if quick else 300_000  # units of the recall list
        self.beside = 100 if quick else 20_000  # events of the province beside it
        self.labels = 50 if quick else 2_000  # printed and read back
        self.serials = 200 if quick else 100_000
        self.in_log = 2_000 if quick else 200_000  # entries
        self.proved = 50 if quick else 2_000
        self.asked = 1 if quick else 4  # times that each page of a list is asked for
        self.pages = ["1", "--rooms", "budget", "--bare"] if quick else ["2"]  # of the Plan's half


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--items", type=int, help="trade items of the registers, 20000 unless told")
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--peer", action="store_true", help="install QU4RTET and measure it too")
    parser.add_argument(
        "--quick", action="store_true", help="see that it runs; figures mean nothing"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    chosen = parser.parse_args()
    amounts = Amounts(quick=chosen.quick, items=chosen.items)

    def show(lines: Iterable[str]) -> None:
        if not chosen.json:
            print("\n".join(lines), flush=True)

    run: dict[str, Any] = {"machine": machine.told(), "engines": {}, "hashes": None, "tlog": None}
    run["peers"] = {}
    show(report.machine(run["machine"]))
    for engine in chosen.engine:
        with installations(engine) as fresh:
            if engine == "postgresql":
                with fresh() as environ:
                    run["server"] = machine.server(environ["TXNG_DATABASE_URL"])
                show([report.server(run["server"])])
            run["engines"][engine] = measured(fresh, sorted(chosen.events), amounts)
        show(report.engine(engine, run["engines"][engine]))
    with _sqlite() as environ:
        run["hashes"] = measure("bench.hashes", [amounts.hashed], environ)
    show(report.hashes(run["hashes"]))
    with _sqlite() as environ:
        run["tlog"] = measure("bench.tlog", [amounts.in_log, amounts.proved], environ)
    show(report.tlog(run["tlog"]))
    for engine in chosen.engine if chosen.peer else ():
        with installations(engine) as fresh, fresh() as environ:
            run["peers"][engine] = measure("bench.peers", [amounts.of_peer], environ)
        show(report.peer(engine, run["peers"][engine]))
    reached = list(goals.of_run(run))
    show(report.all_goals(reached))
    run["machine"]["load_at_end"] = machine.load()
    show(report.busy(run["machine"]["load_at_end"]))
    run["goals"] = [{**one._asdict(), "is_met": one.is_met} for one in reached]
    if chosen.json:
        print(json.dumps(run, allow_nan=False))


def measured(fresh: Fresh, sizes: list[int], amounts: Amounts) -> dict[str, Any]:
    found: dict[str, Any] = {"sizes": {}}
    for events in sizes:
        with fresh() as environ:
            found["sizes"][str(events)] = measure(
                "bench.engine", [events, amounts.samples], environ
            )
    with fresh() as environ:
        amount = [sorted(sizes)[-2:][0], amounts.samples, "--afterwards"]
        found["afterwards"] = measure("bench.engine", amount, environ)
    with fresh() as environ:
        found["stages"] = measure("bench.stages", [amounts.staged], environ)
    with fresh() as environ:
        counts = [amounts.in_documents, amounts.in_posts, amounts.lookups]
        found["http"] = measure("bench.over_http", counts, environ)
    with fresh() as environ:
        found["resolver"] = measure("bench.resolving", [amounts.lookups // 4], environ)
    with fresh() as environ:
        asked = [amounts.recalled, amounts.beside]
        found["recall"] = measure("bench.recall_of_store", asked, environ)
    with fresh() as environ:
        found["labels"] = measure("bench.labels", [amounts.labels, amounts.serials], environ)
    with fresh() as environ:
        found["log"] = measure("bench.public_log", [amounts.entered], environ)
    with fresh() as environ:
        found["registers"] = measure("bench.registers", [amounts.items, amounts.asked], environ)
        found["plan"] = measure("bench.plan", [amounts.items, amounts.asked], environ)
        found["report"] = measure("bench.plan_report", [amounts.items], environ)
        found["pages"] = measure("bench.pages", amounts.pages, environ)
    return found


@contextlib.contextmanager
def _sqlite() -> Any:
    with installations("sqlite") as fresh, fresh() as environ:
        yield environ


if __name__ == "__main__":
    main()
