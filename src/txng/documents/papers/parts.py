"""What an official paper is made of. Plain values; text is NFC and holds no markup.

Page: A4, portrait; a table that asks for it stands on pages of its own, turned (`Table.is_wide`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is bold as "I. ...", 2 bold as "1. ...", 3 italic as "a) ..."; numbers stand in the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Justified, first line indented 1.27 cm unless `is_flush`."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_centred: bool = False
    is_flush: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Each on a line of its own after "- "."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are parts of the page's width, equal when empty; `right` are columns of numbers, aligned
    right. The head is repeated on each page."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    widths: Sequence[float] = ()
    right: Sequence[int] = ()
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Part = Heading | Paragraph | Bullets | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Signatory:
    """`capacity` such as "TM. ỦY BAN NHÂN DÂN" or "KT. GIÁM ĐỐC", "" for none."""

    title: str
    name: str
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """`number` None is a draft. `day` None leaves the day to be filled in. `kind` "" is an official
    letter (công văn): then `about` stands under the number, and `addressees` after "Kính gửi:".

    `bases` are the legal bases, each a sentence without its closing sign; `appendices` begin on pages of
    their own.
    """

    parent: str
    body: str
    symbol: str
    place: str
    kind: str
    about: str
    parts: Sequence[Part]
    signatory: Signatory | None = None
    recipients: Sequence[str] = ()
    number: str | None = None
    day: date | None = None
    bases: Sequence[str] = ()
    addressees: Sequence[str] = ()
    appendices: Sequence[Sequence[Part]] = ()
    note: str = ""
    """Printed small under the title, such as "Số liệu chốt đến hết ngày 14/12/2026"."""
