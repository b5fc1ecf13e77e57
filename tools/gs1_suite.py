"""Run GS1's own resolver test suite against ours: make gs1-suite SUITE=/path/to/its/checkout

    Chromium: the suite's JavaScript ──> tester.php in php's server ──curl, TLS──> txng serve
                      └──────── fetch, TLS ────────────────────────────────────────────┘

The suite is GS1's and is no part of this repository. Its page takes one Digital Link and calls `testDL`
with it; this tool does the same for each of CASES, on the demonstration province with links of every
kind, and prints what the suite says: each test with its verdict. The exit status is 1 if any failed,
and 2 if something is missing.

The suite fetches from the network what it does not bring. Here all of it lies in the checkout, anywhere
inside (NEEDED says what): nothing leaves this machine. The suite's files are used as they are; what was
run, and what came out, is told in docs/standards/digital-link.md.
"""

import argparse
import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tools.tls_front import HOST, Front

SCRIPT: Final = "GS1DigitalLinkResolverTestSuite.js"
TOOLKIT: Final = "GS1DigitalLinkToolkit.js"
HELPER: Final = "tester.php"
LINK_SET_SCHEMA, DESCRIPTION_SCHEMA = "gs1-linkset-schema.json", "description-file-schema.json"
LINK_TYPES: Final = "linktypes.json"
# file: where it is from
NEEDED: Final = {
    SCRIPT: "the suite itself, in public/ or above it",
    HELPER: "the suite itself",
    TOOLKIT: "GS1's toolkit, inside the npm package digital-link.js",
    "ajv7.min.js": "the npm package ajv-dist, 8.17.1",
    LINK_SET_SCHEMA: "GS1's repository linkset",
    DESCRIPTION_SCHEMA: "GS1's reference site, standards/resolver/description-file-schema",
    LINK_TYPES: "GS1's reference site, voc/data/linktypes",
}
# the last word of an address that the suite fetches: the file that is given instead
FETCHED: Final = {
    "gs1-linkset-schema.json": LINK_SET_SCHEMA,
    "description-file-schema": DESCRIPTION_SCHEMA,
    "linktypes": LINK_TYPES,
}
CHROMIUMS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PAGE: Final = (
    '<!DOCTYPE html><meta charset="utf-8"><title>Suite</title>'
    '<img id="rotatingcircle" alt=""><section id="gs1ResolverTests"></section>'
    + "".join(f'<script src="/{name}"></script>' for name in ("ajv7.min.js", TOOLKIT, SCRIPT))
)
RESULTS: Final = "() => resultsArray.map(one => [one.id, one.status, one.msg, one.test])"
START_SECONDS: Final = 120

