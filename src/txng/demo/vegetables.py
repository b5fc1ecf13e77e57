"""Lettuce and cabbage of Đà Lạt: cut at dawn, cooled before noon, in the shop the next morning.

    5 plots ─> packing house: cooled, washed, graded, packed ─> crates ─> truck ─> Đà Lạt, Hồ Chí Minh City

Figures: lettuce 30-45 days, cabbage 75-90, cooled on the day of harvest (vietnam.md §5.6, unverified there).
Yields (lettuce 18-24 t/ha, cabbage 35-45) and trimming losses are ours.
"""

from datetime import date, datetime, timedelta

from txng.demo import enterprises as who
from txng.demo.cast import Product
from txng.demo.distribution import Case, delivered
from txng.demo.story import DAY, Amount, Story, finished, kg, pieces

PASSES = 10  # crops, 92 days apart, then the next households
FIRST = date(2024, 4, 10)
STEP = 3  # coprime to PASSES
SERIALS = 20
FAULTS = {2: "received_before_shipped", 6: "recalled"}

RECALL = (
    "Tồn dư thuốc bảo vệ thực vật vượt mức cho phép (kết quả thử nghiệm hư cấu).",
    "Pesticide residue above the permitted level (fictional test result).",
)


def tell(unit: int) -> Story:
    story = Story("vegetables", unit, FAULTS.get(unit))
    lane = unit % 2
    group, turn = divmod(unit // 2, PASSES)
    plots = who.VEGETABLE_GROWERS[lane].plots(group)
    if turn == 0:
        story.introduce(plots)
    day = FIRST + timedelta(turn * STEP % PASSES * 92 + group * 7 % 60 + story.rng.randrange(6))
    story.certify(plots, day, 25_000 if lane == 0 else 46_000)
    stamp = f"{day:%y%m%d}"
    crop = []
    for plot in plots:
        per_hectare = story.between(18, 24) if lane == 0 else story.between(35, 45)
        days = story.rng.randint(30, 45) if lane == 0 else story.rng.randint(75, 90)
        amount = kg(plot.lot(stamp), plot.area_ha * per_hectare * 1000)
        facts = {
            "txng:harvestDate": day.isoformat(),
            "txng:sownDate": (day - timedelta(days)).isoformat(),
        }
        story.harvested(plot, story.morning(day, 5, 120), amount, facts)
        crop.append(amount)
    gathered = story.morning(day, 7, 30) + timedelta(minutes=10)
    story.seen(who.VEGETABLE_COLLECTION, gathered, "collecting", "collecting", amounts=crop)
    leaving = story.later(gathered, 15, 30)
    arriving = story.later(leaving, 30, 60)
    house = who.VEGETABLE_PACKING_HOUSE
    story.sent(who.VEGETABLE_COLLECTION, house, leaving, arriving, amounts=crop)
    when = arriving
    for step, activity in (
        ("other", "precooling"),
        ("inspecting", "grading"),
        ("other", "washing"),
    ):
        when = story.later(when, 25, 70)
        story.seen(house, when, step, activity, amounts=crop)
    if lane == 0:
        _packed_and_sold(story, crop, who.LETTUCE, story.between(0.80, 0.86), 7, when)
    else:
        _packed_and_sold(story, crop, who.CABBAGE, story.between(0.84, 0.90), 18, when)
    return story


def _packed_and_sold(
    story: Story,
    crop: list[Amount],
    product: Product,
    ratio: float,
    shelf_days: int,
    ready: datetime,
) -> None:
    house = who.VEGETABLE_PACKING_HOUSE
    packed = story.later(ready, 20, 60)
    lot = story.lot(product, packed, "G")
    serials = story.serials(product, SERIALS)
    weight = sum(amount["quantity"] for amount in crop) * ratio
    more = int(weight / product.unit_kg) - SERIALS
    ilmd = finished(lot, packed, shelf_days, story.certification)
    story.turned(
        house, packed, "packing", crop, epcs=serials, amounts=[pieces(lot, more)], ilmd=ilmd
    )
    cases, when = [], packed
    for half in (serials[:10], serials[10:]):
        when = story.later(when, 5, 15)
        cases.append(Case(story.boxed(house, when, "casing", epcs=half), half))
    for _ in range(4):
        when = story.later(when, 5, 15)
        cases.append(Case(story.boxed(house, when, "casing", amounts=[pieces(lot, 40)])))
    loaded = story.later(when, 20, 60)
    story.seen(house, loaded, "loading", "loading", epcs=[case.sscc for case in cases])
    days = min(4, shelf_days - 2)
    near, far = story.later(loaded, 20, 60), story.later(loaded, 90, 180)
    delivered(story, house, who.SHOP_DA_LAT, cases[::2], near, hours=(1, 2), selling_days=days)
    delivered(
        story, house, who.SHOP_HCMC, cases[1::2], far, loose=[pieces(lot, more - 160)],
        hours=(6, 9), selling_days=days,
        arrives_early=story.fault == "received_before_shipped",
    )  # fmt: skip
    if story.fault == "recalled":
        told = story.morning((packed + 3 * DAY).date(), 9)
        story.recalled(house, told, lot, *RECALL)
        story.forget_sales(serials, since=told)
