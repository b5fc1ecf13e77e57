"""Verbs of whoever asks for money: write a line, change it, send it, take it back, drop it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.actions.checking import (
    locked_line,
    moved,
    open_book,
    refuse_settled,
    refuse_state,
    refuse_without,
    stepped,
)
from txng.budget.errors import FieldError, NotAllowedError
from txng.budget.models import BudgetLine, LineStep, Part, Source
from txng.budget.queries import reach
from txng.budget.rules import money, purposes
from txng.budget.rules import parts as part_rules
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme.models import Task
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as somebody asks for it. `total` is what the person added up, told beside the parts.

    `agency` None: the one that the person acts for.
    """

    year: int
    purpose: str
    title: str
    total: Decimal
    parts: tuple[tuple[Source, Decimal], ...]
    note: str = ""
    calculation: str = ""
    agency: Agency | None = None
    task: Task | None = None


def check_line(by: Actor, asked: Asked) -> Agency:
    """Whose line it becomes. Raises FieldError, NotAllowedError; the books are asked by the verbs."""
    refuse_without(by, rules.PROPOSE)
    agency = _agency(by, asked)
    if agency.ended_on is not None and agency.ended_on < rules.first_day(asked.year):
        raise FieldError(_ended(agency, asked.year), "agency")
    if asked.purpose not in purposes.BY_CODE:
        raise FieldError(_("Chọn mục chi trong danh sách."), "purpose")
    if not typed_values.text(asked.title):
        raise FieldError(_("Ghi nội dung: việc gì, cho ai, bao nhiêu."), "title")
    _check_task(asked)
    _check_parts(asked)
    return agency


@transaction.atomic
def make_line(*, by: Actor, asked: Asked) -> BudgetLine:
    """A draft. Raises FieldError, NotAllowedError, ClosedError."""
    agency = check_line(by, asked)
    open_book(asked.year)
    refuse_settled(asked.year, agency.pk)
    row = BudgetLine.objects.create(agency=agency, changed_by=by.name, **_values(asked))
    _keep_parts(row, asked)
    journal.record(
        by, "budget.drafted", row, concerns=agency.organisation_id,
        code=row.code, year=row.year, amount=str(row.proposed),
    )  # fmt: skip
    return row


@transaction.atomic
def change_line(
    *, by: Actor, line: BudgetLine, asked: Asked, version: int | None = None
) -> BudgetLine:
    """While it is a draft or sent back. Raises FieldError, NotAllowedError, StepError, StaleError,
    ClosedError."""
    row = _own(by, line, version)
    refuse_state(row, *rules.EDITABLE)
    agency = check_line(by, asked)
    if asked.year != row.year or agency.pk != row.agency_id:
        open_book(asked.year)
        refuse_settled(asked.year, agency.pk)
    before = str(row.proposed)
    moved(by, row, agency=agency, **_values(asked))
    row.parts.all().delete()
    _keep_parts(row, asked)
    journal.record(
        by, "budget.changed", row, concerns=agency.organisation_id,
        code=row.code, year=row.year, amount=str(row.proposed), was=before,
    )  # fmt: skip
    return row


@transaction.atomic
def drop_line(*, by: Actor, line: BudgetLine, version: int | None = None) -> None:
    """A draft that was never sent is gone; the journal keeps what it said. Raises as `change_line`."""
    row = _own(by, line, version)
    refuse_state(row, *rules.EDITABLE)
    journal.record(
        by, "budget.dropped", row, concerns=row.agency.organisation_id,
        code=row.code, year=row.year, amount=str(row.proposed), title=row.title,
    )  # fmt: skip
    row.delete()


@transaction.atomic
def propose(*, by: Actor, line: BudgetLine, version: int | None = None) -> BudgetLine:
    """Sent to Finance. Raises NotAllowedError, StepError, StaleError, ClosedError."""
    row = _own(by, line, version)
    refuse_state(row, *rules.EDITABLE)
    moved(
        by, row, state=rules.PROPOSED, proposed_at=timezone.now(), proposed_by=by.name,
        proposed_by_person_id=by.person_id, reason="",
    )  # fmt: skip
    stepped(by, row, LineStep.Verb.PROPOSED, amount=row.proposed)
    return row


@transaction.atomic
def take_back(*, by: Actor, line: BudgetLine, version: int | None = None) -> BudgetLine:
    """Before anybody appraised it: a draft again. Raises NotAllowedError, StepError, StaleError,
    ClosedError."""
    row = _own(by, line, version)
    refuse_state(row, rules.PROPOSED)
    moved(by, row, state=rules.DRAFT, proposed_at=None, proposed_by="", proposed_by_person=None)
    stepped(by, row, LineStep.Verb.TAKEN_BACK)
    return row


# --- inside -----------------------------------------------------------------------------------------


