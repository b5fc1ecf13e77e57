"""`make bench` runs through and tells every figure; how fast anything is, no test says."""

import json
import os
import subprocess
import sys

import pytest

from tests import environment
from tests.house.reading import ROOT

KEYS = {
    "": {"machine", "engines", "hashes", "tlog", "peers", "goals"},
    "machine": {"python", "sqlite", "packages", "cores", "load", "load_at_end"},
    "hashes": {"events", "differing", "ours", "reference"},
    "tlog": {
        "entries", "append", "recompute", "prove", "verify", "commit", "check", "browser",
    },
    "tlog.append": {"per_second", "us", "of_raw"},
    "engines.ENGINE": {"sizes", "stages", "http", "resolver", "recall", "labels", "log", "registers",
        "plan", "report", "pages",
    },
    "engines.ENGINE.recall": {"items", "kinds", "certainty", "seconds", "peak_mb"},
    "engines.ENGINE.labels": {"pdf_a4", "pdf_roll", "zpl", "read_back", "read", "serials_issued"},
    "engines.ENGINE.log": {"events", "integrate", "fsck", "tick_ms", "raw_us"},
    "engines.ENGINE.log.fsck": {"per_second", "cpu_us", "database_us", "of_raw"},
    "engines.ENGINE.registers": {"items", "pages"},
    "engines.ENGINE.report": {"items", "cpu_s", "steps", "numbers", "providers"},
    "engines.ENGINE.pages": {"pages"},
    "engines.ENGINE.plan": {"items", "figures", "pages", "beforehand"},
    "engines.ENGINE.resolver": {
        "redirect_of_one", "redirect_of_many", "redirect_cold",
        "linkset_of_one", "linkset_of_many", "linkset_cold",
    },
    "engines.ENGINE.resolver.redirect_of_one": {"machine", "django"},
    "engines.ENGINE.sizes.300": {
        "events", "per_second", "cpu_us", "database_us", "last_to_first", "peak_mb", "raw",
        "bytes_of_events", "bytes_of_relations", "bytes_of_jobs", "questions", "upstream", "downstream",
        "traces", "balances",
    },
    "engines.ENGINE.sizes.300.questions": {
        "history_of_a_serial", "history_of_a_lot", "serials_of_a_gtin", "step_in_an_hour",
        "place_and_within",
    },
    "engines.ENGINE.sizes.300.questions.history_of_a_serial": {"p50", "p95", "p99", "results"},
    "engines.ENGINE.sizes.300.balances": {"ledger", "balance", "site_year"},
    "engines.ENGINE.sizes.300.balances.site_year": {"p50", "results", "cpu_us_per_result"},
    "engines.ENGINE.sizes.300.downstream": {"p50", "p99", "cpu_us_per_result", "r_squared"},
    "engines.ENGINE.stages.stages": {
        "split", "read", "prepare", "evidence", "record", "job", "commit", "capture", "hash", "xml",
        "xml12",
    },
    "engines.ENGINE.http": {"captures", "raw", "two_workers", "lookups", "peak_mb", "is_pinned"},
    "engines.ENGINE.http.captures": {"1000", "500", "100", "10", "1", "event"},
    "engines.ENGINE.http.captures.500": {
        "events", "per_second", "posts_per_second", "server_us", "database_us", "p50", "p99",
    },
    "engines.ENGINE.http.lookups": {"machine", "django", "orm"},
}  # fmt: skip


@pytest.fixture(scope="module")
def run():
    engine = environment.engine(os.environ)
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--events", "300", "--engine", engine, "--json", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("place", KEYS)
def test_a_run_tells_every_figure(run, place):
    told = run
    for name in place.replace("ENGINE", environment.engine(os.environ)).split("."):
        told = told[name] if name else told
    assert KEYS[place] - told.keys() == set()


def test_the_lists_of_every_register_are_measured_for_whoever_opens_them(run):
    (figures,) = run["engines"].values()
    pages = figures["registers"]["pages"]
    rooms = {page["route"].partition(":")[0] for page in pages}
    assert rooms == {"accounts", "barcodes", "documents", "parties", "products", "resolver"}
    assert {page["asker"] for page in pages} == {"province", "commune", "owner"}
    assert all(page["queries"] and page["cpu_ms"] and page["bytes"] for page in pages)


def test_every_event_of_the_load_is_stored_and_hashed_like_the_reference(run):
    (figures,) = run["engines"].values()
    assert figures["sizes"]["300"]["events"] == figures["sizes"]["300"]["raw"]["events"] == 300
    assert run["hashes"]["differing"] * 20 < run["hashes"]["events"]


def test_every_goal_says_what_was_measured_against_what(run):
    assert {"name", "sense", "bound", "measured", "is_met"} <= set().union(*run["goals"])
    unmeasured = {
        goal["name"].partition(": ")[2] for goal in run["goals"] if goal["measured"] is None
    }
    # so short a load has no tenths; the bytes need an SQLite that can tell them, proofs a browser
    assert unmeasured <= {
        "last tenth of the load against the first", "bytes of an event",
        "proof verified in a browser 4x slower", "script of the proof",
    }  # fmt: skip
