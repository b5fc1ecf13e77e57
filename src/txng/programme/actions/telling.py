"""Figures are counted where no page waits for them: by `txng work`, for whoever counts the whole province.

tell_beforehand ──> what every page shows, each ten minutes
ask_for         ──> a page writes down what it could not wait for
tell_asked      ──> a moment later those are counted, and the page finds them when it is read again

No journal lines: nothing is decided here.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.programme.figures import COMMUNE, EACH, SECTOR, Asked, Figure, everyone, figure
from txng.programme.figures.shipped import is_ours
from txng.programme.models import AskedFigure, KeptFigure
from txng.programme.queries import indicators as queries
from txng.programme.queries import told

MOST_ASKED: Final = 500
AT_A_TIME: Final = 20


def tell_beforehand(*, by: Actor) -> int:
    """Every figure of this room for the year that goes on, and its splits by commune and sector; how many
    answers. The registers are asked before the transaction begins: nobody waits for it to write."""
    asked = queries.asked_on(timezone.localdate())
    answers: list[KeptFigure] = []
    for one in everyone():
        if is_ours(one.code):
            ways = ("", *(way for way in (COMMUNE, SECTOR, EACH) if way in one.split))
            answers += [_answer(by, one, told.Question(one.code, way, asked)) for way in ways]
    with transaction.atomic():
        KeptFigure.objects.filter(at__lt=timezone.now() - told.BEFOREHAND).delete()
        _keep(answers)
    return len(answers)


def ask_for(*, by: Actor, questions: Iterable[told.Question]) -> int:
    """Write down what a page could not wait for; how many wait now. More than MOST_ASKED are not taken: the
    page asks again when it is read again."""
    wanted = [AskedFigure(**one.columns) for one in dict.fromkeys(questions)]
    waiting = AskedFigure.objects.count() if wanted else 0
    room = MOST_ASKED - waiting
    if room <= 0 or not wanted:
        return waiting
    AskedFigure.objects.bulk_create(wanted[:room], ignore_conflicts=True)
    return AskedFigure.objects.count()


def tell_asked(*, by: Actor) -> int:
    """Answer the oldest questions, each at once where pages find it; how many. One that cannot be answered
    is dropped all the same, and its error raised: it must not hold up the others."""
    rows = list(AskedFigure.objects.order_by("pk")[:AT_A_TIME])
    for row in rows:
        row.delete()
        one = figure(row.figure)
        if one is None or not is_ours(row.figure) or (row.way and row.way not in one.split):
            continue
        asked = Asked(row.since, row.until, row.commune, row.sector, row.group)
        question = told.Question(row.figure, row.way, asked)
        since_asked = KeptFigure.objects.filter(**question.columns, at__gte=row.asked_at)
        if since_asked.exists():  # a page that was read again asked while this was being counted
            continue
        _keep([_answer(by, one, question)])
    return len(rows)


def _keep(answers: list[KeptFigure]) -> None:
    """In place of what was told before, by this `txng work` or another."""
    KeptFigure.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=[*told.Question._fields[:2], *Asked.__slots__],
        update_fields=["value", "at"],
    )


def _answer(by: Actor, one: Figure, question: told.Question) -> KeptFigure:
    value: Any = None
    if question.way:
        parts = one.split[question.way](by, question.asked)
        value = {word: text_of(number) for word, number in parts.items()}
    else:
        value = text_of(one.count(by, question.asked))
    return KeptFigure(**question.columns, value=value)


def text_of(value: object) -> str | None:
    """A number as tables of this room keep it; queries/told.read is its inverse."""
    return None if value is None else str(value)
