"""One link out of several: by media type, then language, then context; a tie is said to be one.

    three links of one type     Accept: text/html        two stay
                                Accept-Language: vi-VN   one stays: vi       ──> redirect
                                                         two stay            ──> 300 and both

Each step keeps the best that the request asks for, and all of them when it asks for none of them: a
person who reads Korean is better served by a page in Vietnamese than by none.

>>> pages = [Described("a", "text/html", ("en",)), Described("b", "text/html", ("vi",))]
>>> [link.href for link in choose(pages, language="vi-VN, en;q=0.8")]
['b']

Source: GS1-Conformant Resolver 1.2, section 2.6.3; RFC 4647, section 3.4 (lookup); RFC 9110, section 12.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol, TypeVar

MOST_HEADER: Final = 4096  # characters that are looked at


class Candidate(Protocol):
    @property
    def media_type(self) -> str: ...
    @property
    def hreflang(self) -> tuple[str, ...]: ...
    @property
    def context(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Described:
    """The least that can be chosen among; for doctests and for whoever has no table."""

    href: str
    media_type: str = ""
    hreflang: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


One = TypeVar("One", bound=Candidate)


def choose(
    links: Sequence[One], *, accept: str = "", language: str = "", contexts: Collection[str] = ()
) -> list[One]:
    """The best of `links`; more than one when the request does not decide. Empty for none."""
    kept = list(links)
    for keep in (
        lambda some: _by_media_type(some, accept),
        lambda some: _by_language(some, language),
        lambda some: _by_context(some, contexts),
    ):
        if len(kept) > 1:
            kept = keep(kept)
    return kept


def is_decided_by_request(
    links: Sequence[One], *, accept: str = "", language: str = "", contexts: Collection[str] = ()
) -> list[One]:
    """As `choose`, among those links only that the request asks for by name: a default for several
    languages gives way to the plain default when it has none of the reader's."""
    asked = [
        link
        for link in links
        if (not link.hreflang or not language or _matching(link, ranges(language)))
        and (not link.media_type or not accept or quality(link.media_type, accept) > 0)
        and (not link.context or set(link.context) & set(contexts))
    ]
    return choose(asked, accept=accept, language=language, contexts=contexts)


def _by_media_type(links: list[One], accept: str) -> list[One]:
    if not accept.strip():
        return links
    return _best(links, lambda link: quality(link.media_type or "*/*", accept))


def _by_language(links: list[One], header: str) -> list[One]:
    for wanted in ranges(header):
        found = [link for link in links if _looked_up(link, wanted)]
        if found:
            return found
    neutral = [link for link in links if not link.hreflang or "und" in link.hreflang]
    return neutral or links


def _by_context(links: list[One], contexts: Collection[str]) -> list[One]:
    wanted = {context.lower() for context in contexts}
    asked = [link for link in links if wanted & {word.lower() for word in link.context}]
    return asked or [link for link in links if not link.context] or links


def _best(links: list[One], quality_of: Callable[[One], float]) -> list[One]:
    qualities = [quality_of(link) for link in links]
    best = max(qualities)
    if best <= 0:
        return links
    return [link for link, its in zip(links, qualities, strict=True) if its == best]


def _matching(link: Candidate, wanted: Sequence[str]) -> bool:
    return any(_looked_up(link, one) for one in wanted)


def _looked_up(link: Candidate, wanted: str) -> bool:
    """Whether this range finds a tag of the link, cut from the right: zh-Hant-CN, zh-Hant, zh."""
    tags = {tag.lower() for tag in link.hreflang}
    if wanted == "*":
        return bool(tags)
    pieces = wanted.lower().split("-")
    while pieces:
        text = "-".join(pieces)
        if text in tags or any(tag.startswith(f"{text}-") for tag in tags):
            return True
        pieces.pop()
        if pieces and len(pieces[-1]) == 1:  # a lone letter announces what was cut
            pieces.pop()
    return False


@lru_cache(maxsize=1024)
def ranges(header: str) -> tuple[str, ...]:
    """Language ranges by falling quality, those of quality 0 left out.

    >>> ranges("en;q=0.5, vi-VN, fr;q=0")
    ('vi-VN', 'en')
    """
    found = [(one, q) for one, q in _weighted(header) if q > 0]
    return tuple(one for one, _ in sorted(found, key=lambda pair: -pair[1]))


@lru_cache(maxsize=4096)
def quality(media_type: str, accept: str) -> float:
    """How much an Accept header wants a type; the most specific range decides.

    >>> quality("text/html", "text/*;q=0.3, text/html;q=0.7, */*;q=0.1")
    0.7
    """
    asked = dict(reversed(_weighted(accept.lower())))
    kind = media_type.lower().partition(";")[0].strip()
    for wanted in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if wanted in asked:
            return asked[wanted]
    return 0.0


@lru_cache(maxsize=1024)
def _weighted(header: str) -> tuple[tuple[str, float], ...]:
    pairs = []
    for part in header[:MOST_HEADER].split(","):
        word, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        if word:
            pairs.append((word, weight if weight == weight else 0.0))  # nan is no weight
    return tuple(pairs)
