"""Decisions about names, scopes, keys, rights, sessions and links: values in, values out.

txng_k3v7q2ma_5jq4n6x2yv7tcl3o2kzrw4hdpe6gs7bu
└─┬┘ └──┬───┘ └──────────────┬───────────────┘
  │     │                    160 random bits
  │     public part: lists, logs and the journal name the key by it
  finds leaked keys in files
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final

CAPTURE: Final = "capture"
QUERY: Final = "query"
OVERSIGHT: Final = "oversight"
LINKS: Final = "links"  # what a code leads to
SCOPES: Final = (CAPTURE, QUERY, OVERSIGHT, LINKS)

ENTERPRISE: Final = "enterprise"
AGENCY: Final = "agency"
CERTIFIER: Final = "certifier"  # a body that certifies others
KINDS: Final = (ENTERPRISE, AGENCY, CERTIFIER)


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

RIGHTS: Final = {
    "accounts.count": N_("Xem số liệu tổng hợp về tài khoản"),
    "accounts.members": N_("Mời, giao vai trò và gỡ người trong đơn vị của mình"),
    "accounts.keys": N_("Cấp và thu hồi khóa máy của đơn vị mình"),
    "accounts.journal": N_("Xem nhật ký của cả đơn vị mình"),
    "accounts.journal_all": N_("Xem nhật ký của mọi đơn vị"),
    "accounts.open": N_("Mở tài khoản cho đơn vị khác"),
    "accounts.roles": N_("Sửa vai trò và các quyền của vai trò"),
    "accounts.look_as": N_("Xem như một người của doanh nghiệp, chỉ xem, có ghi nhật ký"),
}

LONGEST_NAME: Final = 200
LONGEST_CODE: Final = 60
_PREFIX: Final = re.compile(r"(txng_[a-z2-7]{8})_[a-z2-7]{32}")


@dataclass(frozen=True, slots=True)
class NewKey:
    """`plain` is shown once; `prefix` and `digest` are kept."""

    plain: str
    prefix: str
    digest: str


def new_key() -> NewKey:
    prefix = "txng_" + _letters(5)
    plain = f"{prefix}_{_letters(20)}"
    return NewKey(plain, prefix, digest(plain))


def _letters(size: int) -> str:
    """`size` random bytes (a multiple of five, so nothing is padded) in a-z and 2-7."""
    return base64.b32encode(secrets.token_bytes(size)).decode().lower()


def digest(plain: str) -> str:
    """A plain SHA-256 is enough: 160 random bits cannot be guessed, whatever the hash costs."""
    return hashlib.sha256(plain.encode()).hexdigest()


def prefix_of(plain: str) -> str | None:
    """The public part, or None when this cannot be one of our keys."""
    found = _PREFIX.fullmatch(plain)
    return found[1] if found else None


def is_same_key(plain: str, kept_digest: str) -> bool:
    return hmac.compare_digest(digest(plain), kept_digest)


def unknown_scopes(words: Iterable[str]) -> list[str]:
    return sorted(set(words) - set(SCOPES))


def scopes_text(words: Iterable[str]) -> str:
    """The one spelling of a set of scopes: "capture query". Oversight is a wider query."""
    wanted = set(words)
    if OVERSIGHT in wanted:
        wanted.add(QUERY)
    return " ".join(scope for scope in SCOPES if scope in wanted)


def scopes_texts() -> list[str]:
    """Every text that `scopes_text` can give: what the database lets in."""
    texts = {
        scopes_text(words)
        for size in range(1, len(SCOPES) + 1)
        for words in combinations(SCOPES, size)
    }
    return sorted(texts, key=lambda text: (len(text.split()), text))


def may_hold(kind: str, words: Iterable[str]) -> bool:
    """Only an agency sees what others captured: oversight is a duty, not a convenience."""
    return kind == AGENCY or OVERSIGHT not in set(words)


def tidy_name(name: str) -> str:
    """NFC, single spaces: what looks the same is the same."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def code_for(name: str) -> str:
    """ "Hợp tác xã Cầu Đất" -> "hop-tac-xa-cau-dat": for file names, addresses and scripts."""
    folded = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = "".join(letter for letter in folded if letter.isascii())
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_CODE].strip("-") or "to-chuc"


# --- rights ------------------------------------------------------------------------------------

OWN_ONLY: Final[frozenset[str]] = frozenset()
"""A reach that holds no territory: what belongs to one's own organisation, and nothing else."""


def rights_without_second_factor(rights: Iterable[str]) -> frozenset[str]:
    """What an officer may do who has shown a password only: read counts ("parties.count")."""
    return frozenset(right for right in rights if right.partition(".")[2] == "count")


def reach_of(kind: str, codes: Iterable[str] | None) -> frozenset[str] | None:
    """Territories or sectors of a grant: only an agency looks beyond its own things.

    `codes` is None for all of them.
    """
    if kind != AGENCY:
        return OWN_ONLY
    return None if codes is None else frozenset(codes)


