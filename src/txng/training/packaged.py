"""Subjects that ship, as they stand in data/: read, never written to the database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "data" / "subjects.toml"


@cache
def subjects() -> list[dict[str, Any]]:
    """Each with `code`, `title`, `clause`, `summary`, `hours`, `pass_mark`, `curriculum`, and a list of
    `question` with `kind`, `text`, `why`, `choices` ("*" before a right one)."""
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["subject"]
    return found
