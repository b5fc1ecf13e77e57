"""The goals of the engine and of the registers, each with what this run measured: printed, never asserted.

Source: issue 3 "Speed"; design/engine.md; issue 5 "Speed" (registers).
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

Figures = dict[str, Any]


class Goal(NamedTuple):
    """`bound` is a floor ("at least") or a ceiling ("at most"); `measured` None was not measured."""

    name: str
    sense: Literal["at least", "at most"]
    bound: float
    unit: str
    measured: float | None

    @property
    def is_met(self) -> bool | None:
        if self.measured is None:
            return None
        if self.sense == "at least":
            return self.measured >= self.bound
        return self.measured <= self.bound


BYTES = {"sqlite": 450, "postgresql": 900}


def of_run(run: Figures) -> Iterator[Goal]:
    for engine, figures in run["engines"].items():
        for goal in _of_engine(engine, figures):
            yield goal._replace(name=f"{engine}: {goal.name}")
    ours, reference = run["hashes"]["ours"], run["hashes"]["reference"]
    for start, words in (("parsed", "from JSON"), ("alone", "without parsing")):
        yield Goal(
            f"event hash against the reference, {words}", "at least", 50, "x",
            reference[start] / ours[start],
        )  # fmt: skip
    seen = run["tlog"]["browser"] or {"first_ms": None, "script_bytes": None}
    yield Goal("log: proof verified in a browser 4x slower", "at most", 100, "ms", seen["first_ms"])
    yield Goal("log: script of the proof", "at most", 25_000, "bytes", seen["script_bytes"])
    for engine, loads in run["peers"].items():
        for load, beside in loads.items():
            for form, words in (("json", "JSON against its XML"), ("xml", "the same XML")):
                yield Goal(
                    f"{engine}: against QU4RTET, {load}, {words}", "at least", 50, "x",
                    beside["ratio"][form],
                )  # fmt: skip


def _of_engine(engine: str, figures: Figures) -> Iterator[Goal]:
    http, sizes = figures["http"], list(figures["sizes"].values())
    captures, lookups = http["captures"], http["lookups"]
    yield Goal(
        "over HTTP, documents of 500, one core", "at least", 5000, "events/s",
        captures["500"]["per_second"],
    )  # fmt: skip
    yield Goal(
        "over HTTP, single events, one core", "at least", 1000, "posts/s",
        captures["1"]["posts_per_second"],
    )  # fmt: skip
    yield Goal(
        "over HTTP, documents of 500, of raw", "at least", 0.3, "",
        captures["500"]["per_second"] / http["raw"]["per_second"],
    )  # fmt: skip
    yield Goal(
        "two workers against one", "at least", 1.6, "x",
        http["two_workers"]["per_second"] / captures["500"]["per_second"],
    )  # fmt: skip
    for door, words in (("django", "a Django view of the same room"), ("orm", "one with models")):
        yield Goal(
            f"machine look-up against {words}", "at least", 4, "x",
            lookups["machine"]["per_second"] / lookups[door]["per_second"],
        )  # fmt: skip
    for form, words in (("redirect", "redirect"), ("linkset", "link set")):
        told = figures["resolver"][f"{form}_of_many"]
        yield Goal(
            f"Digital Link {words} against a Django view, CPU", "at least", 4, "x",
            _times(told["django"]["server_us"], told["machine"]["server_us"]),
        )  # fmt: skip
    largest, smallest = sizes[-1], sizes[0]
    yield Goal(
        "last tenth of the load against the first", "at least", 0.8, "x", largest["last_to_first"]
    )
    held = largest["bytes_of_events"]
    yield Goal(
        "bytes of an event",
        "at most",
        BYTES[engine],
        "bytes",
        None if held is None else held["all"],
    )
    history = "history_of_a_serial"
    yield Goal(
        "history of one identifier, p95", "at most", 20, "ms", largest["questions"][history]["p95"]
    )
    if len(sizes) > 1:
        yield Goal(
            "history, CPU, largest against smallest", "at most", 1.5, "x",
            growth(smallest["questions"][history], largest["questions"][history]),
        )  # fmt: skip
        yield Goal(
            "recall, CPU of a result, largest against smallest", "at most", 1.5, "x",
            largest["downstream"]["cpu_us_per_result"]
            / smallest["downstream"]["cpu_us_per_result"],
        )  # fmt: skip
    for way in ("upstream", "downstream"):
        yield Goal(f"{way} trace, p95", "at most", 100, "ms", largest[way]["p95"])
    recalled = figures["recall"]
    yield Goal(
        f"recall list of {recalled['kinds'].get('unit', 0):,} units, CPU of one core", "at most", 5, "s",
        recalled["seconds"]["once more"]["cpu"]
        + (recalled["seconds"]["once more"]["database"] or 0),
    )  # fmt: skip
    labels = figures["labels"]
    yield Goal(f"{labels['labels']:,} labels as PDF", "at most", 10, "s CPU", labels["pdf_roll"])
    yield Goal("labels read back at 203 dpi", "at least", labels["labels"], "", labels["read"])
    yield Goal(
        f"{labels['serials']:,} serials issued", "at most", 5, "s CPU",
        labels["serials_issued"] + (labels["serials_issued_database"] or 0),
    )  # fmt: skip
    entered = figures["log"]
    yield Goal(
        "public log, entries made",
        "at least",
        2000,
        "entries/s",
        entered["integrate"]["per_second"],
    )
    yield Goal(
        "public log, fsck of a million events", "at most", 120, "s CPU",
        entered["fsck"]["cpu_us"] + entered["fsck"]["database_us"],
    )  # fmt: skip
    slowest = max(figures["registers"]["pages"], key=cpu_ms)
    yield Goal(
        f"register lists, slowest page, {figures['registers']['items']:,} items", "at most", 150,
        "ms CPU", cpu_ms(slowest),
    )  # fmt: skip
    slowest = max(
        (page[name] for page in figures["plan"]["pages"] for name in ("beside", "again")),
        key=cpu_ms,
    )
    yield Goal(
        f"dashboard and indicators, slowest page, {figures['plan']['items']:,} items", "at most", 150,
        "ms CPU", cpu_ms(slowest),
    )  # fmt: skip
    yield Goal(
        f"annual report, full data pass, {figures['report']['items']:,} items", "at most", 10,
        "s CPU", figures["report"]["cpu_s"],
    )  # fmt: skip
    slowest = max(figures["pages"]["pages"], key=cpu_ms)
    yield Goal(
        f"pages of the Plan's half, slowest of {len(figures['pages']['pages'])}", "at most", 150, "ms CPU",
        cpu_ms(slowest),
    )  # fmt: skip
    yield Goal(
        "traces, R² of CPU against results", "at least", 0.95, "", largest["traces"]["r_squared"]
    )


def _times(much: float, little: float) -> float | None:
    """None when so little was measured that the kernel counted no CPU at all."""
    return much / little if little else None


def cpu_ms(page: Figures) -> float:
    """Of a page of a register, database included."""
    return float(page["cpu_ms"] + (page["database_ms"] or 0))


def growth(small: Figures, large: Figures) -> float:
    """CPU of an answer at the largest size by that at the smallest: 1 is flat.

    Of CPU, database included, because a shared machine stretches the wall clock at random.
    """
    return _cpu(large) / _cpu(small)


def _cpu(figures: Figures) -> float:
    return float(figures["cpu_us"] + (figures["database_us"] or 0))
