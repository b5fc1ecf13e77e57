"""Long fuzzing: the parsers under Atheris, every operation of the live server under Schemathesis.

    make fuzz                              one minute for each parser, all phases on both databases
    make fuzz ARGS="--seconds 600 json"    ten minutes for one parser

Prints how many inputs each took. The exit status is 1 when one of them let an unforeseen exception out or
the server answered 5xx.
"""

import argparse
import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import servers
from tools.run_tests import postgres_url

ROOT = Path(__file__).resolve().parents[1]
ENVIRON = dict(os.environ, PYTHONPATH=f"{ROOT}/src:{ROOT}")
ATHERIS = """
import sys
import atheris
with atheris.instrument_imports(include=["txng"]):
    from tests.fuzz.targets import TARGETS
    import txng.epcis.reading, txng.epcis.query.doors, txng.epcis.event_hash, txng.gs1.identifier
target, seeds = TARGETS[sys.argv[1]]
atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
atheris.Fuzz()
"""
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance"


def main() -> int:
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[*TARGETS, "server", []])
    parser.add_argument("--seconds", type=int, default=60, help="for each parser")
    parser.add_argument("--examples", type=int, default=100, help="for each operation")
    chosen = parser.parse_args()
    wanted = chosen.names or [*TARGETS, "server"]
    failed = False
    for name in wanted:
        if name == "server":
            with postgres_url() as server:
                for url in ("", server):
                    failed |= fuzz_server(url, chosen.examples)
        else:
            failed |= fuzz_parser(name, TARGETS[name][1], chosen.seconds)
    return int(failed)


def fuzz_parser(name: str, seeds: tuple[bytes, ...], seconds: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="txng-fuzz-") as folder:
        for position, seed in enumerate(seeds):
            (Path(folder) / f"seed-{position}").write_bytes(seed)
        command = [sys.executable, "-c", ATHERIS, name, folder]
        limits = [
            f"-max_total_time={seconds}",
            "-rss_limit_mb=2048",
            "-timeout=10",
            "-max_len=8192",
        ]
        crash = f"-artifact_prefix={folder}/crash-"
        done = subprocess.run(
            [*command, *limits, crash], env=ENVIRON, cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        runs = re.findall(r"Done (\d+) runs", done.stderr)
        crashes = sorted(Path(folder).glob("crash-*"))
        print(
            f"{name:<7} {runs[-1] if runs else '?':>10} inputs, {len(crashes)} crashes", flush=True
        )
        if crashes or done.returncode != 0:
            print(done.stderr[-4000:])
            for path in crashes:
                print(f"{path.name}: {path.read_bytes()[:2000]!r}")
        return bool(crashes) or done.returncode != 0


def fuzz_server(database: str, examples: int) -> bool:
    """Every operation of docs/api/openapi.json, all phases, on a server with the small province."""
    import psycopg
    from psycopg import sql

    name = f"txng_fuzz_{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="txng-fuzz-") as folder:
        environ = dict(ENVIRON, TXNG_DATA=folder, TXNG_LOG_LEVEL="warning")
        if database:
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            environ["TXNG_DATABASE_URL"] = database.rpartition("/")[0] + f"/{name}"
        try:
            servers.txng(environ, "init")
            servers.txng(environ, "demo", "load", "--size", "small")
            key = servers.txng(
                environ, "key", "create", "--organisation", "Fuzz", "--scope", "capture,query",
            )  # fmt: skip
            plain = re.search(r"txng_\w{8}_\w{32}", key)
            assert plain is not None, key
            failed = False
            with servers.serving(environ) as site:
                for paths, checks in (
                    (("--exclude-path", "/soap"), CHECKS),
                    # SOAP 1.1 §6.2: a fault is told with 500, whoever is to blame
                    (("--include-path", "/soap"), CHECKS.partition(",")[2]),
                ):
                    done = subprocess.run(
                        [
                            *(sys.executable, "-m", "schemathesis.cli", "run"),
                            str(ROOT / "docs" / "api" / "openapi.json"),
                            *("--url", f"{site.url}/epcis", "-H", f"Authorization: Bearer {plain[0]}"),
                            *("--checks", checks, "--max-examples", str(examples), "--workers", "2"),
                            *("--phases", "examples,coverage,fuzzing,stateful", *paths),
                        ],
                        env=environ, capture_output=True, text=True, check=False, cwd=folder,
                    )  # fmt: skip
                    print(f"server on {'PostgreSQL' if database else 'SQLite'}, {' '.join(paths)}:")
                    print(done.stdout[-3000:] if done.returncode == 0 else done.stdout[-12000:])
                    failed |= done.returncode != 0
            return failed
        finally:
            if database:
                with psycopg.connect(database, autocommit=True) as connection:
                    connection.execute(
                        sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                    )


if __name__ == "__main__":
    sys.exit(main())
