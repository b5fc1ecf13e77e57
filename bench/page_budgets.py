"""What the scan page costs a telephone: bytes, first and largest paint, shifts, axe, Lighthouse.

    python -m bench.page_budgets                             Chromium alone
    python -m bench.page_budgets --lighthouse FOLDER         also Lighthouse 12, installed there:
                                                             npm install --prefix FOLDER lighthouse@12

Prints one line a page and what misses its budget. Times are emulated on this machine (750 kbps, 300 ms,
processor four times slower) without TLS and without a real network; tests assert only bytes, axe and
shifts. Lighthouse is a measuring tool: nothing of it reaches users.

Source: reference/ux.md §4 (budgets); issue 4.
"""

import argparse
import json
import os
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from bench.installations import COMMAND, installations
from tests import servers

PAGES = {
    "issued": "/01/09521007000028/21/756LKNKH1T6M",
    "recalled": "/01/09521012000013/21/3PH0R54Z9B03",
    "unknown": "/01/09521007000028/21/NONE",
    "report": "/bao-nghi-ngo?code=/01/09521007000028/21/756LKNKH1T6M",
}
BUDGETS = {"kilobytes": 100.0, "fcp_ms": 1200.0, "lcp_ms": 2000.0, "cls": 0.05, "axe": 0.0}
NETWORK = {
    "offline": False, "latency": 300, "downloadThroughput": 750_000 / 8, "uploadThroughput": 250_000 / 8,
}  # fmt: skip
SLOWER = 4
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST_SCORE = 95
LOOK = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value;
})
  .observe({type: 'layout-shift', buffered: true});
"""
Figures = dict[str, float]


def measured(browser: Browser, url: str) -> Figures:
    """The median of three visits with an empty cache each."""
    runs = [_visit(browser, url) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _visit(browser: Browser, url: str) -> Figures:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, is_mobile=True,
        locale="vi-VN", service_workers="block",
    )  # fmt: skip
    page = context.new_page()
    page.add_init_script(LOOK)
    session = context.new_cdp_session(page)
    received = 0

    def loaded(event: dict[str, Any]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", loaded)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="networkidle")
    seen = page.evaluate("seen")
    fcp = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    violations = Axe().run(page).response["violations"]
    context.close()
    return {
        "kilobytes": received / 1000, "fcp_ms": fcp, "lcp_ms": seen["lcp"], "cls": seen["cls"],
        "axe": float(len(violations)),
    }  # fmt: skip


def lighthouse(folder: Path, chromium: str, url: str) -> dict[str, int]:
    program = folder / "node_modules/.bin/lighthouse"
    done = subprocess.run(
        [
            program, url, "--output=json", "--quiet", "--locale=vi",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        env=dict(os.environ, CHROME_PATH=chromium), capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)["categories"]
    return {name: round(found[name]["score"] * 100) for name in CATEGORIES}


def shown(name: str, figures: Figures) -> Iterator[str]:
    yield (
        f"{name:<9} {figures['kilobytes']:6.1f} KB   FCP {figures['fcp_ms']:5.0f} ms   LCP"
        f" {figures['lcp_ms']:5.0f} ms   CLS {figures['cls']:.3f}   axe {figures['axe']:.0f}"
    )
    for budget, most in BUDGETS.items():
        if figures[budget] > most:
            yield f"          over budget: {budget} {figures[budget]:g} > {most:g}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.page_budgets")
    parser.add_argument("--lighthouse", type=Path, help="folder with node_modules/lighthouse")
    chosen = parser.parse_args()
    chromium = servers.chromium()
    if chromium is None:
        raise SystemExit(servers.NO_CHROMIUM)
    with installations("sqlite") as fresh, fresh() as environ:
        subprocess.run(
            [*COMMAND, "demo", "load", "--size", "small"],
            env=environ, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with servers.serving(environ) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, path in PAGES.items():
                print("\n".join(shown(name, measured(browser, site.url + path))), flush=True)
            browser.close()
            if chosen.lighthouse:
                _all_scores(chosen.lighthouse, chromium, site.url)


def _all_scores(folder: Path, chromium: str, base: str) -> None:
    for name, path in PAGES.items():
        if name == "unknown":
            continue  # Lighthouse scores no page that is answered with 404
        scores = lighthouse(folder, chromium, base + path)
        if name == "report":
            del scores[
                "seo"
            ]  # a form about one label is not to be found by search engines: noindex
        low = [one for one, score in scores.items() if score < LEAST_SCORE]
        print(f"{name:<9} Lighthouse {scores}" + (f"   below {LEAST_SCORE}: {low}" if low else ""))


if __name__ == "__main__":
    main()
