"""What the room decides, in plain Python: values in, verdict with reasons out."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "awards.see"
APPLY: Final = "awards.apply"
KEEP: Final = "awards.keep"
DECIDE: Final = "awards.decide"

RIGHTS: Final = {
    SEE: N_("Xem chính sách khuyến khích, đề tài và khen thưởng"),
    APPLY: N_("Nộp hồ sơ cho đơn vị mình"),
    KEEP: N_("Mở đợt, quản lý hợp đồng, nghiệm thu"),
    DECIDE: N_("Ghi kết quả xét chọn và đề nghị khen thưởng"),
}
