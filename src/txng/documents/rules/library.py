"""What a law, a standard or a guide is said to be worth on a day. Plain.

                 effect_from           effect_to or replaced
    not yet in force │ in force, as read on a day │ no longer in force
    ─────────────────┼────────────────────────────┼──────────────────> days

A status is what a source said on the day it was read. Days before and after are told only as far as the
days of effect say so; else the answer is "not known".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from txng.documents.rules import N_

UNKNOWN, IN_FORCE, PARTLY, EXPIRED = "chua-ro", "con", "mot-phan", "het"
STATUSES: Final = {
    UNKNOWN: N_("Chưa rõ"),
    IN_FORCE: N_("Còn hiệu lực"),
    PARTLY: N_("Hết hiệu lực một phần"),
    EXPIRED: N_("Hết hiệu lực"),
}
NOT_YET: Final = "chua-co"
NOT_YET_WORDS: Final = N_("Chưa có hiệu lực")

KINDS: Final = {
    "luat": N_("Luật"),
    "nghi-dinh": N_("Nghị định"),
    "quyet-dinh": N_("Quyết định"),
    "thong-tu": N_("Thông tư"),
    "hop-nhat": N_("Văn bản hợp nhất"),
    "chi-dao": N_("Công điện, kết luận, chỉ thị"),
    "ke-hoach": N_("Kế hoạch"),
    "tcvn": N_("Tiêu chuẩn quốc gia (TCVN)"),
    "qcvn": N_("Quy chuẩn kỹ thuật (QCVN)"),
    "quoc-te": N_("Tiêu chuẩn, quy định quốc tế"),
    "huong-dan": N_("Hướng dẫn"),
}

REPLACES, AMENDS, GUIDES, RESTS_ON = "thay-the", "sua-doi", "huong-dan", "can-cu"
RELATIONS: Final = {
    REPLACES: (N_("Thay thế"), N_("Được thay thế bởi")),
    AMENDS: (N_("Sửa đổi, bổ sung"), N_("Được sửa đổi bởi")),
    GUIDES: (N_("Quy định chi tiết, hướng dẫn"), N_("Được hướng dẫn bởi")),
    RESTS_ON: (N_("Căn cứ vào, dựa trên"), N_("Là căn cứ của")),
}
"""Words from the newer document to the older, and back."""

GROUP, AUDIENCE = "nhom", "doi-tuong"
FACETS: Final = (GROUP, AUDIENCE)
AUDIENCES: Final = {
    "cung-ung": N_("Cung ứng"),
    "san-xuat": N_("Sản xuất"),
    "phan-phoi": N_("Phân phối"),
    "ban-le": N_("Bán lẻ"),
    "co-quan": N_("Cơ quan quản lý"),
    "chung-nhan": N_("Chứng nhận"),
    "nguoi-tieu-dung": N_("Người tiêu dùng"),
    "giai-phap": N_("Nhà cung cấp giải pháp"),
}
GROUPS: Final = {
    "rau-qua": N_("Rau, quả tươi"),
    "ca-phe": N_("Cà phê"),
    "che": N_("Chè"),
    "lua-gao": N_("Lúa gạo"),
    "hoa": N_("Hoa, cây cảnh"),
    "thit": N_("Thịt gia súc, gia cầm"),
    "thuy-san": N_("Thủy sản"),
    "mat-ong": N_("Mật ong"),
    "nuoc-qua": N_("Nước quả"),
    "sau-rieng": N_("Sầu riêng"),
}
OF_KIND: Final = {
    "enterprise": ("cung-ung", "san-xuat", "phan-phoi", "ban-le"),
    "agency": ("co-quan",),
    "certifier": ("chung-nhan",),
}
"""What "applies to me" means for somebody who acts for an organisation of this kind."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is known of one document; `replaced_on`: days from which others replace it, None for unknown."""

    status: str
    read_on: date | None = None
    starts: date | None = None
    ends: date | None = None
    replaced_on: Sequence[date | None] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """`status` is one of STATUSES or NOT_YET; `why` a sentence with its places filled from `values`."""

    status: str
    why: str
    day: date | None = None


def standing(known: Effect, on: date) -> Standing:
    """What may be said of that day, and why.

    >>> law = Effect(IN_FORCE, read_on=date(2026, 8, 2), starts=date(2026, 1, 1))
    >>> [standing(law, on).status for on in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))]
    ['chua-co', 'con', 'con']
    """
    if known.starts is not None and on < known.starts:
        return Standing(NOT_YET, N_("Có hiệu lực từ ngày %(day)s."), known.starts)
    if known.ends is not None and on > known.ends:
        return Standing(EXPIRED, N_("Hết hiệu lực sau ngày %(day)s."), known.ends)
    replaced = sorted(day for day in known.replaced_on if day is not None and day <= on)
    if replaced:
        return Standing(EXPIRED, N_("Đã được thay thế từ ngày %(day)s."), replaced[0])
    return _as_read(known, on)


def _as_read(known: Effect, on: date) -> Standing:
    read = known.read_on
    if known.status == UNKNOWN or read is None:
        return Standing(UNKNOWN, N_("Chưa có nguồn nói rõ hiệu lực của văn bản này."))
    if known.status == EXPIRED:
        return _before_the_end(known, on, read)
    if on > read:
        return Standing(
            known.status, N_("Theo nguồn đọc ngày %(day)s; sau ngày đó chưa đọc lại."), read
        )
    if known.status == PARTLY and on < read:
        return Standing(PARTLY, N_("Nguồn nói hết hiệu lực một phần, không nói từ ngày nào."))
    if known.starts is None and on < read:
        return Standing(UNKNOWN, N_("Nguồn không nói văn bản có hiệu lực từ ngày nào."))
    return Standing(known.status, N_("Theo nguồn đọc ngày %(day)s."), read)


def _before_the_end(known: Effect, on: date, read: date) -> Standing:
    """Of what a source called expired, on a day before any day of an end that is known."""
    if on >= read:
        return Standing(EXPIRED, N_("Theo nguồn đọc ngày %(day)s."), read)
    ends = sorted(day for day in (known.ends, *known.replaced_on) if day is not None)
    if not ends:
        return Standing(UNKNOWN, N_("Nguồn nói đã hết hiệu lực, không nói từ ngày nào."))
    if known.starts is None:
        return Standing(UNKNOWN, N_("Hết hiệu lực ngày %(day)s; không rõ có từ ngày nào."), ends[0])
    return Standing(IN_FORCE, N_("Còn hiệu lực đến ngày %(day)s."), ends[0])


def is_period(starts: date | None, ends: date | None) -> bool:
    return starts is None or ends is None or starts <= ends
