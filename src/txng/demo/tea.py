"""Tea of B'Lao: oolong and green, leaf in the morning, tea the next day.

    6 plots ─> weighed ─> withered, fixed, rolled, dried ─> graded, tested ─> 100 g, 200 g ─> shops

Figures: picked every 7-15 days, processed within about 2 hours (vietnam.md §5.6); fresh leaf to tea 0.20
for oolong, 0.20-0.25 for green (§5.5, unverified there). 250-420 kg of leaf a hectare and picking is ours.
"""

from datetime import date, datetime, timedelta

from txng.demo import enterprises as who
from txng.demo.cast import Place, Product
from txng.demo.distribution import Case, delivered, stored
from txng.demo.story import DAY, Amount, Story, finished, kg, pieces

PASSES = 78  # pickings, 12 days apart, then the next households
FIRST = date(2024, 2, 20)
STEP = 31  # coprime to PASSES: the first units are spread over all seasons
SERIALS = 24
FAULTS = {4: "sold_twice"}

OOLONG = (who.OOLONG_FACTORY, who.OOLONG, who.OOLONG_100, who.OOLONG_200)
GREEN = (who.GREEN_TEA_FACTORY, who.GREEN_TEA, who.GREEN_TEA_100, who.GREEN_TEA_200)


def tell(unit: int) -> Story:
    story = Story("tea", unit, FAULTS.get(unit))
    lane = unit % 2
    group, turn = divmod(unit // 2, PASSES)
    plots = who.TEA_GROWERS[lane].plots(group)
    if turn == 0:
        story.introduce(plots)
    day = FIRST + timedelta(turn * STEP % PASSES * 12 + group % 9 + story.rng.randrange(3) - 1)
    if lane == 0:
        story.certify(plots, day, 330)
    stamp = f"{day:%y%m%d}"
    leaves = []
    for plot in plots:
        per_hectare = story.between(250, 320) if lane == 0 else story.between(340, 420)
        leaf = kg(plot.lot(stamp), plot.area_ha * per_hectare)
        facts = {"txng:harvestDate": day.isoformat(), "txng:pickingStandard": "1 búp 2-3 lá"}
        story.harvested(plot, story.morning(day, 6, 150), leaf, facts)
        leaves.append(leaf)
    weighed = story.morning(day, 8, 10) + timedelta(minutes=35)
    story.seen(who.TEA_COLLECTION, weighed, "collecting", "collecting", amounts=leaves)
    factory, bulk, small, large = (OOLONG, GREEN)[lane]
    leaving = story.later(weighed, 5, 20)
    arriving = story.later(leaving, 15, 35)
    story.sent(who.TEA_COLLECTION, factory, leaving, arriving, amounts=leaves)
    tea, made = _made(story, lane, factory, bulk, leaves, arriving)
    graded = story.morning((made + DAY).date(), 9)
    story.seen(factory, graded, "inspecting", "grading", amounts=[tea])
    story.seen(factory, story.later(graded, 40, 120), "sampling", "sampling", amounts=[tea])
    packed = story.morning((graded + DAY * story.rng.randint(2, 6)).date(), 8)
    _packed_and_sold(story, factory, tea, small, large, packed)
    return story


def _made(
    story: Story, lane: int, factory: Place, bulk: Product, leaves: list[Amount], arriving: datetime
) -> tuple[Amount, datetime]:
    """Oolong: sun and indoor withering, oxidation, fixing, rolling. Green: fixing at once."""
    when = arriving
    steps = (("withering", 30, 60), ("fixing", 480, 660), ("rolling", 60, 240))
    for activity, soonest, latest in steps if lane == 0 else steps[1:]:
        if lane == 1 and activity == "fixing":
            soonest, latest = 20, 60
        when = story.later(when, soonest, latest)
        story.seen(factory, when, "other", activity, amounts=leaves)
    made = story.later(when, 120, 300)
    ratio = story.between(0.195, 0.205) if lane == 0 else story.between(0.215, 0.225)
    tea = kg(story.lot(bulk, made, "X"), sum(leaf["quantity"] for leaf in leaves) * ratio)
    ilmd = {
        "cbvmda:lotNumber": tea["epcClass"].rpartition("/")[2],
        "txng:moisturePercent": round(story.between(4.5, 6.5), 1),
    }
    story.turned(factory, made, "tea_making", leaves, amounts=[tea], ilmd=ilmd)
    return tea, made


def _packed_and_sold(
    story: Story, factory: Place, tea: Amount, small: Product, large: Product, packed: datetime
) -> None:
    small_lot, large_lot = story.lot(small, packed, "G"), story.lot(large, packed, "K")
    serials = story.serials(small, SERIALS)
    small_kg = round(tea["quantity"] * 0.5, 1)
    large_kg = tea["quantity"] - small_kg
    more = int(small_kg / 0.1) - SERIALS
    story.turned(
        factory, packed, "packing", [kg(tea["epcClass"], small_kg)], epcs=serials,
        amounts=[pieces(small_lot, more)], ilmd=finished(small_lot, packed, 730, story.certification),
    )  # fmt: skip
    when = story.later(packed, 60, 150)
    large_count = int(large_kg * 0.995 / 0.2)
    story.turned(
        factory, when, "packing", [kg(tea["epcClass"], large_kg)],
        amounts=[pieces(large_lot, large_count)],
        ilmd=finished(large_lot, when, 730, story.certification),
    )  # fmt: skip
    cases = []
    for half in (serials[:12], serials[12:]):
        when = story.later(when, 10, 30)
        cases.append(Case(story.boxed(factory, when, "casing", epcs=half), half))
    for _ in range(2):
        when = story.later(when, 10, 30)
        cases.append(Case(story.boxed(factory, when, "casing", amounts=[pieces(large_lot, 24)])))
    loose = [pieces(small_lot, more), pieces(large_lot, large_count - 48)]
    put_away = stored(story, factory, cases, loose, story.morning((when + DAY).date(), 9))
    near = who.SHOP_DA_LAT if small is who.OOLONG_100 else who.SHOP_BAO_LOC
    for shop, part in ((near, cases[::2]), (who.SHOP_HCMC, cases[1::2])):
        leaving = story.morning((put_away + DAY * story.rng.randint(1, 5)).date(), 14)
        delivered(story, who.WAREHOUSE, shop, part, leaving, selling_days=15)
    if story.fault == "sold_twice":
        _sold_twice(story, serials[0], put_away)


def _sold_twice(story: Story, serial: str, put_away: datetime) -> None:
    """A copied label: two tills, more than 300 km apart, within one hour."""
    story.forget_sales({serial})
    day = (put_away + DAY * 12).date()
    first = story.morning(day, 10, 10)
    story.sold(who.SHOP_DA_LAT, first, serial)
    story.sold(who.SHOP_CAN_THO, story.later(first, 30, 50), serial)
