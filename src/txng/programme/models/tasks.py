"""Tasks of the Plan, the agencies that have them, and what was reported."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.parties.models import Agency
from txng.programme.rules import clauses, tasks


class Task(models.Model):
    """Something that the Plan, or an agency for its part of the Plan, has to do by a day.

    A row of the appendix that comes back every year is a task with `rhythm` yearly: nobody reports on it,
    but on the tasks of each year that are made of it (`template`). `year` is None for what lies in several
    years. `state` and `percent` are those of the last report that stands; percent None: nobody knows.
    """

    class State(models.TextChoices):
        PLANNED = tasks.PLANNED, _("Chưa bắt đầu")
        DOING = tasks.DOING, _("Đang làm")
        PAUSED = tasks.PAUSED, _("Tạm dừng")
        DONE = tasks.DONE, _("Hoàn thành")
        DROPPED = tasks.DROPPED, _("Đã bỏ")
        UNKNOWN = tasks.UNKNOWN, _("Chưa rõ kết quả")

    class Rhythm(models.TextChoices):
        YEARLY = tasks.YEARLY, _("Hằng năm")
        ONCE = tasks.ONCE, _("Một lần")

    class Phase(models.TextChoices):
        FIRST = "den-2020", _("Đến năm 2020")
        SECOND = "2021-2025", _("Giai đoạn 2021-2025")
        THIRD = "2026-2030", _("Giai đoạn 2026-2030")

    code = models.CharField(_("mã"), max_length=12, unique=True)
    title = models.CharField(_("nội dung"), max_length=tasks.LONGEST_TITLE)
    outcome = models.CharField(_("kết quả cần đạt"), max_length=tasks.LONGEST_TEXT, blank=True)
    appendix = models.CharField(_("dòng phụ lục"), max_length=clauses.LONGEST_ID, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children",
        verbose_name=_("thuộc nhiệm vụ"),
    )  # fmt: skip
    template = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="instances",
        verbose_name=_("nhiệm vụ hằng năm"),
    )  # fmt: skip
    rhythm = models.CharField(_("nhịp"), max_length=10, choices=Rhythm.choices, default=Rhythm.ONCE)
    year = models.PositiveSmallIntegerField(_("năm"), null=True)
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    phase = models.CharField(_("giai đoạn"), max_length=10, choices=Phase.choices, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    percent = models.PositiveSmallIntegerField(_("phần trăm"), null=True, default=0)
    reported_on = models.DateField(_("số liệu báo đến ngày"), null=True)
    # of the form that somebody has open: a report on an older one is refused and told what changed
    version = models.PositiveIntegerField(_("lần sửa"), default=0)
    made_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    made_by = models.CharField(_("người ghi"), max_length=200)
    made_for = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan ghi")
    )

    class Meta:
        verbose_name = _("nhiệm vụ của Kế hoạch")
        verbose_name_plural = _("nhiệm vụ của Kế hoạch")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title=""), name="task_has_code_and_title"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="task_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state=tasks.DONE, percent=100)
                | Q(state=tasks.UNKNOWN, percent__isnull=True)
                | (Q(state__in=(tasks.DOING, tasks.PAUSED, tasks.DROPPED)) & Q(percent__lt=100))
                | Q(state=tasks.DROPPED, percent__isnull=True)
                | Q(state=tasks.PLANNED, percent=0),
                name="task_percent_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(template__isnull=True)
                | Q(year__isnull=False, rhythm=tasks.ONCE, parent__isnull=True),
                name="task_of_a_year_has_it",
            ),
            # loading twice makes nothing twice
            models.UniqueConstraint(
                fields=["appendix"],
                condition=Q(template__isnull=True) & ~Q(appendix=""),
                name="task_of_appendix_once",
            ),
            models.UniqueConstraint(
                fields=["template", "year"],
                condition=Q(template__isnull=False),
                name="task_of_template_once_a_year",
            ),
        ]
        indexes = [
            # what is open and ends first?
            models.Index(fields=["last_day", "id"], name="task_by_last_day"),
            # what belongs to a year?
            models.Index(fields=["year", "state"], name="task_by_year"),
        ]

    def __str__(self) -> str:
        return self.code


class TaskClause(models.Model):
    """A clause of the Plan that the task serves: an id of data/plan-6736.toml."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="clauses", verbose_name=_("nhiệm vụ")
    )
    clause = models.CharField(_("điều khoản"), max_length=clauses.LONGEST_ID)

    class Meta:
        verbose_name = _("điều khoản của nhiệm vụ")
        verbose_name_plural = _("điều khoản của nhiệm vụ")
        constraints = [
            models.UniqueConstraint(fields=["task", "clause"], name="taskclause_once"),
            models.CheckConstraint(condition=~Q(clause=""), name="taskclause_not_empty"),
        ]
        indexes = [
            # which tasks serve a clause?
            models.Index(fields=["clause", "task"], name="taskclause_by_clause"),
        ]

    def __str__(self) -> str:
        return self.clause


