"""Verbs of whoever pays: a voucher is entered, and taken out again by a counter entry.

The part is locked first, so that two people who spend in the same moment see each other's payment; the
table itself refuses `disbursed > approved` whoever asks.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.actions.checking import good_reason, locked_line, refuse_state, refuse_without
from txng.budget.errors import FieldError, NotAllowedError, OverspentError, StaleError, StepError
from txng.budget.models import BudgetLine, Part, Voucher
from txng.budget.queries import lines, reach
from txng.budget.rules import money
from txng.budget.rules import parts as part_rules
from txng.documents.actions import attaching
from txng.documents.errors import DocumentsError
from txng.documents.models import Attachment
from txng.ui import typed_values

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Paid:
    """What a voucher says."""

    number: str
    paid_on: date
    amount: Decimal
    payee: str
    content: str


@transaction.atomic
def record_voucher(
    *, by: Actor, line: BudgetLine, part: int, paid: Paid, token: str, file: File | None = None
) -> Voucher:
    """Out of the part with this number. The same form sent again gives the voucher that it made.

    Raises OverspentError, FieldError, NotAllowedError, StepError, StaleError, ClosedError.
    """
    row = _to_spend(by, line)
    made = _made_before(row, token)
    if made is not None:
        return made
    refuse_state(row, rules.APPROVED)
    held = (
        row.parts.select_for_update(of=("self",)).select_related("source").filter(pk=part).first()
    )
    if held is None:
        raise FieldError(_("Chọn nguồn vốn của dòng này."), "part")
    kept = _checked(row, paid)
    if Voucher.objects.filter(
        part__line=row, number=kept.number, counters=None, countered_by=None
    ).exists():
        raise FieldError(
            _(
                "Dòng này đã có chứng từ số %(number)s. Xem lại số, hoặc đảo chứng từ cũ trước khi ghi lại."
            )
            % {"number": kept.number},
            "number",
        )
    if not part_rules.may_disburse(held.approved, held.disbursed, kept.amount):
        raise _overspent(held, kept.amount)
    made = _written(by, row, held, kept, token)
    journal.record(
        by, "budget.disbursed", made, concerns=row.agency.organisation_id,
        line=row.code, number=made.number, amount=str(made.amount),
    )  # fmt: skip
    if file is not None:
        attach_file(by=by, voucher=made, file_name=file[0], content=file[1])
    return made


@transaction.atomic
def counter_voucher(*, by: Actor, voucher: Voucher, reason: str, on: date, token: str) -> Voucher:
    """The same amount below zero: the voucher stays, and counts no more. Raises as `record_voucher`."""
    row = _to_spend(by, voucher.part.line)
    made = _made_before(row, token)
    if made is not None:
        return made
    kept = good_reason(reason)
    held = Part.objects.select_for_update(of=("self",)).get(pk=voucher.part_id)
    wrong = Voucher.objects.select_related("countered_by").get(pk=voucher.pk)
    if wrong.counters_id is not None:
        raise StepError(_("Đây là bút toán đảo, không đảo thêm lần nữa. Ghi chứng từ mới."))
    if Voucher.objects.filter(counters=wrong).exists():
        raise StaleError(_("Chứng từ này đã được đảo. Mở lại trang."))
    _check_day(row, on, "on")
    if on < wrong.paid_on:
        raise FieldError(
            _("Bút toán đảo ghi từ ngày chi %(day)s trở đi.")
            % {"day": f"{wrong.paid_on:%d/%m/%Y}"},
            "on",
        )
    opposite = Paid(wrong.number, on, -wrong.amount, wrong.payee, kept)
    made = _written(by, row, held, opposite, token, counters=wrong)
    journal.record(
        by, "budget.countered", made, concerns=row.agency.organisation_id,
        line=row.code, number=wrong.number, amount=str(made.amount), reason=kept,
    )  # fmt: skip
    return made


@transaction.atomic
def attach_file(*, by: Actor, voucher: Voucher, file_name: str, content: bytes) -> Attachment:
    """A picture or PDF beside a voucher. Raises FieldError at "file", NotAllowedError, ClosedError."""
    _to_spend(by, voucher.part.line)
    if len(lines.files(by, [voucher]).get(voucher.pk, ())) >= rules.MOST_FILES:
        raise FieldError(
            _("Mỗi chứng từ kèm nhiều nhất %(most)d tệp.") % {"most": rules.MOST_FILES}, "file"
        )
    try:
        return attaching.attach(
            by=by,
            subject=(lines.VOUCHER, str(voucher.pk)),
            title=_("Chứng từ %(number)s") % {"number": voucher.number},
            file_name=file_name,
            content=content,
        )
    except DocumentsError as refused:
        raise FieldError(str(refused), "file") from refused


# --- inside -----------------------------------------------------------------------------------------


def _to_spend(by: Actor, line: BudgetLine) -> BudgetLine:
    refuse_without(by, rules.DISBURSE)
    row = locked_line(by, line)
    if not reach.is_own(by, row.agency):
        raise NotAllowedError(_("Chỉ cơ quan được giao kinh phí ghi được chứng từ của dòng này."))
    return row


def _made_before(row: BudgetLine, token: str) -> Voucher | None:
    return Voucher.objects.filter(token=_digest(row, token)).first()


def _digest(row: BudgetLine, token: str) -> str:
    """Of the form and the line: the same number on another line is another form."""
    return account_rules.digest(f"{row.pk} {token}")


def _checked(row: BudgetLine, paid: Paid) -> Paid:
    kept = Paid(
        typed_values.text(paid.number)[: rules.LONGEST_NUMBER],
        paid.paid_on,
        paid.amount,
        typed_values.text(paid.payee)[:200],
        typed_values.text(paid.content)[: rules.LONGEST_REASON],
    )
    for name, sentence in (
        ("number", _("Ghi số chứng từ, như UNC-015.")),
        ("payee", _("Ghi người nhận tiền.")),
        ("content", _("Ghi nội dung chi.")),
    ):
        if not getattr(kept, name):
            raise FieldError(sentence, name)
    if not 0 < kept.amount <= money.MOST:
        raise FieldError(
            _("Cần số tiền từ 1 đến %(most)s đồng.") % {"most": money.written(money.MOST)}, "amount"
        )
    _check_day(row, kept.paid_on, "paid_on")
    if row.decision_on is not None and kept.paid_on < row.decision_on:
        raise FieldError(
            _("Ngày chi %(got)s trước ngày quyết định phê duyệt %(decided)s.")
            % {"got": f"{kept.paid_on:%d/%m/%Y}", "decided": f"{row.decision_on:%d/%m/%Y}"},
            "paid_on",
        )
    return kept


def _check_day(row: BudgetLine, day: date, field: str) -> None:
    if day.year != row.year:
        raise FieldError(
            _("Dòng này thuộc năm %(year)d; nhận được ngày %(got)s. Ghi ngày trong năm đó.")
            % {"year": row.year, "got": f"{day:%d/%m/%Y}"},
            field,
        )
    if day > timezone.localdate():
        raise FieldError(
            _("Ngày %(got)s chưa tới. Ghi chứng từ khi đã chi.") % {"got": f"{day:%d/%m/%Y}"}, field
        )


def _overspent(part: Part, asked: Decimal) -> OverspentError:
    left = part_rules.left(part.approved, part.disbursed) or Decimal(0)
    return OverspentError(
        _(
            "Vượt số được giao của nguồn “%(source)s”: được giao %(approved)s đồng, đã giải ngân"
            " %(spent)s đồng, còn lại %(left)s đồng, chứng từ này %(asked)s đồng (vượt %(over)s đồng)."
        )
        % {
            "source": part.source,
            "approved": money.written(part.approved or 0),
            "spent": money.written(part.disbursed),
            "left": money.written(left),
            "asked": money.written(asked),
            "over": money.written(asked - left),
        },
        "amount",
    )


def _written(
    by: Actor,
    row: BudgetLine,
    part: Part,
    paid: Paid,
    token: str,
    counters: Voucher | None = None,
) -> Voucher:
    Part.objects.filter(pk=part.pk).update(disbursed=F("disbursed") + paid.amount)
    BudgetLine.objects.filter(pk=row.pk).update(disbursed=F("disbursed") + paid.amount)
    return Voucher.objects.create(
        part=part,
        number=paid.number,
        paid_on=paid.paid_on,
        amount=paid.amount,
        payee=paid.payee,
        content=paid.content,
        counters=counters,
        token=_digest(row, token),
        recorded_by=by.name,
    )
