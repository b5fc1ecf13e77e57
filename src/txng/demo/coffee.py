"""Arabica of Cầu Đất and Lang Biang: from the plots to export bags and to packs in shops.

    5 + 5 plots ─> wet mill, 2 days ─> parchment, dried, rested ─> green ─┬─> bags of 60 kg ─> port
                                                                        └─> roasted ─> 250 g, 500 g

Figures: cherry to parchment 0.20, parchment to green 0.80, green to roasted 0.84 (ICO factors), green at
most 12.5 % moisture, bags of 60 kg (vietnam.md §5.5); harvest October to January, pulped the same day,
dried 7-20 days, rested 1-3 months (§5.6, unverified there). Yield 2.2-3.1 t of green a hectare (§5.5)
makes 14-18 t of cherries; each plot is picked 8 times in a season, an eighth of it each time.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from txng.demo import enterprises as who
from txng.demo.cast import Plot
from txng.demo.distribution import Case, delivered, stored
from txng.demo.story import DAY, Amount, Story, finished, kg, pieces

PASSES = 16  # 8 picks in each of 2 seasons, then the next households
SEASONS = (date(2024, 10, 12), date(2025, 10, 12))
COOPERATIVES = (
    (who.CAU_DAT_COLLECTION, who.COFFEE_250, who.COFFEE_500),
    (who.LANG_BIANG_COLLECTION, who.LANG_BIANG_250, who.LANG_BIANG_500),
)
SERIALS = 20
FAULTS = {3: "nobody_shipped_it", 5: "more_roasted_than_green"}


def tell(unit: int) -> Story:
    story = Story("coffee", unit, FAULTS.get(unit))
    lane = unit % 2
    group, turn = divmod(unit // 2, PASSES)
    plots = who.COFFEE_GROWERS[lane].plots(group)
    first_day = SEASONS[turn % 2] + timedelta(turn // 2 * 3 % 8 * 12 + story.rng.randrange(5))
    if turn == 0:
        story.introduce(plots)
    if unit % 3 == 0:
        story.certify(plots, first_day, 2300)  # an eighth of 18 t
    parchment: list[Amount] = []
    rested = story.morning(first_day, 0)
    for nth, some in enumerate((plots[:5], plots[5:])):
        lot, until = _wet_milled(story, lane, some, first_day + timedelta(nth))
        parchment.append(lot)
        rested = max(rested, until)
    hulled = story.morning((rested + DAY).date(), 8)
    weight = sum(lot["quantity"] for lot in parchment) * story.between(0.79, 0.81)
    bags = int(weight / 2 / 60)
    large_beans = kg(story.lot(who.GREEN, hulled, "N"), bags * 60)
    other_beans = kg(story.lot(who.GREEN, hulled, "Q"), weight - bags * 60)
    moisture = round(story.between(10.8, 12.4), 1)
    story.turned(
        who.COFFEE_MILL, hulled, "hulling", parchment, amounts=[large_beans, other_beans],
        ilmd={"txng:moisturePercent": moisture},
    )  # fmt: skip
    checked = story.later(hulled, 300, 420)
    story.seen(
        who.COFFEE_MILL, checked, "inspecting", "grading", amounts=[large_beans, other_beans]
    )
    _exported(story, large_beans, bags, checked)
    _roasted_and_sold(story, lane, other_beans, checked)
    return story


def _wet_milled(
    story: Story, lane: int, plots: Sequence[Plot], day: date
) -> tuple[Amount, datetime]:
    """One day of cherries becomes a lot of parchment; also when it has dried and rested."""
    collection = COOPERATIVES[lane][0]
    stamp = f"{day:%y%m%d}"
    cherries = []
    for plot in plots:
        amount = kg(plot.lot(stamp), plot.area_ha * story.between(14, 18) * 1000 / 8)
        story.harvested(
            plot, story.morning(day, 7, 240), amount,
            {"txng:harvestDate": day.isoformat(), "txng:variety": "Catimor"},
        )  # fmt: skip
        cherries.append(amount)
    gathered = story.morning(day, 13, 60)
    story.seen(collection, gathered, "collecting", "collecting", amounts=cherries)
    leaving = story.later(gathered, 20, 60)
    arriving = story.later(leaving, 20, 70)
    story.sent(collection, who.COFFEE_MILL, leaving, arriving, amounts=cherries)
    pulped = story.later(arriving, 20, 120)
    # booked at the 12 % moisture that it will have after drying: wet parchment is not weighed
    weight = sum(lot["quantity"] for lot in cherries) * story.between(0.195, 0.205)
    lot = kg(story.lot(who.PARCHMENT, pulped, "T"), weight)
    story.turned(who.COFFEE_MILL, pulped, "wet_milling", cherries, amounts=[lot])
    washed = story.morning(day + timedelta(1), 6, 300)  # 12 to 20 hours in the tank
    story.seen(who.COFFEE_MILL, washed, "other", "fermenting", amounts=[lot])
    dried = story.morning(day + timedelta(story.rng.randint(8, 20)), 15)
    story.seen(who.COFFEE_MILL, dried, "other", "drying", amounts=[lot])
    rested = dried + DAY * story.rng.randint(30, 90)
    story.seen(who.COFFEE_MILL, rested, "storing", "resting", amounts=[lot])
    return lot, rested


def _exported(story: Story, green: Amount, bags: int, checked: datetime) -> None:
    bagged = story.morning((checked + DAY).date(), 8)
    serials = story.serials(who.GREEN_BAG, bags)
    lot = story.lot(who.GREEN_BAG, bagged, "B")
    story.turned(
        who.COFFEE_MILL, bagged, "bagging", [green], epcs=serials,
        ilmd=finished(lot, bagged, 730),
    )  # fmt: skip
    pallet = story.boxed(who.COFFEE_MILL, story.later(bagged, 60, 180), "palletising", epcs=serials)
    leaving = story.morning((bagged + DAY).date(), 18)
    arriving = story.later(leaving, 480, 660)
    story.sent(who.COFFEE_MILL, who.PORT, leaving, arriving, epcs=[pallet])
    loaded = story.morning((arriving + 3 * DAY).date(), 9)
    container = story.boxed(who.PORT, loaded, "loading", epcs=[pallet])
    story.seen(
        who.PORT, story.later(loaded, 600, 1800), "departing", "export", epcs=[container],
        disposition="in_transit",
    )  # fmt: skip


def _roasted_and_sold(story: Story, lane: int, green: Amount, checked: datetime) -> None:
    leaving = story.morning((checked + DAY * story.rng.randint(2, 6)).date(), 13)
    arriving = story.later(leaving, 60, 150)
    story.sent(who.COFFEE_MILL, who.ROASTERY, leaving, arriving, amounts=[green])
    if story.fault == "nobody_shipped_it":
        story.keep_only(who.ROASTER, "receiving")
    roasted_at = story.morning((arriving + DAY * story.rng.randint(2, 20)).date(), 8)
    ratio = story.between(0.83, 0.85)
    if story.fault == "more_roasted_than_green":
        ratio = 1.31
    roasted = kg(story.lot(who.ROASTED, roasted_at, "R"), green["quantity"] * ratio)
    story.turned(who.ROASTERY, roasted_at, "roasting", [green], amounts=[roasted])
    _, small, large = COOPERATIVES[lane]
    packed = story.morning((roasted_at + DAY).date(), 9)
    small_lot, large_lot = story.lot(small, packed, "G"), story.lot(large, packed, "K")
    serials = story.serials(small, SERIALS)
    small_kg = round(roasted["quantity"] * 0.4)  # the rest goes into large packs, less the dust
    more = int(small_kg / 0.25) - SERIALS
    story.turned(
        who.ROASTERY, packed, "packing", [kg(roasted["epcClass"], small_kg)], epcs=serials,
        amounts=[pieces(small_lot, more)], ilmd=finished(small_lot, packed, 365, story.certification),
    )  # fmt: skip
    large_count = int((roasted["quantity"] - small_kg) * 0.995 / 0.5)
    later = story.later(packed, 90, 200)
    story.turned(
        who.ROASTERY, later, "packing",
        [kg(roasted["epcClass"], roasted["quantity"] - small_kg)],
        amounts=[pieces(large_lot, large_count)],
        ilmd=finished(large_lot, later, 365, story.certification),
    )  # fmt: skip
    cases = []
    for half in (serials[:10], serials[10:]):
        later = story.later(later, 10, 30)
        cases.append(Case(story.boxed(who.ROASTERY, later, "casing", epcs=half), half))
    for _ in range(2):
        later = story.later(later, 10, 30)
        cases.append(
            Case(story.boxed(who.ROASTERY, later, "casing", amounts=[pieces(large_lot, 24)]))
        )
    loose = [pieces(small_lot, more), pieces(large_lot, large_count - 48)]
    put_away = stored(story, who.ROASTERY, cases, loose, story.morning((later + DAY).date(), 13))
    for shop, part in ((who.SHOP_DA_LAT, cases[::2]), (who.SHOP_HCMC, cases[1::2])):
        leaving = story.morning((put_away + DAY * story.rng.randint(1, 9)).date(), 14)
        delivered(story, who.WAREHOUSE, shop, part, leaving, selling_days=60)
