"""Who acts in the demonstration. Every enterprise is invented, and its name says so.

Farms stand in real communes; ports, markets and border gates are public places. No real enterprise of
the province appears, so that no invented event can be held against one.
"""

from txng.demo import codes
from txng.demo.cast import Firm, Growers, Place, Product
from txng.parties.administrative_units import commune

FIRMS: list[Firm] = []
PLACES: list[Place] = []
PRODUCTS: list[Product] = []
GROWERS: list[Growers] = []

HO_CHI_MINH = ("TP. Hồ Chí Minh", 10.78, 106.70)


def _firm(
    name: str, name_en: str, commune_code: str = "", state: str = "Lâm Đồng", country: str = "VN"
) -> Firm:
    firm = Firm(
        len(FIRMS) + 1, f"{name} (hư cấu)", f"{name_en} (fictional)", commune_code, state, country
    )
    FIRMS.append(firm)
    return firm


def _place(
    firm: Firm,
    kind: str,
    name: str,
    name_en: str,
    elsewhere: tuple[str, float, float] | None = None,
    commune_code: str = "",
    country: str = "VN",
    **facts: str,
) -> Place:
    """In the firm's commune, unless another commune or `elsewhere` (state, latitude, longitude)."""
    reference = 1 + sum(place.firm is firm for place in PLACES)
    identity = f"{codes.LINK}/414/{codes.gln(firm.number, reference)}"
    if elsewhere is None:
        unit = commune(commune_code or firm.commune_code)
        assert unit is not None, f"Expected a commune of today, got {commune_code}"
        where = ("Lâm Đồng", round(unit.latitude, 3), round(unit.longitude, 3))
        code = unit.code
    else:
        where, code = elsewhere, ""
    state, latitude, longitude = where
    extra = {f"txng:{fact}": value for fact, value in facts.items()}
    place = Place(
        identity, firm, kind, name, name_en, latitude, longitude, code, state, country, extra
    )
    PLACES.append(place)
    return place


def _product(
    firm: Firm,
    group: str,
    stage: str,
    name: str,
    name_en: str,
    *,
    brand: str = "",
    net: str = "",
    unit_kg: float = 0.0,
    standard: str = "",
) -> Product:
    reference = 1 + sum(product.firm is firm for product in PRODUCTS)
    product = Product(firm, reference, group, stage, name, name_en, brand, net, unit_kg, standard)
    PRODUCTS.append(product)
    return product


def _growers(
    firm: Firm,
    product: Product,
    communes: str,
    size: int,
    area_ha: tuple[float, float],
    system: tuple[str, str] = ("monocrop", ""),
) -> Growers:
    growers = Growers(len(GROWERS), firm, product, tuple(communes.split()), size, area_ha, system)
    GROWERS.append(growers)
    return growers


# --- storage and shops, for every chain -----------------------------------------------------------

STORAGE = _firm("Công ty TNHH Kho vận Hồ Mây", "Hồ Mây Logistics Co.", "24958")
WAREHOUSE = _place(STORAGE, "warehouse", "Kho Đức Trọng", "Đức Trọng warehouse")

RETAIL = _firm("Công ty CP Cửa hàng Giỏ Quê", "Giỏ Quê Shops", "24781")
SHOP_DA_LAT = _place(RETAIL, "shop", "Cửa hàng Giỏ Quê Đà Lạt", "Giỏ Quê shop, Đà Lạt")
SHOP_BAO_LOC = _place(
    RETAIL, "shop", "Cửa hàng Giỏ Quê Bảo Lộc", "Giỏ Quê shop, Bảo Lộc", commune_code="24823"
)
SHOP_HCMC = _place(
    RETAIL, "shop", "Cửa hàng Giỏ Quê Sài Gòn", "Giỏ Quê shop, Hồ Chí Minh City", HO_CHI_MINH
)
SHOP_CAN_THO = _place(
    RETAIL, "shop", "Cửa hàng Giỏ Quê Cần Thơ", "Giỏ Quê shop, Cần Thơ",
    ("Cần Thơ", 10.03, 105.78),
)  # fmt: skip
SHOPS = (SHOP_DA_LAT, SHOP_HCMC, SHOP_BAO_LOC, SHOP_CAN_THO)

