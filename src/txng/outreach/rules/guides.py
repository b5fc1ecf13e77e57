"""Guides that come with the program: two text files each, in our own words, until an article takes its place.

    ca-phe.txt                                ca-phe.en.txt
    title: Cà phê: từ vườn đến gói            title: Coffee: from the plot to the bag
    summary: ..                               summary: ..
    group: nong-san/ca-phe/
    audience: san-xuat
    documents: TCVN 13840:2023
    ---                                       ---
    the text, as rules/markup.py reads it     the same in English: heads, steps and links one for one

>>> one = packaged("tham-gia")
>>> one.vi.title, one.en.title
('Tham gia hệ thống truy xuất nguồn gốc', 'Joining the traceability system')
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
class Text:
    """A guide in one language; `body` as rules/markup.py reads it."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Guide:
    """`group` is a path of the product groups, "" for all; `documents` are numbers of laws and standards."""

    code: str
    vi: Text
    en: Text
    group: str = ""
    audience: str = ""
    documents: tuple[str, ...] = ()


@cache
def packaged(code: str) -> Guide | None:
    if code not in ORDER:
        return None
    head, vietnamese = _read(f"{code}.txt")
    _head, english = _read(f"{code}.en.txt")
    numbers = head["documents"].split("; ") if head.get("documents") else []
    return Guide(
        code, vietnamese, english, head.get("group", ""), head.get("audience", ""), tuple(numbers)
    )


def _read(name: str) -> tuple[dict[str, str], Text]:
    file = resources.files("txng.outreach").joinpath("data", "guides", name)
    top, _line, body = file.read_text("utf-8").partition("\n---\n")
    head = dict(line.split(": ", 1) for line in top.splitlines())
    return head, Text(head["title"], head["summary"], body.strip())


@cache
def every() -> tuple[Guide, ...]:
    return tuple(found for code in ORDER if (found := packaged(code)) is not None)
