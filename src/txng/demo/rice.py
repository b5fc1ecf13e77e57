"""Sticky rice nếp quýt of Đạ Tẻh: leaves the province to be milled, and comes back to be packed.

    8 plots ─> dried ─> pallets ─> mill in the Mekong delta ─> pallets ─> 1, 2, 5 kg ─> shops

Figures: 5.2-7 t of paddy a hectare and crop, two sticky crops a year (vietnam.md §5.2, §5.5), one before
Tết and one in summer (§5.6); paddy to rice 0.60-0.68 (§5.5, unverified there). Drying from 22-25 % to 14 %
moisture leaves 0.87-0.91 of the weight: (1 - 0.25) / (1 - 0.14) and (1 - 0.22) / (1 - 0.14).
"""

from datetime import date, datetime, timedelta

from txng.demo import enterprises as who
from txng.demo.cast import Place
from txng.demo.distribution import Case, delivered, stored
from txng.demo.story import DAY, Amount, Story, finished, kg, pieces

CROPS = (
    date(2024, 7, 24),
    date(2024, 12, 2),
    date(2025, 7, 24),
    date(2025, 12, 2),
    date(2026, 7, 20),
)
SERIALS = 16
PALLET_KG = 1000
FAULTS = {3: "ten_times_too_much", 6: "certificate_over_used"}


def tell(unit: int) -> Story:
    story = Story("rice", unit, FAULTS.get(unit))
    group, turn = divmod(unit, len(CROPS))
    plots = who.RICE_GROWERS.plots(group)
    if turn == 0:
        story.introduce(plots)
    day = CROPS[turn] + timedelta(group * 3 % 14)
    if unit % 2 == 0:
        # the certificate covers some of the plots, and all the rice is sold under it
        covered = plots[:3] if story.fault == "certificate_over_used" else plots
        story.certify(covered, day, 7_000)
    stamp = f"{day:%y%m%d}"
    wet = []
    for position, plot in enumerate(plots):
        amount = kg(plot.lot(stamp), plot.area_ha * story.between(5.3, 6.9) * 1000)
        written = amount
        if story.fault == "ten_times_too_much" and position == 0:
            # a figure of 60 t/ha was once printed: a nought too many, and nobody weighed again
            written = kg(amount["epcClass"], amount["quantity"] * 10)
        facts = {"txng:harvestDate": day.isoformat(), "txng:variety": "Nếp quýt"}
        story.harvested(plot, story.morning(day, 7, 300), written, facts)
        wet.append(amount)
    store = who.RICE_STORE
    gathered = story.morning(day, 15)
    story.seen(store, gathered, "collecting", "collecting", amounts=wet)
    dried = story.morning((gathered + DAY * story.rng.randint(2, 4)).date(), 9)
    weight = sum(amount["quantity"] for amount in wet) * story.between(0.873, 0.906)
    paddy = kg(story.lot(who.PADDY, dried, "P"), weight)
    story.turned(
        store, dried, "drying", wet, amounts=[paddy],
        ilmd={"cbvmda:lotNumber": paddy["epcClass"].rpartition("/")[2],
              "txng:moisturePercent": round(story.between(13.0, 14.0), 1)},
    )  # fmt: skip
    arrived = _on_pallets(story, store, who.RICE_MILL, paddy, dried + DAY * story.rng.randint(1, 5))
    milled = story.morning((arrived + DAY).date(), 8, 300)
    rice = kg(
        story.lot(who.MILLED_RICE, milled, "M"), paddy["quantity"] * story.between(0.61, 0.67)
    )
    story.turned(who.RICE_MILL, milled, "milling", [paddy], amounts=[rice])
    returned = _on_pallets(story, who.RICE_MILL, store, rice, milled + DAY)
    _packed_and_sold(story, rice, story.morning((returned + DAY).date(), 8))
    return story


def _on_pallets(story: Story, at: Place, to: Place, goods: Amount, when: datetime) -> datetime:
    """Piled, driven, unpiled; answers when the last pallet is empty."""
    left, pallets = goods["quantity"], []
    while left > 0.05:
        part = kg(goods["epcClass"], min(left, PALLET_KG))
        when = story.later(when, 5, 15)
        pallets.append(story.boxed(at, when, "palletising", amounts=[part]))
        left -= part["quantity"]
    leaving = story.later(when, 30, 120)
    arriving = story.later(leaving, 360, 600)
    story.sent(at, to, leaving, arriving, epcs=pallets)
    when = arriving
    for pallet in pallets:
        when = story.later(when, 5, 15)
        story.unboxed(to, when, pallet)
    return when


def _packed_and_sold(story: Story, rice: Amount, when: datetime) -> None:
    store = who.RICE_STORE
    serials = story.serials(who.RICE_5, SERIALS)
    cases, loose = [], []
    shares = ((who.RICE_5, 0.3), (who.RICE_2, 0.4), (who.RICE_1, 0.3))
    parts = [round(rice["quantity"] * share, 1) for _, share in shares]
    parts[-1] = rice["quantity"] - parts[0] - parts[1]
    for (product, _), part in zip(shares, parts, strict=True):
        lot = story.lot(product, when, "G")
        count = int(part * 0.998 / product.unit_kg)
        epcs = serials if product is who.RICE_5 else []
        story.turned(
            store, when, "packing", [kg(rice["epcClass"], part)], epcs=epcs,
            amounts=[pieces(lot, count - len(epcs))],
            ilmd=finished(lot, when, 365, story.certification),
        )  # fmt: skip
        for half in (epcs[:8], epcs[8:]):
            when = story.later(when, 10, 30)
            if half:
                cases.append(Case(story.boxed(store, when, "casing", epcs=half), half))
            else:
                cases.append(Case(story.boxed(store, when, "casing", amounts=[pieces(lot, 10)])))
        boxed = len(epcs) or 20
        loose.append(pieces(lot, count - boxed))
        when = story.later(when, 60, 180)
    put_away = stored(story, store, cases, loose, story.morning((when + DAY).date(), 9))
    for shop, part_of in ((who.SHOP_DA_LAT, cases[::2]), (who.SHOP_HCMC, cases[1::2])):
        leaving = story.morning((put_away + DAY * story.rng.randint(1, 6)).date(), 14)
        delivered(story, who.WAREHOUSE, shop, part_of, leaving, selling_days=30)
