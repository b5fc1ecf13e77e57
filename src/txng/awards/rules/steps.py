"""The lives of what this room keeps. A verb leads from some states to one; nothing else moves.

Application of an enterprise (hồ sơ hưởng chính sách):

    da-nop ──examined──> da-tham-tra ──approved──> cho-tai-chinh ──coapproved──> duoc-huong
      │ ^                    │  ^                       │                         │   ^
      │ resubmitted          │  └──────objected─────────┘                reported │   │ report_returned
      v │                    v                                                    v   │
    bo-sung (returned)    tu-choi (refused)        nghiem-thu <──accepted── da-bao-cao
    withdrawn, before it is decided ──> da-rut
    revoked, of duoc-huong and da-bao-cao ──> thu-hoi
    a policy without Finance: approved ──> duoc-huong

Topic (đề tài, dự án, nhiệm vụ):

    de-xuat ──selected──> duoc-chon ──signed──> dang-lam ──handed_in──> cho-nghiem-thu ─accepted─> nghiem-thu
      │  └──rejected──> khong-chon                 │  ^                     │      └──failed──> khong-dat
      └──withdrawn──> da-rut   dropped ──> bo-thoa-thuan │ └──sent_back─────┘
                                                   └──stopped──> dung

Commendation (đề nghị khen thưởng):

    de-nghi ──submitted──> da-trinh ──commended──> duoc-khen ──revoked──> thu-hoi
       └──withdrawn──> da-rut <──┘ └──declined──> khong-khen

>>> may(TOPIC, "signed", "duoc-chon"), may(TOPIC, "signed", "de-xuat")
(True, False)
>>> to(APPLICATION, "withdrawn")
'da-rut'

The states are this system's own; the Plan names the duties (IV.1.b, IV.1.c, IV.3.b, II.2.c, PL.7) and no
procedure.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from txng.awards.rules import N_

APPLICATION, TOPIC, COMMENDATION = "ho-so", "de-tai", "khen-thuong"
KINDS: Final = (APPLICATION, TOPIC, COMMENDATION)
UNDONE: Final = "undone"
MADE: Final = "made"


class Move(NamedTuple):
    """`title` is what the step is called in the list of steps."""

    come_from: tuple[str, ...]
    to: str
    title: str


# --- applications ---------------------------------------------------------------------------------
SUBMITTED, RETURNED, EXAMINED, AT_FINANCE, GRANTED = (
    "da-nop", "bo-sung", "da-tham-tra", "cho-tai-chinh", "duoc-huong",
)  # fmt: skip
REPORTED, SETTLED, REFUSED, WITHDRAWN, REVOKED = (
    "da-bao-cao", "nghiem-thu", "tu-choi", "da-rut", "thu-hoi",
)  # fmt: skip
APPLICATION_STATES: Final[Mapping[str, str]] = {
    SUBMITTED: N_("Đã nộp, chờ thẩm tra"),
    RETURNED: N_("Cần bổ sung"),
    EXAMINED: N_("Đã thẩm tra, chờ quyết định"),
    AT_FINANCE: N_("Chờ cơ quan tài chính đồng thuận"),
    GRANTED: N_("Được hưởng"),
    REPORTED: N_("Đã báo cáo kết quả, chờ nghiệm thu"),
    SETTLED: N_("Đã nghiệm thu"),
    REFUSED: N_("Không được hưởng"),
    WITHDRAWN: N_("Cơ sở đã rút"),
    REVOKED: N_("Đã thu hồi"),
}
ENJOYED: Final = (GRANTED, REPORTED, SETTLED)
"""States in which the enterprise has what the policy gives."""
OVER: Final = (REFUSED, WITHDRAWN, REVOKED)
"""After these an enterprise may apply in the same call again."""

# --- topics ---------------------------------------------------------------------------------------
PROPOSED, SELECTED, REJECTED, RUNNING, HANDED_IN = (
    "de-xuat", "duoc-chon", "khong-chon", "dang-lam", "cho-nghiem-thu",
)  # fmt: skip
ACCEPTED, FAILED, STOPPED, DROPPED = "nghiem-thu", "khong-dat", "dung", "bo-thoa-thuan"
TOPIC_STATES: Final[Mapping[str, str]] = {
    PROPOSED: N_("Đã đề xuất, chờ xét chọn"),
    SELECTED: N_("Được chọn, chờ ký hợp đồng"),
    REJECTED: N_("Không được chọn"),
    RUNNING: N_("Đang thực hiện"),
    HANDED_IN: N_("Đã nộp kết quả, chờ nghiệm thu"),
    ACCEPTED: N_("Đã nghiệm thu"),
    FAILED: N_("Nghiệm thu không đạt"),
    STOPPED: N_("Đã dừng"),
    DROPPED: N_("Không ký hợp đồng"),
    WITHDRAWN: N_("Đã rút đề xuất"),
}
SECRET: Final = (PROPOSED, REJECTED, WITHDRAWN)
"""A proposal that was not chosen is read by its proposer, the council and the keepers only."""
UNDER_CONTRACT: Final = (RUNNING, HANDED_IN)

# --- commendations --------------------------------------------------------------------------------
NAMED, SENT_UP, COMMENDED, DECLINED = "de-nghi", "da-trinh", "duoc-khen", "khong-khen"
COMMENDATION_STATES: Final[Mapping[str, str]] = {
    NAMED: N_("Đề nghị, chưa trình"),
    SENT_UP: N_("Đã trình, chờ quyết định"),
    COMMENDED: N_("Được khen thưởng"),
    DECLINED: N_("Không khen thưởng"),
    WITHDRAWN: N_("Đã rút đề nghị"),
    REVOKED: N_("Đã thu hồi khen thưởng"),
}

STATES: Final[Mapping[str, Mapping[str, str]]] = {
    APPLICATION: APPLICATION_STATES,
    TOPIC: TOPIC_STATES,
    COMMENDATION: COMMENDATION_STATES,
}

MOVES: Final[Mapping[str, Mapping[str, Move]]] = {
    APPLICATION: {
        "returned": Move((SUBMITTED,), RETURNED, N_("Trả lại để bổ sung")),
        "resubmitted": Move((RETURNED,), SUBMITTED, N_("Nộp lại sau khi bổ sung")),
        "examined": Move((SUBMITTED,), EXAMINED, N_("Thẩm tra")),
        "approved": Move((EXAMINED,), AT_FINANCE, N_("Quyết định cho hưởng")),
        "refused": Move((EXAMINED,), REFUSED, N_("Quyết định không cho hưởng")),
        "coapproved": Move((AT_FINANCE,), GRANTED, N_("Cơ quan tài chính đồng thuận")),
        "objected": Move((AT_FINANCE,), EXAMINED, N_("Cơ quan tài chính chưa đồng thuận")),
        "reported": Move((GRANTED,), REPORTED, N_("Báo cáo kết quả đã làm")),
        "report_returned": Move((REPORTED,), GRANTED, N_("Trả lại báo cáo kết quả")),
        "accepted": Move((REPORTED,), SETTLED, N_("Nghiệm thu kết quả")),
        "withdrawn": Move((SUBMITTED, RETURNED, EXAMINED), WITHDRAWN, N_("Cơ sở rút hồ sơ")),
        "revoked": Move((GRANTED, REPORTED), REVOKED, N_("Thu hồi quyết định cho hưởng")),
    },
    TOPIC: {
        "selected": Move((PROPOSED,), SELECTED, N_("Chọn thực hiện")),
        "rejected": Move((PROPOSED,), REJECTED, N_("Không chọn")),
        "withdrawn": Move((PROPOSED,), WITHDRAWN, N_("Rút đề xuất")),
        "signed": Move((SELECTED,), RUNNING, N_("Ký hợp đồng")),
        "dropped": Move((SELECTED,), DROPPED, N_("Không ký hợp đồng")),
        "stopped": Move((RUNNING, HANDED_IN), STOPPED, N_("Dừng thực hiện")),
        "handed_in": Move((RUNNING,), HANDED_IN, N_("Nộp kết quả để nghiệm thu")),
        "sent_back": Move((HANDED_IN,), RUNNING, N_("Trả lại kết quả để hoàn thiện")),
        "accepted": Move((HANDED_IN,), ACCEPTED, N_("Nghiệm thu đạt")),
        "failed": Move((HANDED_IN,), FAILED, N_("Nghiệm thu không đạt")),
    },
    COMMENDATION: {
        "submitted": Move((NAMED,), SENT_UP, N_("Trình đề nghị")),
        "withdrawn": Move((NAMED, SENT_UP), WITHDRAWN, N_("Rút đề nghị")),
        "commended": Move((SENT_UP,), COMMENDED, N_("Ghi quyết định khen thưởng")),
        "declined": Move((SENT_UP,), DECLINED, N_("Ghi kết quả không khen thưởng")),
        "revoked": Move((COMMENDED,), REVOKED, N_("Thu hồi khen thưởng")),
    },
}

MADE_TITLES: Final = {
    APPLICATION: N_("Nộp hồ sơ"),
    TOPIC: N_("Đề xuất"),
    COMMENDATION: N_("Lập đề nghị"),
}
UNDONE_TITLE: Final = N_("Hoàn tác bước trước")

UNDOABLE: Final[Mapping[str, frozenset[str]]] = {
    APPLICATION: frozenset(
        ("returned", "examined", "approved", "refused", "objected", "coapproved", "accepted", "withdrawn")
    ),
    TOPIC: frozenset(("selected", "rejected", "withdrawn", "dropped", "stopped", "handed_in")),
    COMMENDATION: frozenset(("submitted", "withdrawn", "commended", "declined")),
}  # fmt: skip
"""Steps that whoever took them takes back within HOURS_TO_UNDO, while nothing came after. What makes other
rows (a contract with its report dates) or rests on a council's minutes goes on instead."""


def may(kind: str, verb: str, state: str) -> bool:
    return state in MOVES[kind][verb].come_from


def to(kind: str, verb: str) -> str:
    return MOVES[kind][verb].to


def open_verbs(kind: str, state: str) -> tuple[str, ...]:
    """In the order of the life.

    >>> open_verbs(COMMENDATION, "duoc-khen")
    ('revoked',)
    """
    return tuple(verb for verb, move in MOVES[kind].items() if state in move.come_from)


def title(kind: str, verb: str) -> str:
    if verb == UNDONE:
        return UNDONE_TITLE
    return MADE_TITLES[kind] if verb == MADE else MOVES[kind][verb].title


def is_same_hand(person: int | None, name: str, other: int | None, other_name: str) -> bool:
    """Whether two steps were taken by one person: by account where both have one, else by name.

    >>> is_same_hand(4, "binh", 4, "binh"), is_same_hand(None, "so-khcn.a", None, "so-khcn.b")
    (True, False)
    """
    if person is not None and other is not None:
        return person == other
    return name == other_name
