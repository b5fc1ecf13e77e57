"""What a sheet of a register holds: declared once, for the template, the reader and the marked copy.

    PLOTS = columns.Sheet(
        name="plots", title=_("Thửa đất"), version=1,
        columns=(
            columns.Column("code", _("Mã thửa"), kind="code", required=True, unique=True, longest=20),
            columns.Column("area_ha", _("Diện tích (ha)"), kind="number", least=0, example="0,5"),
            columns.Column("crop", _("Cây trồng"), kind="choice", choices=CROPS, also=("giống cây",)),
        ),
    )

A cell becomes a value: text and code a str, number a Decimal, whole an int, day a date, choice the value
(not the words) of the list, flag a bool; None where an optional cell is empty. `check` may look closer
(a check digit) and gives the value as it is kept, or raises ValueError with a sentence.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.ui import dates, typed_values
from txng.ui.fold import fold, words
from txng.ui.typed_values import TypedValueError, shown

Words = str | Promise
Kind = Literal["text", "code", "number", "whole", "day", "choice", "flag"]
Choices = Sequence[tuple[str, Words]]
ERRORS: Final = gettext_lazy("Lỗi")  # head of the column that a marked copy has, and a reader skips
EXACT_DIGITS: Final = 15  # more than that Excel rounds when a code is kept as a number
MOST_TOLD: Final = 8  # choices that a sentence lists


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: Words
    kind: Kind = "text"
    required: bool = False
    unique: bool = False  # no other row of the file has it
    hint: Words = ""
    example: str = ""
    choices: Choices | Callable[[], Choices] = ()
    longest: int = 200
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    also: Sequence[str] = ()  # other heads that people use for it
    check: Callable[[Any], Any] | None = None

    def options(self) -> Choices:
        return self.choices() if callable(self.choices) else self.choices

    def reader(self) -> Callable[[object], object]:
        """Reads one cell after another; choices are folded once. The reader raises TypedValueError."""
        known = self._known() if self.kind == "choice" else {}

        def read(cell: object) -> object:
            if is_empty(cell):
                if self.required:
                    raise TypedValueError(_("Ô này không được trống."))
                return None
            value = self._value(cell, known)
            if self.check is None:
                return value
            try:
                return self.check(value)
            except ValueError as error:
                raise TypedValueError(str(error)) from None

        return read

    def _known(self) -> Mapping[str, str]:
        """Folded words and folded values, and what they stand for; words win."""
        options = self.options()
        return {fold(value): value for value, _title in options} | {
            fold(str(title)): value for value, title in options
        }

    def _value(self, cell: object, known: Mapping[str, str]) -> object:
        if self.kind == "number":
            return self._within(_number(cell))
        if self.kind == "whole":
            number = _number(cell)
            if number != number.to_integral_value():
                raise TypedValueError(
                    _("Cần một số nguyên như 12; nhận được %(got)s.") % {"got": told(cell)}
                )
            return int(self._within(number))
        if self.kind == "day":
            return _day(cell)
        if self.kind == "flag":
            return cell if isinstance(cell, bool) else typed_values.flag(_text(cell))
        text = _text(cell)
        if self.kind == "choice":
            value = known.get(fold(text))
            if value is None:
                raise TypedValueError(self._no_choice(cell))
            return value
        if len(text) > self.longest:
            raise TypedValueError(
                _("Cần nhiều nhất %(longest)d ký tự; nhận được %(got)d.")
                % {"longest": self.longest, "got": len(text)}
            )
        if self.kind == "code" and isinstance(cell, int | float) and len(text) > EXACT_DIGITS:
            raise TypedValueError(
                _("Excel đã làm tròn mã này vì ô là số. Đổi ô thành Văn bản rồi gõ lại cả mã.")
            )
        return text

    def _within(self, number: Decimal) -> Decimal:
        if self.least is not None and number < self.least:
            raise TypedValueError(
                _("Cần ít nhất %(least)s; nhận được %(got)s.")
                % {"least": _written(Decimal(self.least)), "got": shown(_written(number))}
            )
        if self.most is not None and number > self.most:
            raise TypedValueError(
                _("Cần nhiều nhất %(most)s; nhận được %(got)s.")
                % {"most": _written(Decimal(self.most)), "got": shown(_written(number))}
            )
        return number

    def _no_choice(self, cell: object) -> str:
        options = [str(title) for _value, title in self.options()]
        if len(options) > MOST_TOLD:
            return _("Cần một mục trong danh sách của mẫu (trang Danh mục); nhận được %(got)s.") % {
                "got": told(cell)
            }
        return _("Cần một trong: %(options)s; nhận được %(got)s.") % {
            "options": ", ".join(options),
            "got": told(cell),
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` and `version` are stamped into the template; raise the version when columns change meaning."""

    name: str
    title: Words
    version: int
    columns: Sequence[Column]
    lead: Words = ""

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def heads(self) -> dict[str, Column]:
        """Folded head -> column, for every head that is understood."""
        return {
            head_of(text): column
            for column in reversed(self.columns)
            for text in (column.key, *column.also, str(column.title))
        }


def head_of(text: str) -> str:
    """A head as it is compared: "Diện tích (ha) *" -> "dien tich ha"."""
    return " ".join(words(text))


def is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def told(cell: object) -> str:
    """A cell as a sentence gives it back."""
    return shown(_text(cell))


@lru_cache(maxsize=8192)
def _tidy(text: str) -> str:
    return typed_values.text(text)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        is_tidy = cell.isascii() or unicodedata.is_normalized("NFC", cell)
        if is_tidy and cell.isprintable() and cell.strip() == cell and "  " not in cell:
            return cell
        return _tidy(cell)
    if isinstance(cell, bool):
        return _("Có") if cell else _("Không")
    if isinstance(cell, datetime):
        return (
            dates.written_moment(cell, "vi")
            if cell.time().isoformat() != "00:00:00"
            else (dates.written(cell.date(), "vi"))
        )
    if isinstance(cell, date):
        return dates.written(cell, "vi")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else _written(_exact(cell))
    return str(cell)


def _exact(number: float) -> Decimal:
    """The decimal that people see: 0.1 is 0.1, not the binary fraction next to it; 501.0 is 501."""
    return Decimal(repr(number).removesuffix(".0"))


def _written(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


def _number(cell: object) -> Decimal:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = _exact(cell)
        if number.is_finite():
            return number
    if not isinstance(cell, str):
        raise TypedValueError(_("Cần một số như 1234,5; nhận được %(got)s.") % {"got": told(cell)})
    return typed_values.number(cell)


def _day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return typed_values.day(_text(cell))
