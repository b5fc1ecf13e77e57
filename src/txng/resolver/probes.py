"""Dead-code watch: go where a link or a printed code leads, as a phone would, and say how it ended.

    https://an.example/ca-phe ──307──> https://an.example/vi/ca-phe ──200, a page with words──> ok
                              ──307──> https://evil.example/                               off-domain
                              ──404, 500, no answer──                                      dead
                              ──200, less than 64 characters of text──                     empty
                              an address inside our own network                            refused

Whoever registers a link chooses where we go, so every hop goes through the door of webhooks: judged at
the moment of connecting, no proxy, an end after 25 seconds (repository/webhooks.py). Redirects are
followed by hand, five at most, each judged anew.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from txng.repository import webhooks
from txng.repository.rules import Network
from txng.resolver import targets

MOST_HOPS: Final = 5
LEAST_TEXT: Final = 64  # characters of a page that says anything
HEADERS: Final = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "vi",
    "X-Purpose": "txng link check",
}
_HIDDEN: Final = re.compile(
    r"<(script|style|head)\b.*?</\1>|<[^>]*>|&[a-z]+;", re.DOTALL | re.IGNORECASE
)
Look = Callable[[str], webhooks.Sight]


@dataclass(frozen=True, slots=True)
class Finding:
    """`verdict` is one of Probe.Verdict; `detail` is one English sentence for a log or a ticket."""

    verdict: str
    url: str
    ended_at: str = ""
    status: int = 0
    detail: str = ""


def follow(url: str, approved: Collection[str], *, look: Look) -> Finding:
    """Where a person ends who scans this. `approved` are hosts that may be passed on the way."""
    here = url
    for _hop in range(MOST_HOPS + 1):
        if targets.host_of(here) not in approved:
            return Finding(
                "off-domain", url, here, detail=f"leads to {targets.host_of(here)[:100]}"
            )
        sight = look(here)
        if sight.refused:
            return Finding("refused", url, here, detail=sight.error[:200])
        if sight.status == 0:
            return Finding("dead", url, here, detail=sight.error[:200])
        if sight.status in (301, 302, 303, 307, 308) and sight.location:
            here = urljoin(here, sight.location)
            continue
        return _judged(url, here, sight)
    return Finding("dead", url, here, detail=f"more than {MOST_HOPS} redirects")


def _judged(url: str, here: str, sight: webhooks.Sight) -> Finding:
    # 300 lists several pages, which is an answer
    if not (200 <= sight.status < 300 or sight.status == 300):
        return Finding("dead", url, here, sight.status, f"answered {sight.status}")
    if "html" in sight.content_type and len(text_of(sight.body)) < LEAST_TEXT:
        return Finding("empty", url, here, sight.status, "a page without text")
    if not sight.body:
        return Finding("empty", url, here, sight.status, "no content")
    return Finding("ok", url, here, sight.status)


def text_of(page: bytes) -> str:
    """What a person would read of a page, roughly."""
    return " ".join(_HIDDEN.sub(" ", page.decode("utf-8", "replace")).split())


def looking(networks: Sequence[Network], resolve: webhooks.Resolver = webhooks.look_up) -> Look:
    def look(url: str) -> webhooks.Sight:
        return webhooks.look(url, HEADERS, allowed=networks, resolve=resolve)

    return look