SHOP: Final = "bo-thu.example"
ORGANISATION: Final = "Bộ thử (hư cấu)"
COFFEE, PACK, BEANS = "/01/09521007000059", "/01/09521007000028", "/01/09521007000042"
LOT: Final = f"{COFFEE}/10/250106K0001"
SERIAL: Final = f"{PACK}/21/756LKNKH1T6M"
PLACE, BOX = "/414/9521007000004", "/00/095210070000000011"
COLUMNS: Final = (
    "code",
    "link_type",
    "href",
    "title",
    "hreflang",
    "media_type",
    "context",
    "default",
)
PDF, HTML = "application/pdf", "text/html"
LINKS: Final = (
    (COFFEE, "gs1:pip", "/ca-phe", "Cà phê", "", HTML, "", "yes"),
    (COFFEE, "gs1:instructions", "/pha?kieu=phin", "Cách pha", "vi", HTML, "", ""),
    (COFFEE, "gs1:recipeInfo", "/vi", "Công thức", "vi", HTML, "", ""),
    (COFFEE, "gs1:recipeInfo", "/en", "Recipes", "en", HTML, "", ""),
    (COFFEE, "gs1:relatedVideo", "/phim-1", "Phim 1", "", "video/mp4", "", ""),
    (COFFEE, "gs1:relatedVideo", "/phim-2", "Phim 2", "", "video/mp4", "", ""),
    (COFFEE, "gs1:certificationInfo", "/giay.pdf", "Giấy", "", PDF, "", ""),
    (COFFEE, "gs1:certificationInfo", "/giay", "Giấy", "", HTML, "", ""),
    (COFFEE, "gs1:certificationInfo", "/giay-en.pdf", "Paper", "en", PDF, "", ""),
    (COFFEE, "gs1:certificationInfo", "/giay-lk.pdf", "Paper", "en", PDF, "LK", ""),
    (LOT, "gs1:pip", "/lo", "Lô", "", HTML, "", "yes"),
    (LOT, "gs1:instructions", "/lo/pha", "Cách pha lô này", "", HTML, "", ""),
    (PACK, "gs1:pip", "/goi", "Gói", "", HTML, "", "yes"),
    (SERIAL, "gs1:certificationInfo", "/goi/giay", "Giấy của gói", "", HTML, "", ""),
    (BEANS, "gs1:pip", "/hat", "Hạt", "", HTML, "", "yes"),
    (BEANS, "gs1:pip", "/hat/vi", "Hạt", "vi", HTML, "", "multi"),
    (BEANS, "gs1:pip", "/hat/en", "Beans", "en", HTML, "", "multi"),
    (PLACE, "gs1:locationInfo", "/noi", "Nơi", "", HTML, "", "yes"),
    (BOX, "gs1:logisticsInfo", "/thung", "Thùng", "", HTML, "", "yes"),
)
CASES: Final = (
    ("a product with links of every kind", COFFEE),
    ("a lot with links of its own", LOT),
    ("a lot that nobody recorded", f"{COFFEE}/10/KL8G"),
    ("a serial with a link of its own", SERIAL),
    ("a lot and a serial in one address", f"{PACK}/10/241230K0001/21/756LKNKH1T6M"),
    ("a default in two languages", BEANS),
    ("a product for which nobody registered a link", "/01/09521009000026"),
    ("a lot for which nobody registered a link", "/01/09521010000039/10/240227K0001"),
    ("a place", PLACE),
    ("a shipped box", BOX),
)


class MissingError(Exception):
    """What is not there, in one sentence."""


@dataclass(frozen=True)
class Verdict:
    """One test of the suite: `status` is pass, warn or fail; `test` is the clause in the suite's words."""

    name: str
    status: str
    message: str
    test: str


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("suite", help="a checkout of GS1's resolver test suite")
    asked.add_argument("--json", action="store_true", help="print the verdicts as JSON")
    arguments = asked.parse_args()
    try:
        files = needed(Path(arguments.suite))
        php, browser = programs()
    except MissingError as missing:
        print(missing, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="txng-gs1-suite-") as folder:
        told = run(files, php, browser, Path(folder))
    if arguments.json:
        print(
            json.dumps({name: [vars(one) for one in some] for name, some in told.items()}, indent=1)
        )
    else:
        show(told)
    return int(any(one.status == "fail" for some in told.values() for one in some))


def needed(suite: Path) -> dict[str, Path]:
    """Every file of NEEDED by its name. Raises MissingError."""
    if not suite.is_dir():
        raise MissingError(
            f"There is no folder {suite}: clone GS1's resolver test suite and name it."
        )
    files = {}
    for name, source in NEEDED.items():
        nearest = sorted(
            suite.rglob(name), key=lambda path: ("public" not in path.parts, len(path.parts))
        )
        if not nearest:
            raise MissingError(f"{name} is not in {suite}: put it there; it is from {source}.")
        files[name] = nearest[0]
    return files


def programs() -> tuple[str, str]:
    """Paths of php and of Chromium. Raises MissingError."""
    php = shutil.which("php")
    if php is None:
        raise MissingError("php is not installed: apt-get install -y php-cli php-curl")
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout
    if "curl" not in modules.split():
        raise MissingError("php has no curl: apt-get install -y php-curl")
    browser = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if browser is None:
        raise MissingError("Chromium is not installed: apt-get install -y chromium")
    return php, browser


def run(
    files: Mapping[str, Path], php: str, browser: str, folder: Path
) -> dict[str, list[Verdict]]:
    front = Front(folder)
    with (
        txng_served(front, folder),
        tester_served(php, files[HELPER], front, folder) as tester,
    ):
        return asked_in_browser(browser, files, front.url, tester)