def _own(by: Actor, line: BudgetLine, version: int | None) -> BudgetLine:
    refuse_without(by, rules.PROPOSE)
    row = locked_line(by, line, version)
    if not reach.is_own(by, row.agency) and not by.may_everywhere(rules.KEEP):
        raise NotAllowedError(_("Đây là dự toán của cơ quan khác; chỉ cơ quan đó sửa được."))
    return row


def _agency(by: Actor, asked: Asked) -> Agency:
    own = reach.own_agency(by)
    if asked.agency is None or (own is not None and asked.agency.pk == own.pk):
        if own is None:
            raise NotAllowedError(
                _(
                    "Tài khoản của bạn chưa gắn với cơ quan nào của Kế hoạch. Nhờ cơ quan thường trực gắn"
                    " tài khoản ở trang Cơ quan và nhiệm vụ."
                ),
                "agency",
            )
        return own
    if not by.may_everywhere(rules.KEEP):
        raise NotAllowedError(_("Bạn chỉ lập được dự toán của cơ quan mình."), "agency")
    return asked.agency


def _ended(agency: Agency, year: int) -> str:
    day = agency.ended_on
    assert day is not None
    names = parties.named(
        None, rules.first_day(year), [one.code for one in agency.successors.all()]
    )
    told = {"code": agency.code, "day": f"{day:%d/%m/%Y}", "year": year}
    if names:
        told["successors"] = ", ".join(sorted(one.short for one in names.values()))
        return (
            _(
                "Cơ quan “%(code)s” hoạt động đến hết %(day)s nên không có dự toán năm %(year)d."
                " Lập cho đơn vị tiếp nhận: %(successors)s."
            )
            % told
        )
    return (
        _("Cơ quan “%(code)s” hoạt động đến hết %(day)s nên không có dự toán năm %(year)d.") % told
    )


def _check_task(asked: Asked) -> None:
    task = asked.task
    if task is None:
        return
    if task.last_day < rules.first_day(asked.year) or task.first_day > rules.last_day(asked.year):
        raise FieldError(
            _(
                "Nhiệm vụ %(code)s chạy từ %(first)s đến %(last)s, ngoài năm %(year)d. Chọn nhiệm vụ khác"
                " hoặc để trống."
            )
            % {
                "code": task.code,
                "first": f"{task.first_day:%d/%m/%Y}",
                "last": f"{task.last_day:%d/%m/%Y}",
                "year": asked.year,
            },
            "task",
        )


def _check_parts(asked: Asked) -> None:
    if not asked.parts:
        raise FieldError(_("Chọn ít nhất một nguồn vốn và ghi số tiền."), "source_1")
    if len(asked.parts) > rules.MOST_PARTS:
        raise FieldError(
            _("Mỗi dòng có nhiều nhất %(most)d nguồn. Tách thành hai dòng.")
            % {"most": rules.MOST_PARTS}
        )
    seen: set[int] = set()
    for number, (source, amount) in enumerate(asked.parts, 1):
        if source.pk in seen:
            raise FieldError(
                _("Nguồn “%(source)s” có hai lần. Cộng lại thành một.") % {"source": source},
                f"source_{number}",
            )
        seen.add(source.pk)
        if not source.is_open:
            raise FieldError(
                _("Nguồn “%(source)s” không còn nhận dự toán. Chọn nguồn khác.")
                % {"source": source},
                f"source_{number}",
            )
        if not 0 < amount <= money.MOST:
            raise FieldError(
                _("Cần số tiền từ 1 đến %(most)s đồng.") % {"most": money.written(money.MOST)},
                f"amount_{number}",
            )
    wrong = part_rules.adds_up(asked.total, [amount for _source, amount in asked.parts])
    if wrong is not None:
        told = {
            "total": money.written(wrong.total),
            "parts": money.written(wrong.parts),
            "gap": money.written(wrong.gap),
        }
        sentence = (
            _("Tổng là %(total)s đồng, các nguồn cộng lại %(parts)s đồng: còn thiếu %(gap)s đồng.")
            if wrong.is_missing
            else _("Tổng là %(total)s đồng, các nguồn cộng lại %(parts)s đồng: thừa %(gap)s đồng.")
        )
        raise FieldError(sentence % told, "total")
    if not purposes.may_pay(asked.purpose, {source.kind for source, _amount in asked.parts}):
        raise FieldError(
            _(
                "Mục này do doanh nghiệp tự chi (Kế hoạch, III.2.b): chỉ chọn nguồn vốn doanh nghiệp."
            ),
            "purpose",
        )


def _values(asked: Asked) -> dict[str, object]:
    return {
        "year": asked.year,
        "purpose": asked.purpose,
        "task": asked.task,
        "title": typed_values.text(asked.title)[: rules.LONGEST_TITLE],
        "note": typed_values.text(asked.note)[: rules.LONGEST_NOTE],
        "calculation": asked.calculation[: rules.LONGEST_CALCULATION],
        "proposed": asked.total,
    }


def _keep_parts(row: BudgetLine, asked: Asked) -> None:
    Part.objects.bulk_create(
        Part(line=row, source=source, proposed=amount) for source, amount in asked.parts
    )
