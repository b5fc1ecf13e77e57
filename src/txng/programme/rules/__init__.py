"""What the room decides, in plain Python: values in, verdict with reasons out."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "programme.see"
PART: Final = "programme.part"
UPDATE: Final = "programme.update"
KEEP: Final = "programme.keep"

RIGHTS: Final = {
    SEE: N_("Xem nhiệm vụ, tiến độ và chỉ tiêu của Kế hoạch"),
    PART: N_("Xem và trả lời về phần việc của đơn vị mình, không xem nhiệm vụ của đơn vị khác"),
    UPDATE: N_("Cập nhật tiến độ và xác nhận phần việc của cơ quan mình"),
    KEEP: N_("Nạp Kế hoạch, giao nhiệm vụ, đặt chỉ tiêu"),
}
