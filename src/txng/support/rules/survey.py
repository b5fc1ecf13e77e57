"""The survey of enterprises: which questions a register answers, which are asked, what an answer may be.

    register holds it  ──>  shown as known, not asked
    nobody knows it    ──>  asked; the answer is kept with its day, or goes into the register (`writes`)

>>> sheet = sheet_of("nong-ho", held={"workers", "products"}, answers={"tracing": "giay"})
>>> {"workers", "main_group"} & {one.key for one in sheet.asked}
set()
>>> [one.key for one in sheet.asked if one.section == "F"]
['tracing', 'one_up', 'one_down', 'carrier', 'gs1_status']

The questions are data (data/questions.toml): their words in Vietnamese and English, and a version each.
Plan 6736, II.4.a; an answer of the last twelve months is not asked for again.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from txng.support.rules import N_

Kind = Literal["number", "decimal", "choice", "many", "text", "group"]
Value = int | str | list[str]
FRESH: Final = timedelta(days=365)
LONGEST_TEXT: Final = 200

SECTIONS: Final = {
    "A": N_("Về cơ sở"),
    "B": N_("Quy mô"),
    "C": N_("Nơi sản xuất và chất lượng"),
    "D": N_("Sản phẩm"),
    "E": N_("Thị trường"),
    "F": N_("Truy xuất hiện nay"),
    "G": N_("Thiết bị"),
    "H": N_("Nhu cầu hỗ trợ"),
    "J": N_("Đồng ý"),
}
FACTS: Final = {
    "name": ("A", N_("Tên")),
    "kind": ("A", N_("Loại hình")),
    "tax_code": ("A", N_("Mã số thuế")),
    "ownership": ("A", N_("Thành phần kinh tế")),
    "sector": ("A", N_("Ngành quản lý")),
    "commune": ("A", N_("Xã, phường, đặc khu")),
    "address": ("A", N_("Số nhà, đường, thôn")),
    "contact_name": ("A", N_("Người liên hệ")),
    "phone": ("A", N_("Điện thoại")),
    "email": ("A", N_("Thư điện tử")),
    "field": ("A", N_("Lĩnh vực tạo doanh thu chính")),
    "workers": ("B", N_("Lao động bình quân trong năm")),
    "revenue_vnd": ("B", N_("Doanh thu năm trước (đồng)")),
    "area_ha": ("B", N_("Diện tích các thửa (ha)")),
    "members": ("B", N_("Thành viên")),
    "places": ("C", N_("Địa điểm")),
    "site_codes": ("C", N_("Mã số vùng trồng, cơ sở đóng gói")),
    "certificates": ("C", N_("Chứng nhận")),
    "products": ("D", N_("Sản phẩm")),
    "marks": ("D", N_("Nhãn hiệu được dùng")),
    "stars": ("D", N_("Hạng OCOP")),
    "markets_abroad": ("E", N_("Nước ngoài nơi sản phẩm được bán")),
    "prefixes": ("F", N_("Mã doanh nghiệp GS1")),
}
"""What registers can hold, the section where it is shown, and its words."""


class Refused(ValueError):
    """`word` says why an answer cannot be kept."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Question:
    """`choices`: word, Vietnamese, English. `known_by`: FACTS that answer it; `kinds`: () is everybody."""

    key: str
    section: str
    version: int
    kind: Kind
    vi: str
    en: str
    hint_vi: str = ""
    hint_en: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()
    kinds: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    writes: str = ""
    only_if: tuple[tuple[str, tuple[str, ...]], ...] = ()
    least: int = 0
    most: int = 0
    may_be_empty: bool = False

    def words(self, language: str) -> str:
        return self.vi if language.startswith("vi") else self.en

    def hint(self, language: str) -> str:
        return self.hint_vi if language.startswith("vi") else self.hint_en

    def options(self, language: str) -> list[tuple[str, str]]:
        place = 1 if language.startswith("vi") else 2
        return [(one[0], one[place]) for one in self.choices]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`asked` has `answered` and `lacking` in it, in the order of the questions."""

    asked: tuple[Question, ...]
    answered: tuple[Question, ...]
    lacking: tuple[Question, ...]

    @property
    def percent(self) -> int:
        return 100 * len(self.answered) // len(self.asked) if self.asked else 100


@cache
def questions() -> tuple[Question, ...]:
    file = resources.files("txng.support").joinpath("data", "questions.toml")
    return tuple(_question(row) for row in tomllib.loads(file.read_text("utf-8"))["question"])


@cache
def question(key: str) -> Question | None:
    return next((one for one in questions() if one.key == key), None)


def asked(kind: str, held: Collection[str], answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """What this kind of party is asked while registers hold `held` and `answers` were given."""
    return tuple(
        one
        for one in questions()
        if (not one.kinds or kind in one.kinds)
        and not set(one.known_by) & set(held)
        and all(answers.get(key) in values for key, values in one.only_if)
    )


def sheet_of(kind: str, held: Collection[str], answers: Mapping[str, Any]) -> Sheet:
    """`answers`: question -> newest value that still counts (`is_fresh`)."""
    wanted = asked(kind, held, answers)
    return Sheet(
        wanted,
        tuple(one for one in wanted if one.key in answers),
        tuple(one for one in wanted if one.key not in answers),
    )


def is_fresh(told_on: date, today: date) -> bool:
    """An answer counts for a year: a second round within it asks nothing twice."""
    return today - told_on <= FRESH


def checked(one: Question, value: object, groups: Collection[str] = ()) -> Value:
    """The value as it is kept: JSON, amounts as text. Raises Refused.

    >>> checked(question("season"), ["3", "1"])
    ['1', '3']
    """
    words = [word for word, _vi, _en in one.choices] or sorted(groups)
    if one.kind == "number":
        if not isinstance(value, int) or isinstance(value, bool) or not _fits(one, value):
            raise Refused("number")
        return value
    if one.kind == "decimal":
        if not isinstance(value, Decimal | int) or not _fits(one, value):
            raise Refused("number")
        return f"{Decimal(value).normalize():f}"
    if one.kind == "many":
        if not isinstance(value, list | tuple) or set(value) - set(words):
            raise Refused("choice")
        if not value and not one.may_be_empty:
            raise Refused("empty")
        if "khong" in value and len(value) > 1:
            raise Refused("none_and_some")
        return [word for word in words if word in value]
    if not isinstance(value, str) or not value:
        raise Refused("empty")
    if one.kind == "text":
        if len(value) > LONGEST_TEXT:
            raise Refused("long")
        return value
    if value not in words:
        raise Refused("choice")
    return value


def _fits(one: Question, value: int | Decimal) -> bool:
    return one.least <= value <= one.most


def _question(row: dict[str, Any]) -> Question:
    told = dict(row)
    for name in ("kinds", "known_by"):
        told[name] = tuple(told.get(name, ()))
    told["choices"] = tuple((word, vi, en) for word, vi, en in told.get("choices", ()))
    told["only_if"] = tuple((key, tuple(words)) for key, words in told.get("only_if", {}).items())
    return Question(**told)