def show(told: Mapping[str, list[Verdict]]) -> None:
    for name, verdicts in told.items():
        print(f"\n{name}  {dict(CASES)[name]}")
        for one in verdicts:
            print(f"  {one.status}  {one.name:<28}{one.message}")
    counts = Counter(one.status for verdicts in told.values() for one in verdicts)
    print(f"\n{counts['pass']} passed, {counts['warn']} warned, {counts['fail']} failed")


# --- the servers --------------------------------------------------------------------------------


@contextmanager
def txng_served(front: Front, folder: Path) -> Iterator[None]:
    """`txng serve` behind the front, with the demonstration province and LINKS."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("TXNG_")
    } | {"TXNG_DATA": str(folder / "data"), "TXNG_BASE_URL": front.url}
    table = folder / "links.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow((*COLUMNS, "description"))
        for code, kind, path, *rest in LINKS:
            rows.writerow((code, kind, f"https://{SHOP}{path}", *rest, ""))
    txng(environ, "init")
    txng(environ, "demo", "load", "--size", "small")
    txng(environ, "key", "create", "--organisation", ORGANISATION, "--scope", "links")
    host = txng(environ, "link", "host", "request", SHOP, "--organisation", ORGANISATION, "--json")
    txng(environ, "link", "host", "approve", str(json.loads(host)["id"]))
    txng(environ, "link", "import", str(table), "--organisation", ORGANISATION)
    port = free_port()
    command = (
        *TXNG,
        "serve",
        "--host",
        HOST,
        "--port",
        str(port),
        "--no-worker",
        "--stream-port",
        "0",
    )
    with started(command, port, folder / "txng.log", environ), front.connect_to(port):
        yield


@contextmanager
def tester_served(php: str, helper: Path, front: Front, folder: Path) -> Iterator[str]:
    """The address of the suite's helper. It trusts the front's certificate beside no other."""
    port = free_port()
    trust = (f"curl.cainfo={front.certificate}", f"openssl.cafile={front.certificate}")
    options = [word for setting in (*trust, "display_errors=0") for word in ("-d", setting)]
    command = (php, *options, "-S", f"{HOST}:{port}", "-t", str(helper.parent), str(helper))
    with started(command, port, folder / "php.log", os.environ):
        yield f"http://{HOST}:{port}/{HELPER}"


TXNG: Final = (sys.executable, "-c", "from txng.conf.cli import main; main()")


def txng(environ: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [*TXNG, *arguments], env=dict(environ), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"txng {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(
    command: tuple[str, ...], port: int, log: Path, environ: Mapping[str, str]
) -> Iterator[None]:
    """The process, once its port answers; ended with the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=dict(environ), stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


# --- the browser --------------------------------------------------------------------------------


def asked_in_browser(
    browser: str, files: Mapping[str, Path], site: str, tester: str
) -> dict[str, list[Verdict]]:
    """What the suite says of each case. `site` is our address, `tester` that of the suite's helper."""
    from playwright.sync_api import Route, sync_playwright

    def answer(route: Route) -> None:
        url = route.request.url
        word = urlsplit(url).path.rpartition("/")[2]
        given: dict[str, Any] = {"headers": {"Access-Control-Allow-Origin": "*"}}
        if url.startswith(f"{site}/") or url == site:
            route.continue_()
        elif word == HELPER:
            with urllib.request.urlopen(f"{tester}?{urlsplit(url).query}", timeout=60) as told:
                route.fulfill(body=told.read(), content_type="application/json", **given)
        elif word in FETCHED:
            route.fulfill(path=files[FETCHED[word]], content_type="application/json", **given)
        elif url == page_url:
            route.continue_()
        elif word in files:
            route.fulfill(path=files[word], content_type="text/javascript")
        else:
            route.abort()

    # a page that php itself sent, if only "404": Chromium lets no page of elsewhere speak to 127.0.0.1
    page_url = f"{tester.removesuffix(HELPER)}page"
    told = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, path in CASES:
            context = chromium.new_context(ignore_https_errors=True)
            context.route("**/*", answer)
            page = context.new_page()
            page.goto(page_url)
            page.set_content(PAGE)
            page.evaluate("link => testDL(link)", f"{site}{path}")
            page.wait_for_load_state(
                "networkidle"
            )  # two of its tests are not waited for by the suite
            told[name] = [Verdict(*one) for one in page.evaluate(RESULTS)]
            context.close()
        chromium.close()
    return told


if __name__ == "__main__":
    sys.exit(main())
