"""A section's text with its chips answered from the numbers that were kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from txng.reports.models import Snapshot
from txng.reports.queries.filling import UNKNOWN, shown
from txng.reports.rules import chips, texts

Key = tuple[str, str, str, str]
MISSING = "[chưa có số liệu]"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a number: `snapshot` None when nothing was counted under the chip's name."""

    words: str
    is_chip: bool = False
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Block:
    is_point: bool
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        return "".join(piece.words for piece in self.pieces)


def by_key(snapshots: Iterable[Snapshot]) -> dict[Key, Snapshot]:
    return {(one.code, one.commune, one.sector, one.group): one for one in snapshots}


def blocks(text: str, kept: Mapping[Key, Snapshot]) -> Iterator[Block]:
    for block in texts.blocks(text):
        yield Block(block.kind == "point", tuple(_pieces(block.text, kept)))


def number(one: Snapshot) -> str:
    return shown(one.value)


def _pieces(text: str, kept: Mapping[Key, Snapshot]) -> Iterator[Piece]:
    for piece in chips.pieces(text):
        if isinstance(piece, str):
            yield Piece(piece)
            continue
        one = kept.get((piece.code, piece.commune, piece.sector, piece.group))
        yield Piece(MISSING if one is None else number(one), True, one)


__all__ = ["MISSING", "UNKNOWN", "Block", "Piece", "blocks", "by_key", "number", "shown"]
