"""The life of an official paper, and what each kind of it begins with. Plain.

    draft ──> sent ──> signed ──> issued (number) ──> withdrawn (the number stays used)
      ^         │         │
      └─────────┴─────────┘ sent back, with a reason

"Signed" is an act of a person who is signed in, kept with the digest of what was signed. It is no digital
signature in the sense of the law.
"""

from dataclasses import dataclass
from typing import Final

from txng.documents.rules import N_

DRAFTED, SENT, SIGNED, ISSUED, WITHDRAWN = "draft", "sent", "signed", "issued", "withdrawn"
STATES: Final = (DRAFTED, SENT, SIGNED, ISSUED, WITHDRAWN)
NUMBERED: Final = (ISSUED, WITHDRAWN)
WITH_DIGEST: Final = (SIGNED, *NUMBERED)
RETURNED: Final = "returned"
STEPS: Final = (*STATES, RETURNED)

LONGEST_ABOUT, LONGEST_TEXT, LONGEST_LINE = 500, 200_000, 300
SHORTEST_REASON, LONGEST_REASON = 5, 500
MOST_BASES, MOST_RECIPIENTS = 30, 60
PAGES_OF: Final = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """`words` on the paper ("" for a letter), `sign` in the symbol, and what a new draft begins with."""

    title: str
    words: str
    sign: str
    text: str
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("Như trên", "Lưu: VT")


KINDS: Final = {
    "cong-van": Kind(
        N_("Công văn"),
        "",
        "",
        "Thực hiện [văn bản làm căn cứ], [tên cơ quan] đề nghị [nội dung đề nghị].\n\n"
        "Nội dung đề nghị gửi về [tên cơ quan] trước ngày [ngày/tháng/năm].\n\n"
        "Trân trọng cảm ơn sự phối hợp của Quý cơ quan./.",
    ),
    "bao-cao": Kind(
        N_("Báo cáo"),
        "BÁO CÁO",
        "BC",
        "Thực hiện [văn bản giao việc], [tên cơ quan] báo cáo kết quả như sau:\n\n"
        "# I. KẾT QUẢ THỰC HIỆN\n\n[Kết quả chính, kèm số liệu và ngày chốt số liệu]\n\n"
        "# II. KHÓ KHĂN, VƯỚNG MẮC\n\n[Khó khăn và nguyên nhân]\n\n"
        "# III. PHƯƠNG HƯỚNG, KIẾN NGHỊ\n\n[Việc sẽ làm và kiến nghị]",
        recipients=("UBND tỉnh (báo cáo)", "Lưu: VT"),
    ),
    "to-trinh": Kind(
        N_("Tờ trình"),
        "TỜ TRÌNH",
        "TTr",
        "# I. SỰ CẦN THIẾT\n\n[Vì sao cần trình]\n\n# II. NỘI DUNG TRÌNH\n\n[Nội dung]\n\n"
        "# III. KIẾN NGHỊ\n\n[Tên cơ quan] kính trình [cơ quan có thẩm quyền] xem xét, quyết định./.",
    ),
    "quyet-dinh": Kind(
        N_("Quyết định"),
        "QUYẾT ĐỊNH",
        "QĐ",
        "Điều 1. [Nội dung quyết định]\n\n"
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n\n"
        "Điều 3. [Cơ quan, đơn vị, cá nhân] chịu trách nhiệm thi hành Quyết định này./.",
        bases=("Căn cứ [văn bản quy định thẩm quyền]", "Theo đề nghị của [đơn vị đề nghị]"),
        recipients=("Như Điều 3", "Lưu: VT"),
    ),
    "ke-hoach": Kind(
        N_("Kế hoạch"),
        "KẾ HOẠCH",
        "KH",
        "# I. MỤC ĐÍCH, YÊU CẦU\n\n[Mục đích, yêu cầu]\n\n# II. NỘI DUNG\n\n[Nội dung]\n\n"
        "# III. KINH PHÍ\n\n[Nguồn và mức]\n\n# IV. TỔ CHỨC THỰC HIỆN\n\n[Ai làm gì, đến ngày nào]",
    ),
    "giay-moi": Kind(
        N_("Giấy mời"),
        "GIẤY MỜI",
        "GM",
        "[Tên cơ quan] trân trọng kính mời [người, cơ quan được mời] tới dự [tên cuộc họp].\n\n"
        "- Thời gian: [giờ, ngày/tháng/năm];\n- Địa điểm: [nơi họp];\n- Chủ trì: [người chủ trì].",
    ),
    "thong-bao": Kind(
        N_("Thông báo"),
        "THÔNG BÁO",
        "TB",
        "[Tên cơ quan] thông báo [nội dung] như sau:\n\n[Nội dung thông báo]",
    ),
}


def kind_of(words: str) -> str:
    """The code of a kind by its words on the paper; a kind that we do not know is told as it stands.

    >>> kind_of("BÁO CÁO"), kind_of(""), kind_of("CHỈ THỊ")
    ('bao-cao', 'cong-van', '')
    """
    return next((code for code, one in KINDS.items() if one.words == words.strip()), "")


def symbol_of(kind: str, abbreviation: str) -> str:
    """
    >>> symbol_of("bao-cao", "SKHCN"), symbol_of("cong-van", "SKHCN")
    ('BC-SKHCN', 'SKHCN')
    """
    sign = KINDS[kind].sign if kind in KINDS else ""
    return f"{sign}-{abbreviation}" if sign else abbreviation


def written_number(number: int) -> str:
    """Two digits at least, so that nobody writes a digit before it (Decree 30/2020, Appendix I).

    >>> written_number(7), written_number(123)
    ('07', '123')
    """
    return f"{number:02}"


def register_key(year: int, symbol: str, number: int) -> str:
    """
    >>> register_key(2026, "BC-SKHCN", 12)
    '2026/BC-SKHCN/000012'
    """
    return f"{year}/{symbol}/{number:06}"


def is_same_person(one: tuple[int | None, str], other: tuple[int | None, str]) -> bool:
    """By number where both have one; machines and the operator by name."""
    if one[0] is not None and other[0] is not None:
        return one[0] == other[0]
    return one[1] == other[1]


def placeholders(text: str) -> list[str]:
    """What a template left to be filled in.

    >>> placeholders("Kính gửi [tên cơ quan] [1]")
    ['[tên cơ quan]']
    """
    found = []
    for part in text.split("[")[1:]:
        inside, closed, _rest = part.partition("]")
        if closed and len(inside) > 2 and "\n" not in inside:
            found.append(f"[{inside}]")
    return found
