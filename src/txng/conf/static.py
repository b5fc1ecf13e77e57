"""Static files without a step to forget: one folder name that says what is inside.

    /static/3f9c1a7e/ui/css/txng.css
            └──┬───┘ first digits of a SHA-256 over every static file of the package

The address changes with any content, so browsers may keep each file for ever. Unlike names with a
hash per file, addresses inside the files stay true: `url(../fonts/a.woff2)` and `import "./scan.js"`
are relative, and nothing has to be rewritten. WhiteNoise serves the files in front of Django,
straight from the package; where `txng init` has made compressed copies (TXNG_DATA/static/3f9c1a7e/)
it serves those. A stale copy cannot be served, because its folder has another name.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from whitenoise import WhiteNoise  # type: ignore[import-untyped]
from whitenoise.compress import Compressor  # type: ignore[import-untyped]

PACKAGE: Final = Path(__file__).parents[1]
TEN_YEARS: Final = 10 * 365 * 24 * 3600


def folders() -> list[Path]:
    """static/ of every room that has one."""
    return sorted(PACKAGE.glob("*/static"))


def files() -> Iterator[tuple[str, Path]]:
    """Address below /static/<fingerprint>/, and file."""
    for folder in folders():
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield file.relative_to(folder).as_posix(), file


@cache
def fingerprint() -> str:
    """Eight hex digits over names and contents, the same on every machine with this release."""
    digest = hashlib.sha256()
    for address, file in files():
        digest.update(f"{address}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:8]


def collect(target: Path) -> Path:
    """Put compressed copies into `target`/<fingerprint>, drop those of other releases."""
    finished = target / fingerprint()
    if not finished.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        # Under another name until it is whole: a server may be starting at this moment.
        unfinished = Path(tempfile.mkdtemp(prefix=".", dir=target))
        unfinished.chmod(0o755)
        compressor = Compressor(quiet=True)
        for address, file in files():
            copy = unfinished / address
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            if compressor.should_compress(copy.name):
                compressor.compress(os.fspath(copy))
        try:
            unfinished.rename(finished)
        except OSError:  # another `txng init` was quicker, with the same files
            shutil.rmtree(unfinished)
    for other in target.iterdir():
        if other != finished:
            shutil.rmtree(other, ignore_errors=True)
    return finished


def serve(otherwise: Callable[..., Any], static_url: str, collected: Path) -> WhiteNoise:
    """A WSGI callable that answers below `static_url` and hands on everything else."""
    noise = WhiteNoise(
        otherwise,
        max_age=TEN_YEARS,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,  # pages, styles and scripts come from one address
        add_headers_function=_add_headers,
    )
    for folder in [collected] if collected.is_dir() else folders():
        noise.add_files(folder, prefix=static_url)
    return noise


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
