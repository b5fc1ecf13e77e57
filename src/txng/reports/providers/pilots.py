"""Models that were tried, with what they cost: of the years that the period touches, else of the past."""

from txng.budget.queries import pilots
from txng.reports.providers import Asking, Provided, TableTold
from txng.ui.lists import grouped


def provide(asking: Asking) -> Provided:
    rows = list(pilots.pilots(asking.user).filter(first_year__lte=asking.until.year)[:30])
    if not rows:
        return Provided(("Hệ thống chưa ghi nhận mô hình điểm nào.",))
    cells = []
    for one in rows:
        sheet = pilots.cost_sheet(asking.user, one)
        results = (
            "chưa đếm" if one.results is None else f"{grouped(one.results, 'vi')} {one.result_unit}"
        )
        cells.append(
            [
                one.title,
                one.place,
                f"{one.first_year}-{one.last_year}",
                results,
                grouped(sheet.total, "vi"),
            ]
        )
    head = ("Mô hình", "Nơi làm", "Năm", "Kết quả", "Chi phí (đồng)")
    return Provided((), (TableTold("Mô hình điểm và chi phí", head, cells, (4,)),))