def scopes_among(rights: Iterable[str], *, sees_everything: bool) -> frozenset[str]:
    """The words of a role that are scopes of the event store.

    Oversight has no territory: it is given without any limit, or not at all.
    """
    words = frozenset(rights) & frozenset(SCOPES)
    return words if sees_everything else words - {OVERSIGHT}


def narrower(inner: Collection[str] | None, outer: Collection[str] | None) -> bool:
    """Whether everything within `inner` lies within `outer`; None is everything."""
    if outer is None:
        return True
    return inner is not None and set(inner) <= set(outer)


def may_look_as(kind: str) -> bool:
    """Only at people of enterprises and certifiers: an officer's view belongs to that officer."""
    return kind != AGENCY


# --- people ------------------------------------------------------------------------------------

LONGEST_USERNAME: Final = 60
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,58}[a-z0-9]")


def tidy_username(text: str) -> str:
    """ "An.Nguyen " -> "an.nguyen": what is typed at sign-in and what is kept."""
    return unicodedata.normalize("NFC", text).strip().lower()


def is_username(text: str) -> bool:
    """2 to 60 of a-z, 0-9, dot, hyphen and underscore, a letter or digit at both ends."""
    return _USERNAME.fullmatch(text) is not None


OPERATOR: Final = "operator"  # the journal's word for whoever is at the server's own shell


def is_reserved(username: str) -> bool:
    """What the journal calls those who are no person: nobody signs as the operator or as a key."""
    return username == OPERATOR or username.startswith("txng_")


SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200  # a longer one only costs time


# --- secrets that are shown once -----------------------------------------------------------------

SECRET_BYTES: Final = 20


def new_secret() -> str:
    """160 random bits as 32 letters: for cookies of sessions and for links."""
    return _letters(SECRET_BYTES)


def is_secret(text: str) -> bool:
    return re.fullmatch(r"[a-z2-7]{32}", text) is not None


RECOVERY_CODES: Final = 10


def new_recovery_code() -> str:
    """ "k3v7-q2ma-5jq4": 60 random bits in twelve letters that are told over the telephone."""
    letters = _letters(10)[:12]
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def tidy_recovery_code(text: str) -> str:
    """As it was given out, however it was typed: spaces, capitals, hyphens forgotten."""
    letters = re.sub(r"[^a-z2-7]", "", text.lower())
    return "-".join(letters[start : start + 4] for start in (0, 4, 8)) if len(letters) == 12 else ""


# --- sessions -------------------------------------------------------------------------------------

WEB: Final = "web"
OFFICER: Final = "officer"
DEVICE: Final = "device"
SESSION_KINDS: Final = (WEB, OFFICER, DEVICE)


@dataclass(frozen=True, slots=True)
class Span:
    """How long a session lives without being used, and at most."""

    idle: timedelta
    whole: timedelta


SPANS: Final = {
    WEB: Span(timedelta(days=7), timedelta(days=30)),
    OFFICER: Span(timedelta(hours=2), timedelta(hours=12)),  # shared desks; a working day
    DEVICE: Span(timedelta(days=60), timedelta(days=365)),  # a season, a crop year
}
HALF_SESSION: Final = timedelta(minutes=10)
"""Between the password and the second factor."""
FRESH: Final = timedelta(minutes=15)
"""How long after showing a password or a key one may change passwords and second factors."""
LOOK_SPAN: Final = timedelta(minutes=30)
"""How long one look at the system as another person lasts."""
FORGOTTEN_AFTER: Final = timedelta(days=90)
"""How long an ended session is remembered; that somebody signed in stays in the journal."""
SEEN_EVERY: Final = timedelta(minutes=5)
"""How often a session notes that it was used: not a write for every page."""


def has_idled(kind: str, seen_at: datetime, now: datetime) -> bool:
    return now - seen_at > SPANS[kind].idle


# --- links ------------------------------------------------------------------------------------------

INVITATION: Final = "invitation"
RESET: Final = "reset"
PHONE: Final = "phone"
LINK_KINDS: Final = (INVITATION, RESET, PHONE)
LINK_SPANS: Final = {
    INVITATION: timedelta(days=7),
    RESET: timedelta(hours=24),
    PHONE: timedelta(minutes=15),  # two people stand beside each other
}
PREPARED: Final = "prepared:"
"""What stands where the digest of a secret would, while an invitation has no secret yet."""
PREPARED_SPAN: Final = timedelta(days=30)
"""How long a list of people waits until somebody makes their links."""
MOST_HANDED_OUT: Final = 200
"""Links on one sheet of paper work: more is a second sheet."""


def no_digest_yet() -> str:
    """64 letters that no secret has as its digest (a colon is no hexadecimal digit)."""
    return PREPARED + secrets.token_hex(32)[: 64 - len(PREPARED)]


# --- limits -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` at once, then one each `every`: the leaky bucket as a meter (GCRA)."""

    burst: int
    every: timedelta


def next_allowed(
    allowance: Allowance, filled_until: datetime, now: datetime
) -> tuple[bool, datetime]:
    """Whether one more may pass now, and the mark to keep; else when the next one may.

    `filled_until` is the mark kept before, any moment of the past when there was none.
    """
    mark = max(filled_until, now) + allowance.every
    free_at = mark - allowance.burst * allowance.every
    return (True, mark) if free_at <= now else (False, free_at)


