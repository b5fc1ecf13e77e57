"""The annual report at the size of the province: from nothing to a DOCX, and what each step costs.

    python -m bench.plan_report ITEMS     prints one JSON object; in an initialised, empty installation,
                                          or one that bench.registers has filled before

One pass: the report is made, every number counted and kept with its rows, every section filled from the
registers, the paper laid out and written. Told is the processor time of this process and of PostgreSQL's
process for it. `--all` prints a line for each step and for the dearest numbers. What was made is undone.
"""

import argparse
import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final
from unittest import mock

from django.db import connection, transaction

from bench import house, processes, register_world
from txng.accounts.actors import operator
from txng.conf import roles
from txng.documents import papers
from txng.products.models import TradeItem
from txng.reports import annexes_file, providers
from txng.reports.actions import annual
from txng.reports.queries import counting, paper

YEAR: Final = 2026
DEAREST: Final = 12

Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", type=int)
    parser.add_argument("--all", action="store_true", help="a line for each step, in place of JSON")
    chosen = parser.parse_args()
    if not TradeItem.objects.exists():
        register_world.fill(chosen.items)
        if connection.vendor == "postgresql":
            house.raw_connection().execute("VACUUM ANALYZE")
    answer = {"items": chosen.items} | full_pass(YEAR)
    if not chosen.all:
        print(json.dumps(answer))
        return
    for name in ("steps", "numbers", "providers"):
        print(name)
        for step, seconds in answer[name].items():
            print(f"  {step:<32}{seconds:>8.2f} s")
    print(f"full data pass{answer['cpu_s']:>28.2f} s of processor time")


def full_pass(year: int) -> Figures:
    """`cpu_s` in all; `steps`, `numbers` (the dearest) and `providers` in seconds, dearest first."""
    roles.install()
    me, steps = operator(), dict[str, float]()
    numbers, asked = dict[str, float](), dict[str, float]()
    with transaction.atomic(), ExitStack() as stack:
        stack.enter_context(_timed(counting, "counted", numbers, 1))
        stack.enter_context(_timed(providers, "ask", asked, 0))
        report = _step(steps, "outline", lambda: annual.create(by=me, year=year))
        _step(steps, "numbers and sections", lambda: annual.fill_all(by=me, report=report))
        told = _step(steps, "paper", lambda: paper.paper(me, report))
        _step(steps, "DOCX", lambda: papers.write_docx(told))
        _step(steps, "PDF", lambda: papers.write_pdf(told))
        _step(
            steps,
            "annexes in Excel",
            lambda: annexes_file.write(report.about, paper.annexes(me, report)),
        )
        transaction.set_rollback(True)
    dearest = dict(sorted(numbers.items(), key=lambda one: -one[1])[:DEAREST])
    return {
        "cpu_s": sum(steps.values()),
        "steps": steps,
        "numbers": dearest,
        "providers": dict(sorted(asked.items(), key=lambda one: -one[1])),
    }


def _step(steps: dict[str, float], name: str, verb: Callable[[], Any]) -> Any:
    found, steps[name] = _cost(verb)
    return found


def _timed(module: Any, name: str, told: dict[str, float], place: int) -> Any:
    """Every call of this function counts its processor time under its argument at `place`."""
    real = getattr(module, name)

    def measured(*arguments: Any, **named: Any) -> Any:
        found, seconds = _cost(lambda: real(*arguments, **named))
        told[arguments[place]] = told.get(arguments[place], 0.0) + seconds
        return found

    return mock.patch.object(module, name, measured)


def _cost(verb: Callable[[], Any]) -> tuple[Any, float]:
    own = house.own_backends()
    before, theirs = time.process_time(), processes.cpu_seconds(own)
    found = verb()
    return found, time.process_time() - before + processes.cpu_seconds(own) - theirs


if __name__ == "__main__":
    main()
