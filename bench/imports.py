"""Sheets for every register: processor time of checking ten thousand rows, and of writing them.

    python -m bench.imports ROWS [CODE...] [--engine sqlite postgresql]     a table
                                              [--check-only]
    python -m bench.imports ROWS [CODE...] --json      one JSON object; in an initialised, empty installation

Each importer gets a sheet whose rows are all right, and one with a wrong row in ten, told only by asking the
register. Checking is what a worker does with a sheet: reading the workbook, the importer's own check batch
by batch, keeping the rows. What is told is the processor time of this process and of PostgreSQL's for it.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

Figures = dict[str, Any]
Row = dict[str, object]
ENGINES: Final = ("sqlite", "postgresql")
MOST_CPU_S: Final = 10  # of checking 10,000 rows
ROWS_OF_ONE: Final = 10  # rows that name one enterprise


@dataclass(frozen=True, slots=True)
class Case:
    """`row(n)` is right, `wrong(n)` what changes in it; `by` has the importer's right."""

    code: str
    by: Any
    row: Callable[[int], Row]
    wrong: Callable[[int], Row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("codes", nargs="*", help="importers, all unless told")
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=["sqlite"])
    parser.add_argument("--check-only", action="store_true", help="write nothing")
    parser.add_argument("--json", action="store_true", help="measure here; one JSON object")
    chosen = parser.parse_args()
    if chosen.json:
        print(
            json.dumps(
                {
                    "rows": chosen.rows,
                    "importers": measured(chosen.rows, chosen.codes, not chosen.check_only),
                }
            )
        )
        return
    from bench.installations import installations, measure

    for engine in chosen.engine:
        with installations(engine) as fresh, fresh() as environ:
            arguments = [chosen.rows, *chosen.codes, "--json"]
            arguments += ["--check-only"] if chosen.check_only else []
            told = measure("bench.imports", arguments, environ)
        print("\n".join([engine, *table(told)]))


def table(told: Figures) -> Iterator[str]:
    """CPU seconds, database included."""
    yield f"{told['rows']:,} rows; CPU s{'check':>12}{'10% wrong':>11}{'apply':>9}"
    for one in told["importers"]:
        yield (
            f"{one['importer']:<22}{cpu_s(one['check']):>10.2f}{cpu_s(one['check_wrong']):>11.2f}"
            f"{'-' if one['apply'] is None else format(cpu_s(one['apply']), '.2f'):>9}"
        )


def cpu_s(cost: Figures) -> float:
    return float(cost["cpu_s"] + (cost["database_s"] or 0))


def measured(rows: int, codes: list[str], applies: bool) -> list[Figures]:
    from bench import house  # noqa: F401 - Django is set up
    from txng.documents import imports

    found = []
    for case in cases(max(rows // ROWS_OF_ONE, 20)):
        if codes and case.code not in codes:
            continue
        importer = imports.importer(case.code)
        right = [case.row(number) for number in range(rows)]
        mixed = [
            row | (case.wrong(number) if number % 10 == 0 else {})
            for number, row in enumerate(right)
        ]
        run, mixed_cost = checked(case, importer, mixed)
        assert run.wrong == (rows + 9) // 10, (case.code, run.wrong, said(run))
        run, cost = checked(case, importer, right)
        assert run.wrong == 0, (case.code, run.wrong, said(run))
        found.append(
            {
                "importer": case.code,
                "check": cost,
                "check_wrong": mixed_cost,
                "apply": applied(case, run) if applies else None,
            }
        )
    return found


def checked(case: Case, importer: Any, rows: list[Row]) -> tuple[Any, Figures]:
    from txng.documents import actions

    content = workbook(importer.sheet, rows)

    def check() -> Any:
        run = actions.start_import(
            by=case.by, importer=importer, file_name="so.xlsx", content=content
        )
        actions.work_on(run.pk)
        run.refresh_from_db()
        return run

    return cost(check)


def applied(case: Case, run: Any) -> Figures:
    from txng.documents import actions, rules

    def apply() -> None:
        actions.apply_import(by=case.by, number=run.number, mode=rules.GOOD_ROWS)
        actions.work_on(run.pk)

    _none, spent = cost(apply)
    run.refresh_from_db()
    assert run.created == run.total, (case.code, run.created, said(run))
    return spent


def said(run: Any) -> list[Any]:
    """What it says of the first rows that are not right, when a sheet is not what it should be."""
    return list(run.rows.exclude(problems=[]).values_list("number", "problems")[:3])


def cost(work: Callable[[], Any]) -> tuple[Any, Figures]:
    from bench import house, processes

    own = house.own_backends()
    before, theirs = time.process_time(), processes.cpu_seconds(own)
    found = work()
    used = time.process_time() - before
    return found, {
        "cpu_s": used,
        "database_s": processes.cpu_seconds(own) - theirs if own else None,
    }


def workbook(sheet: Any, rows: list[Row]) -> bytes:
    import xlsxwriter

    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet()
    page.write_row(0, 0, [str(column.title) for column in sheet.columns])
    for place, row in enumerate(rows, 1):
        page.write_row(place, 0, [row.get(column.key) for column in sheet.columns])
    book.close()
    return made.getvalue()


# --- what the registers hold before, and the sheets


def cases(count: int) -> Iterator[Case]:
    """Of the province, with `count` enterprises that hold everything."""
    from bench import import_world

    yield from (Case(*told) for told in import_world.cases(count))


if __name__ == "__main__":
    main()