class TaskAgency(models.Model):
    """An agency that leads the task or stands beside, from a day to a day within it.

    A body that ends within the task hands its part on: its row ends with it, and the row of its successor
    begins on the next day. `answer` is what an agency beside says of its own part.
    """

    class Role(models.TextChoices):
        LEAD = tasks.LEAD, _("Chủ trì")
        BESIDE = tasks.BESIDE, _("Phối hợp")

    class Share(models.TextChoices):
        WAITING = tasks.WAITING, _("Chờ xác nhận")
        CONFIRMED = tasks.CONFIRMED, _("Đã xác nhận")
        REFUSED = tasks.REFUSED, _("Không xác nhận")

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="agencies", verbose_name=_("nhiệm vụ")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai"), max_length=10, choices=Role.choices)
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    answer = models.CharField(
        _("phần việc"), max_length=10, choices=Share.choices, default=Share.WAITING
    )
    answer_note = models.CharField(_("ghi chú"), max_length=tasks.LONGEST_NOTE, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    answered_by = models.CharField(_("người trả lời"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cơ quan của nhiệm vụ")
        verbose_name_plural = _("cơ quan của nhiệm vụ")
        constraints = [
            models.UniqueConstraint(fields=["task", "agency", "role"], name="taskagency_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="taskagency_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(role=tasks.BESIDE) | Q(answer=tasks.WAITING),
                name="taskagency_leaders_report",
            ),
            models.CheckConstraint(
                condition=Q(answer=tasks.WAITING, answered_at__isnull=True, answered_by="")
                | (
                    Q(answer__in=(tasks.CONFIRMED, tasks.REFUSED), answered_at__isnull=False)
                    & ~Q(answered_by="")
                ),
                name="taskagency_answer_and_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer=tasks.REFUSED, answer_note=""),
                name="taskagency_refusal_says_why",
            ),
        ]
        indexes = [
            # what has this agency to do?
            models.Index(fields=["agency", "role", "task"], name="taskagency_by_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.role}: {self.agency_id}"


class TaskUpdate(models.Model):
    """What was told of a task, in order; never changed and never deleted.

    `kind` report: `state` and `percent` as told, up to the day `on`. Edit: what was changed, in `changes`
    ({"last_day": ["2026-12-31", "2026-11-30"]}). Taken back: the report of `takes_back` no longer stands,
    and `state` and `percent` are those that stand again. Its files: attachments of ("programme.taskupdate",
    id).
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Báo cáo")
        EDIT = "edit", _("Sửa nhiệm vụ")
        BACK = "back", _("Rút lại")

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="updates", verbose_name=_("nhiệm vụ")
    )
    version = models.PositiveIntegerField(_("lần"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("trạng thái"), max_length=10, choices=Task.State.choices)
    percent = models.PositiveSmallIntegerField(_("phần trăm"), null=True)
    note = models.CharField(_("ghi chú"), max_length=tasks.LONGEST_NOTE, blank=True)
    changes = models.JSONField(_("điều đã sửa"), default=dict)
    on = models.DateField(_("tính đến ngày"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.CharField(_("người ghi"), max_length=200)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan")
    )
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by",
        verbose_name=_("rút lại lần"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("lần cập nhật nhiệm vụ")
        verbose_name_plural = _("lần cập nhật nhiệm vụ")
        constraints = [
            models.UniqueConstraint(fields=["task", "version"], name="taskupdate_in_order"),
            models.CheckConstraint(
                condition=Q(kind="back", takes_back__isnull=False)
                | (~Q(kind="back") & Q(takes_back__isnull=True)),
                name="taskupdate_takes_back_one",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="taskupdate_percent_at_most_100",
            ),
        ]
        indexes = [
            # what was told of a year, newest first?
            models.Index(fields=["on", "task"], name="taskupdate_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}:{self.version}"


class TaskNumber(models.Model):
    """The last number that a task was given: one row, so that no two are alike and none is used twice."""

    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("số nhiệm vụ")
        verbose_name_plural = _("số nhiệm vụ")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="tasknumber_one_row")]

    def __str__(self) -> str:
        return str(self.last)
