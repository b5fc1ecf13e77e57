"""Signed views: a link that lends an organisation's eyes for some minutes, and the cookie it turns into.

    txng explore CODE --organisation X    ──>  /hanh-trinh/vao?view=eyJ...   (journal: view.lent)
    POST with that value                  ──>  cookie txng_view              (journal: view.opened)

Until people sign in (another issue) the person at the server's shell hands such a link on, knowing that
whoever holds it sees what that organisation sees. Link and cookie are signed with different salts, so
neither passes for the other, and both end at one moment. Nothing is stored: what was signed cannot be
called back before it ends, so it ends soon.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from django.core import signing

COOKIE: Final = "txng_view"
LONGEST: Final = 1000  # characters of a signed value
_SALTS: Final = {"link": "txng.journeys.link", "cookie": "txng.journeys.cookie"}


@dataclass(frozen=True, slots=True)
class Lent:
    """What was signed. `until` in whole seconds, UTC."""

    organisation_id: int
    oversight: bool
    until: datetime


def sign(lent: Lent, use: Literal["link", "cookie"]) -> str:
    value = [lent.organisation_id, int(lent.oversight), int(lent.until.timestamp())]
    return signing.dumps(value, salt=_SALTS[use], compress=False)


def unsign(text: str, use: Literal["link", "cookie"], now: datetime) -> Lent | None:
    """None for what we did not sign for this use, and for what has ended."""
    if not 0 < len(text) <= LONGEST:
        return None
    try:
        value: Any = signing.loads(text, salt=_SALTS[use])
    except signing.BadSignature:
        return None
    organisation_id, oversight, until = value
    ends = datetime.fromtimestamp(until, UTC)
    return Lent(organisation_id, bool(oversight), ends) if now < ends else None
