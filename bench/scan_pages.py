"""The scan page of a small province: kept in front of Django, and made anew each time.

    python -m bench.scan_pages REQUESTS        prints lines for people, one JSON object last

The demonstration's codes are asked for by turns, as a telephone asks (gzip, a browser's name), on two
workers. The same pages with a cookie of no meaning are never kept, so Django makes them: the ratio is of
one run, on one machine. Views are counted in both. Each kept answer looks at the journal before it goes.

The client takes a core of its own where there are three; on two cores it takes its time from the server,
so what two workers could do is also told by CPU: requests for each second that server and database used.
"""

import json
import subprocess
import sys
from typing import Any

from bench.installations import COMMAND, installations, measure

GOAL = 5_000  # requests a second on two workers (issue 4)
PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36"
)
CONNECTIONS = 8
Figures = dict[str, Any]


def main(engines: list[str], requests: int) -> None:
    run: Figures = {}
    for engine in engines:
        with installations(engine) as fresh, fresh() as environ:
            subprocess.run(
                [*COMMAND, "demo", "load", "--size", "small"],
                env=environ, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            run[engine] = measure("bench.scan_pages", ["--measure", requests], environ)
        for line in told(engine, run[engine]):
            print(line)
    print(json.dumps(run))


def told(engine: str, figures: Figures) -> list[str]:
    kept, made = figures["kept"], figures["made"]
    return [
        f"{engine}: scan pages on two workers",
        (
            f"  kept        {kept['per_second']:8,.0f} requests/s   {kept['per_cpu_second']:8,.0f} per CPU"
            f" second   p95 {kept['p95']:.1f} ms"
        ),
        (
            f"  made anew   {made['per_second']:8,.0f} requests/s   {made['per_cpu_second']:8,.0f} per CPU"
            f" second   p95 {made['p95']:.1f} ms"
        ),
        (
            f"  kept against made: {kept['per_second'] / made['per_second']:.1f} x by the clock,"
            f" {kept['per_cpu_second'] / made['per_cpu_second']:.1f} x by CPU"
        ),
        (
            f"  two cores of CPU would answer {2 * kept['per_cpu_second']:,.0f} a second"
            f" (goal: {GOAL:,}; clock above includes the client)"
        ),
    ]


def measured(requests: int) -> Figures:
    from bench import house
    from bench.over_http import ask
    from bench.server import serving
    from txng.demo.samples import SAMPLES

    house.connection.close()
    paths = [sample.code for sample in SAMPLES if sample.kind == "ordinary"]
    figures: Figures = {"pages": len(paths)}
    with serving("txng.conf.wsgi:application", workers=2) as server:
        for name, cookie, count in (("kept", "", requests), ("made", "a=b", requests // 20)):
            asked = [_request(paths[n % len(paths)], cookie) for n in range(count)]
            ask(server, asked[: 20 * len(paths)], CONNECTIONS)  # every thread has its connection
            before = server.cpu()
            answer = ask(server, asked, CONNECTIONS)
            after = server.cpu()
            assert set(answer["statuses"]) == {"200"}, answer["statuses"]
            spent = sum(after) - sum(before)
            figures[name] = {
                "answered": answer["answered"],
                "per_second": answer["answered"] / answer["wall"],
                "per_cpu_second": answer["answered"] / max(spent, 1e-9),
                "bytes": answer["bytes"] / answer["answered"],
                **{quantile: answer[quantile] for quantile in ("p50", "p95", "p99")},
            }
    return figures


def _request(path: str, cookie: str) -> dict[str, str]:
    head = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {PHONE}\r\nAccept: text/html\r\n"
        "Accept-Encoding: gzip, br\r\nAccept-Language: vi-VN,vi;q=0.9"
    )
    return {"head": f"{head}\r\nCookie: {cookie}" if cookie else head, "body": ""}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measured(int(sys.argv[2]))))
    else:
        chosen = [one for one in sys.argv[1:] if one in ("sqlite", "postgresql")]
        counts = [int(one) for one in sys.argv[1:] if one.isdigit()]
        main(chosen or ["sqlite", "postgresql"], counts[0] if counts else 20_000)
