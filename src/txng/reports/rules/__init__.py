"""What the room decides, in plain Python: values in, verdict with reasons out."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "reports.see"
FILL: Final = "reports.fill"
KEEP: Final = "reports.keep"
DASHBOARD: Final = "reports.dashboard"

RIGHTS: Final = {
    SEE: N_("Xem báo cáo năm"),
    FILL: N_("Viết phần báo cáo của cơ quan mình"),
    KEEP: N_("Tạo báo cáo, nhận phần báo cáo, trình ký và phát hành"),
    DASHBOARD: N_("Xem bảng điều hành"),
}
