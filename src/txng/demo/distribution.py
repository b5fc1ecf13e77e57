"""From the last factory to the till, the same for every chain.

cases, loose lots ─> warehouse ─> shops ─> unpacked ─> items with serials are sold
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from txng.demo.cast import Place
from txng.demo.enterprises import WAREHOUSE
from txng.demo.story import DAY, HOUR, Amount, Story

SOLD_SHARE = 0.75  # of the items with serials; the others still stand on the shelf


@dataclass(frozen=True, slots=True)
class Case:
    """A box and the serials in it (none where a case holds part of a lot)."""

    sscc: str
    serials: Sequence[str] = ()


def stored(
    story: Story, at: Place, cases: Sequence[Case], loose: Sequence[Amount], when: datetime
) -> datetime:
    """Into the warehouse; answers when it is put away."""
    boxes = [case.sscc for case in cases]
    arrival = story.later(when, 90, 300)
    story.sent(at, WAREHOUSE, when, arrival, epcs=boxes, amounts=loose)
    away = story.later(arrival, 30, 180)
    story.seen(WAREHOUSE, away, "storing", "storing", epcs=boxes, disposition="in_progress")
    return away


def delivered(
    story: Story,
    at: Place,
    shop: Place,
    cases: Sequence[Case],
    when: datetime,
    *,
    loose: Sequence[Amount] = (),
    hours: tuple[int, int] | None = None,
    selling_days: int,
    arrives_early: bool = False,
) -> None:
    """To one shop, out of the boxes, and most of the items over the counter.

    `hours` on the road: by default the same afternoon in Lâm Đồng, the next morning elsewhere.
    `arrives_early` plants a fault: received three hours before it was shipped.
    """
    soonest, latest = hours or ((2, 4) if shop.commune_code else (15, 18))
    arrival = story.later(when, soonest * 60, latest * 60)
    if arrives_early:
        arrival = when - 3 * HOUR
    story.sent(at, shop, when, arrival, epcs=[case.sscc for case in cases], amounts=loose)
    shelf = max(when, arrival)
    for case in cases:
        shelf = story.later(shelf, 10, 40)
        story.unboxed(shop, shelf, case.sscc)
        for serial in case.serials:
            if story.rng.random() < SOLD_SHARE:
                day = shelf + DAY * int(1 + story.rng.random() * (selling_days - 1))
                story.sold(shop, story.morning(day.date(), 8, 11 * 60), serial)
