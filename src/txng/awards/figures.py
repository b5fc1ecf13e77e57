"""What this room counts, for indicators, the dashboard and the annual report (registry of programme)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.awards.models import Application, Commendation, Topic
from txng.awards.queries import commendations, incentives, topics
from txng.awards.rules import steps
from txng.programme.figures import COMMUNE, SECTOR, Asked, Figure, Number, Row

COMMUNES: Final = "enterprise__commune_code"
SECTORS: Final = "enterprise__sector"


# --- topics: of the whole province, a topic lies in no commune and no sector ----------------------


def _running(user: Any, asked: Asked) -> QuerySet[Topic]:
    """Under contract on the last day asked for: begun, and neither accepted, failed nor stopped by then."""
    day = asked.until
    open_today = Q(state__in=steps.UNDER_CONTRACT)
    accepted_later = Q(state__in=(steps.ACCEPTED, steps.FAILED), accepted_on__gt=day)
    stopped_later = Q(state=steps.STOPPED, state_since__date__gt=day)
    rows = topics.topics(user).filter(contract__begins_on__lte=day)
    return rows.filter(open_today | accepted_later | stopped_later)


def _accepted(user: Any, asked: Asked) -> QuerySet[Topic]:
    return topics.topics(user).filter(
        state=steps.ACCEPTED, accepted_on__range=(asked.since, asked.until)
    )


def _of_province(
    rows: Callable[[Any, Asked], QuerySet[Any]],
) -> Callable[[Any, Asked], Number]:
    """None where one commune or sector is asked for: nobody knows that of a topic."""

    def count(user: Any, asked: Asked) -> Number:
        return None if asked.commune or asked.sector or asked.group else rows(user, asked).count()

    return count


def _topic_rows(
    rows: Callable[[Any, Asked], QuerySet[Topic]],
) -> Callable[[Any, Asked], Iterable[Row]]:
    def told(user: Any, asked: Asked) -> Iterator[Row]:
        if asked.commune or asked.sector or asked.group:
            return
        for one in rows(user, asked).order_by("number"):
            yield Row(
                key=one.number,
                label=f"{one.number}: {one.title}",
                url=reverse("awards:topic", args=[one.number]),
                detail=topics.carrier(one),
            )

    return told


# --- incentives -----------------------------------------------------------------------------------


def _granted(user: Any, asked: Asked) -> QuerySet[Application]:
    rows = incentives.applications(user).filter(
        state__in=steps.ENJOYED, decision_on__range=(asked.since, asked.until)
    )
    if asked.commune:
        rows = rows.filter(enterprise__commune_code=asked.commune)
    if asked.sector:
        rows = rows.filter(enterprise__sector=asked.sector)
    if asked.group:
        rows = rows.filter(call__policy__groups__path=asked.group)
    return rows


def _granted_count(user: Any, asked: Asked) -> Number:
    return _granted(user, asked).count()


def _granted_amount(user: Any, asked: Asked) -> Number:
    told = _granted(user, asked).aggregate(told=Sum("granted_vnd"))["told"]
    return Decimal(0) if told is None else told


def _granted_rows(*, is_money: bool) -> Callable[[Any, Asked], Iterable[Row]]:
    def told(user: Any, asked: Asked) -> Iterator[Row]:
        for one in _granted(user, asked).order_by("number"):
            yield Row(
                key=one.number,
                label=f"{one.number}: {one.enterprise.public_name}",
                url=reverse("awards:application", args=[one.number]),
                detail=one.call.policy.title,
                amount=(one.granted_vnd or Decimal(0)) if is_money else 1,
            )

    return told


def _granted_by(path: str, *, is_money: bool) -> Callable[[Any, Asked], Mapping[str, Number]]:
    def split(user: Any, asked: Asked) -> Mapping[str, Number]:
        rows = _granted(user, asked).order_by().values(path)
        rows = rows.annotate(told=Sum("granted_vnd") if is_money else Count("pk"))
        return {row[path]: row["told"] for row in rows}

    return split


# --- commendation ---------------------------------------------------------------------------------


def _commended(user: Any, asked: Asked) -> QuerySet[Commendation]:
    rows = commendations.commendations(user).filter(
        state=steps.COMMENDED, decision_on__range=(asked.since, asked.until)
    )
    if asked.commune:
        rows = rows.filter(enterprise__commune_code=asked.commune)
    if asked.sector:
        rows = rows.filter(enterprise__sector=asked.sector)
    return rows


def _commended_count(user: Any, asked: Asked) -> Number:
    return None if asked.group else _commended(user, asked).count()


def _commended_rows(user: Any, asked: Asked) -> Iterator[Row]:
    for one in _commended(user, asked).order_by("number"):
        yield Row(
            key=one.number,
            label=one.name,
            url=reverse("awards:commendation", args=[one.number]),
            detail=f"{one.get_form_display()}, {one.decision_number}",
        )


def _commended_by(path: str) -> Callable[[Any, Asked], Mapping[str, Number]]:
    """Of enterprises; agencies and persons lie in no commune and no sector here."""

    def split(user: Any, asked: Asked) -> Mapping[str, Number]:
        rows = _commended(user, asked).filter(enterprise__isnull=False)
        return dict(Counter(rows.order_by().values_list(path, flat=True)))

    return split


FIGURES: Final = (
    Figure(
        code="awards.topics_running",
        title=_("Đề tài, dự án, nhiệm vụ đang thực hiện"),
        unit=_("đề tài"),
        definition=_(
            "Số đề tài, dự án, nhiệm vụ có hợp đồng đã bắt đầu và chưa nghiệm thu, chưa dừng vào ngày cuối;"
            " từ sổ đề tài."
        ),
        clauses=("II.2.c", "PL.7"),
        count=_of_province(_running),
        rows=_topic_rows(_running),
    ),
    Figure(
        code="awards.topics_accepted",
        title=_("Đề tài, dự án, nhiệm vụ được nghiệm thu"),
        unit=_("đề tài"),
        definition=_(
            "Số đề tài, dự án, nhiệm vụ có quyết định nghiệm thu đạt trong kỳ; không tính nghiệm thu không"
            " đạt; từ sổ đề tài."
        ),
        clauses=("II.2.c", "PL.7"),
        count=_of_province(_accepted),
        rows=_topic_rows(_accepted),
    ),
    Figure(
        code="awards.incentives_granted",
        title=_("Lượt cơ sở được hưởng chính sách khuyến khích"),
        unit=_("hồ sơ"),
        definition=_(
            "Số hồ sơ có quyết định cho hưởng trong kỳ và chưa bị thu hồi; hồ sơ còn chờ cơ quan tài chính"
            " không tính; từ sổ hồ sơ hưởng chính sách."
        ),
        clauses=("IV.1.c", "IV.3.b"),
        count=_granted_count,
        rows=_granted_rows(is_money=False),
        split={
            COMMUNE: _granted_by(COMMUNES, is_money=False),
            SECTOR: _granted_by(SECTORS, is_money=False),
        },
    ),
    Figure(
        code="awards.incentives_amount",
        title=_("Số tiền khuyến khích đã quyết định"),
        unit=_("đồng"),
        definition=_(
            "Tổng số tiền của các hồ sơ có quyết định cho hưởng trong kỳ và chưa bị thu hồi; hồ sơ còn chờ"
            " cơ quan tài chính không tính; từ sổ hồ sơ hưởng chính sách."
        ),
        clauses=("IV.1.c", "IV.3.b"),
        count=_granted_amount,
        rows=_granted_rows(is_money=True),
        split={
            COMMUNE: _granted_by(COMMUNES, is_money=True),
            SECTOR: _granted_by(SECTORS, is_money=True),
        },
    ),
    Figure(
        code="awards.commended",
        title=_("Tập thể, cá nhân được khen thưởng"),
        unit=_("tập thể, cá nhân"),
        definition=_(
            "Số đề nghị có quyết định khen thưởng ký trong kỳ và chưa bị thu hồi; đề nghị chưa có quyết định"
            " không tính; từ sổ khen thưởng."
        ),
        clauses=("IV.1.b",),
        count=_commended_count,
        rows=_commended_rows,
        split={COMMUNE: _commended_by(COMMUNES), SECTOR: _commended_by(SECTORS)},
    ),
)
