"""What the money of the Plan is for: the six purposes of III.2.a, and the enterprise's own of III.2.b.

The words are those of the Plan. A purpose of III.2.b is paid by enterprises alone; those of III.2.a by any
source, an enterprise's counterpart included (last paragraph of III.2).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from txng.budget.rules import ENTERPRISE, N_

STATE_CLAUSE, OWN_CLAUSE = "III.2.a", "III.2.b"


@dataclass(frozen=True, slots=True)
class Purpose:
    """`name` is the Plan's, `short` fits into a table."""

    code: str
    clause: str
    name: str
    short: str


PURPOSES: Final = (
    Purpose("ha-tang", STATE_CLAUSE, N_("Xây dựng, phát triển cơ sở hạ tầng hệ thống truy xuất nguồn gốc"),
            N_("Hạ tầng hệ thống")),
    Purpose("khao-sat-dao-tao", STATE_CLAUSE,
            N_("Khảo sát, đào tạo, tập huấn, phổ biến, hội nghị, hội thảo"),
            N_("Khảo sát, đào tạo, phổ biến")),
    Purpose("de-tai", STATE_CLAUSE,
            N_("Triển khai đề tài, dự án, nhiệm vụ nghiên cứu, ứng dụng khoa học công nghệ"),
            N_("Đề tài, dự án nghiên cứu")),
    Purpose("he-thong-quan-ly", STATE_CLAUSE,
            N_("Hỗ trợ doanh nghiệp áp dụng các hệ thống quản lý là nền tảng truy xuất nguồn gốc"),
            N_("Hỗ trợ hệ thống quản lý")),
    Purpose("nhom-dac-thu", STATE_CLAUSE,
            N_("Tham gia, áp dụng hệ thống truy xuất nguồn gốc đối với nông sản, thực phẩm, rau, hoa"),
            N_("Nông sản, thực phẩm, rau, hoa")),
    Purpose("ket-noi-cong", STATE_CLAUSE,
            N_("Kết nối và tham gia Cổng thông tin truy xuất nguồn gốc sản phẩm, hàng hóa quốc gia"),
            N_("Kết nối Cổng quốc gia")),
    Purpose("phan-mem", OWN_CLAUSE, N_("Doanh nghiệp mua phần mềm"), N_("Phần mềm")),
    Purpose("may-tinh", OWN_CLAUSE, N_("Doanh nghiệp mua máy tính"), N_("Máy tính")),
    Purpose("may-in", OWN_CLAUSE, N_("Doanh nghiệp mua máy in"), N_("Máy in")),
    Purpose("may-quet", OWN_CLAUSE, N_("Doanh nghiệp mua máy quét"), N_("Máy quét")),
    Purpose("duy-tri", OWN_CLAUSE, N_("Doanh nghiệp duy trì sử dụng cơ sở dữ liệu"),
            N_("Duy trì cơ sở dữ liệu")),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in PURPOSES}
CODES: Final = tuple(BY_CODE)


def may_pay(purpose: str, kinds: Collection[str]) -> bool:
    """Whether sources of these kinds may pay for it.

    >>> may_pay("may-in", {"ngan-sach"}), may_pay("may-in", {"doanh-nghiep"}), may_pay("ha-tang", {"khac"})
    (False, True, True)
    """
    return BY_CODE[purpose].clause == STATE_CLAUSE or set(kinds) <= {ENTERPRISE}
