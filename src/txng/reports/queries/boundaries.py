"""Shapes of communes, where the operator has taken some in: a file of paths in TXNG_DATA."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings


def file() -> Path:
    return Path(settings.BOUNDARIES_FILE)


def shapes(user: object) -> dict[str, str]:
    """Commune -> SVG path in units of the outline; {} where nothing was taken in. Anybody may ask."""
    paths: dict[str, str] = kept().get("paths", {})
    return paths


def kept() -> dict[str, Any]:
    """What the import wrote: paths, source, taken_in_at; {} where there is none."""
    try:
        stamp = file().stat().st_mtime_ns
    except OSError:
        return {}
    return _read(str(file()), stamp)


@lru_cache(maxsize=2)
def _read(path: str, stamp: int) -> dict[str, Any]:
    """Once for each import: `stamp` is when the file was written."""
    try:
        told = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
