"""Search over folded words in an ordinary indexed table: the same on SQLite and on PostgreSQL, without SQL.

    class PlotWord(search.Word):                                    # beside Plot in the room's models
        of = models.ForeignKey(Plot, models.CASCADE, related_name="words", db_index=False)

        class Meta(search.Word.Meta):
            indexes = search.indexes("plotword")
            constraints = search.constraints("plotword")

    search.keep(PlotWord, {plot.pk: search.index_words(texts=[plot.name, ..], codes=[plot.code])})
    search.matching(rows, PlotWord, "da teh ca phe")                # in the register: every word, as a prefix

A code (GTIN, tax code, phone of an office) is one word of its digits and letters, kept with and without
its leading zeros, so 8938505974019, 08938505974019 and 893850597401 (without the check digit) find one
thing. Words are bytes: both databases compare those alike, whatever their locale, so a prefix is a range
of an index.

How many records have the rarest word decides what a search gives. Up to FEW: sorted as the list is, and
counted. More: in the order of their numbers, uncounted, because sorting and counting a tenth of half a
million costs half a second, and whoever typed "ca" goes on typing (docs/decisions, "Search").
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from txng.ui.fold import fold, words

LONGEST_WORD: Final = 32
MOST_WORDS: Final = 40  # of one record
MOST_ASKED: Final = 6  # of one search; what comes after is left out
FEW: Final = 5_000  # sorted and counted
MANY: Final = (
    50_000  # gathered from the index; more than that are met soon while reading the register
)
SHORTEST_CODE: Final = 8
_DIGITS: Final = re.compile(r"[0-9][-0-9./ ]*[0-9]")
_CODE: Final = re.compile(r"[0-9a-z]*[0-9][0-9a-z]*")
_BATCH: Final = 2000


class Word(models.Model):
    """One folded word of one record; `of` is the foreign key that the register adds.

    Unindexed leftovers are impossible: a verb keeps words in the transaction that changes the record.
    """

    word = models.BinaryField(max_length=LONGEST_WORD)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return bytes(self.word).decode()


def indexes(name: str) -> list[models.Index]:
    """Which records have a word that begins so?"""
    return [models.Index(fields=["word", "of"], name=f"{name}_by_word")]


def constraints(name: str) -> list[models.BaseConstraint]:
    """Does this record have it? Each word once."""
    return [models.UniqueConstraint(fields=["of", "word"], name=f"{name}_once")]


@dataclass(frozen=True, slots=True)
class Found:
    """`is_broad`: too many to sort and to count; a list then shows them by number."""

    rows: QuerySet[Any]
    is_broad: bool


def index_words(*, texts: Iterable[str], codes: Iterable[str] = ()) -> frozenset[bytes]:
    """What is kept for a record: the words of its texts, and each code whole.

    >>> sorted(index_words(texts=["Trà Đạ Tẻh"], codes=["08938505974019"]))
    [b'08938505974019', b'8938505974019', b'da', b'teh', b'tra']
    """
    found: dict[bytes, None] = {}
    for code in codes:
        whole = code_word(code)
        found |= dict.fromkeys(as_bytes(one) for one in (whole, whole.lstrip("0")) if one)
    for text in texts:
        found |= dict.fromkeys(as_bytes(word) for word in words(text))
    return frozenset(list(found)[:MOST_WORDS])


def code_word(code: str) -> str:
    """A code as one word: digits and letters only, folded."""
    return "".join(words(code))


def asked_words(text: str) -> list[str]:
    """The words of a search: digits that belong together are one, long codes lose leading zeros.

    >>> asked_words("Cà phê 0893-8505 974019")
    ['ca', 'phe', '8938505974019']
    """
    told = _DIGITS.sub(_together, fold(text))
    found = [
        word.lstrip("0") if len(word) >= SHORTEST_CODE and _CODE.fullmatch(word) else word
        for word in words(told)
    ]
    return list(dict.fromkeys(word for word in found if word))[:MOST_ASKED]


def _together(run: "re.Match[str]") -> str:
    """ "0893-8505 974019" is one code; "lô 12 2025" are two numbers."""
    digits = re.sub(r"[^0-9]", "", run[0])
    return digits if len(digits) >= SHORTEST_CODE else run[0]


def as_bytes(word: str) -> bytes:
    return word.encode()[:LONGEST_WORD]


def prefix(word: str) -> Q:
    """Words that begin so, as a range of the index."""
    start = as_bytes(word)
    return Q(word__gte=start, word__lt=start + b"\xff") if start else Q()


def keep(model: type[Word], wanted: Mapping[int, Collection[bytes]]) -> None:
    """Make these the words of these records; call inside the transaction that changed them."""
    rows: Any = model._default_manager  # `of` is the subclass's
    numbers = list(wanted)
    for start in range(0, len(numbers), _BATCH):
        part = numbers[start : start + _BATCH]
        kept: dict[int, dict[bytes, int]] = {number: {} for number in part}
        for pk, number, word in rows.filter(of__in=part).values_list("pk", "of_id", "word"):
            kept[number][bytes(word)] = pk
        gone = [
            pk for number in part for word, pk in kept[number].items() if word not in wanted[number]
        ]
        for begin in range(0, len(gone), _BATCH):
            rows.filter(pk__in=gone[begin : begin + _BATCH]).delete()
        come = [
            model(of_id=number, word=word)  # type: ignore[misc]
            for number in part
            for word in wanted[number]
            if word not in kept[number]
        ]
        if come:
            rows.bulk_create(come, batch_size=_BATCH)


def matching(rows: QuerySet[Any], model: type[Word], text: str, *, also: Q | None = None) -> Found:
    """The rows that have every word of the text, each as a prefix; `also` lets in others (an old name of a
    commune that leads to its code). A text without letters and digits narrows nothing."""
    asked = asked_words(text)
    if not asked:
        return Found(rows, False)
    index: Any = model._default_manager  # `of` is the subclass's
    sizes = {word: index.filter(prefix(word)).values("pk")[: MANY + 1].count() for word in asked}
    rarest, *others = sorted(asked, key=sizes.__getitem__)
    if sizes[rarest] > MANY and also is None:
        for word in asked:
            rows = rows.filter(Exists(index.filter(prefix(word), of=OuterRef("pk"))))
        return Found(rows, True)
    hits = index.filter(prefix(rarest))
    for word in others:
        hits = hits.filter(Exists(index.filter(prefix(word), of=OuterRef("of"))))
    # few are told by their numbers: PostgreSQL cannot guess how few a range of words has, and would read
    # the register in its order until it has met them all
    is_few = sizes[rarest] <= FEW
    fitting = Q(pk__in=set(hits.values_list("of", flat=True)) if is_few else hits.values("of"))
    return Found(rows.filter(fitting if also is None else fitting | also), not is_few)
