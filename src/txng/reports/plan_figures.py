"""Figures of the report over what the Plan's rooms keep: tasks, classes, and what follows as rooms are built.

Registered when Django starts, like those of programme/figures: indicators and the dashboard may read them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.budget import queries as budget
from txng.budget import rules as money
from txng.budget.rules import purposes
from txng.outreach import queries as outreach
from txng.outreach import rules as outreach_rules
from txng.programme import queries as programme
from txng.programme import rules as programme_rules
from txng.programme.figures import COMMUNE, Asked, Figure, Number, Row
from txng.programme.rules import tasks as task_rules
from txng.training import queries as training
from txng.training import rules as training_rules
from txng.training.models import TrainingClass
from txng.ui.dates import written


def _last_day(asked: Asked) -> date:
    return min(asked.until, timezone.localdate())


# --- tasks of the appendix ------------------------------------------------------------------------------


def _tasks(actor: Actor, asked: Asked) -> list[programme.Progress]:
    """Of the year that the period ends in; none for a part of the province: tasks are the whole one's."""
    if asked.commune or asked.sector or asked.group:
        return []
    rows = programme.progress(actor, asked.until.year, _last_day(asked))
    return [one for one in rows if one.task is not None]


def _is_late(one: programme.Progress, asked: Asked) -> bool:
    task = one.task
    return (
        task is not None
        and one.state in task_rules.OPEN
        and task.last_day < _last_day(asked) + timedelta(days=1)
    )


def _task_rows(actor: Actor, asked: Asked, which: str) -> list[Row]:
    found = []
    for one in _tasks(actor, asked):
        is_in = {
            "": True,
            "done": one.state == task_rules.DONE,
            "late": _is_late(one, asked),
        }[which]
        if is_in and one.task is not None:
            state = str(task_rules.STATES.get(one.state, one.state))
            found.append(Row(one.clause.id, one.task.title, "", state))
    return found


def _task_figure(
    code: str, which: str, title: Any, definition: Any, *, good: bool = True
) -> Figure:
    def count(actor: Actor, asked: Asked) -> Number:
        return len(_task_rows(actor, asked, which)) if actor.may(programme_rules.SEE) else None

    return Figure(
        code=code,
        title=title,
        unit=_("nhiệm vụ"),
        definition=definition,
        count=count,
        rows=lambda actor, asked: _task_rows(actor, asked, which),
        clauses=("I.1",),
        more_is_better=good,
    )


# --- classes and people trained -----------------------------------------------------------------------


def _trained(asked: Asked) -> training.Trained | None:
    """None by sector or group: a class belongs to neither."""
    if asked.sector or asked.group:
        return None
    return training.trained(None, asked.since, asked.until, commune=asked.commune)


def _learners(actor: Actor, asked: Asked) -> Iterator[Row]:
    told = _trained(asked)
    for one in told.rows.iterator(chunk_size=1000) if told is not None else ():
        held = one.training_class
        yield Row(f"{one.pk:010d}", held.title, "", f"{one.get_kind_display()} · {_day(held)}")


def _classes(actor: Actor, asked: Asked) -> list[Row]:
    told = _trained(asked)
    if told is None:
        return []
    held = {one.training_class_id: one.training_class for one in told.rows}
    return [Row(one.code, one.title, "", _day(one)) for one in held.values()]


def _day(one: TrainingClass) -> str:
    return "" if one.ends_on is None else written(one.ends_on, "vi")


def _class_count(name: str) -> Any:
    def count(actor: Actor, asked: Asked) -> Number:
        told = _trained(asked) if actor.may(training_rules.SEE) else None
        return None if told is None else getattr(told, name)

    return count


def _by_commune(actor: Actor, asked: Asked) -> dict[str, Number]:
    told = _trained(asked) if actor.may(training_rules.SEE) else None
    return {} if told is None else dict(told.by_commune)


# --- money of the year that the period ends in -------------------------------------------------------


def _money_count(name: str) -> Any:
    def count(actor: Actor, asked: Asked) -> Number:
        if asked.commune or asked.sector or asked.group or not actor.may(money.SEE_ALL):
            return None
        table = budget.table_of_year(actor, asked.until.year)
        return getattr(table.totals, name) if table.rows else 0

    return count


def _money_rows(name: str) -> Any:
    def rows(actor: Actor, asked: Asked) -> list[Row]:
        table = budget.table_of_year(actor, asked.until.year)
        return [
            Row(
                f"{one.source}/{one.purpose}/{one.agency}",
                str(table.sources[one.source]),
                "",
                f"{purposes.BY_CODE[one.purpose].short} · {one.agency}",
                amount,
            )
            for one in table.rows
            if (amount := getattr(one, name))
        ]

    return rows


def _money_figure(code: str, name: str, title: Any, definition: Any) -> Figure:
    return Figure(
        code=code,
        title=title,
        unit=_("đồng"),
        definition=definition,
        count=_money_count(name),
        rows=_money_rows(name),
        clauses=("III.2",),
    )


# --- what was told to the public, and the difficulties that agencies sent ------------------------------


def _evidence(asked: Asked) -> Any:
    rows = outreach.evidence_of_year(None, asked.until.year).rows
    return rows.filter(told_on__gte=asked.since, told_on__lte=asked.until)


