"""Verbs of pilot models: the cost sheet, the count of results, and the estimate that follows from them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.actions.checking import refuse_without
from txng.budget.actions.lines import Asked, make_line
from txng.budget.errors import FieldError, NotAllowedError, StepError
from txng.budget.models import BudgetLine, Pilot, PilotItem, Source
from txng.budget.queries import reach
from txng.budget.rules import money, pilots, purposes
from txng.ui import typed_values

MOST_RESULTS = 1_000_000


@dataclass(frozen=True, slots=True)
class PilotFacts:
    """`results` None: not counted yet."""

    title: str
    place: str
    first_year: int
    last_year: int
    result_unit: str
    results: int | None = None
    note: str = ""


@transaction.atomic
def add_pilot(*, by: Actor, facts: PilotFacts) -> Pilot:
    """Of the agency that the person acts for. Raises NotAllowedError, FieldError."""
    refuse_without(by, rules.PROPOSE)
    agency = reach.own_agency(by)
    if agency is None:
        raise NotAllowedError(
            _("Tài khoản của bạn chưa gắn với cơ quan nào của Kế hoạch nên chưa lập được mô hình.")
        )
    values = _checked(facts)
    try:
        with transaction.atomic():
            made = Pilot.objects.create(agency=agency, **values)
    except IntegrityError:
        raise FieldError(_("Đã có mô hình cùng tên ở nơi này."), "title") from None
    journal.record(by, "budget.pilot_added", made, title=made.title, place=made.place)
    return made


@transaction.atomic
def change_pilot(*, by: Actor, pilot: Pilot, facts: PilotFacts) -> Pilot:
    """Raises NotAllowedError, FieldError."""
    one = _own(by, pilot)
    values = _checked(facts)
    for name, value in values.items():
        setattr(one, name, value)
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise FieldError(_("Đã có mô hình cùng tên ở nơi này."), "title") from None
    journal.record(by, "budget.pilot_changed", one, title=one.title, results=one.results)
    return one


@transaction.atomic
def add_item(*, by: Actor, pilot: Pilot, item: pilots.Item) -> PilotItem:
    """Raises NotAllowedError, FieldError."""
    one = _own(by, pilot)
    title, unit = typed_values.text(item.title)[:200], typed_values.text(item.unit)[:60]
    if not title or not unit:
        raise FieldError(_("Ghi khoản chi và đơn vị tính."), "title" if not title else "unit")
    if item.purpose not in purposes.BY_CODE:
        raise FieldError(_("Chọn mục chi trong danh sách."), "purpose")
    if item.quantity <= 0:
        raise FieldError(_("Số lượng cần lớn hơn 0."), "quantity")
    if not 0 < item.unit_cost <= money.MOST or item.amount > money.MOST:
        raise FieldError(
            _("Cần số tiền từ 1 đến %(most)s đồng.") % {"most": money.written(money.MOST)},
            "unit_cost",
        )
    try:
        with transaction.atomic():
            made = PilotItem.objects.create(
                pilot=one, purpose=item.purpose, title=title, quantity=item.quantity, unit=unit,
                unit_cost=item.unit_cost,
            )  # fmt: skip
    except IntegrityError:
        raise FieldError(_("Khoản chi này đã có trong bảng."), "title") from None
    journal.record(by, "budget.pilot_item_added", one, title=title, amount=str(item.amount))
    return made


@transaction.atomic
def drop_item(*, by: Actor, item: PilotItem) -> None:
    """Raises NotAllowedError."""
    one = _own(by, item.pilot)
    journal.record(by, "budget.pilot_item_dropped", one, title=item.title)
    item.delete()


@transaction.atomic
def estimate_from(
    *, by: Actor, pilot: Pilot, year: int, results: int, source: Source, own_source: Source | None
) -> list[BudgetLine]:
    """Drafts of the next proposal, one a purpose, with the calculation written out.

    What the Plan leaves to enterprises (III.2.b) is put on `own_source`. All or nothing. Raises FieldError,
    StepError, NotAllowedError, ClosedError.
    """
    if pilot.results is None:
        raise StepError(
            _("Mô hình này chưa đếm kết quả nên chưa tính được đơn giá. Ghi số kết quả trước.")
        )
    items = [one.plain for one in pilot.items.order_by("pk")]
    if not items:
        raise StepError(_("Mô hình này chưa có khoản chi nào. Thêm khoản chi vào bảng trước."))
    if not 0 < results <= MOST_RESULTS:
        raise FieldError(
            _("Cần số kết quả từ 1 đến %(most)s.") % {"most": money.written(MOST_RESULTS)},
            "results",
        )
    made = []
    for one in pilots.estimates(items, pilot.results, results):
        paid_from = source
        if not purposes.may_pay(one.purpose, {source.kind}):
            if own_source is None:
                raise FieldError(
                    _(
                        "Mô hình có khoản do doanh nghiệp tự chi. Chọn nguồn vốn doanh nghiệp cho khoản đó."
                    ),
                    "own_source",
                )
            paid_from = own_source
        if not 0 < one.amount <= money.MOST:
            raise FieldError(
                _("Dự toán của một mục thành %(amount)s đồng, ngoài mức ghi được. Giảm số kết quả.")
                % {"amount": money.written(one.amount)},
                "results",
            )
        made.append(make_line(by=by, asked=_asked(pilot, one, year, paid_from)))
    journal.record(
        by, "budget.estimated", pilot, year=year, results=results, lines=[row.code for row in made]
    )
    return made


# --- inside -----------------------------------------------------------------------------------------


def _asked(pilot: Pilot, one: pilots.Estimate, year: int, source: Source) -> Asked:
    purpose = _(purposes.BY_CODE[one.purpose].short)
    told = {"purpose": purpose, "results": money.written(one.results), "unit": pilot.result_unit}
    return Asked(
        year=year,
        purpose=one.purpose,
        title=_("%(purpose)s cho %(results)s %(unit)s") % told,
        total=one.amount,
        parts=((source, one.amount),),
        note=_("Dự toán theo đơn giá của mô hình “%(pilot)s”, %(place)s (Kế hoạch 6736, III.2).")
        % {"pilot": pilot.title, "place": pilot.place},
        calculation=calculation(pilot, one),
    )


def calculation(pilot: Pilot, one: pilots.Estimate) -> str:
    """The sum as somebody would write it on paper, a line each step."""
    told = [
        _("Mô hình “%(pilot)s”, %(place)s: %(count)s %(unit)s.")
        % {
            "pilot": pilot.title,
            "place": pilot.place,
            "count": money.written(one.pilot_results),
            "unit": pilot.result_unit,
        }
    ]
    told += [
        f"{item.title}: {_quantity(item.quantity)} {item.unit} × {money.written(item.unit_cost)} đ"
        f" = {money.written(item.amount)} đ"
        for item in one.items
    ]
    told.append(
        f"{money.written(one.spent)} đ ÷ {money.written(one.pilot_results)}"
        f" × {money.written(one.results)} = {money.written(one.amount)} đ"
    )
    return "\n".join(told)


def _quantity(quantity: Decimal) -> str:
    whole, _point, rest = f"{quantity:f}".partition(".")
    rest = rest.rstrip("0")
    return money.written(Decimal(whole)) + (f",{rest}" if rest else "")


def _own(by: Actor, pilot: Pilot) -> Pilot:
    refuse_without(by, rules.PROPOSE)
    if not reach.is_own(by, pilot.agency) and not by.may_everywhere(rules.KEEP):
        raise NotAllowedError(_("Đây là mô hình của cơ quan khác; chỉ cơ quan đó sửa được."))
    return Pilot.objects.select_for_update(of=("self",)).get(pk=pilot.pk)


def _checked(facts: PilotFacts) -> dict[str, object]:
    title, place = typed_values.text(facts.title), typed_values.text(facts.place)
    unit = typed_values.text(facts.result_unit)
    for name, value, sentence in (
        ("title", title, _("Ghi tên mô hình.")),
        ("place", place, _("Ghi nơi làm mô hình, như Lạc Dương.")),
        ("result_unit", unit, _("Ghi một kết quả là gì, như “cơ sở áp dụng”.")),
    ):
        if not value:
            raise FieldError(sentence, name)
    if facts.last_year < facts.first_year:
        raise FieldError(
            _("Năm cuối %(last)d trước năm đầu %(first)d.")
            % {"last": facts.last_year, "first": facts.first_year},
            "last_year",
        )
    if facts.results is not None and not 0 < facts.results <= MOST_RESULTS:
        raise FieldError(
            _("Cần số kết quả từ 1 đến %(most)s.") % {"most": money.written(MOST_RESULTS)},
            "results",
        )
    return {
        "title": title[: rules.LONGEST_TITLE],
        "place": place[:200],
        "result_unit": unit[:60],
        "first_year": facts.first_year,
        "last_year": facts.last_year,
        "results": facts.results,
        "note": typed_values.lines(facts.note)[: rules.LONGEST_NOTE],
    }
