"""The files of one shard, written so that a crash leaves each whole or absent.

    log/2026/checkpoint                 the newest checkpoint that the policy is content with
    log/2026/candidate                  the one on offer to witnesses
    log/2026/tile/0/000.p/17            hashes
    log/2026/tile/entries/000.p/17      entries

    put       write beside, fsync, rename, fsync the folder; a file that is there must be the same
    publish   the same, for the few files that change

What `put` or `publish` returned from is on the disk. One process writes (`locked`); anybody reads.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from txng.tlog.tiles import entries_path, tile_path


class LogFolderError(Exception):
    """The folder is not what a log left behind: nothing was written. The message names the file."""


class InUseError(LogFolderError):
    """Another process writes this log."""


class LogFolder:
    """`root` holds the log of one shard; made on the first write."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fetch(self, path: str) -> bytes | None:
        """The bytes of a file, None when it is not there: what `tlog.tiles` reads through."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def put(self, files: Iterable[tuple[str, bytes]], *, is_rebuilding: bool = False) -> None:
        """Write tiles and bundles. Raises LogFolderError for one that is there and differs.

        `is_rebuilding`: what is there is known to be damaged, and is replaced.
        """
        folders: dict[Path, None] = {}
        for path, content in files:
            there = self.fetch(path)
            if there == content:
                folders[(self.root / path).parent] = None  # its name may not be on the disk yet
                continue
            if there is not None and not is_rebuilding:
                raise LogFolderError(f"Expected {path} as it was written before, got another")
            folders[self._write(path, content)] = None
        for folder in folders:
            _sync(folder)

    def publish(self, path: str, content: bytes) -> None:
        """Replace a file that may change."""
        if self.fetch(path) != content:
            _sync(self._write(path, content))

    def drop_partial(self, before: int, size: int) -> None:
        """Remove partial tiles and bundles whose full ones the growth from `before` to `size` brought.

        Whoever asks for one is served the full one's beginning; losing this step loses only disk.
        """
        for level in range(8):
            for index in range(before >> 8 * (level + 1), size >> 8 * (level + 1)):
                full = [tile_path(level, index)] + ([] if level else [entries_path(index)])
                for path in full:
                    shutil.rmtree(self.root / f"{path}.p", ignore_errors=True)

    def is_empty(self) -> bool:
        return not (self.root / "tile").exists()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer until the block ends, or the process does. Raises InUseError."""
        _make(self.root)
        with (self.root / ".lock").open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InUseError(f"Another process writes {self.root}") from None
            yield

    def _write(self, path: str, content: bytes) -> Path:
        target = self.root / path
        _make(target.parent)
        beside = target.with_name(f".{target.name}.new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        beside.rename(target)
        return target.parent


def _make(folder: Path) -> None:
    """The folder and those above it, their names on the disk."""
    if folder.is_dir():
        return
    _make(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
