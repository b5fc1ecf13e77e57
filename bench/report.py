"""The figures of a run as text of at most 100 columns."""

from collections.abc import Iterator
from typing import Any

from bench import goals
from bench.machine import BUSY

Figures = dict[str, Any]
WIDTH = 100
MOST_CPU_MS = 150  # of a page of a register: issue 5
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
QUESTIONS = {
    "history_of_a_serial": "history of a serial (MATCH_anyEPC)",
    "history_of_a_lot": "history of a lot (MATCH_anyEPCClass)",
    "serials_of_a_gtin": "serials of a GTIN, first page",
    "step_in_an_hour": "EQ_bizStep within an hour",
    "place_and_within": "WD_bizLocation, first page",
}
BALANCES = {
    "ledger": "ledger of anything",
    "balance": "balance of anything",
    "site_year": "a site's year",
}
STAGES = {
    "split": "(msgspec alone: the floor of reading)",
    "read": "read and judge",
    "prepare": "prepare: keys, rows, compression",
    "evidence": "keep the document: compress, digest",
    "record": "lock, dedupe, insert",
    "job": "job, document and journal line",
    "commit": "commit",
    "sum": "sum of these",
    "capture": "capture() of other documents",
    "hash": "CBV hash, on demand",
    "xml": "read and judge XML 2.0",
    "xml12": "read and judge XML 1.2",
}
OF_CAPTURE = ("read", "prepare", "evidence", "record", "job", "commit")
CAPTURES = {
    "1000": "documents of 1000",
    "500": "documents of 500",
    "100": "documents of 100",
    "10": "documents of 10",
    "1": "documents of 1",
    "event": "POST /events",
}


def machine(told: Figures) -> Iterator[str]:
    packages = ", ".join(f"{name} {found}" for name, found in told["packages"].items() if found)
    yield (
        f"Python {told['python']}, {told['loop_ns']:.0f} ns a turn of its loop,"
        f" SQLite {told['sqlite']}"
    )
    yield packages
    yield (
        f"{told['processor']}: {told['cores_allowed']} of {told['cores']} cores,"
        f" {told['memory_gb']:.0f} GB, {told['system']}"
    )
    yield from busy(told["load"])


def busy(load: float) -> Iterator[str]:
    if load > BUSY:
        yield (
            f"LOAD {load:.1f}: others use this machine. Only ratios of this run mean something, and"
        )
        yield "     those of CPU more than those of the wall clock."
    else:
        yield f"load {load:.1f}"


def server(told: dict[str, str]) -> str:
    settings = ", ".join(
        f"{name} {value}" for name, value in told.items() if name != "server_version"
    )
    return f"PostgreSQL {told['server_version']}: {settings}"


def title(text: str) -> str:
    return f"\n== {text} ".ljust(WIDTH, "=")


def engine(name: str, figures: Figures) -> Iterator[str]:
    yield title(ENGINES[name])
    yield from _in_process(figures["sizes"], figures["afterwards"])
    yield from _stages(figures["stages"])
    yield from _over_http(figures["http"])
    yield from _resolver(figures["resolver"])
    yield from _questions(figures["sizes"])
    yield from _traces(figures["sizes"])
    yield from recall_list(figures["recall"])
    yield from labels(figures["labels"])
    yield from _balances(figures["sizes"])
    yield from public_log(figures["log"])
    yield from registers(figures["registers"])
    yield from plan(figures["plan"])
    yield from pages(figures["pages"])
    yield from annual_report(figures["report"])


def labels(figures: Figures) -> Iterator[str]:
    count, serials = figures["labels"], figures["serials"]
    yield f"\nLabels: {count:,} printed, {figures['read']:,} of them read back at 203 dpi; CPU s"
    for name, words in (
        ("pdf_a4", "PDF, sheets"), ("pdf_roll", "PDF, roll"), ("zpl", "ZPL"), ("read_back", "read back"),
    ):  # fmt: skip
        yield f"{words:<28}{figures[name]:>8.2f}"
    used = _number(figures["serials_issued_database"], 2)
    yield f"{f'{serials:,} serials issued':<28}{figures['serials_issued']:>8.2f}{'+ db':>6}{used:>8}"


def recall_list(figures: Figures) -> Iterator[str]:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(figures["kinds"].items()))
    yield f"\nRecall list of {figures['items']:,} things ({kinds})"
    yield f"out of {figures['events']:,} events; {figures['placed']:,} with a last known place"
    yield ", ".join(f"{count:,} {word}" for word, count in figures["certainty"].items())
    yield f"{'':<12}{'wall s':>8}{'CPU s':>8}{'+ db':>8}"
    for name, used in figures["seconds"].items():
        yield f"{name:<12}{used['wall']:>8.2f}{used['cpu']:>8.2f}{_number(used['database'], 2):>8}"
    yield f"peak memory {figures['peak_mb']:.0f} MB"


