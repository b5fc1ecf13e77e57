"""Does a policy fit an enterprise, and why; what is left of a call.

>>> fit(Aim(kinds=("hop-tac-xa",)), Standing(kind="hop-tac-xa")).fits
True
>>> [one.sentence for one in fit(Aim(sizes=("nho",)), Standing(kind="cong-ty")).reasons if not one.holds]
['Chính sách chọn theo quy mô; sổ chưa rõ quy mô của cơ sở.']

An empty aim is for everybody. A product group fits with all groups under it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from txng.awards.rules import N_

DRAFT, OPEN, ENDED = "soan", "mo", "ket-thuc"
POLICY_STATES: Final[Mapping[str, str]] = {
    DRAFT: N_("Đang soạn"),
    OPEN: N_("Đang áp dụng"),
    ENDED: N_("Đã kết thúc"),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """For whom a policy is. `groups` are paths such as "nong-san/ca-phe/"; `communes` codes."""

    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the registers say of an enterprise."""

    kind: str
    size: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A whole sentence, whether it speaks for the enterprise."""

    sentence: str
    holds: bool
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        return all(one.holds for one in self.reasons)


def fit(aim: Aim, seen: Standing) -> Fit:
    return Fit((_kind(aim, seen), _size(aim, seen), _groups(aim, seen)))


def _kind(aim: Aim, seen: Standing) -> Reason:
    if not aim.kinds:
        return Reason(N_("Dành cho mọi loại hình cơ sở."), holds=True)
    if seen.kind in aim.kinds:
        return Reason(N_("Dành cho loại hình của cơ sở."), holds=True)
    return Reason(N_("Không dành cho loại hình của cơ sở."), holds=False)


def _size(aim: Aim, seen: Standing) -> Reason:
    if not aim.sizes:
        return Reason(N_("Dành cho mọi quy mô."), holds=True)
    if not seen.size:
        return Reason(N_("Chính sách chọn theo quy mô; sổ chưa rõ quy mô của cơ sở."), holds=False)
    if seen.size in aim.sizes:
        return Reason(N_("Dành cho quy mô của cơ sở."), holds=True)
    return Reason(N_("Không dành cho quy mô của cơ sở."), holds=False)


def _groups(aim: Aim, seen: Standing) -> Reason:
    if not aim.groups:
        return Reason(N_("Dành cho mọi nhóm sản phẩm."), holds=True)
    if any(made.startswith(wanted) for made in seen.groups for wanted in aim.groups):
        return Reason(N_("Cơ sở có sản phẩm thuộc nhóm mà chính sách chọn."), holds=True)
    if not seen.groups:
        return Reason(
            N_("Chính sách chọn theo nhóm sản phẩm; sổ chưa có sản phẩm nào của cơ sở."),
            holds=False,
        )
    return Reason(N_("Cơ sở chưa có sản phẩm thuộc nhóm mà chính sách chọn."), holds=False)


def left_of(budget: Decimal | None, granted: Decimal) -> Decimal | None:
    """None for a call whose money nobody has set: it is unknown, not 0."""
    return None if budget is None else budget - granted


def number_of(year: int, serial: int) -> str:
    """
    >>> number_of(2026, 7)
    'KK-2026-0007'
    """
    return f"KK-{year}-{serial:04}"
