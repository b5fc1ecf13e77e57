"""Money of the demonstration: 2025 settled and locked, 2026 in the middle, 2027 waiting for appraisal.

Every amount, decision and payee is fictional and says so. Decisions are numbered "TD" (trình diễn), so that
nobody looks for them in a gazette.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.budget.actions import deciding, lines, pilots, sources, spending, years
from txng.budget.actions.lines import Asked
from txng.budget.actions.pilots import PilotFacts
from txng.budget.actions.sources import SourceFacts
from txng.budget.actions.spending import Paid
from txng.budget.models import BudgetLine, Source
from txng.budget.queries import lines as queries
from txng.budget.rules import FOREIGN_AID, last_day
from txng.budget.rules.pilots import Item
from txng.demo import agencies
from txng.parties import queries as parties
from txng.programme import queries as programme

NOTE: Final = "Số liệu trình diễn, không phải kinh phí thật."
MILLION: Final = 1_000_000
STATE, AID, OWN, OTHER = (
    "ngan-sach-tinh", "quy-ho-tro-truy-xuat-hu-cau", "von-doanh-nghiep", "nguon-hop-phap-khac",
)  # fmt: skip

# year, agency, row of the appendix, purpose, what for, {source: millions}, percent left by the appraisal,
# vouchers (month, millions, payee); percent None: still waits
_LINES: Final = (
    (2025, "so-khcn", "PL.2", "khao-sat-dao-tao", "Tập huấn truy xuất nguồn gốc, 6 lớp (hư cấu)",
     {STATE: 240}, 100, ((4, 120, "Trung tâm hội nghị Thông Xanh (hư cấu)"),
                         (9, 116, "Nhà in Lá Thông (hư cấu)"))),
    (2025, "so-khcn", "PL.5", "nhom-dac-thu", "Mô hình truy xuất rau, hoa, 8 cơ sở (hư cấu)",
     {STATE: 320, OWN: 80}, 90, ((6, 280, "Công ty giải pháp Mã Lành (hư cấu)"),)),
    (2025, "so-nong-nghiep", "PL.3", "khao-sat-dao-tao", "Rà soát sản phẩm OCOP và mã vùng trồng (hư cấu)",
     {STATE: 150}, 100, ((10, 149, "Trung tâm khảo sát Đồi Chè (hư cấu)"),)),
    (2026, "so-khcn", "PL.2", "khao-sat-dao-tao", "Tập huấn cán bộ xã và doanh nghiệp, 8 lớp (hư cấu)",
     {STATE: 320}, 100, ((3, 130, "Trung tâm hội nghị Thông Xanh (hư cấu)"),
                         (6, 140, "Nhà in Lá Thông (hư cấu)"))),
    (2026, "so-khcn", "PL.5", "ha-tang", "Máy chủ và đường truyền của hệ thống tỉnh (hư cấu)",
     {STATE: 600, AID: 400}, 95, ((5, 380, "Công ty hạ tầng số Cao Nguyên (hư cấu)"),)),
    (2026, "so-khcn", "PL.3", "ket-noi-cong", "Kết nối Cổng truy xuất quốc gia (hư cấu)",
     {STATE: 180}, 80, ((7, 144, "Công ty giải pháp Mã Lành (hư cấu)"),)),
    (2026, "so-nong-nghiep", "PL.3", "nhom-dac-thu", "Truy xuất cho nhóm sầu riêng, rau, hoa (hư cấu)",
     {STATE: 260, OWN: 140}, 100, ((8, 90, "Trung tâm khảo sát Đồi Chè (hư cấu)"),)),
    (2026, "so-cong-thuong", "PL.3", "he-thong-quan-ly", "Hỗ trợ áp dụng ISO 22000, 4 cơ sở (hư cấu)",
     {STATE: 120, OWN: 60}, 100, ()),
    (2026, "so-y-te", "PL.3", "khao-sat-dao-tao", "Khảo sát cơ sở dược liệu (hư cấu)", {STATE: 70}, 0, ()),
    (2026, "bao-va-dai", "PL.1", "khao-sat-dao-tao", "Chuyên mục truy xuất trên báo và truyền hình (hư cấu)",
     {STATE: 90, OTHER: 30}, 100, ((4, 60, "Tổ sản xuất chương trình (hư cấu)"),)),
    (2027, "so-khcn", "PL.7", "de-tai", "Đề tài cảm biến và sổ cái cho chuỗi chè (hư cấu)",
     {STATE: 450, OTHER: 150}, None, ()),
    (2027, "so-nong-nghiep", "PL.3", "nhom-dac-thu", "Mở rộng truy xuất cà phê, 20 hợp tác xã (hư cấu)",
     {STATE: 500, OWN: 250}, None, ()),
    (2027, "so-tai-chinh", "", "khao-sat-dao-tao", "Hướng dẫn lập dự toán cho xã, phường (hư cấu)",
     {STATE: 40}, None, ()),
)  # fmt: skip

_PILOTS: Final = (
    ("Rau có nhãn hiệu chứng nhận (hư cấu)", "Lạc Dương", 3, (
        Item("nhom-dac-thu", "Tem in mã QR", Decimal(30_000), "con", Decimal(350)),
        Item("khao-sat-dao-tao", "Tập huấn tại vườn", Decimal(4), "buổi", Decimal(6_500_000)),
        Item("may-in", "Máy in tem", Decimal(3), "máy", Decimal(8_200_000)),
    )),
    ("Nếp quýt Đạ Tẻh (hư cấu)", "Đạ Tẻh", 5, (
        Item("nhom-dac-thu", "Tem in mã QR", Decimal(50_000), "con", Decimal(320)),
        Item("he-thong-quan-ly", "Tư vấn hệ thống quản lý", Decimal(5), "cơ sở", Decimal(12_000_000)),
        Item("duy-tri", "Duy trì cơ sở dữ liệu", Decimal(10), "tháng", Decimal(900_000)),
    )),
)  # fmt: skip


def put_in(*, by: Actor) -> None:
    """Nothing when it is there already."""
    sources.put_in_packaged_money(by=by)
    if queries.source(by, AID) is not None:
        return
    sources.add_source(
        by=by,
        facts=SourceFacts(
            FOREIGN_AID, "Quỹ hỗ trợ truy xuất (hư cấu)", "Tổ chức Hạt Giống (hư cấu)", note=NOTE
        ),
    )
    pots = {one.code: one for one in queries.sources(by)}
    for number, told in enumerate(_LINES, 1):
        _line(number, told, pots)
    _pilots(pots)
    _close_2025()


def _line(number: int, told: tuple, pots: dict[str, Source]) -> None:  # type: ignore[type-arg]
    year, agency, row, purpose, title, millions, percent, vouchers = told
    staff = agencies.staff(agency)
    parts = tuple((pots[code], Decimal(several * MILLION)) for code, several in millions.items())
    line = lines.make_line(
        by=staff,
        asked=Asked(
            year=year,
            purpose=purpose,
            title=title,
            total=sum((amount for _source, amount in parts), Decimal(0)),
            parts=parts,
            note=NOTE,
            task=programme.appendix_task(staff, row, year) if row else None,
        ),
    )
    line = lines.propose(by=staff, line=line)
    if percent is None:
        return
    line = deciding.appraise(
        by=agencies.staff("so-tai-chinh", "tham-dinh"),
        line=line,
        amounts={part.pk: part.proposed * percent // 100 for part in line.parts.all()},
        reason=_reason(percent),
    )
    decided_on = date(year, 1, 15)
    if not percent or decided_on > timezone.localdate():
        return
    line = deciding.approve(
        by=agencies.staff("so-khcn", "van-thu"),
        line=line,
        number=f"{year % 100}{number:02}/QĐ-TD (hư cấu)",
        decided_on=decided_on,
        amounts={part.pk: part.appraised or Decimal(0) for part in line.parts.all()},
    )
    for count, (month, several, payee) in enumerate(vouchers, 1):
        _voucher(line, f"UNC-{number:02}{count} (hư cấu)", month, several * MILLION, payee)


def _voucher(line: BudgetLine, number: str, month: int, amount: int, payee: str) -> None:
    part = line.parts.order_by("pk").first()
    assert part is not None
    if date(line.year, month, 20) > timezone.localdate():
        return  # loaded earlier in the year than the story goes
    spending.record_voucher(
        by=agencies.staff(line.agency.code),
        line=line,
        part=part.pk,
        paid=Paid(
            number=number,
            paid_on=date(line.year, month, 20),
            amount=Decimal(amount),
            payee=payee,
            content=f"Thanh toán: {line.title}",
        ),
        token=f"demo {line.code} {number}",
    )


def _reason(percent: int) -> str:
    if percent == 100:
        return ""
    return (
        "Trùng nội dung với chương trình khác (hư cấu)"
        if not percent
        else "Giảm cho vừa khả năng cân đối của năm (hư cấu)"
    )


def _pilots(pots: dict[str, Source]) -> None:
    staff = agencies.staff("so-khcn")
    made = []
    for title, place, results, items in _PILOTS:
        pilot = pilots.add_pilot(
            by=staff,
            facts=PilotFacts(title, place, 2019, 2020, "cơ sở áp dụng", results, NOTE),
        )
        for item in items:
            pilots.add_item(by=staff, pilot=pilot, item=item)
        made.append(pilot)
    pilots.estimate_from(
        by=staff, pilot=made[0], year=2027, results=12, source=pots[STATE], own_source=pots[OWN]
    )


def _close_2025() -> None:
    if timezone.localdate() < last_day(2025):
        return
    finance = agencies.staff("so-tai-chinh", "quyet-toan")
    for code in ("so-khcn", "so-nong-nghiep"):
        agency = parties.agency(finance, code)
        assert agency is not None, code
        years.settle(by=finance, agency=agency, year=2025, note=NOTE)
    years.close_year(by=finance, year=2025)