def _in_process(sizes: dict[str, Figures], afterwards: Figures) -> Iterator[str]:
    yield "\nCapture in this process, documents of about 200 events; raw: the same rows, already made"
    yield "as it happens; last line: afterwards, chain after chain, as an archive is imported"
    yield (
        f"{'events':>10}{'events/s':>10}{'raw/s':>9}{'of raw':>8}{'µs CPU':>8}{'+ db':>6}"
        f"{'raw µs':>8}{'+ db':>6}{'last/first':>11}{'raw l/f':>9}{'peak MB':>9}"
    )
    for held in (*sizes.values(), afterwards):
        raw = held["raw"]
        yield (
            f"{held['events']:>10,}{held['per_second']:>10,.0f}{raw['per_second']:>9,.0f}"
            f"{held['per_second'] / raw['per_second']:>8.0%}{held['cpu_us']:>8.0f}"
            f"{_number(held['database_us']):>6}{raw['cpu_us']:>8.1f}{_number(raw['database_us']):>6}"
            f"{_number(held['last_to_first'], 2):>11}{_number(raw['last_to_first'], 2):>9}"
            f"{_number(held.get('peak_mb')):>9}"
        )
    yield (
        f"\n{'bytes an event':>10}{'rows':>8}{'indexes':>9}{'events + links':>16}"
        f"{'relations':>11}{'jobs + documents':>18}{'as received':>13}"
    )
    for held in sizes.values():
        kept, jobs = held["bytes_of_events"], held["bytes_of_jobs"]
        relations = held["bytes_of_relations"]
        if kept is None:
            yield f"{held['events']:>14,}   this SQLite was built without dbstat"
            continue
        yield (
            f"{held['events']:>14,}{kept['rows']:>8.0f}{kept['indexes']:>9.0f}{kept['all']:>16.0f}"
            f"{relations['all']:>11.0f}{jobs['all']:>18.0f}{held['bytes_received']:>13.0f}"
        )


def _stages(figures: Figures) -> Iterator[str]:
    told = dict(figures["stages"])
    told["sum"] = {
        unit: None if told["read"][unit] is None else sum(told[one][unit] for one in OF_CAPTURE)
        for unit in told["read"]
    }
    yield f"\nStages of a document of {figures['document']}, µs an event"
    yield f"{'':<40}{'CPU':>10}{'CPU of db':>12}{'wall':>10}{'of capture':>12}"
    whole = told["sum"]["cpu_us"] + (told["sum"]["database_us"] or 0)
    for name, words in STAGES.items():
        one = told[name]
        share = (one["cpu_us"] + (one["database_us"] or 0)) / whole
        yield (
            f"{words:<40}{one['cpu_us']:>10.1f}{_number(one['database_us'], 1):>12}"
            f"{one['wall_us']:>10.1f}{share if name in OF_CAPTURE else 0:>12.0%}".replace(
                "          0%", ""
            )
        )


def _over_http(figures: Figures) -> Iterator[str]:
    core = "" if figures["is_pinned"] else " (PostgreSQL's processes could not be moved there)"
    yield (
        f"\nOver HTTP: one worker with {figures['threads']} threads and its database on one core{core}"
    )
    yield (
        f"{'':<20}{'events/s':>10}{'posts/s':>9}{'per CPU s':>10}{'µs CPU':>8}{'+ db':>7}"
        f"{'p50 ms':>9}{'p99 ms':>9}{'goal':>12}"
    )
    for name, words in CAPTURES.items():
        yield _capture(words, figures["captures"][name], name)
    raw, one, two = figures["raw"], figures["captures"]["500"], figures["two_workers"]
    yield (
        f"{'  its rows, raw':<20}{raw['per_second']:>10,.0f}{'':>9}{'':>10}{raw['cpu_us']:>8.1f}"
        f"{_number(raw['database_us']):>7}"
        f"   documents of 500 reach {one['per_second'] / raw['per_second']:.0%} of it"
    )
    yield _capture("  two workers", two, "") + (
        f"{two['per_second'] / one['per_second']:>8.2f} x one".rjust(12)
    )
    yield f"peak memory of the worker {figures['peak_mb']:.0f} MB"
    yield from _lookups(figures["lookups"])


