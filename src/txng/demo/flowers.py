"""Roses of Đà Lạt: counted in stems, not kilograms; lots only, as bunches carry no serials.

4 plots ─> graded, cooled ─> bunches of 20 ─> boxes ─> truck ─> shops
"""

from datetime import date, timedelta

from txng.demo import enterprises as who
from txng.demo.distribution import Case, delivered
from txng.demo.story import Story, finished, pieces

PASSES = 20  # flushes, 45 days apart, then the next households
FIRST = date(2024, 3, 5)
STEP = 7  # coprime to PASSES
STEMS_PER_HECTARE = (60_000, 80_000)  # of one flush; ours


def tell(unit: int) -> Story:
    story = Story("flowers", unit, None)
    group, turn = divmod(unit, PASSES)
    plots = who.FLOWER_GROWERS.plots(group)
    if turn == 0:
        story.introduce(plots)
    day = FIRST + timedelta(turn * STEP % PASSES * 45 + group * 3 % 40 + story.rng.randrange(4))
    stamp = f"{day:%y%m%d}"
    stems = []
    for plot in plots:
        cut = pieces(plot.lot(stamp), int(plot.area_ha * story.between(*STEMS_PER_HECTARE)))
        story.harvested(
            plot, story.morning(day, 5, 120), cut, {"txng:harvestDate": day.isoformat()}
        )
        stems.append(cut)
    house = who.FLOWER_HOUSE
    gathered = story.morning(day, 7, 30) + timedelta(minutes=15)
    story.seen(house, gathered, "collecting", "collecting", amounts=stems)
    graded = story.later(gathered, 60, 120)
    story.seen(house, graded, "inspecting", "grading", amounts=stems)
    cooled = story.later(graded, 60, 120)
    story.seen(house, cooled, "other", "precooling", amounts=stems)
    packed = story.later(cooled, 60, 120)
    lot = story.lot(who.ROSE_BUNCH, packed, "B")
    bunches = int(sum(cut["quantity"] for cut in stems) * story.between(0.88, 0.95) / 20)
    story.turned(
        house, packed, "packing", stems, amounts=[pieces(lot, bunches)],
        ilmd=finished(lot, packed, 10),
    )  # fmt: skip
    boxes, when = [], packed
    for _ in range(6):
        when = story.later(when, 5, 15)
        boxes.append(Case(story.boxed(house, when, "casing", amounts=[pieces(lot, 30)])))
    leaving = story.later(when, 60, 180)
    delivered(story, house, who.SHOP_DA_LAT, boxes[:2], leaving, hours=(1, 2), selling_days=3)
    loose = [pieces(lot, bunches - 180)]
    delivered(
        story, house, who.SHOP_HCMC, boxes[2:], leaving, loose=loose, hours=(6, 9), selling_days=3
    )
    return story
