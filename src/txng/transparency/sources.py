"""A log as it is read from outside: behind an address, or in a folder.

    open_source("https://txng.example.vn/log/2026")      open_source("/srv/copy/2026")

Both answer `fetch(path)`, as `tlog.tiles` wants it. Nothing that comes is believed here.
"""

from pathlib import Path
from typing import Final, Protocol

import urllib3
from urllib3.exceptions import HTTPError

from txng import __version__

SECONDS: Final = 20.0
MOST: Final = 20 * 1024 * 1024  # a bundle is at most 256 times 64 KiB
HEADERS: Final = {"User-Agent": f"txng/{__version__}"}


class Unreachable(Exception):
    """Nobody answered, or not as a log does."""


class Source(Protocol):
    """`name` is what the person typed."""

    name: str

    def fetch(self, path: str) -> bytes | None:
        """The bytes of a file; None when it is not there. Raises Unreachable."""


class FolderSource:
    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder
        if not folder.is_dir():
            raise Unreachable(f"Expected a folder, got {folder}")

    def fetch(self, path: str) -> bytes | None:
        try:
            return (self._folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Unreachable(f"{self._folder / path}: {error}") from None


class HttpSource:
    """Keeps its connection open; follows no redirects."""

    def __init__(self, address: str) -> None:
        self.name = address.rstrip("/")
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=SECONDS, read=SECONDS), headers=dict(HEADERS)
        )

    def fetch(self, path: str) -> bytes | None:
        status, body = self._ask("GET", path, None)
        if status in (404, 410):
            return None
        if status != 200:
            raise Unreachable(f"Expected 200 from {self.name}/{path}, got {status}")
        return body

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer. Raises Unreachable."""
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        try:
            answer = self._pool.request(
                method,
                f"{self.name}/{path}" if path else self.name,
                body=body,
                headers={**HEADERS, "Content-Type": "text/plain; charset=utf-8"} if body else None,
                redirect=False,
                retries=False,
                preload_content=False,
            )
            with answer:
                content = answer.read(MOST + 1, decode_content=False)
        except (HTTPError, OSError, ValueError) as error:
            raise Unreachable(f"{self.name}: {error}") from None
        if len(content) > MOST:
            raise Unreachable(f"Expected at most {MOST} bytes from {self.name}/{path}")
        return answer.status, content


def open_source(text: str) -> Source:
    """Raises Unreachable for a folder that is not there."""
    if text.startswith(("http://", "https://")):
        return HttpSource(text)
    return FolderSource(Path(text))
