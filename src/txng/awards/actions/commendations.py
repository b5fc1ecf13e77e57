"""Verbs of commendation: propose, send the list up, record what was decided, take it back.

Nothing here is done by the machine: candidates are only shown (queries/commendations.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.actions.stepping import begin, move, next_number, number, ready, reason, text
from txng.awards.errors import FieldError, NotAllowedError
from txng.awards.models import Commendation
from txng.awards.queries import commendations as queries
from txng.awards.queries import reach, stepping
from txng.awards.rules import commendations as commendation_rules
from txng.awards.rules import steps
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class CommendationFacts:
    """`who`: code of an enterprise or of an agency, or the name of a person. `grounds` as the model keeps
    them."""

    year: int
    whom: str
    who: str
    merits: str
    form: str
    grounds: Sequence[Mapping[str, Any]] = field(default=())


@transaction.atomic
def propose(*, by: Actor, facts: CommendationFacts) -> Commendation:
    """Raises NotAllowedError, FieldError."""
    if not reach.keeps(by):
        raise NotAllowedError(_("Chỉ cơ quan thường trực lập đề nghị khen thưởng."))
    today = timezone.localdate()
    if not 2019 <= facts.year <= today.year:
        raise FieldError(_("Năm từ 2019 đến %(year)d.") % {"year": today.year}, "year")
    if facts.form not in commendation_rules.FORMS:
        raise FieldError(_("Chọn hình thức khen thưởng."), "form")
    merits = text(facts.merits, "merits", _("Ghi thành tích cụ thể."), rules.LONGEST_TEXT)
    whom = _whom(by, facts, today)
    try:
        with transaction.atomic():
            made = Commendation.objects.create(
                number=commendation_rules.number_of(
                    facts.year, next_number(steps.COMMENDATION, facts.year)
                ),
                year=facts.year,
                whom=facts.whom,
                merits=merits,
                grounds=[dict(one) for one in facts.grounds],
                form=facts.form,
                proposed_by=by.name,
                proposed_by_person_id=by.person_id,
                **whom,
            )
    except IntegrityError as error:
        raise FieldError(
            _("Đã có trong danh sách đề nghị năm %(year)d.") % {"year": facts.year}, "who"
        ) from error
    begin(by, made)
    return made


@transaction.atomic
def submit_list(
    *, by: Actor, year: int, chosen: Collection[str], paper_number: str, on: date
) -> list[Commendation]:
    """Sends these proposals of the year up with one paper. Raises NotAllowedError, StepError, FieldError."""
    if not chosen:
        raise FieldError(_("Chọn ít nhất một đề nghị để trình."), "chosen")
    told = number(paper_number, "paper_number")
    if on > timezone.localdate():
        raise FieldError(_("Ngày trình ở tương lai."), "on")
    rows = list(Commendation.objects.filter(year=year, number__in=chosen).order_by("number"))
    if len(rows) != len(set(chosen)):
        raise FieldError(_("Chọn các đề nghị trong danh sách của năm."), "chosen")
    sent = []
    for one in rows:
        row = ready(by, one, "submitted", None)
        row.submitted_number, row.submitted_on = told, on
        sent.append(move(by, row, "submitted", paper=told))
    return sent


@transaction.atomic
def commend(
    *, by: Actor, commendation: Commendation, form: str, decision_number: str, decision_on: date,
    note: str = "", seen: int | None = None,
) -> Commendation:  # fmt: skip
    """What the competent authority decided; recorded by another person than who proposed. Raises what
    `ready` raises, FieldError."""
    row = ready(by, commendation, "commended", seen)
    _refuse_same_hand(by, row)
    if form not in commendation_rules.FORMS:
        raise FieldError(_("Chọn hình thức khen thưởng."), "form")
    row.decision_number, row.decision_on = _decision(row, decision_number, decision_on)
    row.form = form
    return move(
        by, row, "commended", note=typed_values.lines(note)[: rules.LONGEST_REASON],
        decision=row.decision_number, form=form,
    )  # fmt: skip


@transaction.atomic
def decline(
    *, by: Actor, commendation: Commendation, note: str, seen: int | None = None
) -> Commendation:
    row = ready(by, commendation, "declined", seen)
    _refuse_same_hand(by, row)
    return move(by, row, "declined", note=reason(note))


@transaction.atomic
def withdraw(
    *, by: Actor, commendation: Commendation, note: str, seen: int | None = None
) -> Commendation:
    row = ready(by, commendation, "withdrawn", seen)
    return move(by, row, "withdrawn", note=reason(note))


@transaction.atomic
def revoke(
    *, by: Actor, commendation: Commendation, note: str, seen: int | None = None
) -> Commendation:
    """The decision was taken back by whoever made it; the reason is told."""
    row = ready(by, commendation, "revoked", seen)
    _refuse_same_hand(by, row)
    return move(by, row, "revoked", note=reason(note))


def attach(*, by: Actor, commendation: Commendation, file_name: str, content: bytes) -> Attachment:
    """Raises NotAllowedError, BadFileError."""
    if not reach.keeps(by):
        raise NotAllowedError(_("Chỉ cơ quan thường trực gửi tệp cho đề nghị khen thưởng."))
    return documents.attach(
        by=by, subject=(queries.SUBJECT, str(commendation.pk)), title=commendation.number,
        file_name=file_name, content=content,
    )  # fmt: skip


def _whom(by: Actor, facts: CommendationFacts, today: date) -> dict[str, Any]:
    if facts.whom == commendation_rules.ENTERPRISE:
        enterprise = parties.enterprise(by, facts.who) or parties.with_tax_code(by, facts.who)
        if enterprise is None:
            raise FieldError(
                _("Không thấy cơ sở có mã này. Nhập mã trong sổ cơ sở hoặc mã số thuế."), "who"
            )
        return {"enterprise": enterprise, "name": enterprise.public_name}
    if facts.whom == commendation_rules.AGENCY:
        found = parties.named(by, today, [facts.who]).get(facts.who)
        if found is None:
            raise FieldError(_("Không thấy cơ quan này. Chọn trong danh sách."), "who")
        return {"agency": found.agency, "name": found.written}
    if facts.whom != commendation_rules.PERSON:
        raise FieldError(_("Chọn đối tượng khen thưởng."), "whom")
    return {"name": text(facts.who, "who", _("Nhập họ tên và đơn vị."), rules.LONGEST_NAME)}


def _decision(row: Commendation, typed: str, on: date) -> tuple[str, date]:
    if on > timezone.localdate():
        raise FieldError(_("Ngày quyết định ở tương lai. Ghi sau khi đã ký."), "decision_on")
    if row.submitted_on is not None and on < row.submitted_on:
        raise FieldError(_("Ngày quyết định trước ngày trình."), "decision_on")
    return number(typed, "decision_number"), on


def _refuse_same_hand(by: Actor, row: Commendation) -> None:
    if stepping.is_own_hand(by, row, "commended"):
        raise NotAllowedError(
            _("Bạn là người lập đề nghị này. Người khác có quyền ghi quyết định.")
        )