def _capture(words: str, one: Figures, name: str) -> str:
    goal = ""
    if name == "500":
        goal = f"5,000 {_yes(one['per_second'] >= 5000)}"
    elif name in ("1", "event"):
        goal = f"1,000 {_yes(one['posts_per_second'] >= 1000)}"
    return (
        f"{words:<20}{one['per_second']:>10,.0f}{one['posts_per_second']:>9,.1f}"
        f"{one['per_cpu_second']:>10,.0f}{one['server_us']:>8.0f}{_number(one['database_us']):>7}"
        f"{one['p50']:>9.1f}{one['p99']:>9.1f}{goal:>12}"
    ).rstrip()


def _lookups(told: dict[str, Figures]) -> Iterator[str]:
    machine, django, written = (told[door] for door in ("machine", "django", "orm"))
    yield f"\nHistory of one identifier over HTTP, {machine['bytes']:,.0f} bytes an answer"
    yield f"{'':<20}{'answers/s':>10}{'µs CPU':>9}{'+ db':>7}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    rows = (("machine path", machine), ("Django view", django), ("with models", written))
    for words, one in rows:
        yield (
            f"{words:<20}{one['per_second']:>10,.0f}{one['server_us']:>9.0f}"
            f"{_number(one['database_us']):>7}{one['p50']:>9.2f}{one['p95']:>9.2f}{one['p99']:>9.2f}"
        )
    for words, one in rows[1:]:
        ratio = machine["per_second"] / one["per_second"]
        cpu = one["server_us"] / max(machine["server_us"], 1e-9)
        yield (
            f"{'against the ' + words:<24}{ratio:>6.2f}x{cpu:>8.2f}x less CPU of the worker;"
            f" goal 4x {_yes(ratio >= 4)}"
        )


RESOLVED = {
    "of_one": "of one code",
    "of_many": "of many codes",
    "cold": "of codes asked first",
}


def _resolver(told: dict[str, dict[str, Figures]]) -> Iterator[str]:
    yield "\nWhere a code leads, over HTTP"
    yield f"{'':<34}{'answers/s':>10}{'µs CPU':>9}{'+ db':>7}{'p50 ms':>9}{'p99 ms':>9}"
    for form, words in (("redirect", "redirect"), ("linkset", "link set")):
        for name, of in RESOLVED.items():
            doors = told[f"{form}_{name}"]
            for door, one in doors.items():
                yield (
                    f"{f'{words} {of}, {door}':<34}{one['per_second']:>10,.0f}{one['server_us']:>9.0f}"
                    f"{_number(one['database_us']):>7}{one['p50']:>9.2f}{one['p99']:>9.2f}"
                )
            ratio = doors["machine"]["per_second"] / doors["django"]["per_second"]
            cpu = doors["django"]["server_us"] / max(doors["machine"]["server_us"], 1e-9)
            goal = f"; goal 4x {_yes(cpu >= 4)}" if name != "cold" else ""
            yield f"{'':<34}{ratio:>9.2f}x{cpu:>8.2f}x less CPU of the worker{goal}"


def _questions(sizes: dict[str, Figures]) -> Iterator[str]:
    yield "\nQuestions in this process"
    yield (
        f"{'':<38}{'in events':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'events':>8}"
        f"{'µs CPU':>9}{'+ db':>7}"
    )
    for name, words in QUESTIONS.items():
        for held in sizes.values():
            one = held["questions"][name]
            yield (
                f"{words:<38}{held['events']:>11,}{one['p50']:>9.2f}{one['p95']:>9.2f}"
                f"{one['p99']:>9.2f}{one['results']:>8.1f}{one['cpu_us']:>9.0f}"
                f"{_number(one['database_us']):>7}"
            )
            words = ""
        yield from _flatness(sizes, lambda held, name=name: held["questions"][name])


def _flatness(sizes: dict[str, Figures], chosen: Any) -> Iterator[str]:
    listed = list(sizes.values())
    if len(listed) < 2:
        return
    small, large = chosen(listed[0]), chosen(listed[-1])
    yield (
        f"{'':<38}{'growth':>11}{large['p50'] / small['p50']:>8.2f}x"
        f"{large['p95'] / small['p95']:>8.2f}x{large['p99'] / small['p99']:>8.2f}x"
        f"{large['results'] / max(small['results'], 1e-9):>7.2f}x"
        f"{goals.growth(small, large):>8.2f}x"
    )


