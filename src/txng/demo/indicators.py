"""Indicators of the demonstration: the proposals, a few targets and readings that nobody decided.

Targets and readings are fictional and say so in their notes; values of today are counted from the registers
of the demonstration.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from txng.accounts.actors import Actor
from txng.demo import agencies
from txng.programme.actions import indicators
from txng.programme.models import Indicator
from txng.programme.queries import indicators as queries

NOTE: Final = "Số trình diễn, không phải số của tỉnh"
# no more than the registers of the demonstration hold, so that no trend falls by itself
# of each indicator: targets by year, readings by day; None stays unknown
TOLD: Final[dict[str, tuple[dict[int, str], dict[date, str | None]]]] = {
    "co-so-ket-noi": (
        {2025: "4", 2026: "6", 2027: "12", 2030: "60"},
        {date(2025, 6, 30): "1", date(2025, 11, 28): "2", date(2025, 12, 31): "3", date(2026, 6, 30): "4"},
    ),
    "san-pham-du-ho-so": (
        {2026: "10", 2030: "200"},
        {date(2025, 12, 31): "0", date(2026, 6, 30): "0"},
    ),
    "he-thong-chung-nhan": (
        {2026: "2"},
        {date(2025, 12, 31): "0", date(2026, 6, 30): "0"},
    ),
    "nguoi-duoc-dao-tao": (
        {2025: "10", 2026: "20"},
        {date(2025, 12, 31): "8", date(2026, 6, 30): "12"},
    ),
    "lo-truy-xuat-duoc": ({}, {date(2025, 12, 31): "0", date(2026, 6, 30): "0"}),
    "ma-con-song": ({2026: "95"}, {date(2026, 6, 30): None}),
}  # fmt: skip


def put_in(*, by: Actor) -> None:
    keeper = agencies.staff("so-khcn")
    indicators.put_in_proposals(by=keeper)
    held = {one.code: one for one in queries.indicators(keeper)}
    for code, (targets, readings) in TOLD.items():
        one = held[code]
        if one.targets.exists() or one.readings.exists():
            continue
        _tell(keeper, one, targets, readings)


def _tell(
    by: Actor, one: Indicator, targets: dict[int, str], readings: dict[date, str | None]
) -> None:
    if targets:
        indicators.set_targets(
            by=by,
            indicator=one,
            seen=one.version,
            targets={year: Decimal(value) for year, value in targets.items()},
        )
    for day, value in readings.items():
        indicators.record_reading(
            by=by,
            indicator=one,
            day=day,
            value=None if value is None else Decimal(value),
            note=NOTE,
        )
