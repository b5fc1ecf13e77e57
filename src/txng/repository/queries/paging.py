"""Who sees what, and pages that are cut by key with a signed, expiring token.

    token = time-stamped signature over [digest of the question and the asker, position]

The position is that of the last thing shown (keyset, never an offset), so cost follows the page and not
its number. A token belongs to its question and its asker: with another question it would skip things
silently, in another's hands it would tell where a list stands. It lives for an hour, or until it is given
back (`DELETE /nextPageToken/{token}`, kept as a digest until it would have expired).

Source: EPCIS 2.0 §12.6; `perPage`, `nextPageToken` of the official OpenAPI file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import msgspec
from django.core import signing
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.epcis.errors import NoSuchResourceException, QueryParameterException, SecurityException
from txng.repository.models import ReleasedPageToken

TOKEN_LIFETIME = 3600  # seconds
DEFAULT_PAGE = 30  # of the official OpenAPI file
MAX_PAGE = 1000
_SALT = "txng.repository.nextPageToken"

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Thing]):
    """One page of a list. Token and expiry are None on the last page."""

    items: Sequence[Thing]
    next_page_token: str | None = None
    expires_at: datetime | None = None


def owner_of(actor: Actor) -> int | None:
    """None for an actor who sees the events of every organisation."""
    if "oversight" in actor.scopes:
        return None
    if "query" in actor.scopes:
        return actor.organisation_id
    raise SecurityException(
        "Expected a key with the scope query, got one without it",
        detail_vi="Khóa này không có quyền hỏi. Xin khóa có quyền query.",
        status=403,
    )


def size(per_page: str | int | None) -> int:
    """Things on a page, 1 to MAX_PAGE; DEFAULT_PAGE when nothing is asked for."""
    if per_page is None:
        return DEFAULT_PAGE
    text = str(per_page)
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_PAGE))
    if not is_number or not 1 <= int(text) <= MAX_PAGE:
        raise QueryParameterException(
            f"Expected 1 to {MAX_PAGE} in perPage, got {text[:50]!r}",
            detail_vi=f"perPage nhận từ 1 đến {MAX_PAGE}.",
        )
    return int(text)


def token(actor: Actor, position: Any, question: Any) -> tuple[str, datetime]:
    """The token of the page after `position`, and when it expires.

    `position` is JSON-able; `question` is anything that msgspec can encode, a Query for one.
    """
    made = signing.dumps([_digest(actor, question), position], salt=_SALT)
    # the signature's clock has whole seconds: never promise more than it keeps
    expires_at = timezone.now().replace(microsecond=0) + timedelta(seconds=TOKEN_LIFETIME)
    return made, expires_at


def position(actor: Actor, token: str | None, question: Any) -> Any | None:
    """Where the page begins; None is the beginning. Raises QueryParameterException."""
    if token is None:
        return None
    digest, where = _read(token)
    if digest != _digest(actor, question):
        raise QueryParameterException(
            "Expected the nextPageToken together with the parameters and the key it was given for",
            detail_vi="Mã trang tiếp theo chỉ dùng với đúng câu hỏi và khóa ban đầu.",
        )
    if ReleasedPageToken.objects.filter(pk=name_of(token)).exists():
        raise _expired()
    return where


def expiry_of(actor: Actor, token: str) -> datetime:
    """A moment by which a token of this asker has expired.

    Raises NoSuchResourceException for what is no token, one that has expired or another's.
    """
    missing = NoSuchResourceException(
        "Expected a nextPageToken of this key, not older than an hour",
        detail_vi="Không có mã trang tiếp theo này, hoặc mã đã hết hạn.",
    )
    try:
        digest, _ = _read(token)
    except QueryParameterException:
        raise missing from None
    if digest[:8] != _asker(actor):
        raise missing
    return timezone.now() + timedelta(seconds=TOKEN_LIFETIME)


def name_of(token: str) -> str:
    """What is kept of a token that was given back."""
    return blake2b(token.encode(), digest_size=16).hexdigest()


def _read(token: str) -> tuple[str, Any]:
    try:
        digest, where = signing.loads(token, salt=_SALT, max_age=TOKEN_LIFETIME)
    except (signing.BadSignature, UnicodeError, ValueError, TypeError):
        raise _expired() from None
    return digest, where


def _expired() -> QueryParameterException:
    return QueryParameterException(
        "Expected a nextPageToken of this repository, not older than an hour",
        detail_vi="Mã trang tiếp theo đã hết hạn. Hỏi lại từ trang đầu.",
    )


def _digest(actor: Actor, question: Any) -> str:
    asked = blake2b(msgspec.json.encode(question), digest_size=8)
    return _asker(actor) + asked.hexdigest()


def _asker(actor: Actor) -> str:
    """Eight hexadecimal digits: keys of one organisation with the same view share their tokens."""
    seen = "all" if "oversight" in actor.scopes else actor.organisation_id
    return blake2b(f"{seen}".encode(), digest_size=4).hexdigest()
