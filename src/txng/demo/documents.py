"""Papers of the demonstration: the library that ships, three papers that were issued, one draft.

Sender, names and figures are invented; the body is "Sở KH&CN (trình diễn)", whose papers bind nobody.
"""

from datetime import date
from typing import Final

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.demo import agencies
from txng.documents import actions
from txng.documents.papers.typed import Typed
from txng.documents.queries import official

AGENCY: Final = "so-khcn"
SIGNED_BY: Final = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Mẫu (hư cấu)")
ISSUED: Final = (
    Typed(
        kind="ke-hoach",
        about="Triển khai truy xuất nguồn gốc trên địa bàn tỉnh năm 2026 (trình diễn)",
        bases="Căn cứ Kế hoạch số 6736/KH-UBND ngày 16/10/2019 của Ủy ban nhân dân tỉnh Lâm Đồng",
        text=(
            "# I. MỤC ĐÍCH, YÊU CẦU\n\nTiếp tục kết nối cơ sở, hoàn thiện hồ sơ sản phẩm chủ lực.\n\n"
            "# II. NỘI DUNG\n\n- Tuyên truyền, phổ biến đến các xã, phường;\n- Đào tạo cán bộ và cơ sở;\n"
            "- Rà soát danh mục sản phẩm ưu tiên.\n\n"
            "# III. TỔ CHỨC THỰC HIỆN\n\n| Việc | Cơ quan chủ trì | Thời gian |\n"
            "| Lớp đào tạo | Sở KH&CN (trình diễn) | Quý II |\n"
            "| Rà soát danh mục | Sở NN&MT (trình diễn) | Quý III |"
        ),
        recipients="UBND tỉnh (báo cáo)\nCác sở liên quan\nLưu: VT",
    ),
    Typed(
        kind="cong-van",
        about="đề nghị cung cấp số liệu truy xuất nguồn gốc 6 tháng đầu năm 2026 (trình diễn)",
        addressees="Sở NN&MT (trình diễn)\nSở Công Thương (trình diễn)\nSở Y tế (trình diễn)",
        text=(
            "Thực hiện Kế hoạch số 6736/KH-UBND, Sở Khoa học và Công nghệ (trình diễn) đề nghị các cơ quan"
            " cung cấp số liệu theo biểu trên hệ thống.\n\n"
            "Số liệu chốt đến hết ngày 14/6/2026, hoàn thành trước ngày 20/6/2026./."
        ),
        recipients="Như trên\nLưu: VT",
    ),
    Typed(
        kind="giay-moi",
        about="Dự hội nghị hướng dẫn kết nối hệ thống truy xuất nguồn gốc (trình diễn)",
        addressees="Các cơ sở sản xuất, hợp tác xã trên địa bàn",
        text=(
            "Sở Khoa học và Công nghệ (trình diễn) trân trọng kính mời dự hội nghị.\n\n"
            "- Thời gian: 8 giờ, ngày 10/9/2026;\n- Địa điểm: Hội trường trình diễn, phường Xuân Hương;\n"
            "- Nội dung: ghi sự kiện, in tem, xem hành trình."
        ),
        recipients="Như trên\nLưu: VT",
    ),
)  # fmt: skip
DAYS: Final = (date(2026, 2, 10), date(2026, 6, 5), date(2026, 8, 28))
DRAFT: Final = Typed(
    kind="to-trinh",
    about="Bổ sung sản phẩm vào danh mục ưu tiên truy xuất nguồn gốc (trình diễn)",
    addressees="Ủy ban nhân dân tỉnh (trình diễn)",
    text=(
        "# I. SỰ CẦN THIẾT\n\nMột số sản phẩm đã có nhãn hiệu chứng nhận, chưa có trong danh mục ưu tiên.\n\n"
        "# II. NỘI DUNG TRÌNH\n\n[Danh sách sản phẩm đề nghị bổ sung]"
    ),
    recipients="Như trên\nLưu: VT",
)


def put_in(*, by: Actor) -> None:
    """Loaded again, nothing changes."""
    actions.load_instruments(by=by)
    drafter, signer = agencies.staff(AGENCY), agencies.staff(AGENCY, "lanh-dao")
    if official.letterhead(drafter).version:
        return
    actions.set_letterhead(
        by=signer,
        version=0,
        parent="ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG (TRÌNH DIỄN)",
        body="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        abbreviation="SKHCN",
        place="Lâm Đồng",
    )
    capacity, title, name = SIGNED_BY
    head = {"capacity": capacity, "title": title, "name": name}
    for typed, day in zip((*ISSUED, DRAFT), (*DAYS, None), strict=True):
        whole = Typed(**{**typed.to_json(), **head})
        one = actions.draft_typed(by=drafter, typed=whole)
        if day is not None:
            one = actions.send_to_sign(by=drafter, paper=one)
            one = actions.sign(by=signer, paper=one)
            actions.issue(by=signer, paper=one, on=min(day, timezone.localdate()))
