"""Verbs of whoever decides: Finance appraises or sends back, the decision of the authority is entered.

Whoever proposed a line never appraises it. Amounts only stay or get lower from step to step.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.actions.checking import (
    amounts_of,
    good_reason,
    locked_line,
    moved,
    refuse_state,
    refuse_without,
    stepped,
)
from txng.budget.errors import FieldError, NotAllowedError, StepError
from txng.budget.models import BudgetLine, LineStep, Part
from txng.budget.queries import lines, reach
from txng.budget.rules import money
from txng.budget.rules import parts as part_rules
from txng.ui import typed_values


@transaction.atomic
def appraise(
    *,
    by: Actor,
    line: BudgetLine,
    amounts: Mapping[int, Decimal],
    reason: str = "",
    version: int | None = None,
) -> BudgetLine:
    """`amounts` by number of the part. Less than asked needs a reason; nothing at all refuses the line.

    Raises NotAllowedError, FieldError, StepError, StaleError, ClosedError.
    """
    row = _to_appraise(by, line, version)
    parts = list(row.parts.select_related("source").order_by("pk"))
    given = amounts_of(parts, amounts)
    _refuse_raised(parts, {part.pk: part.proposed for part in parts}, given)
    total = sum(given.values(), Decimal(0))
    kept = good_reason(reason) if total < row.proposed else typed_values.text(reason)
    for part in parts:
        part.appraised = given[part.pk]
        part.save(update_fields=["appraised"])
    moved(
        by, row, state=rules.APPRAISED if total else rules.REFUSED, appraised=total,
        appraised_by=by.name, appraised_at=timezone.now(), reason=kept[: rules.LONGEST_REASON],
    )  # fmt: skip
    stepped(by, row, LineStep.Verb.APPRAISED, amount=total, reason=kept)
    return row


@transaction.atomic
def return_line(
    *, by: Actor, line: BudgetLine, reason: str, version: int | None = None
) -> BudgetLine:
    """Back to its agency, which mends it and sends it again. Raises as `appraise`."""
    row = _to_appraise(by, line, version)
    kept = good_reason(reason)
    moved(by, row, state=rules.RETURNED, reason=kept)
    stepped(by, row, LineStep.Verb.RETURNED, reason=kept)
    return row


@transaction.atomic
def approve(
    *,
    by: Actor,
    line: BudgetLine,
    number: str,
    decided_on: date,
    amounts: Mapping[int, Decimal],
    reason: str = "",
    version: int | None = None,
) -> BudgetLine:
    """The decision of the competent authority is entered: its number, its day, what it gives each part.

    Raises NotAllowedError, FieldError, StepError, StaleError, ClosedError.
    """
    refuse_without(by, rules.APPROVE, everywhere=True)
    row = locked_line(by, line, version)
    refuse_state(row, rules.APPRAISED)
    kept_number = typed_values.text(number)
    if not kept_number or len(kept_number) > rules.LONGEST_NUMBER:
        raise FieldError(_("Ghi số quyết định, như 2451/QĐ-UBND."), "number")
    _refuse_day(row, decided_on)
    parts = list(row.parts.select_related("source").order_by("pk"))
    given = amounts_of(parts, amounts)
    _refuse_raised(parts, {part.pk: part.appraised or Decimal(0) for part in parts}, given)
    total = sum(given.values(), Decimal(0))
    lowered = total < (row.appraised or 0)
    kept = good_reason(reason) if lowered else typed_values.text(reason)
    for part in parts:
        part.approved = given[part.pk]
        part.save(update_fields=["approved"])
    moved(
        by, row, state=rules.APPROVED if total else rules.REFUSED, approved=total,
        decision_number=kept_number, decision_on=decided_on, approved_by=by.name,
        approved_at=timezone.now(), approval_reason=kept[: rules.LONGEST_REASON],
    )  # fmt: skip
    stepped(
        by, row, LineStep.Verb.APPROVED, amount=total, reason=kept,
        decision=kept_number, decided_on=decided_on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def undo(*, by: Actor, line: BudgetLine, version: int | None = None) -> BudgetLine:
    """The last decision is taken back, within a day, while nothing was spent. Raises StepError, StaleError,
    ClosedError."""
    row = locked_line(by, line, version)
    if not lines.may_undo(by, row):
        raise StepError(
            _(
                "Chỉ rút lại được bước vừa ghi trong %(hours)d giờ và khi chưa giải ngân đồng nào."
                " Mở lại trang."
            )
            % {"hours": int(rules.UNDO_WITHIN.total_seconds()) // 3600}
        )
    if row.approved_at is not None:
        row.parts.update(approved=None)
        moved(
            by, row, state=rules.APPRAISED, approved=None, decision_number="", decision_on=None,
            approved_by="", approved_at=None, approval_reason="",
        )  # fmt: skip
    else:
        row.parts.update(appraised=None)
        moved(
            by, row, state=rules.PROPOSED, appraised=None, appraised_by="", appraised_at=None,
            reason="",
        )  # fmt: skip
    stepped(by, row, LineStep.Verb.UNDONE)
    return row


# --- inside -----------------------------------------------------------------------------------------


def _to_appraise(by: Actor, line: BudgetLine, version: int | None) -> BudgetLine:
    refuse_without(by, rules.APPRAISE, everywhere=True)
    row = locked_line(by, line, version)
    refuse_state(row, rules.PROPOSED)
    if reach.is_same_person(by, row.proposed_by, row.proposed_by_person_id):
        raise NotAllowedError(
            _("Bạn là người đề xuất dòng này. Người khác của Sở Tài chính thẩm định.")
        )
    return row


def _refuse_raised(
    parts: list[Part], before: Mapping[int, Decimal], after: Mapping[int, Decimal]
) -> None:
    for key, amount in after.items():
        if amount < 0:
            raise FieldError(_("Số tiền không được âm."), f"part_{key}")
    higher = part_rules.raised(before, after)
    if higher is None:
        return
    source = next(part.source for part in parts if part.pk == higher)
    raise FieldError(
        _(
            "Nguồn “%(source)s”: bước trước là %(before)s đồng, nhận được %(after)s đồng. Chỉ giữ nguyên hoặc"
            " giảm; muốn tăng thì trả lại để cơ quan đề xuất lại."
        )
        % {
            "source": source,
            "before": money.written(before[higher]),
            "after": money.written(after[higher]),
        },
        f"part_{higher}",
    )


def _refuse_day(row: BudgetLine, day: date) -> None:
    """A decision about a year is made in it, or in the year before."""
    first, last = rules.first_day(row.year - 1), rules.last_day(row.year)
    last = min(last, timezone.localdate())
    if not first <= day <= last:
        raise FieldError(
            _("Cần ngày quyết định từ %(first)s đến %(last)s; nhận được %(got)s.")
            % {
                "first": f"{first:%d/%m/%Y}",
                "last": f"{last:%d/%m/%Y}",
                "got": f"{day:%d/%m/%Y}",
            },
            "decided_on",
        )
