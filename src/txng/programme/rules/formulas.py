"""The formula of an indicator: figures and numbers joined by + - * / and brackets. Data, read and checked
here; nothing of it is ever run as a program.

>>> formula = read("codes.alive / codes.watched * 100")
>>> formula.figures
('codes.alive', 'codes.watched')
>>> formula.value({"codes.alive": Decimal(3), "codes.watched": Decimal(4)})
Decimal('75.00')

Division by zero is None, and so is everything that has an unknown figure in it: unknown is never zero.

    sum     = product { ("+" | "-") product }
    product = part { ("*" | "/") part }
    part    = number | figure | "(" sum ")" | "-" part
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

LONGEST: Final = 300
DEEPEST: Final = 20  # brackets within brackets: more is no formula that a person wrote
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d{1,12}(?:[.,]\d{1,6})?)(?![\w.,])|(?P<figure>[a-z]+(?:_[a-z]+)*(?:\.[a-z]+(?:_[a-z]+)*)+)"
    r"|(?P<sign>[-+*/()]))"
)
_EXACT: Final = Context(prec=28, traps=[DivisionByZero, InvalidOperation, Overflow])


class FormulaRefused(ValueError):
    """`word` names the reason, `found` what stands there, `place` where (from 1)."""

    def __init__(self, word: str, found: str = "", place: int = 0) -> None:
        super().__init__(f"{word}: {found!r} at {place}")
        self.word, self.found, self.place = word, found, place


@dataclass(frozen=True, slots=True)
class Figure:
    code: str


@dataclass(frozen=True, slots=True)
class Joined:
    """`sign` is one of + - * /."""

    sign: str
    left: "Part"
    right: "Part"


Part = Decimal | Figure | Joined


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` in the one spelling that is kept; `figures` each once, in the order of reading."""

    text: str
    tree: Part
    figures: tuple[str, ...]

    def value(self, known: Mapping[str, Decimal | int | None]) -> Decimal | None:
        """None where a figure is unknown or missing, or something is divided by zero."""
        return _value(self.tree, known)


def _value(part: Part, known: Mapping[str, Decimal | int | None]) -> Decimal | None:
    if isinstance(part, Decimal):
        return part
    if isinstance(part, Figure):
        held = known.get(part.code)
        return None if held is None else Decimal(held)
    left, right = _value(part.left, known), _value(part.right, known)
    if left is None or right is None:
        return None
    try:
        return _SIGNS[part.sign](left, right)
    except (DivisionByZero, InvalidOperation, Overflow):
        return None


_SIGNS: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _EXACT.divide,
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


def read(text: str) -> Formula:
    """Raises FormulaRefused: empty, long, strange (a sign that is none), unexpected, unfinished, unclosed,
    deep, no_figure."""
    if len(text) > LONGEST:
        raise FormulaRefused("long")
    tokens = _tokens(text)
    if not tokens:
        raise FormulaRefused("empty")
    reader = _Reader(tokens)
    tree = reader.sum(0)
    if reader.rest is not None:
        raise FormulaRefused("unexpected", reader.rest.text, reader.rest.place)
    figures = tuple(dict.fromkeys(one.text for one in tokens if one.kind == "figure"))
    if not figures:
        raise FormulaRefused("no_figure")
    return Formula(_written(tokens), tree, figures)


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            rest = text[place:].lstrip()
            raise FormulaRefused("strange", rest[:20], len(text) - len(rest) + 1)
        kind = match.lastgroup
        found.append(_Token(kind, match[kind].replace(",", "."), match.start(kind) + 1))
        place = match.end()
    return found


def _written(tokens: list[_Token]) -> str:
    """Spaces around what joins, none inside brackets and after a sign of its own."""
    text, before = "", None
    for one in tokens:
        joins = one.kind == "sign" and one.text in "+-*/"
        is_own = joins and (before is None or (before.kind == "sign" and before.text != ")"))
        text += f" {one.text} " if joins and not is_own else one.text
        before = one
    return text


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def rest(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, signs: str) -> str:
        rest = self.rest
        if rest is None or rest.kind != "sign" or rest.text not in signs:
            return ""
        self._next += 1
        return rest.text

    def sum(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise FormulaRefused("deep")
        left = self._product(depth)
        while sign := self._take("+-"):
            left = Joined(sign, left, self._product(depth))
        return left

    def _product(self, depth: int) -> Part:
        left = self._part(depth)
        while sign := self._take("*/"):
            left = Joined(sign, left, self._part(depth))
        return left

    def _part(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise FormulaRefused("deep")
        rest = self.rest
        if rest is None:
            last = self._tokens[-1]
            raise FormulaRefused("unfinished", last.text, last.place)
        if self._take("("):
            inside = self.sum(depth + 1)
            if not self._take(")"):
                raise FormulaRefused("unclosed", "(", rest.place)
            return inside
        if self._take("-"):
            return Joined("-", Decimal(0), self._part(depth + 1))
        if rest.kind == "sign":
            raise FormulaRefused("unexpected", rest.text, rest.place)
        self._next += 1
        return Decimal(rest.text) if rest.kind == "number" else Figure(rest.text)
