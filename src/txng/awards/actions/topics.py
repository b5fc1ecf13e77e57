"""Verbs of topics: open a call, propose, select, sign, report, hand in, accept, hand results over.

Marks come from the council (actions/councils.py); a decision is recorded by another person than who wrote
the council's minutes.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.actions.stepping import (
    begin,
    moment_of,
    move,
    next_number,
    number,
    ready,
    reason,
    text,
)
from txng.awards.errors import FieldError, NotAllowedError, StepError
from txng.awards.models import Council, Topic, TopicCall, TopicTechnology
from txng.awards.queries import councils, reach, stepping
from txng.awards.queries import topics as queries
from txng.awards.rules import PROPOSE, steps
from txng.awards.rules import topics as topic_rules
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class CallFacts:
    title: str
    mode: str
    demand: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """Money in đồng; `technologies` of rules.topics.TECHNOLOGIES."""

    kind: str
    title: str
    summary: str
    leader: str
    months: int
    asked_vnd: Decimal
    own_vnd: Decimal = Decimal(0)
    technologies: Collection[str] = field(default=())


@transaction.atomic
def open_call(*, by: Actor, facts: CallFacts) -> TopicCall:
    """Raises NotAllowedError, FieldError."""
    _refuse_others(by)
    if facts.mode not in topic_rules.MODES:
        raise FieldError(_("Chọn đặt hàng hay kêu gọi."), "mode")
    if facts.closes_on < facts.opens_on:
        raise FieldError(_("Ngày cuối của đợt phải từ ngày mở trở đi."), "closes_on")
    made = TopicCall.objects.create(
        title=text(facts.title, "title", _("Nhập tên đợt."), rules.LONGEST_TITLE),
        year=facts.closes_on.year,
        mode=facts.mode,
        demand=text(facts.demand, "demand", _("Ghi yêu cầu của đợt."), rules.LONGEST_TEXT),
        opens_on=facts.opens_on,
        closes_on=facts.closes_on,
    )
    journal.record(by, "topic_call.opened", made)
    return made


@transaction.atomic
def close_call(*, by: Actor, call: TopicCall) -> TopicCall:
    """Before its last day. Raises NotAllowedError, StepError."""
    _refuse_others(by)
    rows = TopicCall.objects.filter(pk=call.pk, closed_at__isnull=True)
    if not rows.update(closed_at=timezone.now()):
        raise StepError(_("Đợt này đã đóng."))
    journal.record(by, "topic_call.closed", call)
    return call


@transaction.atomic
def propose(*, by: Actor, call: TopicCall, facts: Proposal, on: date | None = None) -> Topic:
    """In the name of one's organisation, while the call is open. `on`: see `moment_of`. Raises
    NotAllowedError, StepError, FieldError."""
    if by.organisation_id is None or not by.may(PROPOSE):
        raise NotAllowedError(_("Đăng nhập thay mặt một tổ chức rồi đề xuất."))
    at = moment_of(by, on)
    day = timezone.localdate(at)
    if not queries.is_open(TopicCall.objects.get(pk=call.pk), day):
        raise StepError(_("Đợt này không nhận đề xuất hôm nay. Xem các đợt khác."))
    told = _columns(facts)
    made = Topic.objects.create(
        number=topic_rules.number_of(day.year, next_number(steps.TOPIC, day.year)),
        call=call,
        organisation_id=by.organisation_id,
        proposed_at=at,
        **told,
    )
    TopicTechnology.objects.bulk_create(
        TopicTechnology(topic=made, technology=one) for one in sorted(set(facts.technologies))
    )
    begin(by, made, asked=str(made.asked_vnd))
    return made


@transaction.atomic
def select(
    *, by: Actor, topic: Topic, decision_number: str, decision_on: date, note: str = "",
    seen: int | None = None,
) -> Topic:  # fmt: skip
    """Once the council of its call has concluded, by another person than who wrote its minutes. Raises what
    `ready` raises, FieldError."""
    row = ready(by, topic, "selected", seen)
    council = _concluded(by, councils.council_of_call(by, row.call))
    line = councils.verdict(by, council, row)
    if line is None or not line.has_enough:
        raise StepError(
            _("Hội đồng chưa chấm đủ %(count)d phiếu cho đề xuất này, nên không chọn được.")
            % {"count": topic_rules.FEWEST_SHEETS}
        )
    row.selected_number, row.selected_on = _decision(decision_number, decision_on)
    return move(
        by, row, "selected", note=typed_values.lines(note)[: rules.LONGEST_REASON],
        concerns=row.organisation_id, decision=row.selected_number,
    )  # fmt: skip


@transaction.atomic
def reject(
    *, by: Actor, topic: Topic, decision_number: str, decision_on: date, note: str,
    seen: int | None = None,
) -> Topic:  # fmt: skip
    """Raises what `ready` raises, FieldError."""
    row = ready(by, topic, "rejected", seen)
    _concluded(by, councils.council_of_call(by, row.call))
    row.selected_number, row.selected_on = _decision(decision_number, decision_on)
    return move(by, row, "rejected", note=reason(note), concerns=row.organisation_id)


@transaction.atomic
def withdraw(*, by: Actor, topic: Topic, note: str = "", seen: int | None = None) -> Topic:
    row = ready(by, topic, "withdrawn", seen)
    return move(by, row, "withdrawn", note=typed_values.lines(note)[: rules.LONGEST_REASON])


@transaction.atomic
def hand_in(*, by: Actor, topic: Topic, note: str, seen: int | None = None) -> Topic:
    """Results for acceptance: at least one output is listed. Raises what `ready` raises, FieldError."""
    row = ready(by, topic, "handed_in", seen)
    if not row.outputs.exists():
        raise StepError(_("Ghi ít nhất một sản phẩm của đề tài, rồi nộp kết quả."))
    row.results = text(note, "note", _("Ghi kết quả đã đạt được."), rules.LONGEST_TEXT)
    return move(by, row, "handed_in", note=row.results)


@transaction.atomic
def send_back(*, by: Actor, topic: Topic, note: str, seen: int | None = None) -> Topic:
    row = ready(by, topic, "sent_back", seen)
    return move(by, row, "sent_back", note=reason(note), concerns=row.organisation_id)


@transaction.atomic
def stop(*, by: Actor, topic: Topic, note: str, seen: int | None = None) -> Topic:
    row = ready(by, topic, "stopped", seen)
    return move(by, row, "stopped", note=reason(note), concerns=row.organisation_id)


@transaction.atomic
def accept(
    *, by: Actor, topic: Topic, grade: str, decision_number: str, decision_on: date, note: str = "",
    seen: int | None = None,
) -> Topic:  # fmt: skip
    """Everybody reads the results from now on. The grade is the council's; one that the marks do not come to
    needs a note that says why. Raises what `ready` raises, FieldError."""
    row = ready(by, topic, "accepted", seen)
    council = _accepting(by, row)
    if grade not in (topic_rules.EXCELLENT, topic_rules.PASSED):
        raise FieldError(
            _("Chọn xếp loại Xuất sắc hoặc Đạt; không đạt thì ghi Nghiệm thu không đạt."), "grade"
        )
    line = councils.verdict(by, council, row)
    usual = topic_rules.grade(line.mean if line else None)
    told = typed_values.lines(note)[: rules.LONGEST_REASON]
    if grade != usual and not told:
        raise FieldError(_("Điểm của hội đồng ra xếp loại khác. Ghi lý do theo biên bản."), "note")
    row.accepted_number, row.accepted_on = _decision(decision_number, decision_on)
    row.grade = grade
    return move(
        by, row, "accepted", note=told, concerns=row.organisation_id, grade=grade,
        decision=row.accepted_number,
    )  # fmt: skip


@transaction.atomic
def fail(
    *, by: Actor, topic: Topic, decision_number: str, decision_on: date, note: str,
    seen: int | None = None,
) -> Topic:  # fmt: skip
    """Raises what `ready` raises, FieldError."""
    row = ready(by, topic, "failed", seen)
    _accepting(by, row)
    row.accepted_number, row.accepted_on = _decision(decision_number, decision_on)
    row.grade = topic_rules.NOT_PASSED
    return move(by, row, "failed", note=reason(note), concerns=row.organisation_id)


def attach(*, by: Actor, topic: Topic, file_name: str, content: bytes) -> Attachment:
    """By who carries it out, and by keepers. Raises NotAllowedError, BadFileError."""
    if not (stepping.carries_out(by, topic) or reach.keeps(by)):
        raise NotAllowedError(_("Chỉ tổ chức thực hiện và cơ quan quản lý gửi tệp cho đề tài."))
    return documents.attach(
        by=by, subject=(queries.SUBJECT, str(topic.pk)), title=topic.number,
        file_name=file_name, content=content,
    )  # fmt: skip


# --- inside ---------------------------------------------------------------------------------------


def _refuse_others(by: Actor) -> None:
    if not reach.keeps(by):
        raise NotAllowedError(_("Chỉ cơ quan quản lý đề tài của tỉnh làm được việc này."))


def _columns(facts: Proposal) -> dict[str, object]:
    if facts.kind not in topic_rules.KINDS:
        raise FieldError(_("Chọn đề tài, dự án hay nhiệm vụ."), "kind")
    if not facts.technologies or set(facts.technologies) - set(topic_rules.TECHNOLOGIES):
        raise FieldError(_("Chọn ít nhất một công nghệ trong danh sách."), "technologies")
    if not 0 < facts.months <= topic_rules.LONGEST_MONTHS:
        raise FieldError(
            _("Thời gian từ 1 đến %(most)d tháng.") % {"most": topic_rules.LONGEST_MONTHS}, "months"
        )
    if not 0 < facts.asked_vnd <= rules.MOST_VND:
        raise FieldError(_("Kinh phí đề nghị là số dương, tính bằng đồng."), "asked_vnd")
    if not 0 <= facts.own_vnd <= rules.MOST_VND:
        raise FieldError(_("Phần vốn của tổ chức là số không âm, tính bằng đồng."), "own_vnd")
    return {
        "kind": facts.kind,
        "title": text(facts.title, "title", _("Nhập tên."), rules.LONGEST_TITLE),
        "summary": text(
            facts.summary, "summary", _("Ghi mục tiêu và nội dung."), rules.LONGEST_TEXT
        ),
        "leader": text(facts.leader, "leader", _("Nhập tên chủ nhiệm."), rules.LONGEST_NAME),
        "months": facts.months,
        "asked_vnd": facts.asked_vnd,
        "own_vnd": facts.own_vnd,
    }


def _decision(typed: str, on: date) -> tuple[str, date]:
    if on > timezone.localdate():
        raise FieldError(_("Ngày quyết định ở tương lai. Ghi sau khi đã ký."), "decision_on")
    return number(typed, "decision_number"), on


def _accepting(by: Actor, row: Topic) -> Council:
    """The acceptance council of what was handed in last."""
    found = [one for one in councils.councils_of_topic(by, row) if one.topic_id is not None]
    council = _concluded(by, found[-1] if found else None)
    if council.concluded_at is not None and council.concluded_at < row.state_since:
        raise StepError(_("Kết quả đã nộp lại sau cuộc họp. Lập hội đồng nghiệm thu lần nữa."))
    return council


def _concluded(by: Actor, council: Council | None) -> Council:
    if council is None or council.concluded_at is None:
        raise StepError(_("Hội đồng chưa có biên bản kết luận. Ghi biên bản trước khi quyết định."))
    if steps.is_same_hand(
        council.concluded_by_person_id, council.concluded_by, by.person_id, by.name
    ):
        raise NotAllowedError(
            _("Bạn là người ghi biên bản của hội đồng. Người khác có quyền quyết định ghi kết quả.")
        )
    return council
