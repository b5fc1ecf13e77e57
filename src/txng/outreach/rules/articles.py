"""The life of an article, and what keeps one from being published.

    nhap ─ gửi duyệt ─> cho-duyet ─ another person ─> da-duyet ──> (scheduled, then published by the clock)
     ^                      │ trả lại, có lý do           │ rút, có lý do
     └──────────────────────┘                          da-rut

An article that is shown and edited anew goes to "nhap" again; the public reads the version that was
approved until another one is.

>>> standing("da-duyet", True, datetime(2026, 5, 2), datetime(2026, 5, 1))
'hen'
>>> standing("da-duyet", True, datetime(2026, 5, 1), datetime(2026, 5, 1))
'dang'
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from txng.outreach.rules import N_, is_clause, markup

NEWS: Final = "tin"
FEATURE: Final = "dien-hinh"
GUIDE: Final = "huong-dan"
KINDS: Final = {
    NEWS: N_("Tin"),
    FEATURE: N_("Bài điển hình, chuyên đề"),
    GUIDE: N_("Hướng dẫn"),
}
DRAFT: Final = "nhap"
REVIEW: Final = "cho-duyet"
APPROVED: Final = "da-duyet"
WITHDRAWN: Final = "da-rut"
STATES: Final = (DRAFT, REVIEW, APPROVED, WITHDRAWN)

SCHEDULED: Final = "hen"
PUBLISHED: Final = "dang"
STANDINGS: Final = {
    DRAFT: N_("Bản nháp"),
    REVIEW: N_("Chờ duyệt"),
    SCHEDULED: N_("Đã duyệt, hẹn giờ đăng"),
    PUBLISHED: N_("Đang đăng"),
    WITHDRAWN: N_("Đã rút"),
}

LONGEST_SUMMARY: Final = 400
LONGEST_TRANSCRIPT: Final = 10_000
LONGEST_ALT: Final = 300
LONGEST_ADDRESS: Final = 500
MOST_PICTURES: Final = 20
SHORTEST_BODY: Final = 40
TEXTS: Final = (
    "title", "summary", "body", "title_en", "summary_en", "body_en", "video", "transcript",
)  # fmt: skip


def standing(state: str, is_shown: bool, publish_at: datetime | None, now: datetime) -> str:
    """How people meet the newest version of an article."""
    if state != APPROVED or not is_shown or publish_at is None:
        return state if state != APPROVED else DRAFT
    return PUBLISHED if publish_at <= now else SCHEDULED


@dataclass(frozen=True, slots=True)
class Lack:
    """`field` of the editor, a sentence with named places, and its values."""

    field: str
    sentence: str
    values: Mapping[str, str | int]


def lacks(texts: Mapping[str, str], pictures: Mapping[int, str]) -> list[Lack]:
    """What is still to be done before somebody else may approve. `pictures`: number -> alternative text."""
    found = []
    if not texts["summary"]:
        found.append(
            Lack("summary", N_("Viết một hai câu tóm tắt: danh sách tin hiện câu đó."), {})
        )
    if len(texts["body"]) < SHORTEST_BODY:
        found.append(Lack("body", N_("Bài cần ít nhất %(least)d ký tự."), {"least": SHORTEST_BODY}))
    for number in dict.fromkeys(
        [*markup.pictures_in(texts["body"]), *markup.pictures_in(texts["body_en"])]
    ):
        if number not in pictures:
            found.append(
                Lack(
                    "body",
                    N_("Bài gọi hình %(number)d nhưng không có hình đó."),
                    {"number": number},
                )
            )
        elif not pictures[number]:
            found.append(
                Lack(
                    "body",
                    N_("Hình %(number)d chưa có lời tả cho người không nhìn thấy hình."),
                    {"number": number},
                )
            )
    if texts["video"] and not texts["transcript"]:
        found.append(
            Lack("transcript", N_("Có liên kết video thì cần lời thoại hoặc lời tả của video."), {})
        )
    if texts["title_en"] and not texts["body_en"]:
        found.append(
            Lack("body_en", N_("Đã có đầu đề tiếng Anh: viết cả bài, hoặc bỏ đầu đề."), {})
        )
    if texts["body_en"] and not texts["title_en"]:
        found.append(Lack("title_en", N_("Đã có bài tiếng Anh: viết cả đầu đề tiếng Anh."), {}))
    return found


def wrong_address(text: str) -> bool:
    """Whether this is no web address that a reader could open."""
    if len(text) > LONGEST_ADDRESS or any(sign.isspace() for sign in text):
        return True
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return True
    return parts.scheme not in ("http", "https") or "." not in host


def wrong_tags(group_known: bool, audience: str, clause: str, audiences: Collection[str]) -> str:
    """The field that is wrong, "" for none."""
    if not group_known:
        return "group"
    if audience and audience not in audiences:
        return "audience"
    return "clause" if clause and not is_clause(clause) else ""


def slug_of(words: list[str]) -> str:
    """Of folded words, at most 80 signs, never in the middle of a word where one fits.

    >>> slug_of(["ca", "phe", "di", "linh"])
    'ca-phe-di-linh'
    """
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:80]
        if len(longer) > 80:
            break
        slug = longer
    return slug or "bai"
