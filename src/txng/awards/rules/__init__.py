"""What the room decides, in plain Python: values in, verdict with reasons out.

steps            the lives of applications, topics and commendations: which verb leads from where to where
incentives       which policy fits which enterprise, and why; how much of a call is left
topics           criteria, marks, ranking, conflicts of interest, dates of progress reports, late ones
commendations    who could be proposed, from what the registers say: reasons, never a decision

Sentences are marked here (N_) and translated where they are shown.
"""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "awards.see"
APPLY: Final = "awards.apply"
PROPOSE: Final = "awards.propose"
KEEP: Final = "awards.keep"
DECIDE: Final = "awards.decide"
COAPPROVE: Final = "awards.coapprove"

RIGHTS: Final = {
    SEE: N_("Xem chính sách khuyến khích, đề tài và khen thưởng"),
    APPLY: N_("Nộp hồ sơ hưởng chính sách cho đơn vị mình"),
    PROPOSE: N_("Đề xuất và thực hiện đề tài của tổ chức mình"),
    KEEP: N_("Mở đợt, thẩm tra hồ sơ, lập hội đồng, theo dõi hợp đồng, nghiệm thu"),
    DECIDE: N_("Ghi kết quả xét chọn và quyết định khen thưởng"),
    COAPPROVE: N_("Đồng thuận về kinh phí của hồ sơ hưởng chính sách"),
}

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 2000
LONGEST_REASON: Final = 1000
LONGEST_NUMBER: Final = 60
LONGEST_NAME: Final = 200
MOST_VND: Final = 1_000_000_000_000  # a thousand billion: more is a slip of the hand
HOURS_TO_UNDO: Final = 24
