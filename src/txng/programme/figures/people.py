"""Figures over people and words: who was trained, what was told to the public, which difficulties wait."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.outreach.queries import campaigns, counting, matters
from txng.outreach.rules import matters as matter_rules
from txng.products.queries import counting as products
from txng.programme.figures import COMMUNE, GROUP, Asked, Figure, Number, Row, Split
from txng.programme.figures.tables import (
    COUNTING,
    UNTOLD,
    Behind,
    during,
    is_of_today,
    may_count,
    second_level,
)
from txng.training import queries as training


def address(name: str, *arguments: object) -> str:
    """ "" while the room has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


class Trained:
    """Learners who attended enough; a class lies in a commune, in no sector and no group."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        found = self._told(actor, asked)
        return None if found is None else found.people

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        found = self._told(actor, asked) if actor.may("training.see") else None
        return () if found is None else Behind(found.rows, self._row)

    def by(self, part: str) -> Split:
        def split(actor: Actor, asked: Asked) -> Mapping[str, Number]:
            found = self._told(actor, asked)
            return {} if found is None else dict(getattr(found, f"by_{part}"))

        return split

    def _told(self, actor: Actor, asked: Asked) -> training.Trained | None:
        if asked.sector or asked.group or not may_count(actor):
            return None
        return training.trained(actor, asked.since, asked.until, commune=asked.commune)

    def _row(self, one: Any) -> Row:
        held = one.training_class
        return Row(
            f"{one.pk:010d}",
            f"{held.subject} · {held.code}",
            address("training:class", held.code),
            f"{held.ends_on:%d/%m/%Y} · {one.get_kind_display()}",
        )


class Classes:
    """Classes that ended in the period."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        rows = self._rows(actor, asked)
        return None if rows is None else rows.order_by().count()

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        rows = self._rows(actor, asked) if actor.may("training.see") else None
        return () if rows is None else Behind(rows.order_by("pk"), self._row)

    def by_commune(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        rows = self._rows(actor, asked)
        if rows is None:
            return {}
        told = (
            rows.order_by().values_list("commune_code").annotate(of_it=Count("pk", distinct=True))
        )
        return dict(told)

    def _rows(self, actor: Actor, asked: Asked) -> QuerySet[Any] | None:
        if asked.sector or asked.group or not may_count(actor):
            return None
        rows = training.classes_between(asked.since, asked.until).select_related("subject")
        return rows.filter(commune_code=asked.commune) if asked.commune else rows

    def _row(self, one: Any) -> Row:
        return Row(
            f"{one.pk:010d}",
            f"{one.subject} · {one.code}",
            address("training:class", one.code),
            f"{one.ends_on:%d/%m/%Y}",
        )


class Told:
    """Evidence of what was told to the public. It lies in no commune and no sector."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        rows = self._of(actor, asked, lambda: counting.evidence(actor, COUNTING))
        return None if rows is None else rows.count()

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        rows = self._of(actor, asked, lambda: campaigns.evidence(actor))
        return () if rows is None else Behind(rows.order_by("pk"), self._row)

    def by_channel(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        return self._by(actor, asked, "channel")

    def by_group(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        found: dict[str, Number] = {}
        for path, amount in self._by(actor, asked, "group__path").items():
            key = second_level(path)
            found[key] = (found.get(key) or 0) + (amount or 0)
        return found

    def _by(self, actor: Actor, asked: Asked, column: str) -> Mapping[str, Number]:
        rows = self._of(actor, asked, lambda: counting.evidence(actor, COUNTING))
        if rows is None:
            return {}
        told = rows.order_by().values_list(column).annotate(of_it=Count("pk"))
        return {word or UNTOLD: amount for word, amount in told}

    def _of(
        self, actor: Actor, asked: Asked, rows: Callable[[], QuerySet[Any]]
    ) -> QuerySet[Any] | None:
        if asked.commune or asked.sector or not may_count(actor):
            return None
        found = rows().filter(told_on__gte=asked.since, told_on__lte=asked.until)
        if asked.group:
            found = found.filter(group__in=products.group_numbers(asked.group))
        return found

    def _row(self, one: Any) -> Row:
        return Row(
            f"{one.pk:010d}",
            one.title,
            address("outreach:one_evidence", one.pk),
            f"{one.told_on:%d/%m/%Y} · {one.outlet}",
        )


class Difficulties:
    """Difficulties that agencies sent: those of the period, or those that wait today."""

    def __init__(self, *, is_waiting: bool) -> None:
        self.is_waiting = is_waiting

    def count(self, actor: Actor, asked: Asked) -> Number:
        rows = self._of(actor, asked, lambda: counting.difficulties(actor, COUNTING))
        return None if rows is None else rows.count()

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        rows = self._of(
            actor, asked, lambda: matters.matters(actor).filter(kind=matter_rules.DIFFICULTY)
        )
        return () if rows is None else Behind(rows.order_by("number"), self._row)

    def _of(
        self, actor: Actor, asked: Asked, rows: Callable[[], QuerySet[Any] | None]
    ) -> QuerySet[Any] | None:
        if asked.commune or asked.sector or asked.group or not may_count(actor):
            return None
        if self.is_waiting and not is_of_today(asked):
            return None
        found = rows()
        if found is None:
            return None
        if self.is_waiting:
            return found.filter(state__in=matter_rules.OPEN)
        return found.filter(**during(asked, "received_at"))

    def _row(self, one: Any) -> Row:
        received = timezone.localtime(one.received_at)
        return Row(
            one.number,
            f"{one.number} · {one.title or one.get_kind_display()}",
            address("outreach:matter", one.number),
            f"{received:%d/%m/%Y}",
        )


PEOPLE, CLASSES, TOLD = Trained(), Classes(), Told()
WAITING, SENT = Difficulties(is_waiting=True), Difficulties(is_waiting=False)

FIGURES = (
    Figure(
        code="training.people",
        title=_("Lượt người được đào tạo"),
        unit=_("lượt người"),
        definition=_(
            "Số lượt người dự đủ buổi của các lớp kết thúc trong kỳ; một người học hai lớp tính hai"
            " lượt, người thôi học và lớp bị hủy không tính."
        ),
        count=PEOPLE.count,
        rows=PEOPLE.rows,
        clauses=("II.2.a", "IV.1.đ", "PL.2"),
        split={COMMUNE: PEOPLE.by("commune"), "learner": PEOPLE.by("kind")},
    ),
    Figure(
        code="training.classes",
        title=_("Lớp đào tạo đã mở"),
        unit=_("lớp"),
        definition=_(
            "Số lớp có ngày cuối trong kỳ, đã công bố hoặc đã xong; lớp bị hủy không tính."
        ),
        count=CLASSES.count,
        rows=CLASSES.rows,
        clauses=("II.2.a", "IV.1.đ", "PL.2"),
        split={COMMUNE: CLASSES.by_commune},
    ),
    Figure(
        code="outreach.told",
        title=_("Tin bài, hoạt động tuyên truyền"),
        unit=_("tin bài, hoạt động"),
        definition=_(
            "Số bằng chứng tuyên truyền có ngày trong kỳ mà các cơ quan đã ghi; bằng chứng bị gạch"
            " không tính, và tin chưa ghi vào sổ thì hệ thống không biết."
        ),
        count=TOLD.count,
        rows=TOLD.rows,
        clauses=("II.1.a", "II.1.b", "IV.1.d", "IV.6", "PL.1"),
        split={"channel": TOLD.by_channel, GROUP: TOLD.by_group},
    ),
    Figure(
        code="difficulties.sent",
        title=_("Khó khăn, vướng mắc các cơ quan gửi"),
        unit=_("ý kiến"),
        definition=_(
            "Số khó khăn, vướng mắc các cơ quan gửi cơ quan thường trực trong kỳ; ý kiến của người dân"
            " và cơ sở không tính."
        ),
        count=SENT.count,
        rows=SENT.rows,
        clauses=("IV.7",),
        more_is_better=False,
    ),
    Figure(
        code="difficulties.waiting",
        title=_("Khó khăn, vướng mắc chờ trả lời"),
        unit=_("ý kiến"),
        definition=_(
            "Số khó khăn, vướng mắc các cơ quan đã gửi mà hôm nay chưa có trả lời; ngày đã qua thì"
            " chưa rõ."
        ),
        count=WAITING.count,
        rows=WAITING.rows,
        clauses=("IV.7",),
        more_is_better=False,
    ),
)