EXPORTER = _firm(
    "Công ty CP Xuất khẩu Cao Nguyên Mưa", "Cao Nguyên Mưa Export Corp.",
    state="TP. Hồ Chí Minh",
)  # fmt: skip
PORT = _place(
    EXPORTER, "warehouse", "Kho cảng Cát Lái", "Warehouse at Cát Lái port",
    ("TP. Hồ Chí Minh", 10.76, 106.79),
)  # fmt: skip

# --- coffee: Arabica of Cầu Đất and Lang Biang -----------------------------------------------------

CAU_DAT = _firm("HTX Cà phê Sương Đồi Cầu Đất", "Sương Đồi Cầu Đất Coffee Cooperative", "24805")
CAU_DAT_COLLECTION = _place(
    CAU_DAT, "collection", "Điểm thu mua Xuân Trường", "Xuân Trường collection point"
)
CAU_DAT_CHERRY = _product(
    CAU_DAT, "coffee", "raw", "Quả cà phê Arabica Cầu Đất", "Arabica cherries, Cầu Đất"
)
LANG_BIANG = _firm(
    "HTX Cà phê Gió Núi Lang Biang", "Gió Núi Lang Biang Coffee Cooperative", "24848"
)
LANG_BIANG_COLLECTION = _place(
    LANG_BIANG, "collection", "Điểm thu mua Lạc Dương", "Lạc Dương collection point"
)
LANG_BIANG_CHERRY = _product(
    LANG_BIANG, "coffee", "raw", "Quả cà phê Arabica Lang Biang", "Arabica cherries, Lang Biang"
)
COFFEE_MILLER = _firm(
    "Công ty TNHH Chế biến cà phê Thung Mây", "Thung Mây Coffee Mill Co.", "24805"
)
COFFEE_MILL = _place(COFFEE_MILLER, "mill", "Trạm chế biến ướt Thung Mây", "Thung Mây wet mill")
PARCHMENT = _product(
    COFFEE_MILLER, "coffee", "intermediate", "Cà phê thóc Arabica", "Arabica parchment"
)
GREEN = _product(
    COFFEE_MILLER, "coffee", "intermediate", "Cà phê nhân Arabica", "Arabica green coffee"
)
GREEN_BAG = _product(
    COFFEE_MILLER, "coffee", "finished", "Cà phê nhân Arabica, bao 60 kg",
    "Arabica green coffee, 60 kg bag", brand="Thung Mây", net="60 kg", unit_kg=60,
)  # fmt: skip
ROASTER = _firm("Công ty TNHH Rang xay Lửa Thông", "Lửa Thông Roasters Co.", "24781")
ROASTERY = _place(ROASTER, "factory", "Xưởng rang Lửa Thông", "Lửa Thông roastery")
ROASTED = _product(
    ROASTER, "coffee", "intermediate", "Cà phê rang Arabica, hàng rời", "Roasted Arabica, bulk"
)
COFFEE_250 = _product(
    ROASTER, "coffee", "finished", "Cà phê rang Arabica Cầu Đất 250 g",
    "Roasted Arabica Cầu Đất 250 g", brand="Lửa Thông", net="250 g", unit_kg=0.25,
)  # fmt: skip
COFFEE_500 = _product(
    ROASTER, "coffee", "finished", "Cà phê rang Arabica Cầu Đất 500 g",
    "Roasted Arabica Cầu Đất 500 g", brand="Lửa Thông", net="500 g", unit_kg=0.5,
)  # fmt: skip
LANG_BIANG_250 = _product(
    ROASTER, "coffee", "finished", "Cà phê rang Arabica Lang Biang 250 g",
    "Roasted Arabica Lang Biang 250 g", brand="Lửa Thông", net="250 g", unit_kg=0.25,
)  # fmt: skip
LANG_BIANG_500 = _product(
    ROASTER, "coffee", "finished", "Cà phê rang Arabica Lang Biang 500 g",
    "Roasted Arabica Lang Biang 500 g", brand="Lửa Thông", net="500 g", unit_kg=0.5,
)  # fmt: skip
COFFEE_GROWERS = (
    _growers(CAU_DAT, CAU_DAT_CHERRY, "24805", 10, (0.2, 0.7)),
    _growers(LANG_BIANG, LANG_BIANG_CHERRY, "24846 24848 24853", 10, (0.2, 0.7)),
)

