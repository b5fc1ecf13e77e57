"""Who could be proposed for commendation (Plan IV.1.b), from what the registers say.

    what the registers say (Standing) ──candidate──> reasons, each with the page behind it
                                                     open points: what speaks against it, what nobody knows

The machine names candidates and decides nothing: a person picks, writes the merits, another one records
what was decided.

>>> candidate(Standing(events_fresh=True, certificate_holds=True, late_duties=0)).is_one
True
>>> candidate(Standing(events_fresh=True, certificate_holds=True, late_duties=2)).is_one
False
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from txng.awards.rules import N_

ENTERPRISE, AGENCY, PERSON = "co-so", "co-quan", "ca-nhan"
WHOM: Final[Mapping[str, str]] = {
    ENTERPRISE: N_("Cơ sở"),
    AGENCY: N_("Cơ quan, đơn vị"),
    PERSON: N_("Cá nhân"),
}
FORMS: Final[Mapping[str, str]] = {
    "bang-khen": N_("Bằng khen của Chủ tịch UBND tỉnh"),
    "giay-khen": N_("Giấy khen"),
    "thu-khen": N_("Thư khen"),
    "khac": N_("Hình thức khác"),
}
EVENTS, CERTIFICATE, DUTIES, VIOLATIONS, TOPICS, MONEY, TASKS = (
    "du-lieu", "chung-nhan", "nghia-vu", "vi-pham", "de-tai", "khuyen-khich", "nhiem-vu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What the registers say of an enterprise. `open_violations` None: no register of them is kept."""

    events_fresh: bool = False
    certificate_holds: bool = False
    late_duties: int = 0
    open_violations: int | None = None
    topics_accepted: int = 0
    grants_settled: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` says which register is behind it, so that a page can lead there."""

    code: str
    sentence: str
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`reasons` speak for it, `hindrances` against it, `unknown` is what a person has to look up."""

    reasons: tuple[Reason, ...]
    hindrances: tuple[Reason, ...]
    unknown: tuple[Reason, ...]

    @property
    def is_one(self) -> bool:
        return bool(self.reasons) and not self.hindrances


def candidate(seen: Standing) -> Candidate:
    reasons, hindrances, unknown = [], [], []
    if seen.events_fresh:
        reasons.append(Reason(EVENTS, N_("Dữ liệu sự kiện còn mới theo ngưỡng của tỉnh.")))
    else:
        hindrances.append(Reason(EVENTS, N_("Dữ liệu sự kiện không còn mới.")))
    if seen.certificate_holds:
        reasons.append(Reason(CERTIFICATE, N_("Có chứng nhận đang có giá trị.")))
    else:
        hindrances.append(Reason(CERTIFICATE, N_("Không có chứng nhận đang có giá trị.")))
    if seen.late_duties:
        late = N_("Còn %(count)d sản phẩm trễ nghĩa vụ truy xuất.")
        hindrances.append(Reason(DUTIES, late, {"count": seen.late_duties}))
    else:
        reasons.append(Reason(DUTIES, N_("Không có nghĩa vụ truy xuất nào trễ hạn.")))
    if seen.open_violations is None:
        not_kept = N_("Hệ thống chưa có sổ vi phạm: hỏi cơ quan kiểm tra trước khi đề nghị.")
        unknown.append(Reason(VIOLATIONS, not_kept))
    elif seen.open_violations:
        still_open = N_("Còn %(count)d vi phạm chưa xử lý xong.")
        hindrances.append(Reason(VIOLATIONS, still_open, {"count": seen.open_violations}))
    else:
        reasons.append(Reason(VIOLATIONS, N_("Không có vi phạm nào chưa xử lý.")))
    if seen.topics_accepted:
        topics = N_("Có %(count)d đề tài được nghiệm thu trong năm.")
        reasons.append(Reason(TOPICS, topics, {"count": seen.topics_accepted}))
    if seen.grants_settled:
        grants = N_("Có %(count)d hồ sơ hưởng chính sách được nghiệm thu trong năm.")
        reasons.append(Reason(MONEY, grants, {"count": seen.grants_settled}))
    return Candidate(tuple(reasons), tuple(hindrances), tuple(unknown))


def agency_candidate(*, tasks: int, done: int) -> Candidate:
    """All tasks of the year that an agency leads or takes part in are done; one without any is none.

    >>> agency_candidate(tasks=3, done=3).is_one, agency_candidate(tasks=0, done=0).is_one
    (True, False)
    """
    values = {"done": done, "count": tasks}
    if not tasks:
        return Candidate((), (), ())
    if done < tasks:
        some = N_("Xong %(done)d trên %(count)d nhiệm vụ có phần việc trong năm.")
        return Candidate((), (Reason(TASKS, some, values),), ())
    every = N_("Xong cả %(count)d nhiệm vụ mà cơ quan chủ trì hoặc phối hợp trong năm.")
    return Candidate((Reason(TASKS, every, values),), (), ())


def number_of(year: int, serial: int) -> str:
    """
    >>> number_of(2026, 7)
    'KT-2026-0007'
    """
    return f"KT-{year}-{serial:04}"