SIGN_IN_BY_NAME: Final = Allowance(10, timedelta(seconds=60))
SIGN_IN_BY_ADDRESS: Final = Allowance(50, timedelta(seconds=5))  # an office behind one address
PROOF: Final = Allowance(5, timedelta(seconds=60))
SECOND_FACTOR: Final = Allowance(5, timedelta(seconds=60))
LINK_BY_ADDRESS: Final = Allowance(30, timedelta(seconds=10))
START_BY_ADDRESS: Final = Allowance(40, timedelta(seconds=60))  # a course of farmers on one Wi-Fi


# --- letters ------------------------------------------------------------------------------------------

CONFIRMATION: Final = "confirmation"
REMINDERS: Final = "reminders"
LIBRARY: Final = "library"
NEWS: Final = "news"  # answers, places in classes, sections of reports
CHOSEN_KINDS: Final[dict[str, str]] = {
    REMINDERS: N_("Nhắc việc của cơ quan"),
    LIBRARY: N_("Thay đổi của văn bản đang theo dõi"),
    NEWS: N_("Tin về việc của riêng bạn"),
}
LETTER_KINDS: Final = (CONFIRMATION, *CHOSEN_KINDS)

NEVER: Final = "none"
DAILY: Final = "daily"
WEEKLY: Final = "weekly"
RHYTHMS: Final[dict[str, str]] = {
    DAILY: N_("Mỗi ngày một thư, nếu có việc"),
    WEEKLY: N_("Mỗi tuần một thư, sáng thứ Hai, nếu có việc"),
    NEVER: N_("Không gửi"),
}

LETTER_WAITING: Final = "waiting"
LETTER_SENT: Final = "sent"
LETTER_GIVEN_UP: Final = "given_up"
LETTER_STATES: Final = (LETTER_WAITING, LETTER_SENT, LETTER_GIVEN_UP)

DIGEST_HOUR: Final = 7  # local time
LONGEST_SUBJECT: Final = 150
CONFIRM_SPAN: Final = timedelta(hours=24)
LEASE: Final = timedelta(minutes=5)
"""How long one worker has a letter to itself: longer than SMTP may take, or it would be sent twice."""
SERVER_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=4)
LETTER_SPAN: Final = timedelta(days=3)
"""A letter that could not be sent for so long is given up; what happened longer ago is no news."""
TEXT_SPAN: Final = timedelta(days=30)
LETTER_KEPT: Final = timedelta(days=365)
CONFIRM_BY_PERSON: Final = Allowance(5, timedelta(minutes=20))
CONFIRM_BY_ADDRESS: Final = Allowance(3, timedelta(hours=2))  # nobody fills a stranger's letter box


def tidy_subject(text: str) -> str:
    """One line without control characters: a subject never begins a header of its own.

    >>> tidy_subject("Nhắc việc\\r\\nBcc: dung@example.vn")
    'Nhắc việc Bcc: dung@example.vn'
    """
    plain = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    line = tidy_name(plain)
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


_ADDRESS: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])"
)


def tidy_address(text: str) -> str:
    """An e-mail address as it is kept and compared, "" for what is none.

    Letters of ASCII alone, small: a server that takes others (SMTPUTF8) cannot be counted on.

    >>> tidy_address(" An.Nguyen@Example.VN "), tidy_address("an@x.vn, dung@x.vn")
    ('an.nguyen@example.vn', '')
    """
    address = text.strip().lower()
    if len(address) > 254 or len(address.partition("@")[0]) > 64:
        return ""
    return address if _ADDRESS.fullmatch(address) else ""


def next_try(attempts: int, now: datetime) -> datetime:
    """After the server said "later" (4xx): 1, 2, 4 ... minutes, at most four hours. 1 <= attempts."""
    return now + min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def has_waited_too_long(made_at: datetime, now: datetime) -> bool:
    return now - made_at > LETTER_SPAN


def last_morning(now: datetime) -> date:
    """The newest morning at which letters could have been gathered; `now` in local time."""
    return now.date() if now.hour >= DIGEST_HOUR else now.date() - timedelta(days=1)


def digest_day(rhythm: str, now: datetime) -> date | None:
    """The morning from which on a letter is due, `now` in local time; None at night, and for whoever wants
    nothing. A worker that slept through Monday makes up for it on Tuesday.

    >>> digest_day(DAILY, datetime(2026, 11, 29, 6, 59)), digest_day(WEEKLY, datetime(2026, 11, 29, 8))
    (None, datetime.date(2026, 11, 23))
    """
    if rhythm not in (DAILY, WEEKLY) or now.hour < DIGEST_HOUR:
        return None
    return now.date() if rhythm == DAILY else now.date() - timedelta(days=now.weekday())


def pace(per_minute: int) -> Allowance:
    """A few at once, then evenly."""
    return Allowance(min(5, per_minute), timedelta(minutes=1) / per_minute)
