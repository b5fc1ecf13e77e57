"""What the room decides, in plain Python: values in, verdict with reasons out."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

WRITE: Final = "outreach.write"
REVIEW: Final = "outreach.review"
CAMPAIGN: Final = "outreach.campaign"
ANSWER: Final = "outreach.answer"

RIGHTS: Final = {
    WRITE: N_("Viết tin bài, ghi hoạt động tuyên truyền của cơ quan mình"),
    REVIEW: N_("Duyệt và đăng tin bài"),
    CAMPAIGN: N_("Xem và lập đợt tuyên truyền"),
    ANSWER: N_("Trả lời phản ánh, tổng hợp khó khăn, vướng mắc"),
}
