"""A file system that forgets at a power cut what was not synced.

    python -m tests.faults.forgetful DISK MOUNT SEED

    application ──write──> pages in memory ──fsync──> DISK      SIGUSR1: the power is cut
                                  └─ of what was never synced, each page survives by the toss of a coin

DISK holds what a real disk would hold after the cut: what was synced, and any part of what was not, in
no order. Making, renaming and removing files is taken as safe at once, as a journalling file system
does. Needs root, /dev/fuse and libfuse2 (Debian's package); `fusepy` comes with `make faults`.
"""

import errno
import os
import random
import signal
import stat
import sys
from pathlib import Path
from typing import Any

PAGE = 4096


class Held:
    """One file: `size` as the application sees it, `pages` that were not synced yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.pages: dict[int, bytes] = {}
        self.is_resized = False

    def page(self, number: int) -> bytes:
        if number in self.pages:
            return self.pages[number]
        with self.path.open("rb") as file:
            file.seek(number * PAGE)
            return file.read(PAGE).ljust(PAGE, b"\0")

    def read(self, size: int, offset: int) -> bytes:
        end = min(offset + size, self.size)
        if end <= offset:
            return b""
        first, last = offset // PAGE, (end - 1) // PAGE
        whole = b"".join(self.page(number) for number in range(first, last + 1))
        return whole[offset - first * PAGE : end - first * PAGE]

    def write(self, data: bytes, offset: int) -> None:
        position = 0
        while position < len(data):
            number, within = divmod(offset + position, PAGE)
            part = data[position : position + PAGE - within]
            page = bytearray(self.page(number))
            page[within : within + len(part)] = part
            self.pages[number] = bytes(page)
            position += len(part)
        self.size = max(self.size, offset + len(data))

    def truncate(self, length: int) -> None:
        for number in [number for number in self.pages if number * PAGE >= length]:
            del self.pages[number]
        if length % PAGE:
            whole = self.page(length // PAGE)[: length % PAGE]
            self.pages[length // PAGE] = whole.ljust(PAGE, b"\0")
        self.size, self.is_resized = length, True

    def sync(self) -> None:
        self._put(self.pages, self.size)
        self.pages, self.is_resized = {}, False

    def cut(self, chance: random.Random) -> None:
        """Keep a random part of what was not synced, and perhaps the new length."""
        kept = {number: page for number, page in self.pages.items() if chance.random() < 0.5}
        reached = max((min((number + 1) * PAGE, self.size) for number in kept), default=0)
        before = self.path.stat().st_size
        is_resize_kept = self.is_resized and chance.random() < 0.5
        self._put(kept, self.size if is_resize_kept else max(before, reached))

    def _put(self, pages: dict[int, bytes], size: int) -> None:
        with self.path.open("r+b") as file:
            for number, page in sorted(pages.items()):
                file.seek(number * PAGE)
                file.write(page)
            file.truncate(size)


def operations(disk: Path, chance: random.Random) -> Any:
    """The file system itself; fusepy is imported here because only long runs have it."""
    from fuse import FuseOSError, Operations

    class Forgetful(Operations):  # type: ignore[misc]  # fusepy has no types
        def __init__(self) -> None:
            self.held: dict[str, Held] = {}

        def _file(self, path: str) -> Held:
            if path not in self.held:
                where = disk / path[1:]
                if not where.exists():
                    raise FuseOSError(errno.ENOENT)
                self.held[path] = Held(where)
            return self.held[path]

        def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
            try:
                found = os.lstat(disk / path[1:])
            except OSError as error:
                raise FuseOSError(error.errno) from None
            names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_mtime")
            answer = {name: getattr(found, name) for name in names}
            if stat.S_ISREG(found.st_mode):
                answer["st_size"] = self._file(path).size
            return answer

        def readdir(self, path: str, fh: int) -> list[str]:
            return [".", "..", *os.listdir(disk / path[1:])]

        def create(self, path: str, mode: int, fi: Any = None) -> int:
            os.close(os.open(disk / path[1:], os.O_CREAT | os.O_RDWR, mode))
            self._file(path)
            return 0

        def open(self, path: str, flags: int) -> int:
            self._file(path)
            return 0

        def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
            return self._file(path).read(size, offset)

        def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
            self._file(path).write(data, offset)
            return len(data)

        def truncate(self, path: str, length: int, fh: int | None = None) -> None:
            self._file(path).truncate(length)

        def fsync(self, path: str, datasync: int, fh: int) -> int:
            self._file(path).sync()
            return 0

        def unlink(self, path: str) -> None:
            self.held.pop(path, None)
            os.unlink(disk / path[1:])

        def rename(self, old: str, new: str) -> None:
            held = self.held.pop(old, None)
            self.held.pop(new, None)
            os.rename(disk / old[1:], disk / new[1:])
            if held is not None:
                held.path = disk / new[1:]
                self.held[new] = held

        def mkdir(self, path: str, mode: int) -> None:
            os.mkdir(disk / path[1:], mode)

        def rmdir(self, path: str) -> None:
            os.rmdir(disk / path[1:])

        def chmod(self, path: str, mode: int) -> int:
            os.chmod(disk / path[1:], mode)
            return 0

        def chown(self, path: str, uid: int, gid: int) -> int:
            return 0

        def cut(self) -> None:
            for held in self.held.values():
                if held.path.exists():
                    held.cut(chance)

    return Forgetful()


def main(disk: str, mount: str, seed: str) -> None:
    from fuse import FUSE

    files = operations(Path(disk), random.Random(seed))

    def cut_the_power(number: int, frame: object) -> None:
        files.cut()
        os._exit(0)

    signal.signal(signal.SIGUSR1, cut_the_power)
    FUSE(files, mount, foreground=True, nothreads=True, attr_timeout=0, entry_timeout=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
