"""What the room decides, in plain Python: values in, verdict with reasons out.

classes      how a class stands on a day, who has a seat, who attended enough, who gets a paper
needs        kinds of people, how needs become classes of a plan
tickets      short codes of tickets, codes of classes, numbers of papers
rotating     the QR that changes every 30 seconds: made and read
quiz         what an answer scores
privacy      how long names are kept

Sentences are marked here (N_) and translated where they are shown.
"""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "training.see"
NEED: Final = "training.need"
TEACH: Final = "training.teach"
KEEP: Final = "training.keep"

RIGHTS: Final = {
    SEE: N_("Xem nhu cầu, lớp và kết quả đào tạo"),
    NEED: N_("Đăng ký nhu cầu đào tạo của cơ quan, đơn vị mình"),
    TEACH: N_("Điểm danh, chấm bài và cấp giấy chứng nhận của lớp"),
    KEEP: N_("Mở lớp, lập kế hoạch đào tạo năm"),
}

OFFICIAL, COMPANY, COOPERATIVE = "cong-chuc", "doanh-nghiep", "hop-tac-xa"
HOUSEHOLD, CERTIFIER, CONSUMER, OTHER = "ho", "chung-nhan", "nguoi-tieu-dung", "khac"
KINDS: Final = (OFFICIAL, COMPANY, COOPERATIVE, HOUSEHOLD, CERTIFIER, CONSUMER, OTHER)
"""Whom the Plan wants trained: II.2.a officials, II.2.b the chain, certifiers and consumers."""

CONSENT: Final = "2026-01"
"""Which text of consent a learner agreed to; a new text is a new word (Law 91/2025/QH15)."""

LONGEST_NAME: Final = 100
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4000
LONGEST_REASON: Final = 300
SHORTEST_REASON: Final = 5
HOURS_TO_UNDO: Final = 24