def _evidence_rows(actor: Actor, asked: Asked) -> Iterator[Row]:
    for one in _evidence(asked):
        yield Row(f"{one.pk:010d}", one.title, "", f"{one.outlet} · {written(one.told_on, 'vi')}")


def _difficulty_rows(actor: Actor, asked: Asked, *, is_settled: bool) -> list[Row]:
    if asked.sector or asked.group:
        return []
    told = outreach.difficulties_of_year(actor, asked.until.year)
    return [
        Row(one.number, one.title, "", one.get_state_display())
        for one in told.rows
        if (not asked.commune or one.commune_code == asked.commune)
        and (not is_settled or one.answered_at is not None)
    ]


def _difficulty_figure(code: str, title: Any, definition: Any, *, is_settled: bool) -> Figure:
    def count(actor: Actor, asked: Asked) -> Number:
        if not actor.may(outreach_rules.GATHER):
            return None
        return len(_difficulty_rows(actor, asked, is_settled=is_settled))

    return Figure(
        code=code,
        title=title,
        unit=_("việc"),
        definition=definition,
        count=count,
        rows=lambda actor, asked: _difficulty_rows(actor, asked, is_settled=is_settled),
        clauses=("IV.7",),
        more_is_better=is_settled,
    )


FIGURES = (
    _task_figure(
        "plan.tasks", "", _("Nhiệm vụ của phụ lục đang chạy"),
        _("Số nhiệm vụ của phụ lục Kế hoạch 6736 có thời gian thực hiện trong năm của kỳ số liệu."),
    ),
    _task_figure(
        "plan.tasks_done", "done", _("Nhiệm vụ của phụ lục đã hoàn thành"),
        _("Số nhiệm vụ của phụ lục có báo cáo gần nhất, tính đến ngày chốt, ghi là hoàn thành."),
    ),
    _task_figure(
        "plan.tasks_late", "late", _("Nhiệm vụ của phụ lục quá hạn"),
        _("Số nhiệm vụ của phụ lục đã qua ngày cuối mà báo cáo gần nhất chưa ghi là hoàn thành."),
        good=False,
    ),
    Figure(
        code="plan.classes", title=_("Lớp đào tạo đã mở"), unit=_("lớp"),
        definition=_("Số lớp kết thúc trong kỳ có ít nhất một người dự đủ buổi; lớp đã hủy không tính."),
        count=_class_count("classes"), rows=_classes, clauses=("II.2.a", "IV.1.đ", "PL.2"),
    ),
    Figure(
        code="plan.trained", title=_("Lượt người được đào tạo"), unit=_("lượt người"),
        definition=_(
            "Số lượt người dự đủ buổi của các lớp kết thúc trong kỳ; một người học hai lớp tính hai lượt."
        ),
        count=_class_count("people"), rows=_learners, clauses=("II.2.a", "IV.1.đ", "PL.2"),
        split={COMMUNE: _by_commune},
    ),
    Figure(
        code="plan.papers", title=_("Giấy chứng nhận đào tạo đã cấp"), unit=_("giấy"),
        definition=_("Số giấy chứng nhận còn giá trị của những người dự đủ buổi các lớp kết thúc trong kỳ."),
        count=_class_count("papers"), rows=lambda actor, asked: (), clauses=("PL.2",),
    ),
    _money_figure(
        "plan.money_proposed", "proposed", _("Kinh phí đề nghị cho năm báo cáo"),
        _("Tổng số tiền các cơ quan đã đề nghị cho năm của kỳ; dự toán còn soạn hoặc bị trả lại không tính."),
    ),
    _money_figure(
        "plan.money_approved", "approved", _("Kinh phí được giao của năm báo cáo"),
        _("Tổng số tiền đã được phê duyệt cho năm của kỳ, mọi nguồn và mọi cơ quan."),
    ),
    _money_figure(
        "plan.money_disbursed", "disbursed", _("Kinh phí đã giải ngân của năm báo cáo"),
        _("Tổng số tiền đã giải ngân theo chứng từ trong sổ kinh phí của năm, mọi nguồn và mọi cơ quan."),
    ),
    Figure(
        code="plan.evidence", title=_("Tin, bài, hoạt động tuyên truyền"), unit=_("lượt"),
        definition=_("Số tin, bài, phóng sự, hội nghị có ngày trong kỳ ở sổ tuyên truyền, trừ mục đã gạch."),
        count=lambda actor, asked: (
            None if asked.commune or asked.sector or asked.group else _evidence(asked).count()
        ),
        rows=_evidence_rows, clauses=("II.1.a", "IV.6", "PL.1"),
    ),
    _difficulty_figure(
        "plan.difficulties", _("Khó khăn, vướng mắc các cơ quan gửi"),
        _("Số khó khăn, vướng mắc mà các cơ quan gửi cơ quan thường trực trong năm của kỳ."),
        is_settled=False,
    ),
    _difficulty_figure(
        "plan.difficulties_answered", _("Khó khăn, vướng mắc đã trả lời"),
        _("Số khó khăn, vướng mắc các cơ quan gửi trong năm của kỳ mà nay đã có trả lời."),
        is_settled=True,
    ),
)  # fmt: skip
