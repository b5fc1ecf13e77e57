"""What the room decides, in plain Python: values in, verdict with reasons out."""

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
