"""A text of the report whose numbers are chips: {{code}} names a figure of the registry.

    "Toàn tỉnh có {{enterprises.registered}} cơ sở, riêng Di Linh {{enterprises.registered xa=25000}}."

>>> [piece if isinstance(piece, str) else piece.code for piece in pieces("Có {{lots.traced}} lô.")]
['Có ', 'lots.traced', ' lô.']
>>> next(chips("{{enterprises.registered xa=24846 nganh=nong-nghiep}}")).commune
'24846'
>>> [(one.line, one.text) for one in problems("Dòng một\\n{{a.b c=d}} {{", {"a.b"})]
[(2, 'c=d'), (2, '{{')]
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

_BRACES: Final = re.compile(r"\{\{([^{}]*)\}\}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
NARROWINGS: Final = {"xa": "commune", "nganh": "sector", "nhom": "group"}
UNKNOWN_CODE, UNKNOWN_NARROWING, OPEN_BRACE = "code", "narrowing", "brace"


@dataclass(frozen=True, slots=True)
class Chip:
    code: str
    commune: str = ""
    sector: str = ""
    group: str = ""

    @property
    def written(self) -> str:
        words = [self.code]
        words += [
            f"{word}={told}" for word, name in NARROWINGS.items() if (told := getattr(self, name))
        ]
        return "{{" + " ".join(words) + "}}"


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` one of the three above; `text` is what is wrong, `line` counts from 1."""

    kind: str
    text: str
    line: int


def pieces(text: str) -> Iterator[str | Chip]:
    """Words and chips in order. Braces that hold no chip stay words."""
    at = 0
    for found in _BRACES.finditer(text):
        chip = _read(found.group(1))
        if not isinstance(chip, Chip):
            continue
        if found.start() > at:
            yield text[at : found.start()]
        yield chip
        at = found.end()
    if at < len(text):
        yield text[at:]


def chips(text: str) -> Iterator[Chip]:
    return (piece for piece in pieces(text) if isinstance(piece, Chip))


def problems(text: str, known: Collection[str]) -> list[Problem]:
    """What is no chip, each with its line: a code that is not among `known`, a narrowing nobody knows."""
    wrong = []
    for number, line in enumerate(text.split("\n"), 1):
        for found in _BRACES.finditer(line):
            read = _read(found.group(1))
            if isinstance(read, Problem):
                wrong.append(Problem(read.kind, read.text, number))
            elif read.code not in known:
                wrong.append(Problem(UNKNOWN_CODE, read.code, number))
        rest = _BRACES.sub("", line)
        wrong += [Problem(OPEN_BRACE, brace, number) for brace in ("{{", "}}") if brace in rest]
    return wrong


def _read(inside: str) -> Chip | Problem:
    words = inside.split()
    if not words or not _CODE.fullmatch(words[0]):
        return Problem(UNKNOWN_CODE, inside.strip()[:80], 0)
    narrowed = {}
    for word in words[1:]:
        name, _equals, told = word.partition("=")
        if name not in NARROWINGS or not told:
            return Problem(UNKNOWN_NARROWING, word[:80], 0)
        narrowed[NARROWINGS[name]] = told
    return Chip(words[0], **narrowed)
