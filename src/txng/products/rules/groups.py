"""Product groups as paths: "nong-san/ca-phe/" is above "nong-san/ca-phe/ca-phe-nhan/".

The shipped tree stands in data/groups.csv, each row with the reason why it is there.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

SECTORS: Final = ("nong-nghiep", "cong-thuong", "y-te")
LONGEST_PATH: Final = 150
LONGEST_NAME: Final = 100
_PATH: Final = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")


@dataclass(frozen=True, slots=True)
class Group:
    path: str
    name: str
    name_en: str
    sector: str
    profile: str
    hs: str
    standard: str
    source: str


class GroupRefused(ValueError):
    """A path that is no path, or stands under nothing."""


def parent_of(path: str) -> str:
    """ "" for a group at the top.

    >>> parent_of("nong-san/ca-phe/"), parent_of("nong-san/")
    ('nong-san/', '')
    """
    above, _slash, _last = path.rstrip("/").rpartition("/")
    return above + "/" if above else ""


def is_path(path: str) -> bool:
    return len(path) <= LONGEST_PATH and _PATH.fullmatch(path) is not None


def is_under(path: str, above: str) -> bool:
    """A group is under itself."""
    return path.startswith(above)


@cache
def shipped() -> tuple[Group, ...]:
    """Parents before children. Raises GroupRefused when the file says otherwise."""
    text = (files("txng.products") / "data" / "groups.csv").read_text(encoding="utf-8")
    return read(text.splitlines())


def read(lines: Iterable[str]) -> tuple[Group, ...]:
    found: dict[str, Group] = {}
    for row in csv.DictReader(lines):
        path = row["path"] + "/"
        above = parent_of(path)
        if not is_path(path) or (above and above not in found) or path in found:
            raise GroupRefused(f"Expected a new path under one before it, got {row['path']!r}")
        if row["sector"] not in SECTORS:
            raise GroupRefused(f"Expected one of {SECTORS}, got {row['sector']!r}")
        found[path] = Group(
            path,
            row["vi"],
            row["en"],
            row["sector"],
            row["profile"],
            row["hs"],
            row["standard"],
            row["source"],
        )
    return tuple(found.values())
