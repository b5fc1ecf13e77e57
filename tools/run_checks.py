"""Run every check of the house and print one line for each; the output of those that fail.

    ok      lint        ruff check               0.1 s
    ok      format      ruff format --check      0.1 s
    FAILED  floors      lint-imports             1.2 s
            txng.gs1 is not allowed to import txng.repository ...

All of them run, so that one reading tells everything. The exit status is 0 when all passed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """`mend` is what a person types or does when it fails."""

    name: str
    command: tuple[str, ...]
    mend: str


CHECKS = (
    Check("lint", ("ruff", "check", "--quiet", "."), "make fix mends most of it"),
    Check("format", ("ruff", "format", "--check", "--quiet", "."), "make fix"),
    Check("types", ("mypy", "--no-error-summary"), "name the type, or mend the code"),
    Check("floors", ("lint-imports", "--no-cache"), "an upper floor may import a lower one only"),
    Check(
        "house",
        ("python", "-m", "pytest", "-q", "--no-header", "-n", "2", "tests/house"),
        "each test says which rule; docs/decisions and CONTRIBUTING.md say why",
    ),
)


def main(names: Sequence[str]) -> int:
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"expected some of {', '.join(c.name for c in CHECKS)}, got {', '.join(unknown)}")
        return 2
    failed = [check for check in CHECKS if (not names or check.name in names) and not passes(check)]
    for check in failed:
        print(f"\n{check.name}: {check.mend}")
    return 1 if failed else 0


def passes(check: Check) -> bool:
    """Run one check; an empty house test run fails too, because pytest then ends with 5."""
    started = time.monotonic()
    done = subprocess.run(
        [PROGRAMS / check.command[0], *check.command[1:]],
        cwd=ROOT,
        env=dict(os.environ, TXNG_TEST_ENGINE="sqlite"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    word = "FAILED" if done.returncode else "ok"
    shown = " ".join(check.command[:2]) if check.command[0] != "python" else "pytest tests/house"
    print(f"{word:<7} {check.name:<8} {shown:<24} {seconds:5.1f} s", flush=True)
    if done.returncode:
        for line in done.stdout.strip().splitlines():
            print(f"        {line}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
