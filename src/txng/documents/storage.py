"""Files on disk: written whole or not at all, readable by the owner and the group of the data folder.

    TXNG_DATA/documents/imports/000/NK-000123
    TXNG_DATA/documents/attachments/000/000077

No name of ours comes from a sender, and nothing here is served from disk by its path.
"""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

IMPORTS: Final = "imports"
ATTACHMENTS: Final = "attachments"


def path_of(folder: Path, kind: str, pk: int, name: str = "") -> Path:
    return folder / kind / f"{pk // 1000:03}" / (name or f"{pk:06}")


def keep(path: Path, content: bytes) -> None:
    """The bytes are on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o640)
        Path(unfinished).replace(path)
    except BaseException:  # an interrupt too leaves no half of a file
        Path(unfinished).unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)  # else a power cut may take the new name back
    finally:
        os.close(directory)


def destroy(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
