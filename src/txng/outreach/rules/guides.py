"""Guides that come with the program: a text file each, in our own words, until an article takes its place.

    title: Cà phê: truy xuất từ vườn
    summary: ..
    group: nong-san/ca-phe/
    audience: san-xuat
    documents: TCVN 13840:2023
    ---
    the text, as rules/markup.py reads it

>>> packaged("tham-gia").title
'Tham gia hệ thống truy xuất nguồn gốc'
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

ORDER: Final = (
    "tham-gia", "co-quan", "cong-quoc-gia", "nguoi-tieu-dung", "ca-phe", "che", "rau", "hoa", "sau-rieng",
    "trai-cay", "lua-gao", "chan-nuoi", "thuy-san", "to-lua",
)  # fmt: skip
"""First how to join, then by product group."""


@dataclass(frozen=True, slots=True)
class Guide:
    """`group` is a path of the product groups, "" for all; `documents` are numbers of laws and standards."""

    code: str
    title: str
    summary: str
    body: str
    group: str = ""
    audience: str = ""
    documents: tuple[str, ...] = ()


@cache
def packaged(code: str) -> Guide | None:
    if code not in ORDER:
        return None
    file = resources.files("txng.outreach").joinpath("data", "guides", f"{code}.txt")
    head, _line, body = file.read_text("utf-8").partition("\n---\n")
    told = dict(line.split(": ", 1) for line in head.splitlines())
    numbers = told.get("documents", "").split("; ") if told.get("documents") else []
    return Guide(
        code, told["title"], told["summary"], body.strip(), told.get("group", ""),
        told.get("audience", ""), tuple(numbers),
    )  # fmt: skip


@cache
def every() -> tuple[Guide, ...]:
    return tuple(found for code in ORDER if (found := packaged(code)) is not None)