def _traces(sizes: dict[str, Figures]) -> Iterator[str]:
    yield "\nTraces in this process; results are nodes and events"
    yield (
        f"{'':<12}{'in events':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'results':>9}"
        f"{'µs/result':>11}{'µs CPU/result':>15}"
    )
    for direction in ("upstream", "downstream"):
        for held in sizes.values():
            one = held[direction]
            yield (
                f"{direction:<12}{held['events']:>11,}{one['p50']:>9.2f}{one['p95']:>9.2f}"
                f"{one['p99']:>9.2f}{one['results']:>9.0f}{one['us_per_result']:>11.1f}"
                f"{one['cpu_us_per_result']:>15.1f}"
            )
    for held in sizes.values():
        mixed = held["traces"]
        yield (
            f"CPU against results, {mixed['asked']} traces of anything either way in"
            f" {held['events']:,} events, {mixed['least']} to {mixed['most']} results:"
            f" R² {_number(mixed['r_squared'], 3)}"
        )


def _balances(sizes: dict[str, Figures]) -> Iterator[str]:
    yield "\nLedgers and mass balances in this process; results are movements, then events read"
    yield (
        f"{'':<22}{'in events':>11}{'p50 ms':>9}{'p95 ms':>9}{'results':>9}{'at most':>9}{'µs CPU':>11}"
        f"{'+ db':>7}{'µs CPU/result':>15}"
    )
    for name, words in BALANCES.items():
        for held in sizes.values():
            one = held["balances"][name]
            yield (
                f"{words:<22}{held['events']:>11,}{one['p50']:>9.2f}{one['p95']:>9.2f}"
                f"{one['results']:>9.1f}{one['most']:>9,}{one['cpu_us']:>11,.0f}"
                f"{_number(one['database_us']):>7}{one['cpu_us_per_result']:>15.1f}"
            )
            words = ""


def hashes(told: Figures) -> Iterator[str]:
    ours, reference = told["ours"], told["reference"]
    yield title("CBV event hash")
    yield (
        f"{told['events']} events hashed alike ({told['differing']} not); µs CPU".ljust(54)
        + f"{'ours':>10}{'reference':>12}{'ratio':>9}"
    )
    for name, words in (("parsed", "from the document's JSON"), ("alone", "without parsing")):
        yield (
            f"{words:<54}{ours[name]:>10.1f}{reference[name]:>12.0f}"
            f"{reference[name] / ours[name]:>8.0f}x"
        )


def tlog(told: Figures) -> Iterator[str]:
    yield title("Transparency log, plain Python, one core")
    yield f"{'':<54}{'a second':>12}{'µs CPU':>10}{'of raw':>9}"
    for name, words in (
        ("append", f"append, {told['entries']:,} entries"),
        ("recompute", "read again and recompute the root"),
        ("prove", "make an inclusion proof out of tiles"),
        ("verify", "verify an inclusion proof"),
        ("commit", f"commit to a record with {told['commit']['items']} items"),
        ("check", f"check a proof file of {told['check']['bytes']:,} bytes, four signatures"),
    ):
        one = told[name]
        yield f"{words:<54}{one['per_second']:>12,.0f}{one['us']:>10.2f}{one['of_raw']:>9.0%}"
    seen = told["browser"]
    if seen is None:
        yield "in the browser: not measured, Chromium is not installed"
        return
    yield (
        f"in Chromium, {seen['slower']} times slowed down: {seen['first_ms']:.0f} ms at first,"
        f" {seen['median_ms']:.0f} ms in the middle of nine; script {seen['script_bytes']:,} bytes"
    )


def public_log(told: Figures) -> Iterator[str]:
    yield (
        f"\nPublic log over {told['events']:,} events; raw is hashlib alone,"
        f" {told['raw_us']:.0f} µs an event"
    )
    yield f"{'':<44}{'entries/s':>11}{'µs CPU':>9}{'database':>10}{'of raw':>9}"
    for name, words in (
        ("integrate", "events become entries, signed and published"),
        ("fsck", "all of it computed again and compared"),
    ):
        one = told[name]
        yield (
            f"{words:<44}{one['per_second']:>11,.0f}{one['cpu_us']:>9.0f}"
            f"{one['database_us']:>10.0f}{one['of_raw']:>9.0%}"
        )
    yield f"one event until its checkpoint is published: {told['tick_ms']:.0f} ms"


