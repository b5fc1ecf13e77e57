"""Needs of a year are told and taken back; the plan is drawn up from them and approved by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, limits
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties.models import Agency
from txng.training import rules
from txng.training.actions.shared import known_kind, refuse_others_than_keepers
from txng.training.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.training.keys import VISITOR
from txng.training.models import Need, PlanLine, Subject, YearPlan
from txng.training.queries import subjects as queries
from txng.training.rules import needs, tickets
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class NeedFacts:
    year: int
    subject: Subject
    kind: str
    people: int
    note: str = ""


@transaction.atomic
def tell_need(*, by: Actor, facts: NeedFacts) -> Need:
    """For one's own agency or enterprise; told again for the same kind and subject it takes the place.

    Raises FieldError, NotAllowedError.
    """
    teller = queries.teller(by)
    if teller is None:
        raise NotAllowedError(
            _(
                "Tài khoản này chưa gắn với cơ quan hay cơ sở nào. Hỏi người quản trị, hoặc dùng mẫu cho"
                " cá nhân."
            )
        )
    _check(facts)
    is_agency = isinstance(teller, Agency)
    own: dict[str, Any] = {"agency": teller} if is_agency else {"enterprise": teller}
    made, is_new = Need.objects.update_or_create(
        **own,
        year=facts.year,
        subject=facts.subject,
        kind=facts.kind,
        defaults={
            "people": facts.people,
            "note": typed_values.text(facts.note)[: rules.LONGEST_REASON],
            "source": needs.AGENCY if is_agency else needs.ENTERPRISE,
            "commune_code": teller.commune_code,
            "told_by": by.name,
            "told_at": timezone.now(),
        },
    )
    journal.record(
        by,
        "training_need.told" if is_new else "training_need.changed",
        made,
        year=made.year,
        people=made.people,
    )
    return made


def tell_own_need(*, facts: NeedFacts, contact: str, commune_code: str, address: str) -> Need:
    """Of somebody without an account, who is told when a class opens. `address`: where it comes from, for
    the limit. Raises FieldError, TooOftenError."""
    tidied = tickets.tidy_contact(contact)
    if not tidied:
        raise FieldError(_contact_sentence(contact), "contact")
    if commune_code and units.commune(commune_code) is None:
        raise FieldError(_("Chọn xã, phường trong danh sách."), "commune")
    _check(facts)
    limits.spend("training need from", address, account_rules.START_BY_ADDRESS)
    with transaction.atomic():
        made = Need.objects.create(
            year=facts.year,
            subject=facts.subject,
            kind=facts.kind,
            people=facts.people,
            source=needs.PERSON,
            contact=tidied,
            commune_code=commune_code,
            consent=rules.CONSENT,
            told_by=VISITOR.name,
        )
        journal.record(VISITOR, "training_need.told", made, year=made.year, people=made.people)
    return made


@transaction.atomic
def take_need_back(*, by: Actor, need: Need) -> None:
    """One's own; the keepers any. Raises StaleError, NotAllowedError."""
    if queries.need(by, need.pk) is None:
        raise NotAllowedError(_("Chỉ nơi đã đăng ký rút được nhu cầu này."))
    journal.record(
        by, "training_need.taken_back", need,
        year=need.year, kind=need.kind, wanted=need.subject.code, people=need.people,
    )  # fmt: skip
    if not Need.objects.filter(pk=need.pk).delete()[0]:
        raise StaleError(_("Nhu cầu này đã được rút."))


# --- plan ----------------------------------------------------------------------------------------


@transaction.atomic
def draft_plan(*, by: Actor, year: int) -> YearPlan:
    """From the needs of the year: a line for each subject that anybody wants. Done again, it brings the
    needs up to date and leaves classes and people as they were set. Raises FieldError, StepError."""
    refuse_others_than_keepers(by)
    _check_year(year)
    plan, is_new = YearPlan.objects.get_or_create(year=year, defaults={"drafted_by": by.name})
    plan = YearPlan.objects.select_for_update().get(pk=plan.pk)
    _refuse_approved(plan)
    wanted = queries.people_by_subject(year)
    known = {line.subject_id: line for line in PlanLine.objects.filter(plan=plan)}
    if not wanted and not known:
        raise StepError(
            _("Năm %(year)d chưa có nhu cầu nào. Mời cơ quan, cơ sở đăng ký nhu cầu trước.")
            % {"year": year}
        )
    for number, people in wanted.items():
        if number in known:
            PlanLine.objects.filter(pk=known[number].pk).update(needed=people)
        else:
            PlanLine.objects.create(
                plan=plan,
                subject_id=number,
                needed=people,
                people=people,
                classes=needs.classes_for(people),
            )
    PlanLine.objects.filter(plan=plan).exclude(subject_id__in=wanted).update(needed=0)
    if not is_new:
        YearPlan.objects.filter(pk=plan.pk).update(drafted_by=by.name, drafted_at=timezone.now())
    journal.record(by, "training_plan.drafted", plan, year=year, people=sum(wanted.values()))
    return YearPlan.objects.get(pk=plan.pk)


