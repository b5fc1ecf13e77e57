"""What every verb does before it writes: the right, the books of the year, the row as it is now."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.budget.errors import ClosedError, FieldError, NotAllowedError, StaleError, StepError
from txng.budget.models import BudgetLine, LineStep, Part, Settlement, Year
from txng.budget.queries import lines
from txng.budget.rules import FIRST_YEAR, LAST_YEAR, LONGEST_REASON, money
from txng.ui import typed_values


def refuse_without(by: Actor, right: str, *, everywhere: bool = False) -> None:
    """Raises NotAllowedError."""
    if not (by.may_everywhere(right) if everywhere else by.may(right)):
        raise NotAllowedError(
            _(
                "Vai trò của bạn không có việc này. Nhờ người quản lý tài khoản của cơ quan cấp thêm."
            )
        )


def open_book(year: int) -> Year:
    """Locks the books of the year until the transaction ends: nobody closes them in between.

    Raises FieldError, ClosedError.
    """
    book = locked_book(year)
    if book.is_closed:
        raise ClosedError(
            _(
                "Sổ năm %(year)d đã khóa từ %(day)s. Muốn sửa, nhờ Sở Tài chính mở lại sổ và ghi lý do."
            )
            % {"year": year, "day": f"{timezone.localtime(book.closed_at):%d/%m/%Y}"}
        )
    return book


def locked_book(year: int) -> Year:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FieldError(
            _("Cần năm từ %(first)d đến %(last)d; nhận được %(got)d.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR, "got": year},
            "year",
        )
    Year.objects.get_or_create(pk=year)
    return Year.objects.select_for_update().get(pk=year)


def refuse_settled(year: int, agency_id: int) -> None:
    """Raises ClosedError."""
    settled = Settlement.objects.filter(year=year, agency_id=agency_id).first()
    if settled is not None:
        raise ClosedError(
            _(
                "Cơ quan này đã quyết toán năm %(year)d ngày %(day)s. Muốn sửa, nhờ Sở Tài chính"
                " bỏ quyết toán."
            )
            % {"year": year, "day": f"{timezone.localtime(settled.settled_at):%d/%m/%Y}"}
        )


def locked_line(by: Actor, line: BudgetLine, version: int | None = None) -> BudgetLine:
    """The row as it is now, in books that are open; held until the transaction ends.

    Raises StaleError when it is gone or another version than the form was made from; ClosedError.
    """
    open_book(line.year)
    row = (
        lines.lines(by)
        .prefetch_related(None)
        .select_for_update(of=("self",))
        .filter(pk=line.pk)
        .first()
    )
    if row is None:
        raise StaleError(_("Dòng này không còn nữa. Mở lại danh sách dự toán."))
    refuse_settled(row.year, row.agency_id)
    if version is not None and version != row.version:
        raise changed(row)
    return row


def changed(row: BudgetLine) -> StaleError:
    return StaleError(
        _(
            "%(who)s vừa sửa dòng này lúc %(moment)s: nay là “%(state)s”, đề xuất %(amount)s đồng. Xem lại,"
            " rồi bấm lại nếu vẫn muốn lưu điều bạn gõ."
        )
        % {
            "who": row.changed_by,
            "moment": f"{timezone.localtime(row.changed_at):%H:%M %d/%m/%Y}",
            "state": row.get_state_display(),
            "amount": money.written(row.proposed),
        }
    )


def refuse_state(row: BudgetLine, *states: str) -> None:
    """Raises StepError."""
    if row.state not in states:
        raise StepError(
            _("Dòng %(code)s nay là “%(state)s”, nên không làm được việc này. Mở lại trang.")
            % {"code": row.code, "state": row.get_state_display()}
        )


def moved(by: Actor, row: BudgetLine, **values: Any) -> BudgetLine:
    """Write these values, the next version, and who did it."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_at, row.changed_by = timezone.now(), by.name
    row.save()
    return row


def stepped(
    by: Actor,
    row: BudgetLine,
    verb: str,
    *,
    amount: Decimal | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """The step on the page of the line, and its line in the journal."""
    LineStep.objects.create(
        line=row, verb=verb, amount=amount, reason=reason, by=by.name, organisation=by.organisation
    )
    told = {"code": row.code, "year": row.year, **details}
    if amount is not None:
        told["amount"] = str(amount)
    if reason:
        told["reason"] = reason
    journal.record(by, f"budget.{verb}", row, concerns=row.agency.organisation_id, **told)


def good_reason(reason: str) -> str:
    """Raises FieldError."""
    kept = typed_values.text(reason)
    if not kept:
        raise FieldError(_("Ghi lý do: người lập dự toán sẽ đọc câu này."), "reason")
    if len(kept) > LONGEST_REASON:
        raise FieldError(
            _("Lý do dài nhất %(longest)d ký tự; nhận được %(got)d.")
            % {"longest": LONGEST_REASON, "got": len(kept)},
            "reason",
        )
    return kept


def amounts_of(parts: list[Part], given: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """An amount for each part, by its number. Raises StaleError when the parts are others by now."""
    if set(given) != {part.pk for part in parts}:
        raise StaleError(_("Các nguồn của dòng này vừa được sửa. Mở lại trang rồi làm tiếp."))
    return dict(given)