# --- tea of B'Lao ----------------------------------------------------------------------------------

TEA_COOPERATIVE = _firm("HTX Chè Đồi Sương B'Lao", "Đồi Sương B'Lao Tea Cooperative", "24829")
TEA_COLLECTION = _place(
    TEA_COOPERATIVE, "collection", "Điểm cân chè tươi B'Lao", "B'Lao fresh leaf weighing point"
)
OOLONG_LEAF = _product(TEA_COOPERATIVE, "tea", "raw", "Búp chè ô long tươi", "Fresh oolong leaf")
GREEN_LEAF = _product(TEA_COOPERATIVE, "tea", "raw", "Búp chè xanh tươi", "Fresh green tea leaf")
OOLONG_MAKER = _firm("Công ty TNHH Trà Mây Trắng", "Mây Trắng Tea Co.", "24820")
OOLONG_FACTORY = _place(OOLONG_MAKER, "factory", "Nhà máy trà Mây Trắng", "Mây Trắng tea factory")
OOLONG = _product(OOLONG_MAKER, "tea", "intermediate", "Trà ô long, hàng rời", "Oolong tea, bulk")
OOLONG_100 = _product(
    OOLONG_MAKER, "tea", "finished", "Trà ô long B'Lao 100 g", "B'Lao oolong tea 100 g",
    brand="Mây Trắng", net="100 g", unit_kg=0.1,
)  # fmt: skip
OOLONG_200 = _product(
    OOLONG_MAKER, "tea", "finished", "Trà ô long B'Lao 200 g", "B'Lao oolong tea 200 g",
    brand="Mây Trắng", net="200 g", unit_kg=0.2,
)  # fmt: skip
GREEN_TEA_MAKER = _firm("Cơ sở Chế biến trà Nắng Sớm", "Nắng Sớm Tea Makers", "24841")
GREEN_TEA_FACTORY = _place(
    GREEN_TEA_MAKER, "factory", "Xưởng trà Nắng Sớm", "Nắng Sớm tea workshop"
)
GREEN_TEA = _product(
    GREEN_TEA_MAKER, "tea", "intermediate", "Trà xanh, hàng rời", "Green tea, bulk"
)
GREEN_TEA_100 = _product(
    GREEN_TEA_MAKER, "tea", "finished", "Trà xanh B'Lao 100 g", "B'Lao green tea 100 g",
    brand="Nắng Sớm", net="100 g", unit_kg=0.1,
)  # fmt: skip
GREEN_TEA_200 = _product(
    GREEN_TEA_MAKER, "tea", "finished", "Trà xanh B'Lao 200 g", "B'Lao green tea 200 g",
    brand="Nắng Sớm", net="200 g", unit_kg=0.2,
)  # fmt: skip
TEA_GROWERS = (
    _growers(TEA_COOPERATIVE, OOLONG_LEAF, "24829 24820 24823", 6, (0.3, 1.0)),
    _growers(TEA_COOPERATIVE, GREEN_LEAF, "24841 24829 24823", 6, (0.3, 1.0)),
)

# --- vegetables and flowers of Đà Lạt --------------------------------------------------------------

