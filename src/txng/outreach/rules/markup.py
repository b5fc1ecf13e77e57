"""A text as authors type it, and the HTML that comes of it. Everything else is escaped.

    ## Một đầu đề              <h2>
    ### Một đầu đề nhỏ         <h3>
    - một dòng                 <ul><li>
    1. một bước                <ol><li>
    **chữ đậm**                <strong>
    [lời](https://a.vn/x)      <a href>; https, http, and paths of our own such as /bat-dau
    [hình 12]                  <figure> with picture 12 of the article and its alternative text
    [hình 12: lời chú]         the same with words under it

A blank line ends a paragraph. There is no way to write HTML: what looks like it is shown as it was typed.

>>> html("Xem [việc bắt đầu](/bat-dau) <b>ngay</b>")
'<p>Xem <a href="/bat-dau">việc bắt đầu</a> &lt;b&gt;ngay&lt;/b&gt;</p>'
>>> plain("## Đầu đề\\n- một\\n- **hai**")
'Đầu đề\\nmột\\nhai'
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

LONGEST_BODY: Final = 40_000
# no quote, bracket, space, backslash or control: nothing that could end an attribute or change a host
_ADDRESS: Final = r"(?:https?://[^\s()<>\"'\\\x00-\x20]+|/(?![/\\])[^\s()<>\"'\\\x00-\x20]*)"
_LINK: Final = re.compile(rf"\[([^\[\]\n]{{1,300}})\]\(({_ADDRESS})\)")
_STRONG: Final = re.compile(r"\*\*([^*\n]{1,500})\*\*")
_PICTURE: Final = re.compile(r"\[hình ([0-9]{1,9})(?::\s*([^\[\]\n]{1,300}))?\]", re.IGNORECASE)
_HEAD: Final = re.compile(r"(#{2,3})\s+(.+)")
_BULLET: Final = re.compile(r"[-•]\s+(.+)")
_STEP: Final = re.compile(r"[0-9]{1,2}[.)]\s+(.+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """`source` is an address of our own."""

    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: "h2", "h3", "ul", "ol", "p" or "picture"; `lines` as typed."""

    kind: str
    lines: tuple[str, ...]
    number: int = 0


def blocks(text: str) -> Iterator[Block]:
    kind, lines = "", list[str]()
    for line in [*text.splitlines(), ""]:
        found = _of(line.strip())
        if lines and (found.kind != kind or kind not in ("ul", "ol", "p")):
            yield Block(kind, tuple(lines))
            kind, lines = "", []
        if found.kind == "picture":
            yield found
        elif found.kind:
            kind = found.kind
            lines.append(found.lines[0])


def _of(line: str) -> Block:
    if not line:
        return Block("", ())
    if found := _PICTURE.fullmatch(line):
        return Block("picture", (found[2] or "",), int(found[1]))
    if found := _HEAD.fullmatch(line):
        return Block(f"h{len(found[1])}", (found[2],))
    if found := _BULLET.fullmatch(line):
        return Block("ul", (found[1],))
    if found := _STEP.fullmatch(line):
        return Block("ol", (found[1],))
    return Block("p", (line,))


def html(text: str, pictures: Mapping[int, Picture] | None = None) -> str:
    """`pictures` by number; one that is not there is left out."""
    return "\n".join(one for block in blocks(text) if (one := _written(block, pictures or {})))


def _written(block: Block, pictures: Mapping[int, Picture]) -> str:
    if block.kind == "picture":
        found = pictures.get(block.number)
        if found is None:
            return ""
        words = f"<figcaption>{_inline(block.lines[0])}</figcaption>" if block.lines[0] else ""
        source, alt = escape(found.source), escape(found.alt)
        return f'<figure><img src="{source}" alt="{alt}" loading="lazy">{words}</figure>'
    if block.kind in ("ul", "ol"):
        inner = "".join(f"<li>{_inline(line)}</li>" for line in block.lines)
    else:
        inner = "<br>".join(_inline(line) for line in block.lines)
    return f"<{block.kind}>{inner}</{block.kind}>"


def _inline(line: str) -> str:
    told, place = [], 0
    for link in _LINK.finditer(line):
        told.append(_strong(line[place : link.start()]))
        told.append(f'<a href="{escape(link[2])}">{_strong(link[1])}</a>')
        place = link.end()
    return "".join([*told, _strong(line[place:])])


def _strong(text: str) -> str:
    told, place = [], 0
    for found in _STRONG.finditer(text):
        told.append(escape(text[place : found.start()]))
        told.append(f"<strong>{escape(found[1])}</strong>")
        place = found.end()
    return "".join([*told, escape(text[place:])])


def plain(text: str) -> str:
    """The words alone, a block or an item of a list a line."""
    lines = []
    for block in blocks(text):
        for line in block.lines:
            bare = _STRONG.sub(r"\1", _LINK.sub(r"\1", line))
            if bare:
                lines.append(bare)
    return "\n".join(lines)


def pictures_in(text: str) -> list[int]:
    """Numbers of the pictures that the text shows, in order."""
    return [block.number for block in blocks(text) if block.kind == "picture"]


def outside_links(text: str) -> list[str]:
    """Addresses of other hosts that the text leads to, in order."""
    lines = (line for block in blocks(text) for line in block.lines)
    found = (link[2] for line in lines for link in _LINK.finditer(line))
    return [address for address in found if not address.startswith("/")]
