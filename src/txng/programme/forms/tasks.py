"""What people type of a task: the task itself, a report, an answer, a reason."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from txng.documents.attachments import MOST_BYTES
from txng.programme.actions.tasks import Facts
from txng.programme.models import PartAnswer, Task, TaskAgency
from txng.programme.rules import clauses
from txng.programme.rules import tasks as rules
from txng.ui import fields

FILES = ".pdf,.jpg,.jpeg,.png,.webp"


class SeenForm(fields.Form):
    """Carries the version of the task that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=2_000_000_000)

    def see_again(self, version: int) -> None:
        """After a refusal the page shows the newest: what is sent next is sent knowing it."""
        typed: Any = self.data
        told = typed.copy()  # what was posted may not be changed itself
        told["seen"] = str(version)
        self.data = told


class ReportForm(SeenForm):
    state = fields.ChoiceField(_("Trạng thái"), choices=(), radio=True)
    percent = fields.NumberField(
        _("Đã làm được (%)"), least=0, most=100, whole=True, required=False,
        hint=_("Từ 0 đến 99; hoàn thành là 100, chưa bắt đầu là 0"),
    )  # fmt: skip
    note = fields.TextField(
        _("Kết quả, ghi chú"), longest=rules.LONGEST_NOTE, rows=3, wide=True, required=False,
        hint=_("Câu này đi vào báo cáo năm"),
    )  # fmt: skip
    file = fields.FileField(
        _("Minh chứng (ảnh hoặc PDF)"), most_bytes=MOST_BYTES, kinds=FILES, required=False
    )
    on = fields.DayField(_("Số liệu tính đến hết ngày"), required=False)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            choice for choice in Task.State.choices if choice[0] in rules.REPORTED
        ]


class AnswerForm(fields.Form):
    answer = fields.ChoiceField(
        _("Phần việc của cơ quan mình"),
        choices=[(rules.CONFIRMED, _("Xác nhận đã làm")), (rules.REFUSED, _("Chưa xác nhận"))],
        radio=True,
    )
    note = fields.TextField(
        _("Ghi chú, hoặc vì sao chưa xác nhận"), longest=rules.LONGEST_NOTE, rows=3, wide=True,
        required=False,
    )  # fmt: skip


class PartForm(fields.Form):
    answer = fields.ChoiceField(
        _("Phần việc của đơn vị mình"), choices=PartAnswer.Answer.choices, radio=True
    )
    note = fields.TextField(
        _("Đã làm gì, hoặc vì sao chưa làm được"), longest=rules.LONGEST_NOTE, rows=3, wide=True,
        required=False, hint=_("Cơ quan thường trực và báo cáo năm đọc câu này"),
    )  # fmt: skip


class DropForm(SeenForm):
    reason = fields.TextField(_("Lý do"), longest=rules.LONGEST_NOTE, rows=3, wide=True)


class TaskForm(SeenForm):
    title = fields.TextField(_("Nội dung"), longest=rules.LONGEST_TITLE, rows=2, wide=True)
    outcome = fields.TextField(
        _("Kết quả cần đạt"), longest=rules.LONGEST_TEXT, rows=3, wide=True, required=False
    )
    first_day = fields.DayField(_("Từ ngày"))
    last_day = fields.DayField(_("Đến hết ngày"))
    leading = fields.ManyField(_("Chủ trì"), choices=())
    beside = fields.ManyField(_("Phối hợp"), choices=(), required=False)
    clauses = fields.ManyField(_("Thực hiện điều khoản"), choices=(), required=False)

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[str, str]],
        offered: Collection[str],
        of_appendix: bool = False,
        **kw: Any,
    ) -> None:
        """`offered`: ids of clauses to choose from; none for a sub-task, which serves those of its task."""
        super().__init__(*args, **kw)
        for name in ("leading", "beside"):
            self.fields[name].choices = agencies  # type: ignore[attr-defined]
        self.fields["clauses"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.id} – {one.title}") for one in clauses.clauses() if one.id in offered
        ]
        if not offered:
            del self.fields["clauses"]
        if of_appendix:  # its words and days are the Plan's
            for name in ("title", "first_day", "last_day"):
                del self.fields[name]

    def facts(self, task: Task | None = None) -> Facts:
        told = self.cleaned_data
        return Facts(
            title=told.get("title", task.title if task else ""),
            outcome=told["outcome"],
            first_day=told.get("first_day") or task.first_day,  # type: ignore[union-attr]
            last_day=told.get("last_day") or task.last_day,  # type: ignore[union-attr]
            clauses=told.get("clauses", ()),
            leading=told["leading"],
            beside=told["beside"],
        )


def begin_with(task: Task) -> dict[str, Any]:
    rows: list[TaskAgency] = list(task.agencies.all())
    return {
        "seen": task.version,
        "title": task.title,
        "outcome": task.outcome,
        "first_day": task.first_day,
        "last_day": task.last_day,
        "clauses": [one.clause for one in task.clauses.all()],
        "leading": [one.agency.code for one in rows if one.role == rules.LEAD],
        "beside": [one.agency.code for one in rows if one.role == rules.BESIDE],
    }