VEGETABLE_COOPERATIVE = _firm("HTX Rau Luống Xanh", "Luống Xanh Vegetable Cooperative", "24778")
VEGETABLE_COLLECTION = _place(
    VEGETABLE_COOPERATIVE,
    "collection",
    "Điểm tập kết rau Thái Phiên",
    "Thái Phiên collection point",
)
RAW_LETTUCE = _product(
    VEGETABLE_COOPERATIVE, "vegetables", "raw", "Xà lách, chưa sơ chế", "Lettuce, unprocessed"
)
RAW_CABBAGE = _product(
    VEGETABLE_COOPERATIVE, "vegetables", "raw", "Bắp cải, chưa sơ chế", "Cabbage, unprocessed"
)
VEGETABLE_PACKER = _firm(
    "Công ty TNHH Sơ chế rau Sương Mai", "Sương Mai Fresh Produce Co.", "24967"
)
VEGETABLE_PACKING_HOUSE = _place(
    VEGETABLE_PACKER, "packing_house", "Nhà sơ chế Sương Mai", "Sương Mai packing house"
)
LETTUCE = _product(
    VEGETABLE_PACKER, "vegetables", "finished", "Xà lách Đà Lạt, khay 300 g",
    "Đà Lạt lettuce, 300 g tray", brand="Sương Mai", net="300 g", unit_kg=0.3,
    standard="VietGAP",
)  # fmt: skip
CABBAGE = _product(
    VEGETABLE_PACKER, "vegetables", "finished", "Bắp cải Đà Lạt, túi 1 kg",
    "Đà Lạt cabbage, 1 kg bag", brand="Sương Mai", net="1 kg", unit_kg=1.0,
    standard="VietGAP",
)  # fmt: skip
VEGETABLE_GROWERS = (
    _growers(VEGETABLE_COOPERATIVE, RAW_LETTUCE, "24778 24846 24931", 5, (0.05, 0.12)),
    _growers(VEGETABLE_COOPERATIVE, RAW_CABBAGE, "24934 24931 24967", 5, (0.1, 0.2)),
)
FLOWER_COOPERATIVE = _firm("HTX Hoa Nụ Sớm Đà Lạt", "Nụ Sớm Đà Lạt Flower Cooperative", "24787")
FLOWER_HOUSE = _place(
    FLOWER_COOPERATIVE, "packing_house", "Nhà phân loại hoa Nụ Sớm", "Nụ Sớm flower grading house"
)
ROSE_STEM = _product(
    FLOWER_COOPERATIVE, "flowers", "raw", "Hoa hồng Đà Lạt, cành", "Đà Lạt roses, stems"
)
ROSE_BUNCH = _product(
    FLOWER_COOPERATIVE, "flowers", "finished", "Hoa hồng Đà Lạt, bó 20 cành",
    "Đà Lạt roses, bunch of 20", brand="Nụ Sớm", net="20 cành",
)  # fmt: skip
FLOWER_GROWERS = _growers(FLOWER_COOPERATIVE, ROSE_STEM, "24787 24778 24846", 4, (0.08, 0.3))

# --- sticky rice nếp quýt of Đạ Tẻh ------------------------------------------------------------------

