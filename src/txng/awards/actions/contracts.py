"""Verbs of a contract and what follows from it: sign, report, remark, list outputs, hand results over."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.actions.stepping import (
    locked,
    moment_of,
    move,
    number,
    ready,
    reason,
    text,
    within,
)
from txng.awards.errors import FieldError, NotAllowedError, StepError
from txng.awards.models import Contract, Output, ProgressReport, Topic, Transfer
from txng.awards.queries import reach, stepping
from txng.awards.queries import topics as queries
from txng.awards.rules import steps
from txng.awards.rules import topics as topic_rules
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """Money in đồng; `own_vnd` is the partner's own share."""

    number: str
    signed_on: date
    begins_on: date
    ends_on: date
    amount_vnd: Decimal
    own_vnd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Progress:
    percent: int
    done: str
    difficulties: str = ""
    spent_vnd: Decimal | None = None


@transaction.atomic
def sign(*, by: Actor, topic: Topic, facts: ContractFacts, seen: int | None = None) -> Topic:
    """Reports fall due every six months and on the last day. Raises what `ready` raises, FieldError."""
    row = ready(by, topic, "signed", seen)
    if facts.signed_on > timezone.localdate():
        raise FieldError(_("Ngày ký ở tương lai. Ghi sau khi đã ký."), "signed_on")
    if row.selected_on is not None and facts.signed_on < row.selected_on:
        raise FieldError(_("Ngày ký trước ngày quyết định chọn đề tài."), "signed_on")
    if facts.begins_on < facts.signed_on:
        raise FieldError(_("Ngày bắt đầu phải từ ngày ký trở đi."), "begins_on")
    if facts.ends_on <= facts.begins_on:
        raise FieldError(_("Ngày kết thúc phải sau ngày bắt đầu."), "ends_on")
    if facts.ends_on > topic_rules.months_later(facts.begins_on, topic_rules.LONGEST_MONTHS):
        raise FieldError(
            _("Hợp đồng dài nhất %(most)d tháng.") % {"most": topic_rules.LONGEST_MONTHS}, "ends_on"
        )
    if not 0 < facts.amount_vnd <= rules.MOST_VND:
        raise FieldError(_("Kinh phí của tỉnh là số dương, tính bằng đồng."), "amount_vnd")
    if not 0 <= facts.own_vnd <= rules.MOST_VND:
        raise FieldError(_("Phần vốn của tổ chức là số không âm, tính bằng đồng."), "own_vnd")
    told = number(facts.number, "number")
    try:
        with transaction.atomic():
            Contract.objects.create(
                topic=row, number=told, signed_on=facts.signed_on, begins_on=facts.begins_on,
                ends_on=facts.ends_on, amount_vnd=facts.amount_vnd, own_vnd=facts.own_vnd,
            )  # fmt: skip
    except IntegrityError as error:
        raise FieldError(_("Đã có hợp đồng số này ký cùng ngày."), "number") from error
    ProgressReport.objects.bulk_create(
        ProgressReport(topic=row, period=period, due_on=due)
        for period, due in enumerate(
            topic_rules.report_dates(facts.begins_on, facts.ends_on), start=1
        )
    )
    return move(by, row, "signed", concerns=row.organisation_id, contract=told)


@transaction.atomic
def drop(*, by: Actor, topic: Topic, note: str, seen: int | None = None) -> Topic:
    """Selected, and no contract comes of it."""
    row = ready(by, topic, "dropped", seen)
    return move(by, row, "dropped", note=reason(note), concerns=row.organisation_id)


@transaction.atomic
def send_report(
    *, by: Actor, topic: Topic, period: int, facts: Progress, on: date | None = None
) -> ProgressReport:
    """Once. `on`: see `moment_of`. Raises NotAllowedError, StepError, FieldError."""
    row = _carried_out(by, topic)
    if row.state != steps.RUNNING:
        raise StepError(_("Đề tài không còn đang thực hiện, nên không gửi báo cáo tiến độ."))
    report = ProgressReport.objects.select_for_update().filter(topic=row, period=period).first()
    if report is None:
        raise StepError(_("Hợp đồng không có kỳ báo cáo này."))
    if report.sent_at is not None:
        raise StepError(_("Báo cáo kỳ %(period)d đã gửi rồi.") % {"period": period})
    if not 0 <= facts.percent <= 100:
        raise FieldError(_("Tỷ lệ hoàn thành từ 0 đến 100."), "percent")
    if facts.spent_vnd is not None and not 0 <= facts.spent_vnd <= rules.MOST_VND:
        raise FieldError(_("Số đã chi là số không âm, tính bằng đồng."), "spent_vnd")
    report.percent = facts.percent
    report.done = text(facts.done, "done", _("Ghi việc đã làm trong kỳ."), rules.LONGEST_TEXT)
    report.difficulties = within(
        typed_values.lines(facts.difficulties), "difficulties", rules.LONGEST_TEXT
    )
    report.spent_vnd = facts.spent_vnd
    report.sent_at, report.sent_by = moment_of(by, on), by.name
    report.save()
    journal.record(by, "topic.progress_sent", row, number=row.number, period=period)
    return report


