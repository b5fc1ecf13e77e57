"""Verbs of the books: settle an agency's year, lock the year, open it again.

Opening is an act of its own: with a reason, and never by the person who locked it.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.actions.checking import good_reason, locked_book, open_book, refuse_without
from txng.budget.errors import NotAllowedError, StaleError, StepError
from txng.budget.models import Settlement, Year, YearChange
from txng.budget.queries import reach
from txng.budget.queries import years as queries
from txng.parties.models import Agency
from txng.ui import typed_values


@transaction.atomic
def settle(*, by: Actor, agency: Agency, year: int, note: str = "") -> Settlement:
    """What the agency was given and spent is fixed. Raises NotAllowedError, StepError, ClosedError."""
    refuse_without(by, rules.SETTLE, everywhere=True)
    open_book(year)
    found = queries.agency_year(by, year, agency.code)
    if found is None:
        raise StepError(
            _("Cơ quan này không có dòng dự toán nào trong năm %(year)d.") % {"year": year}
        )
    if found.settlement is not None:
        raise StaleError(_("Năm này của cơ quan vừa được quyết toán. Mở lại trang."))
    if found.undecided:
        raise StepError(
            _(
                "Còn %(count)d dòng chưa có quyết định. Thẩm định, phê duyệt hoặc xóa các dòng đó trước"
                " khi quyết toán."
            )
            % {"count": found.undecided}
        )
    made = Settlement.objects.create(
        agency=agency,
        year=year,
        approved=found.approved,
        disbursed=found.disbursed,
        note=typed_values.text(note)[: rules.LONGEST_REASON],
        settled_by=by.name,
    )
    journal.record(
        by, "budget.settled", made, concerns=agency.organisation_id,
        year=year, approved=str(made.approved), disbursed=str(made.disbursed),
    )  # fmt: skip
    return made


@transaction.atomic
def unsettle(*, by: Actor, agency: Agency, year: int, reason: str) -> None:
    """While the year is open. Raises NotAllowedError, FieldError, StaleError, ClosedError."""
    refuse_without(by, rules.SETTLE, everywhere=True)
    open_book(year)
    kept = good_reason(reason)
    made = Settlement.objects.filter(agency=agency, year=year).first()
    if made is None:
        raise StaleError(_("Cơ quan này chưa quyết toán năm %(year)d.") % {"year": year})
    journal.record(
        by, "budget.unsettled", made, concerns=agency.organisation_id, year=year, reason=kept
    )
    made.delete()


@transaction.atomic
def close_year(*, by: Actor, year: int) -> Year:
    """Locked for every verb, once every line is decided and every agency settled. Raises NotAllowedError,
    StepError, ClosedError."""
    refuse_without(by, rules.SETTLE, everywhere=True)
    refuse_without(by, rules.SEE_ALL, everywhere=True)
    book = open_book(year)
    if timezone.localdate() < rules.last_day(year):
        raise StepError(
            _("Năm %(year)d chưa kết thúc. Khóa sổ được từ ngày 31/12/%(year)d.") % {"year": year}
        )
    todo = queries.checklist(by, year)
    if not todo.is_done:
        raise StepError(
            _(
                "Chưa khóa được sổ năm %(year)d: còn %(lines)d dòng chưa quyết định và %(agencies)d cơ quan"
                " chưa quyết toán. Xem danh mục việc cần làm trên trang này."
            )
            % {"year": year, "lines": len(todo.undecided), "agencies": len(todo.unsettled)}
        )
    book.is_closed, book.closed_at = True, timezone.now()  # paired: year_closed_by_somebody
    book.closed_by, book.closed_by_person_id = by.name, by.person_id
    book.save()
    YearChange.objects.create(year=book, closes=True, by=by.name)
    journal.record(by, "budget.year_closed", book, year=year)
    return book


@transaction.atomic
def reopen_year(*, by: Actor, year: int, reason: str) -> Year:
    """By another person than the one who locked it. Raises NotAllowedError, FieldError, StaleError."""
    refuse_without(by, rules.SETTLE, everywhere=True)
    book = locked_book(year)
    if not book.is_closed:
        raise StaleError(_("Sổ năm %(year)d đang mở. Mở lại trang.") % {"year": year})
    if reach.is_same_person(by, book.closed_by, book.closed_by_person_id):
        raise NotAllowedError(
            _("Bạn là người đã khóa sổ năm này. Người khác của Sở Tài chính mở lại sổ.")
        )
    kept = good_reason(reason)
    book.is_closed, book.closed_at = False, None
    book.closed_by, book.closed_by_person_id = "", None
    book.save()
    YearChange.objects.create(year=book, closes=False, reason=kept, by=by.name)
    journal.record(by, "budget.year_reopened", book, year=year, reason=kept)
    return book
