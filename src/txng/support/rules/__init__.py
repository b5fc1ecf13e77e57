"""What the room decides, in plain Python: values in, verdict with reasons out.

names            is this the name of an enterprise, or one that deceives?
onboarding       six tasks: what is done, what is missing, minutes left
survey           which questions a register answers, which are asked, what an answer may be
classification   size, main group, market, each with its reason

Sentences are marked here (N_) and translated where they are shown.
"""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

BEGIN: Final = "support.begin"
ANSWER: Final = "support.answer"
CONFIRM: Final = "support.confirm"
SEE: Final = "support.see"
SURVEY: Final = "support.survey"

RIGHTS: Final = {
    BEGIN: N_("Làm các việc bắt đầu của cơ sở mình"),
    ANSWER: N_("Trả lời khảo sát cho cơ sở mình"),
    CONFIRM: N_("Xác nhận cơ sở tự đăng ký trong địa bàn và ngành được giao"),
    SEE: N_("Xem câu trả lời khảo sát, tiến độ và phân loại trong địa bàn và ngành được giao"),
    SURVEY: N_("Mở và đóng đợt khảo sát"),
}

WAITING: Final = "cho"
CONFIRMED: Final = "xac-nhan"
REFUSED: Final = "chua-nhan"
REGISTRATION_STATES: Final = (WAITING, CONFIRMED, REFUSED)

ASKED: Final = "xin"
ACCEPTED: Final = "nhan"
TURNED_DOWN: Final = "tu-choi"
WITHDRAWN: Final = "rut"
JOIN_STATES: Final = (ASKED, ACCEPTED, TURNED_DOWN, WITHDRAWN)

OWNER_ROLE: Final = "chu-co-so"
WAITING_ROLE: Final = "chu-co-so-cho"
"""The shipped roles (conf/roles.py) of an owner after and before an officer has confirmed."""

CONSENT: Final = "2026-01"
"""Which text of consent somebody agreed to; a new text is a new word (Law 91/2025/QH15)."""

LONGEST_REASON: Final = 300
SHORTEST_REASON: Final = 5
HOURS_TO_UNDO: Final = 24
