"""Hand-made pages: what the template gets, without a database."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from txng.resolver.page import (
    Advice,
    Certificate,
    Check,
    LogLine,
    MakersLink,
    Place,
    Step,
    TracePage,
    Verdict,
)

VIETNAM = timezone(timedelta(hours=7))
ISSUED = Verdict(
    "issued",
    "Mã do HTX Cà phê Cầu Đất (hư cấu) phát hành",
    ("Không có thông báo thu hồi. Hành trình do các bên tự khai.",),
)
RECALLED = Verdict(
    "recalled",
    "LÔ ĐANG THU HỒI – không dùng",
    ("Ngừng sử dụng và trả lại nơi bán.", "Thông báo của Công ty Rang xay Lang Biang (hư cấu)."),
)
FARM = Place("12 hộ trồng", "Phường Xuân Trường – Đà Lạt", "Tỉnh Lâm Đồng", "VN", 11.85, 108.55)
ROASTERY = Place("Xưởng rang Lang Biang", "Xã Lạc Dương", "Tỉnh Lâm Đồng", "VN", 12.0, 108.42)
SHOP = Place("Cửa hàng Bến Thành", "", "Thành phố Hồ Chí Minh", "VN")


def step(
    day: str, biz_step: str, title: str, place: Place | None, party: str, **more: object
) -> Step:
    moment = datetime.fromisoformat(f"{day}T07:30:00").replace(tzinfo=VIETNAM)
    values = {"declared_by": party, **more}
    return Step(f"ni:///{day}", moment, biz_step, title, place, party, **values)


HARVEST = step(
    "2024-11-18", "commissioning", "Thu hoạch", FARM, "HTX Cà phê Cầu Đất (hư cấu)",
    detail="24 lần ghi, đến 20/12/2024", is_origin=True,
)  # fmt: skip
ROAST = step(
    "2025-01-12", "commissioning", "Rang", ROASTERY, "Công ty Rang xay Lang Biang (hư cấu)"
)
SHIPPING = step(
    "2025-01-15", "shipping", "Gửi hàng", ROASTERY, "", declared_by="Vận tải Bảo Lộc (hư cấu)"
)
ARRIVAL = step("2025-01-17", "receiving", "Nhận hàng", SHOP, "Cửa hàng Bến Thành (hư cấu)")
RECALL = step(
    "2025-02-03", "", "Thông báo thu hồi", None, "Công ty Rang xay Lang Biang (hư cấu)",
    is_recall=True,
)  # fmt: skip

COFFEE = TracePage(
    verdict=ISSUED,
    code="https://id.gs1.org/01/09521234543213/21/QTX7Z",
    path="/01/09521234543213/21/QTX7Z",
    gtin="09521234543213",
    lot="LB2501",
    serial="QTX7Z",
    product_name="Cà phê rang Arabica Cầu Đất 250 g",
    brand="Cầu Đất Xanh",
    net_content="250 g",
    product_group="coffee",
    producer="Công ty Rang xay Lang Biang (hư cấu)",
    producer_place=ROASTERY,
    harvested=(date(2024, 11, 18), date(2024, 12, 20)),
    packed_on=date(2025, 1, 12),
    use_by=date(2026, 1, 12),
    steps=(HARVEST, ROAST, SHIPPING, ARRIVAL),
    origins=(FARM,),
    is_demonstration=True,
    made_at=datetime(2026, 11, 28, 10, 5, tzinfo=VIETNAM),
)
INCOMPLETE = replace(
    COFFEE,
    verdict=Verdict("incomplete", "Mã có thật, thông tin chưa đủ", ("Mã do An phát hành.",)),
    missing=("Chưa rõ nguồn của cà phê nhân, lô CD2411.",),
    certificates=(Certificate("VietGAP", number="VietGAP-TT-24-0117"),),
    told=6,
    of=10,
    truncated=True,
)
RECALLED_COFFEE = replace(COFFEE, verdict=RECALLED, steps=(*COFFEE.steps, RECALL))
PUBLISHED = LogLine(
    True, 2, datetime(2026, 11, 28, 9, 0, tzinfo=VIETNAM),
    "/bang-chung/urn:uuid:1.tlog-proof?code=x", "quorum none\n",
)  # fmt: skip
FULL = replace(
    COFFEE,
    picture="/hinh/coffee.jpg",
    certificates=(
        Certificate(
            "VietGAP", "TT-24-0117", "Tổ chức chứng nhận Lá Non (hư cấu)", date(2027, 1, 31),
            said="certifier", said_by="Tổ chức chứng nhận Lá Non (hư cấu)", said_on=date(2025, 2, 1),
            checked_on=date(2025, 3, 4), checked_by="Chi cục của Bình (hư cấu)",
        ),
        Certificate("HACCP", "H-1", valid_until=date(2024, 1, 1), is_expired=True),
    ),
    checks=(
        Check("Kiểm tra", date(2025, 2, 2), "Chi cục của Bình (hư cấu)", "Đạt", "agency"),
    ),
    advice=(
        Advice("Cảnh báo an toàn", "Có caffeine.", True), Advice("Bảo quản", "Nơi khô mát."),
    ),
    story="Vườn của chúng tôi.",
    told=10,
    of=10,
    views=3,
    first_view=date(2025, 2, 1),
    log=PUBLISHED,
)  # fmt: skip
BARE = TracePage(
    verdict=Verdict("issued", "Mã do An phát hành"),
    code="https://id.gs1.org/01/09521234543213/10/L1",
    path="/01/09521234543213/10/L1",
    gtin="09521234543213",
)

SCRIPT = "<script>alert(1)</script>"
RIGHT_TO_LEFT = "‮gnort áig"
LONG = "Hợptácxã" * 25
HOSTILE = replace(
    COFFEE,
    verdict=Verdict("issued", SCRIPT, (SCRIPT,)),
    product_name=SCRIPT + LONG,
    producer=RIGHT_TO_LEFT,
    brand=LONG,
    lot='"><img src=x>',
    steps=(step("2025-01-12", SCRIPT, SCRIPT, Place(LONG, SCRIPT, RIGHT_TO_LEFT), LONG),),
    missing=(SCRIPT,),
    origins=(replace(FARM, commune=SCRIPT),),
    certificates=(Certificate(SCRIPT, SCRIPT, SCRIPT, said_by=SCRIPT, checked_by=SCRIPT),),
    checks=(Check(SCRIPT, date(2025, 1, 1), SCRIPT, SCRIPT),),
    advice=(Advice("Bảo quản", SCRIPT, True),),
    story=SCRIPT + RIGHT_TO_LEFT,
    standard=SCRIPT,
    links=(MakersLink(SCRIPT, "https://example.com/", SCRIPT),),
)