@transaction.atomic
def set_line(*, by: Actor, line: PlanLine, classes: int, people: int, note: str = "") -> PlanLine:
    """Raises FieldError, StepError, NotAllowedError."""
    refuse_others_than_keepers(by)
    plan = YearPlan.objects.select_for_update().get(pk=line.plan_id)
    _refuse_approved(plan)
    if not 0 <= classes <= 500:
        raise FieldError(_("Số lớp từ 0 đến 500."), "classes")
    if not 0 <= people <= 100_000:
        raise FieldError(_("Số người từ 0 đến 100.000."), "people")
    if (classes == 0) != (people == 0):
        raise FieldError(_("Có lớp thì có người, không có lớp thì ghi 0 người."), "people")
    line.classes, line.people = classes, people
    line.note = typed_values.text(note)[: rules.LONGEST_REASON]
    line.save(update_fields=["classes", "people", "note"])
    # who changed a line last has drafted the plan: they do not approve it
    YearPlan.objects.filter(pk=plan.pk).update(drafted_by=by.name, drafted_at=timezone.now())
    journal.record(by, "training_plan.line_set", line, classes=classes, people=people)
    return line


@transaction.atomic
def approve_plan(*, by: Actor, plan: YearPlan) -> YearPlan:
    """By somebody else than who drafted it. Raises NotAllowedError, StaleError."""
    refuse_others_than_keepers(by)
    if by.name == plan.drafted_by:
        raise NotAllowedError(
            _("Người soạn kế hoạch không tự duyệt. Nhờ một người khác của cơ quan thường trực.")
        )
    now = timezone.now()
    rows = YearPlan.objects.filter(pk=plan.pk, state=needs.DRAFT, drafted_at=plan.drafted_at)
    if not rows.update(state=needs.APPROVED, approved_by=by.name, approved_at=now):
        raise StaleError(_("Kế hoạch vừa được sửa hoặc đã duyệt. Xem lại rồi duyệt."))
    journal.record(by, "training_plan.approved", plan, year=plan.year)
    return YearPlan.objects.get(pk=plan.pk)


@transaction.atomic
def take_approval_back(*, by: Actor, plan: YearPlan) -> YearPlan:
    """Within 24 hours. Raises StepError, StaleError, NotAllowedError."""
    refuse_others_than_keepers(by)
    row = YearPlan.objects.select_for_update().get(pk=plan.pk)
    if row.state != needs.APPROVED or row.approved_at is None:
        raise StaleError(_("Kế hoạch này chưa duyệt."))
    if timezone.now() - row.approved_at > timedelta(hours=rules.HOURS_TO_UNDO):
        raise StepError(_("Đã quá 24 giờ từ khi duyệt. Ghi thay đổi vào kế hoạch năm sau."))
    YearPlan.objects.filter(pk=row.pk).update(state=needs.DRAFT, approved_by="", approved_at=None)
    journal.record(by, "training_plan.approval_taken_back", row, year=row.year)
    return YearPlan.objects.get(pk=row.pk)


def _refuse_approved(plan: YearPlan) -> None:
    if plan.state == needs.APPROVED:
        raise StepError(
            _("Kế hoạch năm %(year)d đã duyệt nên không sửa được.") % {"year": plan.year}
        )


def _check(facts: NeedFacts) -> None:
    _check_year(facts.year)
    known_kind(facts.kind)
    if not facts.subject.is_offered:
        raise FieldError(_("Chuyên đề này không còn dạy. Chọn chuyên đề khác."), "subject")
    if not 1 <= facts.people <= needs.MOST_PEOPLE:
        raise FieldError(_("Số người từ 1 đến %(most)d.") % {"most": needs.MOST_PEOPLE}, "people")


def _check_year(year: int) -> None:
    if not needs.is_year(year):
        told: Mapping[str, int] = {"first": needs.FIRST_YEAR, "last": needs.LAST_YEAR}
        raise FieldError(_("Năm từ %(first)d đến %(last)d.") % told, "year")


def _contact_sentence(typed: str) -> str:
    return _(
        "Cần số điện thoại như 0912345678 hoặc thư điện tử như ten@vidu.vn; nhận được %(got)s."
    ) % {"got": typed_values.shown(typed)}


def forget_contacts(*, by: Actor, before_year: int) -> int:
    """Contacts of persons who told needs of years before this one; the needs stay."""
    rows = Need.objects.filter(~Q(contact=""), year__lt=before_year)
    done = rows.update(contact="", erased_at=timezone.now())
    if done:
        journal.record(
            by, "training_need.contacts_erased", ("training.need", str(before_year)), count=done
        )
    return done
