"""Figures of the report over what the Plan's rooms keep: tasks, classes, and what follows as rooms are built.

Registered when Django starts, like those of programme/figures: indicators and the dashboard may read them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
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
    return written(one.ends_on, "vi")


def _class_count(name: str) -> Any:
    def count(actor: Actor, asked: Asked) -> Number:
        told = _trained(asked) if actor.may(training_rules.SEE) else None
        return None if told is None else getattr(told, name)

    return count


def _by_commune(actor: Actor, asked: Asked) -> dict[str, Number]:
    told = _trained(asked) if actor.may(training_rules.SEE) else None
    return {} if told is None else dict(told.by_commune)


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
)  # fmt: skip
