"""A paper with everything in it, for tests of both files."""

from datetime import date

from txng.documents.papers import (
    Bullets,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Signatory,
    Table,
)

LETTERS = (
    "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ b c d đ e è é ẻ ẽ ẹ ê ề ế ể ễ ệ f g h i ì í ỉ ĩ ị j k l m n "
    "o ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ p q r s t u ù ú ủ ũ ụ ư ừ ứ ử ữ ự v w x y ỳ ý ỷ ỹ ỵ z"
)
SENTENCE = (
    "Thực hiện Kế hoạch số 6736/KH-UBND ngày 16 tháng 10 năm 2019 của Ủy ban nhân dân tỉnh, Sở Khoa học "
    "và Công nghệ báo cáo kết quả triển khai hệ thống truy xuất nguồn gốc trên địa bàn tỉnh năm 2026."
)


def paper(*, number: str | None = "12", rows: int = 60, **changed: object) -> Paper:
    whole: dict[str, object] = {
        "parent": "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG",
        "body": "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "symbol": "BC-SKHCN",
        "place": "Lâm Đồng",
        "kind": "BÁO CÁO",
        "about": "Kết quả thực hiện Kế hoạch số 6736/KH-UBND năm 2026",
        "number": number,
        "day": date(2026, 12, 14) if number else None,
        "bases": (
            "Căn cứ Quyết định số 100/QĐ-TTg ngày 19/01/2019",
            "Căn cứ Kế hoạch số 6736/KH-UBND",
        ),
        "note": "Số liệu chốt đến hết ngày 14/12/2026",
        "parts": (
            Heading("I. CÔNG TÁC CHỈ ĐẠO"),
            Paragraph(SENTENCE),
            Heading("1. Tuyên truyền", 2),
            Bullets(("Hội nghị: 12;", "Tin bài: 40.")),
            Heading("a) Báo chí", 3),
            Table(
                ("Stt", "Địa bàn", "Kinh phí (đồng)"),
                [
                    (str(i), "Xã Lạc Dương" * (1 + i % 4), f"{i}.000.000")
                    for i in range(1, rows + 1)
                ],
                caption="Bảng 1. Kết quả theo địa bàn",
                widths=(1, 5, 3),
                right=(0, 2),
            ),
            PageBreak(),
            Table([f"Cột {i}" for i in range(12)], [["1"] * 12], caption="Bảng rộng", is_wide=True),
            Heading("II. KIẾN NGHỊ"),
            Paragraph(SENTENCE),
        ),
        "signatory": Signatory("PHÓ GIÁM ĐỐC", "Nguyễn Văn A", "KT. GIÁM ĐỐC"),
        "recipients": ("UBND tỉnh (báo cáo)", "Các sở, ngành", "Lưu: VT, QLTC."),
        "appendices": (
            (Heading("PHỤ LỤC I"), Table(("A", "B"), [("1", "2")], is_wide=True)),
            (Heading("PHỤ LỤC II"), Paragraph(SENTENCE)),
        ),
    }
    return Paper(**(whole | changed))  # type: ignore[arg-type]
