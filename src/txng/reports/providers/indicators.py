"""Indicators beside their targets of the year."""

from django.utils import timezone

from txng.programme.queries import indicators as programme
from txng.reports.providers import Asking, Provided, TableTold
from txng.ui.lists import grouped


def provide(asking: Asking) -> Provided:
    day = min(asking.until, timezone.localdate())
    rows = list(programme.indicators(asking.user))
    if not rows:
        return Provided(("Năm {year} chưa đặt chỉ tiêu nào cho Kế hoạch.",))
    found = programme.standings(asking.user, rows, day, programme.asked_on(day))
    cells = [
        [
            one.indicator.title,
            "chưa đặt" if one.target is None else grouped(one.target, "vi"),
            "chưa rõ" if one.value is None else grouped(one.value, "vi"),
            one.indicator.unit,
            "chưa rõ" if one.share is None else f"{one.share}%",
        ]
        for one in found
    ]
    head = ("Chỉ tiêu", "Mục tiêu năm", "Kết quả", "Đơn vị", "So với mục tiêu")
    return Provided(
        (),
        (
            TableTold(
                "Kết quả so với mục tiêu năm (tính theo năm dương lịch)", head, cells, (1, 2, 4)
            ),
        ),
    )
