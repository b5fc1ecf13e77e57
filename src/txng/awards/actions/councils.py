"""Verbs of councils: form, seat members, declare a conflict, mark, conclude with minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts import queries as accounts
from txng.accounts.actors import Actor
from txng.accounts.errors import AccountsError
from txng.awards import rules
from txng.awards.actions.stepping import number, reason, text, within
from txng.awards.errors import FieldError, NotAllowedError, StepError
from txng.awards.models import Conflict, Council, CouncilMember, MarkSheet, Topic, TopicCall
from txng.awards.queries import councils as queries
from txng.awards.queries import reach
from txng.awards.queries import topics as topics
from txng.awards.rules import steps
from txng.awards.rules import topics as topic_rules
from txng.parties import queries as parties
from txng.ui import lists, typed_values


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """`agency` is the code of an agency, `username` of an account, both "" for somebody from outside."""

    name: str
    role: str
    workplace: str
    agency: str = ""
    username: str = ""


@transaction.atomic
def form_council(
    *,
    by: Actor,
    decision_number: str,
    formed_on: date,
    call: TopicCall | None = None,
    topic: Topic | None = None,
) -> Council:
    """For a call that is over, or for a topic that was handed in. Raises NotAllowedError, StepError,
    FieldError."""
    _refuse_others(by)
    if (call is None) == (topic is None):
        raise ValueError("expected a call or a topic, got both or none")
    if formed_on > timezone.localdate():
        raise FieldError(_("Ngày thành lập ở tương lai. Ghi sau khi đã ký."), "formed_on")
    if call is not None and not topics.is_over(TopicCall.objects.get(pk=call.pk), formed_on):
        raise StepError(_("Đợt còn nhận đề xuất. Lập hội đồng sau khi đợt đóng."), "formed_on")
    if topic is not None and Topic.objects.get(pk=topic.pk).state != steps.HANDED_IN:
        raise StepError(_("Đề tài chưa nộp kết quả để nghiệm thu."))
    told = number(decision_number, "decision_number")
    try:
        with transaction.atomic():
            made = Council.objects.create(
                purpose=topic_rules.SELECTION if call is not None else topic_rules.ACCEPTANCE,
                call=call,
                topic=topic,
                decision_number=told,
                formed_on=formed_on,
                formed_by=by.name,
            )
    except IntegrityError as error:
        raise StepError(_("Đã có hội đồng cho việc này. Mở hội đồng đó.")) from error
    journal.record(by, "council.formed", made)
    return made


@transaction.atomic
def seat_member(*, by: Actor, council: Council, facts: MemberFacts) -> CouncilMember:
    """Before the council concludes. Raises NotAllowedError, StepError, FieldError."""
    row = _open(by, council)
    if facts.role not in topic_rules.MEMBER_ROLES:
        raise FieldError(_("Chọn vai trong hội đồng."), "role")
    organisation = person = None
    if facts.agency:
        agency = parties.agency(by, facts.agency)
        if agency is None:
            raise FieldError(_("Chọn một cơ quan trong danh sách."), "agency")
        organisation = agency.organisation_id
    if facts.username:
        try:
            person = accounts.person_named(facts.username).pk
        except AccountsError as error:
            raise FieldError(
                _("Không có tài khoản này. Để trống nếu thành viên chấm trên giấy."), "username"
            ) from error
    try:
        with transaction.atomic():
            made = CouncilMember.objects.create(
                council=row,
                name=text(facts.name, "name", _("Nhập họ tên."), rules.LONGEST_NAME),
                role=facts.role,
                workplace=text(
                    facts.workplace, "workplace", _("Nhập nơi công tác."), rules.LONGEST_NAME
                ),
                organisation_id=organisation,
                person_id=person,
            )
    except IntegrityError as error:
        raise FieldError(_("Hội đồng đã có người này, hoặc đã có chủ tịch."), "role") from error
    journal.record(by, "council.member_seated", row, member=made.pk)
    return made


@transaction.atomic
def unseat_member(*, by: Actor, council: Council, member: int) -> Council:
    """Who has marked nothing yet. Raises NotAllowedError, StepError."""
    row = _open(by, council)
    found = row.members.filter(pk=member).first()
    if found is None:
        raise StepError(_("Hội đồng không có thành viên này."))
    if found.sheets.exists():
        raise StepError(_("Thành viên đã chấm, nên giữ tên trong hội đồng."))
    found.delete()
    journal.record(by, "council.member_unseated", row, member=member)
    return row


@transaction.atomic
def declare_conflict(
    *, by: Actor, council: Council, member: CouncilMember, topic: Topic, note: str
) -> Conflict:
    """The member will not mark this proposal; a sheet that stands already is taken away. Raises
    NotAllowedError, StepError, FieldError."""
    row = _open_for(by, council, member)
    why = reason(note)
    made, _is_new = Conflict.objects.update_or_create(
        member=member, topic=topic, defaults={"reason": why, "declared_by": by.name}
    )
    MarkSheet.objects.filter(member=member, topic=topic).delete()
    journal.record(by, "council.conflict_declared", row, member=member.pk, topic=topic.number)
    return made


@transaction.atomic
def mark(
    *,
    by: Actor,
    council: Council,
    member: CouncilMember,
    topic: Topic,
    marks: Mapping[str, Decimal],
    note: str = "",
) -> MarkSheet:
    """Every criterion; again until the council concludes. By the member, or from paper by a keeper where the
    member has no account. Raises NotAllowedError, StepError, FieldError."""
    row = _open_for(by, council, member)
    if queries.subject(by, row, topic.number) is None:
        raise StepError(_("Hội đồng này không chấm đề xuất đó."))
    if queries.barred(member, topic):
        raise NotAllowedError(
            _(
                "%(name)s thuộc tổ chức đề xuất hoặc đã khai xung đột lợi ích, nên không chấm đề xuất này."
            )
            % {"name": member.name}
        )
    told: dict[str, str] = {}
    for code, (_sentence, most) in topic_rules.CRITERIA[row.purpose].items():
        points = marks.get(code)
        if points is None or not 0 <= points <= most:
            raise FieldError(_("Cho điểm từ 0 đến %(most)d.") % {"most": most}, code)
        if points != points.quantize(Decimal("0.01")):
            raise FieldError(_("Điểm có nhiều nhất hai chữ số thập phân."), code)
        told[code] = str(points)
    made, _is_new = MarkSheet.objects.update_or_create(
        member=member,
        topic=topic,
        defaults={
            "marks": told,
            "total": topic_rules.total(marks, row.purpose),
            "note": within(typed_values.lines(note), "note", rules.LONGEST_REASON),
            "entered_by": by.name,
            "entered_at": timezone.now(),
        },
    )
    journal.record(by, "council.marked", row, member=member.pk, topic=topic.number)
    return made


@transaction.atomic
def conclude(*, by: Actor, council: Council, met_on: date, minutes: str) -> Council:
    """From now on nothing in it changes. Needs a chair and enough sheets for every topic that enough members
    may mark. Raises NotAllowedError, StepError, FieldError."""
    row = _open(by, council)
    if not row.formed_on <= met_on <= timezone.localdate():
        raise FieldError(_("Ngày họp từ ngày thành lập hội đồng đến hôm nay."), "met_on")
    seated = queries.members(by, row)
    if not any(one.role == topic_rules.CHAIR for one in seated):
        raise StepError(_("Hội đồng chưa có chủ tịch."))
    short = [line.topic.number for line in queries.lines(by, row) if not line.has_enough]
    if short:
        raise StepError(
            _("Chưa đủ %(count)d phiếu chấm cho: %(numbers)s.")
            % {"count": topic_rules.FEWEST_SHEETS, "numbers": ", ".join(short)}
        )
    row.minutes = text(minutes, "minutes", _("Ghi biên bản họp."), rules.LONGEST_TEXT)
    row.met_on, row.concluded_at, row.concluded_by = met_on, timezone.now(), by.name
    row.concluded_by_person_id = by.person_id
    row.save()
    journal.record(by, "council.concluded", row)
    return row


# --- inside ---------------------------------------------------------------------------------------


def _refuse_others(by: Actor) -> None:
    if not reach.keeps(by):
        raise NotAllowedError(_("Chỉ cơ quan quản lý đề tài của tỉnh làm được việc này."))


def _locked(council: Council) -> Council:
    row = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    if row.concluded_at is not None:
        raise StepError(
            _("Hội đồng đã kết luận ngày %(day)s, nên không sửa nữa.")
            % {"day": lists.written(row.met_on)}
        )
    return row


def _open(by: Actor, council: Council) -> Council:
    _refuse_others(by)
    return _locked(council)


def _open_for(by: Actor, council: Council, member: CouncilMember) -> Council:
    row = _locked(council)
    if member.council_id != row.pk:
        raise StepError(_("Hội đồng không có thành viên này."))
    if queries.is_own_seat(by, member) or (reach.keeps(by) and member.person_id is None):
        return row
    if by.is_operator:
        return row
    raise NotAllowedError(
        _(
            "Thành viên có tài khoản tự chấm. Thư ký chỉ nhập phiếu giấy của người không có tài khoản."
        )
    )