def registers(told: Figures) -> Iterator[str]:
    """The slowest page of each list, whoever asked, and how many of its pages miss the goal."""
    lists: dict[str, list[Figures]] = {}
    for page in told["pages"]:
        lists.setdefault(page["route"], []).append(page)
    yield f"\nLists of the registers with {told['items']:,} trade items; CPU ms, database included"
    yield f"{'':<22}{'pages':>6}{'queries':>9}{'first':>8}{'slowest':>9}{'>150':>6}   slowest"
    for route, pages in sorted(lists.items()):
        slowest = max(pages, key=goals.cpu_ms)
        yield (
            f"{route:<22}{len(pages):>6}{max(page['queries'] for page in pages):>9}"
            f"{goals.cpu_ms(pages[0]):>8.1f}{goals.cpu_ms(slowest):>9.1f}"
            f"{sum(goals.cpu_ms(page) > MOST_CPU_MS for page in pages):>6}"
            f"   {slowest['asker']}, {slowest['asked']}"
        )[:WIDTH]


def plan(told: Figures) -> Iterator[str]:
    """Pages of the dashboard and the indicators without `txng work` and beside it; what it counts for each;
    the figures that cost most."""
    yield f"\nThe Plan with {told['items']:,} trade items; CPU ms, database included"
    yield f"{'':<40}{'alone':>9}{'beside':>9}{'counted':>9}{'again':>9}{'>150':>6}"
    for page in told["pages"]:
        spent = [goals.cpu_ms(page[name]) for name in ("alone", "beside", "asked", "again")]
        is_slow = max(spent[1], spent[3]) > MOST_CPU_MS
        yield (
            f"{page['address']:<40}{''.join(f'{one:>9.1f}' for one in spent)}{'yes' if is_slow else '':>6}"
        )
    dearest = sorted(told["figures"], key=goals.cpu_ms, reverse=True)[:8]
    yield "dearest figures: " + ", ".join(
        f"{one['code']} {goals.cpu_ms(one):.0f}" for one in dearest
    )
    yield f"every figure, told beforehand by txng work: {goals.cpu_ms(told['beforehand']):.0f} ms"


def pages(told: Figures) -> Iterator[str]:
    """The dearest pages of the Plan's half, with the Plan's half of the demonstration in it."""
    routes = {page["route"] for page in told["pages"]}
    dearest = sorted(told["pages"], key=goals.cpu_ms, reverse=True)[:5]
    yield (
        f"{len(told['pages'])} pages of {len(routes)} routes of the Plan's half; dearest, CPU ms: "
        + ", ".join(f"{one['address']} {goals.cpu_ms(one):.0f}" for one in dearest)
    )


def annual_report(told: Figures) -> Iterator[str]:
    steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in told["steps"].items())
    yield f"annual report from nothing to its files: {told['cpu_s']:.2f} s CPU ({steps})"


LOADS = {
    "province": "events of the province",
    "commissioning_1": "one new thing each",
    "commissioning_10": "ten new things each",
    "packing_10": "ten things into a carton",
}


def peer(name: str, told: Figures) -> Iterator[str]:
    yield title(f"QU4RTET beside us, documents of 100, {ENGINES[name]}")
    yield f"{'':<34}{'events':>8}{'events/s':>10}{'µs CPU':>9}{'ratio':>8}{'of CPU':>8}{'goal':>10}"
    for load, beside in told.items():
        yield from _beside(LOADS[load], beside)


def _beside(load: str, told: Figures) -> Iterator[str]:
    theirs = told["quartet"]
    listed = (
        ("QU4RTET, XML 1.2", theirs, None),
        ("ours, the same documents", told["ours"]["xml"], told["ratio"]["xml"]),
        ("ours, such events in JSON", told["ours"]["json"], told["ratio"]["json"]),
    )
    yield load
    for words, one, ratio in listed:
        line = f"  {words:<32}{one['events']:>8,}{one['per_second']:>10,.0f}{one['cpu_us']:>9,.0f}"
        if ratio is not None:
            line += f"{ratio:>7.0f}x{theirs['cpu_us'] / one['cpu_us']:>7.0f}x"
            line += f"50x {_yes(ratio >= 50)}".rjust(10)
        yield line


def all_goals(listed: list[goals.Goal]) -> Iterator[str]:
    yield title("Goals")
    for one in listed:
        measured = "not measured" if one.measured is None else f"{one.measured:,.2f} {one.unit}"
        met = "" if one.is_met is None else _yes(one.is_met)
        bound = f"{one.sense} {one.bound:,g}"
        yield f"{one.name:<64}{measured.strip():>17}{bound:>15}{met:>4}".rstrip()


def _yes(is_met: bool) -> str:
    return "yes" if is_met else "NO"


def _number(value: float | None, digits: int = 0) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
