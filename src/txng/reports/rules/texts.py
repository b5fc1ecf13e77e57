"""A section's text is plain: a blank line ends a paragraph, a line that begins with "- " is a point.

>>> [(one.kind, one.text) for one in blocks("Một\\nhai.\\n\\n- ba\\n- bốn")]
[('para', 'Một hai.'), ('point', 'ba'), ('point', 'bốn')]
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["para", "point"]
POINT: Final = ("- ", "+ ", "• ")


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str


def blocks(text: str) -> list[Block]:
    found: list[Block] = []
    is_open = False
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            is_open = False
        elif bare.startswith(POINT):
            found.append(Block("point", bare[2:].strip()))
            is_open = False
        elif is_open:
            found[-1] = Block("para", f"{found[-1].text} {bare}")
        else:
            found.append(Block("para", bare))
            is_open = True
    return found