@transaction.atomic
def remark(*, by: Actor, topic: Topic, period: int, note: str) -> ProgressReport:
    """What the agency says about a report; the last word stands. Raises NotAllowedError, StepError."""
    if not reach.keeps(by):
        raise NotAllowedError(_("Chỉ cơ quan quản lý đề tài ghi nhận xét."))
    row = locked(topic)
    report = ProgressReport.objects.select_for_update().filter(topic=row, period=period).first()
    if report is None or report.sent_at is None:
        raise StepError(_("Kỳ này chưa có báo cáo để nhận xét."))
    report.remark, report.remarked_by = reason(note), by.name
    report.save(update_fields=["remark", "remarked_by"])
    journal.record(
        by, "topic.progress_remarked", row, concerns=row.organisation_id, number=row.number,
        period=period,
    )  # fmt: skip
    return report


@transaction.atomic
def add_output(
    *, by: Actor, topic: Topic, kind: str, name: str, quantity: int = 1, note: str = ""
) -> Output:
    """While it runs. Raises NotAllowedError, StepError, FieldError."""
    row = _carried_out(by, topic)
    if row.state != steps.RUNNING:
        raise StepError(_("Chỉ ghi sản phẩm khi đề tài đang thực hiện."))
    if kind not in topic_rules.OUTPUTS:
        raise FieldError(_("Chọn loại sản phẩm."), "kind")
    if not 0 < quantity <= 1_000_000:
        raise FieldError(_("Số lượng từ 1 đến 1.000.000."), "quantity")
    made = Output.objects.create(
        topic=row,
        kind=kind,
        name=text(name, "name", _("Nhập tên sản phẩm."), rules.LONGEST_TITLE),
        quantity=quantity,
        note=within(typed_values.lines(note), "note", rules.LONGEST_REASON),
    )
    journal.record(by, "topic.output_added", row, number=row.number, output=made.pk)
    return made


@transaction.atomic
def take_output_away(*, by: Actor, topic: Topic, output: int) -> Topic:
    """While it runs. Raises NotAllowedError, StepError."""
    row = _carried_out(by, topic)
    if row.state != steps.RUNNING:
        raise StepError(_("Chỉ gỡ sản phẩm khi đề tài đang thực hiện."))
    gone, _each = Output.objects.filter(topic=row, pk=output).delete()
    if gone:
        journal.record(by, "topic.output_removed", row, number=row.number, output=output)
    return row


@transaction.atomic
def transfer(
    *, by: Actor, topic: Topic, receiver: str, transferred_on: date, what: str
) -> Transfer:
    """Results of an accepted topic, to an enterprise of the register (its code or tax code). Raises
    NotAllowedError, StepError, FieldError."""
    row = locked(topic)
    if not (reach.keeps(by) or stepping.carries_out(by, row)):
        raise NotAllowedError(_("Chỉ tổ chức thực hiện và cơ quan quản lý ghi chuyển giao."))
    if row.state != steps.ACCEPTED or row.accepted_on is None:
        raise StepError(_("Chỉ chuyển giao kết quả của đề tài đã nghiệm thu."))
    enterprise = queries.receiver(by, receiver)
    if enterprise is None:
        raise FieldError(
            _("Không thấy cơ sở có mã này. Nhập mã trong sổ cơ sở hoặc mã số thuế."), "receiver"
        )
    if not row.accepted_on <= transferred_on <= timezone.localdate():
        raise FieldError(_("Ngày chuyển giao từ ngày nghiệm thu đến hôm nay."), "transferred_on")
    told = text(what, "what", _("Ghi nội dung chuyển giao."), rules.LONGEST_REASON)
    try:
        with transaction.atomic():
            made = Transfer.objects.create(
                topic=row, enterprise=enterprise, transferred_on=transferred_on, what=told,
                recorded_by=by.name, recorded_by_person_id=by.person_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise FieldError(
            _("Đã ghi chuyển giao cho cơ sở này trong ngày đó."), "receiver"
        ) from error
    journal.record(
        by, "topic.transferred", row, concerns=enterprise.organisation_id, number=row.number
    )
    return made


def _carried_out(by: Actor, topic: Topic) -> Topic:
    row = locked(topic)
    if not stepping.carries_out(by, row):
        raise NotAllowedError(_("Chỉ tổ chức thực hiện đề tài làm được việc này."))
    return row
