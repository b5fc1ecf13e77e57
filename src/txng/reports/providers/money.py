"""The money of the year: asked for, given, spent, left; by purpose and by kind of source."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from txng.budget import queries as budget
from txng.budget.models import Source
from txng.budget.rules import purposes
from txng.reports.providers import Asking, Provided, TableTold
from txng.ui.lists import grouped

NOTHING = "Năm {year} chưa ghi nhận dự toán nào trong sổ kinh phí."
LINE = (
    "Các cơ quan đề nghị {{plan.money_proposed}} đồng cho năm {year}; tổng kinh phí được giao là"
    " {{plan.money_approved}} đồng, đã giải ngân {{plan.money_disbursed}} đồng."
)


def provide(asking: Asking) -> Provided:
    table = budget.table_of_year(asking.user, asking.until.year)
    if not table.rows:
        return Provided((NOTHING,))
    names = {code: one.name for code, one in purposes.BY_CODE.items()}
    kinds = {code: str(words) for code, words in Source._meta.get_field("kind").flatchoices}
    return Provided(
        (LINE,),
        (
            _told("Kinh phí theo mục chi (đồng)", "Mục chi", table.by("purpose"), "purpose", names),
            _told("Kinh phí theo nguồn (đồng)", "Nguồn", table.by("kind"), "kind", kinds),
        ),
    )


def _told(
    title: str, first: str, rows: Sequence[budget.YearRow], way: str, names: Mapping[str, str]
) -> TableTold:
    head = (first, "Đề nghị", "Thẩm định", "Được giao", "Giải ngân", "Còn lại")
    cells = [
        [
            names.get(getattr(row, way), getattr(row, way)),
            *(
                _money(value)
                for value in (row.proposed, row.appraised, row.approved, row.disbursed, row.left)
            ),
        ]
        for row in rows
    ]
    return TableTold(title, head, cells, (1, 2, 3, 4, 5))


def _money(value: Decimal | None) -> str:
    """What has not been decided is told so, never made 0."""
    return "chưa có" if value is None else grouped(value, "vi")
