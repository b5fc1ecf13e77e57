"""Traces and recall lists: how long, and whether their cost follows the result or the store.

    python -m bench.traces                                  10^4 and 10^5 events, a recall of 300,000 units
    python -m bench.traces --events 10000 100000 1000000 --units 300000 --engine sqlite postgresql
    python -m bench.traces --json

Each figure has a process and a database of its own, as in `make bench`. A trace is asked as `txng trace`
asks; the recall list is asked of a store that holds the recalled world beside the province.
"""

import argparse
import json
from collections.abc import Iterable
from typing import Any

from bench import report
from bench.installations import installations, measure

ENGINES = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.traces", description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--units", type=int, default=300_000)
    parser.add_argument("--beside", type=int, default=20_000, help="events of the province beside")
    parser.add_argument("--samples", type=int, default=300)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found: dict[str, Any] = {}
    for engine in chosen.engine:
        found[engine] = {"traces": {}}
        with installations(engine) as fresh:
            for events in chosen.events:
                with fresh() as environ:
                    figures = measure("bench.traces_of_store", [events, chosen.samples], environ)
                found[engine]["traces"][str(events)] = figures
                if not chosen.json:
                    print("\n".join(_traces(engine, events, figures)), flush=True)
            if chosen.units:
                with fresh() as environ:
                    figures = measure(
                        "bench.recall_of_store", [chosen.units, chosen.beside], environ
                    )
                found[engine]["recall"] = figures
                if not chosen.json:
                    print("\n".join([f"\n{engine}", *report.recall_list(figures)]), flush=True)
    if chosen.json:
        print(json.dumps(found, allow_nan=False))


def _traces(engine: str, events: int, figures: dict[str, Any]) -> Iterable[str]:
    yield f"\n{engine}, {events:,} events: ms, results (nodes and events), µs of CPU a result"
    for name, told in figures["traces"].items():
        database, straight = told["database_us"], told["r_squared"]
        yield (
            f"  {name:<12} p50 {told['p50']:8.2f}  p95 {told['p95']:8.2f}  p99 {told['p99']:8.2f}"
            f"  results {told['results']:7.1f} ({told['least']} to {told['most']})"
            f"  CPU {told['cpu_us_per_result']:6.1f}"
            + (f"  CPU of db {database / told['results']:6.1f}" if database else "")
            + (f"  R² {straight:.3f}" if straight is not None else "")
        )


if __name__ == "__main__":
    main()
