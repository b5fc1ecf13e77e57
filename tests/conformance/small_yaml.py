"""As much of YAML as GS1's OpenAPI file uses: no test needs a package for one file.

mappings and sequences by indentation, quoted and plain scalars, `|` blocks, flow values as JSON
"""

import json
import re
from typing import Any

_KEY = re.compile(r"""('[^']*'|"[^"]*"|[^\s'"#][^#]*?)\s*:(?:\s+(.*))?$""")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read(text: str) -> Any:
    """Raises ValueError for what this reader does not know."""
    return _Reader(text).block(0)


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._at = 0

    def _next(self) -> tuple[int, str] | None:
        """Indent and content of the next line that says something, which stays the next one."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            content = line.strip()
            if content and not content.startswith("#"):
                return len(line) - len(line.lstrip()), content
            self._at += 1
        return None

    def block(self, least: int) -> Any:
        ahead = self._next()
        if ahead is None or ahead[0] < least:
            return None
        indent, content = ahead
        return self._sequence(indent) if content.startswith("-") else self._mapping(indent)

    def _sequence(self, indent: int) -> list[Any]:
        found = []
        while (ahead := self._next()) and ahead[0] == indent and re.match(r"-(\s|$)", ahead[1]):
            rest = ahead[1][1:].lstrip()
            if rest and _KEY.match(rest) and rest[0] not in "[{":
                inner = indent + len(ahead[1]) - len(rest)
                self._lines[self._at] = " " * inner + rest  # an item that is a mapping
                found.append(self._mapping(inner))
            else:
                self._at += 1
                found.append(self._value(rest, indent))
        return found

    def _mapping(self, indent: int) -> dict[str, Any]:
        found = {}
        while (ahead := self._next()) and ahead[0] == indent and not ahead[1].startswith("- "):
            match = _KEY.match(ahead[1])
            if match is None:
                raise ValueError(f"line {self._at + 1}: {ahead[1]!r}")
            self._at += 1
            found[str(_scalar(match[1]))] = self._value((match[2] or "").strip(), indent)
        return found

    def _value(self, text: str, indent: int) -> Any:
        if text == "|":
            return self._literal(indent)
        if text[:1] in ("[", "{"):
            return self._flow(text)
        if text and not text.startswith("#"):
            return self._plain(text, indent)
        ahead = self._next()
        if ahead is None or ahead[0] < indent:
            return None
        if ahead[0] == indent:  # a sequence may stand as far left as its key
            return self._sequence(indent) if ahead[1].startswith("- ") else None
        if ahead[1][0] in "[{":
            self._at += 1
            return self._flow(ahead[1])
        if not ahead[1].startswith("-") and _KEY.match(ahead[1]) is None:
            self._at += 1
            return self._plain(ahead[1], indent)
        return self.block(indent + 1)

    def _literal(self, indent: int) -> str:
        lines: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            lines.append(line)
            self._at += 1
        inner = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        return "\n".join(line[inner:] for line in lines).rstrip("\n") + "\n"

    def _flow(self, text: str) -> Any:
        while _open_brackets(text):
            text += "\n" + self._lines[self._at]
            self._at += 1
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            if not text.startswith("["):
                return text  # an example whose lists end in a comma: no test reads it
            return [_scalar(part.strip()) for part in text[1:-1].split(",") if part.strip()]

    def _plain(self, text: str, indent: int) -> Any:
        while (ahead := self._next()) and ahead[0] > indent:
            text += " " + ahead[1]
            self._at += 1
        return _scalar(text)


def _open_brackets(text: str) -> bool:
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", text)
    return sum(map(bare.count, "[{")) > sum(map(bare.count, "]}"))


def _scalar(text: str) -> Any:
    if text[:1] == text[-1:] and text[:1] in ("'", '"') and len(text) > 1:
        return text[1:-1]
    text = text.partition(" #")[0].strip()
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return {"true": True, "false": False, "null": None}.get(text, text)
