"""make bench: how fast documents go in and traces come out, beside the raw speed of the database.

    make bench                                    10^4 and 10^5 events on SQLite and PostgreSQL
    make bench ARGS="--events 1000000"            the province
    make bench ARGS="--engine sqlite --events 10000 100000 1000000"

Each engine and size runs in a process and a database of its own. Figures of one run may be compared
with each other; wall clocks of shared machines may not: CPU microseconds are printed beside them.
"""

import argparse
import json
import os
import platform
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools.run_tests import postgres_url

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-c", "from txng.conf.cli import main; main()")
HEAD = (
    f"{'engine':<11}{'events':>9}{'capture/s':>11}{'µs CPU':>8}{'raw/s':>9}{'of raw':>8}"
    f"{'last/first':>11}{'bytes':>7}   "
    f"{'upstream p50/p99 ms':>20}{'downstream p50/p99 ms':>23}{'µs/(node+event)':>17}"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), nargs="+")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON lines")
    chosen = parser.parse_args()
    if not chosen.json:
        print(
            f"Python {platform.python_version()}, {os.cpu_count()} cores, documents of about 200 events"
        )
        print(HEAD)
    for engine in chosen.engine or ("sqlite", "postgresql"):
        if engine == "sqlite":
            for events in chosen.events:
                show(run(engine, events, {}), chosen.json)
        else:
            with postgres_url() as server:
                for events in chosen.events:
                    show(on_server(server, events), chosen.json)


def on_server(server: str, events: int) -> dict[str, float]:
    name = f"txng_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
            return run("postgresql", events, {"TXNG_DATABASE_URL": url})
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def run(engine: str, events: int, extra: dict[str, str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="txng-bench-") as folder:
        environ = dict(os.environ, TXNG_DATA=folder, PYTHONPATH=f"{ROOT}/src:{ROOT}", **extra)
        subprocess.run([*COMMAND, "init", "--json"], env=environ, check=True, capture_output=True)
        done = subprocess.run(
            [sys.executable, "-m", "bench.engine", str(events)],
            env=environ, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    return {"engine": engine} | json.loads(done.stdout)


def show(figures: dict[str, float], as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures), flush=True)
        return
    up, down = figures["upstream"], figures["downstream"]
    print(
        f"{figures['engine']:<11}{figures['events']:>9,}{figures['per_second']:>11,.0f}"
        f"{figures['cpu_us']:>8.0f}{figures['raw_per_second']:>9,.0f}"
        f"{figures['per_second'] / figures['raw_per_second']:>8.0%}{figures['last_to_first']:>11.2f}"
        f"{figures['bytes_per_event']:>7.0f}   "
        f"{up['p50']:>11.2f} / {up['p99']:<6.1f}{down['p50']:>14.2f} / {down['p99']:<6.1f}"
        f"{up['us_per_result']:>8.1f}, {down['us_per_result']:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
