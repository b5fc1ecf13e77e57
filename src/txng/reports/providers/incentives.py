"""Incentives that were granted to enterprises in the year."""

from txng.awards.queries import years as awards
from txng.reports.providers import Asking, Provided, TableTold
from txng.ui.lists import grouped

LINE = (
    "Trong kỳ có {{awards.incentives_granted}} hồ sơ được hưởng chính sách khuyến khích, tổng số tiền"
    " {{awards.incentives_amount}} đồng."
)


def provide(asking: Asking) -> Provided:
    rows = awards.incentives_of_year(asking.user, asking.until.year)
    if not rows:
        return Provided(("Năm {year} chưa ghi nhận hồ sơ nào được hưởng chính sách khuyến khích.",))
    cells = [
        [one.enterprise, one.policy, grouped(one.granted_vnd, "vi"), one.decision_number]
        for one in rows
    ]
    head = ("Cơ sở", "Chính sách", "Được hưởng (đồng)", "Quyết định")
    return Provided((LINE,), (TableTold("Cơ sở được hưởng chính sách", head, cells, (2,)),))
