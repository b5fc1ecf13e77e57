"""The journey of a lot made of very many: laid out, told, drawn in Chromium, as the number of things grows.

    python -m bench.drawings [THINGS...]        100, 1,500 and 10,000 if nothing is said

`layout` is the layered drawing alone, in CPU; `answer` everything the server does for a page, in this
process; `draw` what Chromium needs from the first byte to the picture, from a server beside it. Up to
3,000 things each is drawn by itself (`whole`), more by organisation, day and product, as the page does.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from bench.installations import COMMAND, Environ, installations, measure
from tests import servers
from tests.journeys import large_world

GOAL = 1.5  # seconds until 1,500 things are drawn (issue 4)
SIZES = (100, 1_500, 10_000)
AGENCY = "Cơ quan đo (hư cấu)"
TIMES = 3  # the middle one counts
Figures = dict[str, Any]


def main(sizes: list[int]) -> None:
    run: list[Figures] = []
    names = ("boxes", "layout ms", "µs/thing", "answer ms", "draw s", "whole s")
    print(f"{'things':>8}" + "".join(f"{name:>11}" for name in names))
    for size in sizes:
        with installations("sqlite") as fresh, fresh() as environ:
            _load(environ, size)
            found = measure("bench.drawings", ["--measure"], environ) | _drawn(environ)
        run.append(found)
        print(
            f"{found['things']:>8,}{found['boxes']:>11,}{found['layout_ms']:>11.1f}"
            f"{1000 * found['layout_ms'] / found['things']:>11.1f}{found['answer_ms']:>11.0f}"
            f"{found['draw_s']:>11.2f}{found['whole_s']:>11.2f}",
            flush=True,
        )
    print(f"goal: 1,500 things asked for and drawn within {GOAL} s")
    print(json.dumps(run))


def _load(environ: Environ, size: int) -> None:
    made = ("key", "create", "--organisation", AGENCY, "--scope", "query,oversight", "--agency")
    servers.txng(environ, *made)
    with TemporaryDirectory() as folder:
        files = []
        for number, document in enumerate(large_world.documents(size)):
            files.append(Path(folder) / f"{number}.json")
            files[-1].write_bytes(document)
        subprocess.run(
            [*COMMAND, "capture", *map(str, files)],
            env=environ, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def measured() -> Figures:
    from bench import house
    from txng.journeys import grouping, queries, views
    from txng.journeys.model import Level, Viewer
    from txng.journeys.question import Question

    house.connection.ensure_connection()
    question = Question(large_world.BLEND, whole=True)
    who = Viewer(Level.ALL, 0, AGENCY)
    answers, layouts = [], []
    for _ in range(TIMES):
        began = time.process_time()
        told = queries.chain(who, large_world.BLEND, question)
        assert told is not None
        views.of_graph(told, question)
        answers.append(time.process_time() - began)
        began = time.process_time()
        drawn = grouping.picture(told.chain, whole=True)
        layouts.append(time.process_time() - began)
    return {
        "things": len(told.chain.things),
        "boxes": len(drawn.boxes),
        "layout_ms": 1000 * sorted(layouts)[TIMES // 2],
        "answer_ms": 1000 * sorted(answers)[TIMES // 2],
    }


def _drawn(environ: Environ) -> Figures:
    """Median seconds from the first byte to the picture, and from asking to the picture."""
    chromium = servers.chromium()
    if chromium is None:
        raise SystemExit(servers.NO_CHROMIUM)
    draws, wholes = [], []
    with servers.serving(environ) as site, sync_playwright() as playwright:
        asked = ("explore", large_world.BLEND, "--organisation", AGENCY, "--oversight")
        link = servers.txng(dict(environ, TXNG_BASE_URL=site.url), *asked).strip()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(link)
        page.locator("main button.btn-primary").click()
        address = f"{site.url}/hanh-trinh?code={quote(large_world.BLEND, safe='')}&whole=1"
        for _ in range(TIMES):
            page.goto(address, wait_until="load")
            page.evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r)))")
            now = page.evaluate("performance.now()")
            begin = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
            draws.append((now - begin) / 1000)
            wholes.append(now / 1000)
        browser.close()
    return {"draw_s": sorted(draws)[TIMES // 2], "whole_s": sorted(wholes)[TIMES // 2]}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measured()))
    else:
        main([int(one) for one in sys.argv[1:]] or list(SIZES))
