"""What the room decides, in plain Python: values in, verdict with reasons out."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "budget.see"
PROPOSE: Final = "budget.propose"
APPRAISE: Final = "budget.appraise"
APPROVE: Final = "budget.approve"
DISBURSE: Final = "budget.disburse"
SETTLE: Final = "budget.settle"
KEEP: Final = "budget.keep"

RIGHTS: Final = {
    SEE: N_("Xem dự toán và giải ngân trong phạm vi được giao"),
    PROPOSE: N_("Lập dự toán của cơ quan mình"),
    APPRAISE: N_("Thẩm định dự toán"),
    APPROVE: N_("Ghi quyết định phê duyệt dự toán"),
    DISBURSE: N_("Ghi chứng từ giải ngân của cơ quan mình"),
    SETTLE: N_("Quyết toán và khóa sổ năm"),
    KEEP: N_("Quản lý nguồn vốn và chương trình kinh phí"),
}
