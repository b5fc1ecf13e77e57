"""A phone that opens a scan page: what a person reads there, in the order in which it stands."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True)
class ScanPage:
    """`verdict` is the state behind icon and colour; `text` everything that can be read."""

    status: int
    verdict: str
    name: str
    producer: str
    commune: str
    steps: tuple[str, ...]
    text: str


def scan(url: str) -> ScanPage:
    """Open what a QR code says, without an account, a cookie or a script."""
    asked = urllib.request.Request(url, headers={"Accept-Language": "vi", "Accept": "text/html"})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            status, html = answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            status, html = answer.code, answer.read().decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<section[^>]* hidden>.*?</section>", "", main, flags=re.DOTALL)
    main = re.sub(r'<p class="soft made">.*?</p>', "", main, flags=re.DOTALL)  # when it was made
    return ScanPage(
        status=status,
        verdict=_first(r'class="verdict verdict--(\w+)"', main),
        name=_first(r"<h1>(.*?)</h1>", main),
        producer=_first(r'<p class="producer">(.*?)</p>', main),
        commune=_first(r'<p class="soft">(.*?)</p>', main),
        steps=tuple(map(_words, re.findall(r"<h3>(.*?)</h3>", main, re.DOTALL))),
        text=_words("<main" + main),
    )


def _first(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    return _words(found[1]) if found else ""


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", html, flags=re.DOTALL)).split())
