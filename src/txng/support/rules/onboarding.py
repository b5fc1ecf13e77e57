"""The six tasks of a new enterprise: what is done, what is missing, how many minutes are left.

account ─> Cơ sở ─> Địa điểm ─> Người dùng ─> Mã số mã vạch ─> Sản phẩm đầu tiên ─> In tem thử và quét lại

Nothing is ticked: whether a task is done is read from the registers each time. So the list is true on
every device, and for an enterprise whose data an officer or a sheet brought in.

>>> first = tasks(Standing())
>>> [one.code for one in first], sum(one.minutes for one in first)
(['co-so', 'dia-diem', 'nguoi-dung', 'ma-so', 'san-pham', 'tem'], 20)
>>> {one.state for one in first}
{'chua-lam'}

Source of the order and of the 20 minutes: issue 5, point 6; reference ux.md, 2.8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from txng.support.rules import N_

State = Literal["chua-lam", "dang-lam", "xong", "bo-qua"]
NOT_BEGUN: Final[State] = "chua-lam"
DOING: Final[State] = "dang-lam"
DONE: Final[State] = "xong"
SKIPPED: Final[State] = "bo-qua"
STATES: Final[Mapping[State, str]] = {
    NOT_BEGUN: N_("Chưa làm"),
    DOING: N_("Đang làm"),
    DONE: N_("Xong"),
    SKIPPED: N_("Bỏ qua"),
}
ENTERPRISE, PLACES, PEOPLE, CODES, PRODUCT, LABEL = CODES_OF_TASKS = (
    "co-so", "dia-diem", "nguoi-dung", "ma-so", "san-pham", "tem",
)  # fmt: skip
TITLES: Final = {
    ENTERPRISE: N_("Cơ sở của bạn"),
    PLACES: N_("Địa điểm"),
    PEOPLE: N_("Người dùng"),
    CODES: N_("Mã số mã vạch"),
    PRODUCT: N_("Sản phẩm đầu tiên"),
    LABEL: N_("In tem thử và quét lại"),
}
MINUTES: Final = {ENTERPRISE: 2, PLACES: 3, PEOPLE: 2, CODES: 4, PRODUCT: 3, LABEL: 6}
MAY_BE_SKIPPED: Final = frozenset({PEOPLE})  # who works alone has nobody to invite


@dataclass(frozen=True, slots=True)
class Standing:
    """What the registers say of an enterprise. `labels_*`: of the batch that is furthest."""

    has_entry: bool = False
    has_address: bool = False
    has_phone: bool = False
    places: int = 0
    people: int = 1
    invitations: int = 0
    works_alone: bool = False
    prefixes: int = 0
    has_open_case: bool = False
    own_codes: int = 0
    products: int = 0
    products_with_gtin: int = 0
    lots: int = 0
    batches: int = 0
    is_printed: bool = False
    scans_good: int = 0
    scans_wanted: int = 0

    @property
    def is_scanned_back(self) -> bool:
        return self.scans_wanted > 0 and self.scans_good >= self.scans_wanted


@dataclass(frozen=True, slots=True)
class Missing:
    """A sentence with named places, and their values."""

    sentence: str
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """`minutes` are those that are left."""

    code: str
    title: str
    state: State
    missing: tuple[Missing, ...]
    minutes: int

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, SKIPPED)


def tasks(seen: Standing) -> tuple[Task, ...]:
    """All six, in their order."""
    return (
        _task(ENTERPRISE, _of_enterprise(seen), has_begun=seen.has_entry),
        _task(PLACES, () if seen.places else (Missing(N_("Ghi ít nhất một nơi làm ra hàng.")),)),
        _people(seen),
        _task(CODES, _of_codes(seen), has_begun=seen.has_open_case),
        _task(PRODUCT, () if seen.products else (Missing(N_("Ghi một sản phẩm bạn đang bán.")),)),
        _task(LABEL, _of_label(seen), has_begun=seen.lots > 0),
    )


def minutes_left(found: tuple[Task, ...]) -> int:
    return sum(one.minutes for one in found)


def _task(code: str, missing: tuple[Missing, ...], *, has_begun: bool = False) -> Task:
    state = DONE if not missing else DOING if has_begun else NOT_BEGUN
    whole = MINUTES[code]
    left = 0 if state == DONE else whole if state == NOT_BEGUN else max(1, whole // 2)
    return Task(code, TITLES[code], state, missing, left)


def _people(seen: Standing) -> Task:
    if seen.people < 2 and seen.works_alone:
        return Task(PEOPLE, TITLES[PEOPLE], SKIPPED, (), 0)
    missing: tuple[Missing, ...] = ()
    if seen.people < 2:
        missing = (
            Missing(N_("Đã gửi %(count)d lời mời, chưa ai nhận."), {"count": seen.invitations})
            if seen.invitations
            else Missing(N_("Mời người cùng làm, hoặc cho biết bạn làm một mình.")),
        )
    return _task(PEOPLE, missing, has_begun=seen.invitations > 0)


def _of_enterprise(seen: Standing) -> tuple[Missing, ...]:
    if not seen.has_entry:
        return (Missing(N_("Ghi cơ sở vào sổ.")),)
    lacking = []
    if not seen.has_address:
        lacking.append(Missing(N_("Còn thiếu số nhà, đường hoặc thôn.")))
    if not seen.has_phone:
        lacking.append(Missing(N_("Còn thiếu số điện thoại.")))
    return tuple(lacking)


def _of_codes(seen: Standing) -> tuple[Missing, ...]:
    if seen.prefixes or seen.own_codes:
        return ()
    if seen.has_open_case:
        return (Missing(N_("Hồ sơ xin mã GS1 chưa xong. Trong lúc chờ, dùng mã nội bộ.")),)
    return (Missing(N_("Chọn: đã có mã GS1, xin cấp mã, hoặc dùng mã nội bộ trước.")),)


def _of_label(seen: Standing) -> tuple[Missing, ...]:
    if seen.is_scanned_back:
        return ()
    if not seen.products_with_gtin:
        return (Missing(N_("Tem cần sản phẩm có mã GTIN. Làm việc này sau khi có mã GS1.")),)
    if not seen.lots:
        return (Missing(N_("Khai lô đầu tiên và tạo vài tem.")),)
    if not seen.batches:
        return (Missing(N_("Lô đã khai, chưa tạo tem.")),)
    if not seen.is_printed:
        return (Missing(N_("Tem đã tạo, chưa in.")),)
    left = seen.scans_wanted - seen.scans_good
    return (Missing(N_("Tem đã in. Còn quét lại %(left)d tem."), {"left": left}),)
