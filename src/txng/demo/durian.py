"""Durian of Đạ Huoai: coded planting areas, a coded packing house, a reefer to the border.

    7 plots ─> packed within 24-48 h ─┬─> cartons of 18 kg ─> 20 pallets ─> 40' reefer, 18 t ─> border
                                      └─> labelled fruit ─> shops

Figures: 9-14 t a hectare and year (vietnam.md §5.5), 18 t in a 40' reefer (§5.4), harvest July to September,
packed in 24-48 h (§5.6, unverified there). Codes of areas and packing houses only look like real ones (§5.4).
"""

from datetime import date, datetime, timedelta

from txng.demo import enterprises as who
from txng.demo.distribution import Case, delivered
from txng.demo.story import DAY, HOUR, Amount, Story, finished, kg, pieces

SEASONS = (date(2024, 7, 5), date(2025, 7, 5), date(2026, 7, 5))
PICKS = 8  # of each orchard in a season, 9 days apart
PASSES = len(SEASONS) * PICKS
CARTONS_ON_PALLET = 50
PALLETS = 20
PALLETS_WITH_SERIALS = 2  # the others are counted by lot
FRUIT = 24
FAULTS = {2: "more_than_trees_bear", 7: "recalled"}

RECALL = (
    "Hàm lượng cadimi vượt mức cho phép (kết quả thử nghiệm hư cấu).",
    "Cadmium above the permitted level (fictional test result).",
)


def tell(unit: int) -> Story:
    story = Story("durian", unit, FAULTS.get(unit))
    group, turn = divmod(unit, PASSES)
    plots = who.DURIAN_GROWERS.plots(group)
    if turn == 0:
        story.introduce(plots)
    season, pick = turn % len(SEASONS), turn // len(SEASONS) * 3 % PICKS
    day = SEASONS[season] + timedelta(pick * 9 + group % 4 + story.rng.randrange(3))
    story.certify(plots, day, 1_750)  # an eighth of 14 t
    stamp = f"{day:%y%m%d}"
    crop = []
    for position, plot in enumerate(plots):
        per_hectare = story.between(10, 13.5) / PICKS
        if story.fault == "more_than_trees_bear" and position == 0:
            # fruit of other orchards under this one's planting-area code
            per_hectare = 34.0
        amount = kg(plot.lot(stamp), plot.area_ha * per_hectare * 1000)
        facts = {
            "txng:harvestDate": day.isoformat(),
            "txng:variety": "Monthong",
            "txng:plantingAreaCode": plot.place.facts["txng:plantingAreaCode"],
        }
        story.harvested(plot, story.morning(day, 6, 360), amount, facts)
        crop.append(amount)
    gathered = story.morning(day, 13)
    story.seen(who.DURIAN_COLLECTION, gathered, "collecting", "collecting", amounts=crop)
    leaving = story.later(gathered, 30, 90)
    arriving = story.later(leaving, 30, 90)
    house = who.DURIAN_PACKING_HOUSE
    story.sent(who.DURIAN_COLLECTION, house, leaving, arriving, amounts=crop)
    story.seen(house, story.later(arriving, 30, 90), "inspecting", "grading", amounts=crop)
    story.seen(house, story.later(arriving, 100, 150), "sampling", "sampling", amounts=crop)
    packed = story.morning(day + timedelta(1), 7) + HOUR * story.rng.randint(0, 16)
    _packed(story, crop, packed)
    return story


def _packed(story: Story, crop: list[Amount], packed: datetime) -> None:
    """Cartons for one reefer and labelled fruit, each from its share of every plot's lot."""
    house = who.DURIAN_PACKING_HOUSE
    brought = sum(amount["quantity"] for amount in crop)
    good = brought * story.between(0.93, 0.97)
    cartons = min(PALLETS * CARTONS_ON_PALLET, int((good - 300) / 18))
    share = round(cartons * 18 / good, 3)
    with_serials = CARTONS_ON_PALLET * PALLETS_WITH_SERIALS
    lot = story.lot(who.DURIAN_CARTON, packed, "X")
    serials = story.serials(who.DURIAN_CARTON, with_serials)
    story.turned(
        house, packed, "packing",
        [kg(amount["epcClass"], amount["quantity"] * share) for amount in crop], epcs=serials,
        amounts=[pieces(lot, cartons - with_serials)],
        ilmd=finished(lot, packed, 20, story.certification),
    )  # fmt: skip
    fruit_at = story.later(packed, 60, 180)
    fruit_lot = story.lot(who.DURIAN_FRUIT, fruit_at, "G")
    fruit = story.serials(who.DURIAN_FRUIT, FRUIT)
    rest = [
        kg(amount["epcClass"], amount["quantity"] - round(amount["quantity"] * share, 1))
        for amount in crop
    ]
    whole = int((good - cartons * 18) / 3)
    story.turned(
        house, fruit_at, "packing", rest, epcs=fruit, amounts=[pieces(fruit_lot, whole - FRUIT)],
        ilmd=finished(fruit_lot, fruit_at, 10),
    )  # fmt: skip
    _exported(story, lot, cartons, serials, fruit_at)
    _sold_at_home(story, fruit_lot, whole - FRUIT, fruit, fruit_at)


def _exported(story: Story, lot: str, cartons: int, serials: list[str], when: datetime) -> None:
    house = who.DURIAN_PACKING_HOUSE
    pallets = []
    for nth in range(-(-cartons // CARTONS_ON_PALLET)):
        when = story.later(when, 5, 12)
        first = nth * CARTONS_ON_PALLET
        if nth < PALLETS_WITH_SERIALS:
            epcs = serials[first : first + CARTONS_ON_PALLET]
            pallets.append(story.boxed(house, when, "palletising", epcs=epcs))
        else:
            part = [pieces(lot, min(CARTONS_ON_PALLET, cartons - first))]
            pallets.append(story.boxed(house, when, "palletising", amounts=part))
    loaded = story.later(when, 60, 120)
    reefer = story.boxed(house, loaded, "loading", epcs=pallets)
    leaving = story.later(loaded, 60, 240)
    at_border = leaving + HOUR * story.rng.randint(40, 64)
    story.sent(house, who.BORDER, leaving, at_border + 4 * HOUR, epcs=[reefer])
    departs = story.later(leaving, 10, 40)
    story.seen(house, departs, "departing", "export", epcs=[reefer], disposition="in_transit")
    story.seen(who.BORDER, at_border, "arriving", "border", epcs=[reefer], disposition="in_transit")


def _sold_at_home(story: Story, lot: str, more: int, fruit: list[str], when: datetime) -> None:
    house = who.DURIAN_PACKING_HOUSE
    cases = []
    for nth in range(0, FRUIT, 8):
        when = story.later(when, 10, 30)
        some = fruit[nth : nth + 8]
        cases.append(Case(story.boxed(house, when, "casing", epcs=some), some))
    shops = (who.SHOP_DA_LAT, who.SHOP_HCMC, who.SHOP_BAO_LOC)
    leaving = story.morning((when + DAY).date(), 4)
    for shop, case in zip(shops, cases, strict=True):
        loose = [pieces(lot, more)] if shop is who.SHOP_HCMC else []
        delivered(story, house, shop, [case], leaving, loose=loose, hours=(3, 8), selling_days=5)
    if story.fault == "recalled":
        told = story.morning((when + 4 * DAY).date(), 9)
        story.recalled(house, told, lot, *RECALL)
        story.forget_sales(fruit, since=told)