RICE_COOPERATIVE = _firm(
    "HTX Nếp quýt Đồng Bưng Đạ Tẻh", "Đồng Bưng Đạ Tẻh Rice Cooperative", "25126"
)
RICE_STORE = _place(
    RICE_COOPERATIVE,
    "factory",
    "Nhà sấy và đóng gói Đồng Bưng",
    "Đồng Bưng drying and packing house",
)
WET_PADDY = _product(RICE_COOPERATIVE, "rice", "raw", "Thóc nếp quýt tươi", "Nếp quýt paddy, fresh")
PADDY = _product(
    RICE_COOPERATIVE, "rice", "intermediate", "Thóc nếp quýt khô", "Nếp quýt paddy, dried"
)
RICE_1 = _product(
    RICE_COOPERATIVE, "rice", "finished", "Gạo nếp quýt Đạ Tẻh 1 kg",
    "Nếp quýt Đạ Tẻh sticky rice 1 kg", brand="Đồng Bưng", net="1 kg", unit_kg=1.0,
)  # fmt: skip
RICE_2 = _product(
    RICE_COOPERATIVE, "rice", "finished", "Gạo nếp quýt Đạ Tẻh 2 kg",
    "Nếp quýt Đạ Tẻh sticky rice 2 kg", brand="Đồng Bưng", net="2 kg", unit_kg=2.0,
)  # fmt: skip
RICE_5 = _product(
    RICE_COOPERATIVE, "rice", "finished", "Gạo nếp quýt Đạ Tẻh 5 kg",
    "Nếp quýt Đạ Tẻh sticky rice 5 kg", brand="Đồng Bưng", net="5 kg", unit_kg=5.0,
)  # fmt: skip
RICE_MILLER = _firm("Công ty TNHH Xay xát Sông Bồi", "Sông Bồi Rice Mill Co.", state="Đồng Tháp")
RICE_MILL = _place(
    RICE_MILLER, "mill", "Nhà máy xay xát Sông Bồi", "Sông Bồi rice mill",
    ("Đồng Tháp", 10.35, 106.05),
)  # fmt: skip
MILLED_RICE = _product(
    RICE_MILLER, "rice", "intermediate", "Gạo nếp quýt, hàng rời", "Nếp quýt sticky rice, bulk"
)
RICE_GROWERS = _growers(RICE_COOPERATIVE, WET_PADDY, "25126 25138 25135", 8, (0.1, 0.5))

# --- durian of Đạ Huoai ------------------------------------------------------------------------------

DURIAN_COOPERATIVE = _firm("HTX Sầu riêng Suối Đá", "Suối Đá Durian Cooperative", "25099")
DURIAN_COLLECTION = _place(
    DURIAN_COOPERATIVE, "collection", "Điểm thu mua Mađaguôi", "Mađaguôi collection point"
)
RAW_DURIAN = _product(
    DURIAN_COOPERATIVE, "durian", "raw", "Sầu riêng Monthong, nguyên quả", "Monthong durian, whole"
)
DURIAN_PACKER = _firm("Công ty TNHH Đóng gói Gai Vàng", "Gai Vàng Packing Co.", "25105")
DURIAN_PACKING_HOUSE = _place(
    DURIAN_PACKER, "packing_house", "Cơ sở đóng gói Gai Vàng", "Gai Vàng packing house",
    packingHouseCode="VN-LDPH-0000",
)  # fmt: skip
DURIAN_CARTON = _product(
    DURIAN_PACKER, "durian", "finished", "Sầu riêng Monthong Đạ Huoai, thùng 18 kg",
    "Monthong durian, Đạ Huoai, 18 kg carton", brand="Gai Vàng", net="18 kg", unit_kg=18.0,
)  # fmt: skip
DURIAN_FRUIT = _product(
    DURIAN_PACKER, "durian", "finished", "Sầu riêng Monthong Đạ Huoai, quả dán tem",
    "Monthong durian, Đạ Huoai, labelled fruit", brand="Gai Vàng", net="khoảng 3 kg", unit_kg=3.0,
)  # fmt: skip
IMPORTER = _firm(
    "Công ty Nhập khẩu trái cây Nam Phong", "Nam Phong Fruit Import Co.",
    state="Quảng Tây", country="CN",
)  # fmt: skip
BORDER = _place(
    IMPORTER, "border", "Cửa khẩu quốc tế Hữu Nghị", "Hữu Nghị international border gate",
    ("Lạng Sơn", 21.98, 106.71),
)  # fmt: skip
DURIAN_GROWERS = _growers(
    DURIAN_COOPERATIVE, RAW_DURIAN, "25099 25105 25114", 7, (1.2, 3.5), ("monocrop", "VN-LDOR")
)
