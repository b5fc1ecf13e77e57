"""What the room decides, in plain Python: values in, verdict with reasons out.

markup      what an author may write in an article, and the HTML that comes of it
articles    the life of an article, and what keeps one from being published
campaigns   channels, audiences, and how a link stands
matters     numbers, codes, states and the answer clock of what people tell us

Sentences are marked here (N_) and translated where they are shown.
"""

import re
from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

WRITE: Final = "outreach.write"
REVIEW: Final = "outreach.review"
CAMPAIGN: Final = "outreach.campaign"
ANSWER: Final = "outreach.answer"
GATHER: Final = "outreach.gather"

RIGHTS: Final = {
    WRITE: N_("Viết tin bài, ghi hoạt động tuyên truyền của cơ quan mình"),
    REVIEW: N_("Duyệt và đăng tin bài"),
    CAMPAIGN: N_("Xem và lập đợt tuyên truyền"),
    ANSWER: N_("Trả lời góp ý, vướng mắc được giao cho cơ quan mình"),
    GATHER: N_("Giao, tổng hợp mọi góp ý, khó khăn, vướng mắc và trình UBND tỉnh"),
}

AUDIENCES: Final = {
    "cung-ung": N_("Đơn vị cung ứng"),
    "san-xuat": N_("Người sản xuất, chế biến"),
    "phan-phoi": N_("Đơn vị phân phối"),
    "ban-le": N_("Nơi bán lẻ"),
    "co-quan": N_("Cơ quan quản lý nhà nước"),
    "chung-nhan": N_("Tổ chức chứng nhận"),
    "nguoi-tieu-dung": N_("Người tiêu dùng"),
}
"""To whom it is told: Plan 6736, II.1.b and II.2.b."""

LONGEST_TITLE: Final = 200
LONGEST_REASON: Final = 500
SHORTEST_REASON: Final = 5
LONGEST_CLAUSE: Final = 12
HOURS_TO_UNDO: Final = 24

_CLAUSE: Final = re.compile(r"(?:[IVX]{1,4}(?:\.[0-9]{1,2}(?:\.[a-zđ])?)?|PL\.[0-9])")


def is_clause(text: str) -> bool:
    """As the Plan is cited here.

    >>> [is_clause(one) for one in ("II.1.a", "PL.1", "IV.6", "", "2.1")]
    [True, True, True, False, False]
    """
    return _CLAUSE.fullmatch(text) is not None
