"""Decisions about names, scopes and keys: values in, values out.

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
from collections.abc import Iterable
from dataclasses import dataclass
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
