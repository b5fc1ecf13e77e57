"""What was asked in the address bar: one code, one direction, and what to leave out.

    /hanh-trinh/bang?code=(01)09521007000028(21)756L&direction=up&depth=3&missing=1

Every part is in the URL, so a link, a bookmark and the back button undo and redo; what is not understood
is left out and said aloud (`ignored`), never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal
from urllib.parse import urlencode

Direction = Literal["up", "down", "both"]
VIEWS: Final = ("graph", "table", "map", "timeline")
DEEPEST: Final = 99
LONGEST_CODE: Final = 500
MOST_OPENED: Final = 200
_ID: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Question:
    """`depth` 0 is no limit. `opened` are ids of runs shown one by one; `node` is the one in the panel.

    `whole`: draw every box, however many. `checks`: the balance of a long journey, too.
    """

    code: str = ""
    direction: Direction = "both"
    depth: int = 0
    first: date | None = None
    last: date | None = None
    missing: bool = False
    whole: bool = False
    checks: bool = False
    opened: tuple[str, ...] = ()
    node: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        return bool(self.depth or self.first or self.last or self.missing)

    def query(self, **changes: Any) -> str:
        """The address of this question with some parts changed, after the "?"."""
        asked = replace(self, **changes)
        pairs: list[tuple[str, str]] = [("code", asked.code)]
        if asked.direction != "both":
            pairs.append(("direction", asked.direction))
        if asked.depth:
            pairs.append(("depth", str(asked.depth)))
        for name, day in (("from", asked.first), ("to", asked.last)):
            if day is not None:
                pairs.append((name, day.isoformat()))
        switches = {"missing": asked.missing, "whole": asked.whole, "checks": asked.checks}
        for name, is_on in switches.items():
            if is_on:
                pairs.append((name, "1"))
        pairs += [("open", one) for one in asked.opened]
        if asked.node:
            pairs.append(("node", asked.node))
        return urlencode(pairs)

    def unfiltered(self) -> str:
        return self.query(depth=0, first=None, last=None, missing=False, node="")


def read(given: Mapping[str, Any], lists: Mapping[str, list[str]]) -> Question:
    """`given` by name, the last of each; `lists` has all values of a name (a QueryDict's two faces).

    >>> read({"code": " 95 ", "depth": "3", "from": "2025-13-01"}, {}).ignored
    ('from',)
    """
    ignored: list[str] = []

    def one_of(name: str, known: tuple[str, ...], otherwise: str) -> str:
        text = str(given.get(name, ""))
        if text and text not in known:
            ignored.append(name)
        return text if text in known else otherwise

    def day(name: str) -> date | None:
        text = str(given.get(name, "")).strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            ignored.append(name)
            return None

    depth = str(given.get("depth", "")).strip()
    is_depth = depth.isascii() and depth.isdecimal() and len(depth) <= 2
    if depth and not is_depth:
        ignored.append("depth")
    first, last = day("from"), day("to")
    if first and last and last < first:
        ignored.append("to")
        last = None
    node = str(given.get("node", ""))
    direction = one_of("direction", ("up", "down", "both"), "both")
    return Question(
        code=str(given.get("code", "")).strip(),
        direction=direction,  # type: ignore[arg-type]
        depth=int(depth) if is_depth else 0,
        first=first,
        last=last,
        missing=one_of("missing", ("1",), "") == "1",
        whole=one_of("whole", ("1",), "") == "1",
        checks=one_of("checks", ("1",), "") == "1",
        opened=tuple(
            dict.fromkeys(one for one in lists.get("open", [])[:MOST_OPENED] if _is_id(one))
        ),
        node=node if _is_id(node) else "",
        ignored=tuple(dict.fromkeys(ignored)),
    )


def _is_id(text: str) -> bool:
    return 0 < len(text) <= 32 and set(text) <= _ID
