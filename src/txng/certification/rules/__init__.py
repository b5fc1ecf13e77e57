"""What the room decides, in plain Python: values in, verdict with reasons out."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "certification.see"
KEEP_BODIES: Final = "certification.keep_bodies"
ISSUE: Final = "certification.issue"
SUSPEND: Final = "certification.suspend"
ASSESS: Final = "certification.assess"
KEEP_CHECKLISTS: Final = "certification.keep_checklists"
OVERSEE: Final = "certification.oversee"

RIGHTS: Final = {
    SEE: N_("Xem chứng nhận, tự đánh giá và công bố phù hợp"),
    KEEP_BODIES: N_("Ghi tổ chức chứng nhận, chương trình và phạm vi được công nhận"),
    ISSUE: N_("Cấp và gia hạn chứng nhận trong phạm vi được công nhận"),
    SUSPEND: N_("Đình chỉ, khôi phục và thu hồi chứng nhận"),
    ASSESS: N_("Tự đánh giá hệ thống truy xuất và công bố phù hợp"),
    KEEP_CHECKLISTS: N_("Soạn bảng tiêu chí đánh giá"),
    OVERSEE: N_("Theo dõi chứng nhận và công bố của các cơ sở"),
}
