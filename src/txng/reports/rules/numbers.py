"""Numbers that somebody typed into prose without saying where they come from.

A digit is allowed in a chip, a year, a date, the number of a document or a standard, the number of a list
or of a clause, and inside a word (GS1). Everything else is a count, and a count needs a source.

>>> [one.number for one in unsourced("Năm 2026 có 214 cơ sở theo Quyết định 100/QĐ-TTg ngày 19/01/2019.")]
['214']
>>> [one.number for one in unsourced("1. Theo TCVN 13167:2025 có {{enterprises.registered}} cơ sở, mã GS1.")]
[]
>>> [(one.number, one.sentence) for one in unsourced("Tốt. Tăng 12,5% so với trước.")]
[('12,5', 'Tăng 12,5% so với trước.')]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ALLOWED: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\{\{[^{}]*\}\}",
        r"^\s*(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+)(?=\s)",  # of a list: "1.", "2.1", "3)"
        r"\b\d+(?:/\d{4})?/[A-ZĐ][\wĐ&-]*",  # 6736/KH-UBND, 78/2025/QH15
        r"\b(?:TCVN|QCVN|ISO(?:/IEC)?|IEC|EN|EPCIS|Digital Link)\s*\d[\d:/.-]*",
        r"\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{1,2}/\d{4}\b|\b\d{1,2}/\d{1,2}\b(?!/)",
        r"(?i:\bngày|\btháng|\bquý)\s+\d{1,2}\b",
        r"(?i:\bđiều|\bkhoản|\bmục|\bphụ lục|\bchương|\bbảng|\bnhiệm vụ)\s+\d+(?:\.\d+)*\b",
        r"\b(?:PL|[IVX]+)\.\d+(?:\.\w)?",  # clauses of the Plan
        r"(?<![\d.,])(?:19|20)\d{2}(?![\d%]|[.,]\d)",  # a year
        r"(?<=[^\W\d_])\d+",  # inside a word: GS1, L01
    )
)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.!?;](?=\s)|(?=\n)|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Typed:
    """`sentence` is the one that the number stands in, single spaces; `line` counts from 1."""

    number: str
    sentence: str
    line: int


def unsourced(text: str) -> list[Typed]:
    return list(_typed(text))


def _typed(text: str) -> Iterator[Typed]:
    left = text
    for pattern in _ALLOWED:
        left = pattern.sub(lambda found: " " * len(found.group()), left)
    for found in _NUMBER.finditer(left):
        yield Typed(
            found.group(), sentence_at(text, found.start()), text.count("\n", 0, found.start()) + 1
        )


def sentence_at(text: str, place: int) -> str:
    for found in _SENTENCE.finditer(text):
        if found.start() <= place < found.end():
            return " ".join(found.group().split())
    return ""
