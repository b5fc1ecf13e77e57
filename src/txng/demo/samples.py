"""Codes to scan, frozen: what each shows, and what was planted in it.

Both sizes of the province contain all of them; tests hold this list to what the generator makes.

kind    "ordinary", "recall" or "fault"
fault   what went wrong, in the words of README.md of this room; None where nothing did
steps   activities (or CBV steps) of the journey upstream, each where it first appears
"""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Sample:
    """`code` is the path of a scan; `chain` the card it stands on (flowers stand with vegetables)."""

    code: str
    chain: str
    kind: str
    fault: str | None
    title_vi: str
    title_en: str
    note_vi: str
    note_en: str
    product_vi: str
    product_en: str
    producer: str
    commune: str
    steps: tuple[str, ...]

    @property
    def title(self) -> str:
        """In the language of the page."""
        return self.title_en if get_language() == "en" else self.title_vi

    @property
    def note(self) -> str:
        return self.note_en if get_language() == "en" else self.note_vi


SAMPLES: tuple[Sample, ...] = (
    Sample(
        code="/01/09521007000028/21/756LKNKH1T6M",
        chain="coffee",
        kind="ordinary",
        fault=None,
        title_vi="Gói cà phê có số xê-ri",
        title_en="A pack of coffee with a serial",
        note_vi="Từ mười thửa ở Cầu Đất đến quầy bán.",
        note_en="From ten plots in Cầu Đất to the shop counter.",
        product_vi="Cà phê rang Arabica Cầu Đất 250 g",
        product_en="Roasted Arabica Cầu Đất 250 g",
        producer="Công ty TNHH Rang xay Lửa Thông (hư cấu)",
        commune="Phường Xuân Hương - Đà Lạt",
        steps=tuple(
            (
                "harvest collecting shipping receiving wet_milling fermenting drying resting "
                "hulling grading roasting packing casing storing unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521007000059/10/250106K0001",
        chain="coffee",
        kind="ordinary",
        fault=None,
        title_vi="Lô cà phê",
        title_en="A lot of coffee",
        note_vi="Lô gói 500 g, nguyên liệu từ Lang Biang, Lạc Dương và Đam Rông 4.",
        note_en="A lot of 500 g packs, grown in Lang Biang, Lạc Dương and Đam Rông 4.",
        product_vi="Cà phê rang Arabica Lang Biang 500 g",
        product_en="Roasted Arabica Lang Biang 500 g",
        producer="Công ty TNHH Rang xay Lửa Thông (hư cấu)",
        commune="Phường Xuân Hương - Đà Lạt",
        steps=tuple(
            (
                "harvest collecting shipping receiving wet_milling fermenting drying resting "
                "hulling grading roasting packing casing storing unpacking"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521006000036/21/24P0737042HN",
        chain="coffee",
        kind="ordinary",
        fault=None,
        title_vi="Bao cà phê nhân xuất khẩu",
        title_en="An export bag of green coffee",
        note_vi="Bao 60 kg đã rời cảng Cát Lái.",
        note_en="A 60 kg bag that has left Cát Lái port.",
        product_vi="Cà phê nhân Arabica, bao 60 kg",
        product_en="Arabica green coffee, 60 kg bag",
        producer="Công ty TNHH Chế biến cà phê Thung Mây (hư cấu)",
        commune="Phường Xuân Trường - Đà Lạt",
        steps=tuple(
            (
                "harvest collecting shipping receiving wet_milling fermenting drying resting "
                "hulling grading bagging palletising loading export"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521007000042/21/GZBML1X85KZ6",
        chain="coffee",
        kind="fault",
        fault="nobody_shipped_it",
        title_vi="Đứt bước",
        title_en="A broken step",
        note_vi="Xưởng rang nhận một lô nhân mà không ai khai đã thu hoạch, chế biến hay gửi đi.",
        note_en="The roastery received green coffee that nobody recorded as grown, milled or shipped.",
        product_vi="Cà phê rang Arabica Lang Biang 250 g",
        product_en="Roasted Arabica Lang Biang 250 g",
        producer="Công ty TNHH Rang xay Lửa Thông (hư cấu)",
        commune="Phường Xuân Hương - Đà Lạt",
        steps=tuple(
            "receiving roasting packing casing shipping storing unpacking retail_selling".split()
        ),
    ),
    Sample(
        code="/01/09521007000042/21/C31KV673CCK6",
        chain="coffee",
        kind="fault",
        fault="more_roasted_than_green",
        title_vi="Rang ra nhiều hơn nhân",
        title_en="More roasted than green",
        note_vi="Lô rang nặng hơn 1,3 lần lượng nhân đưa vào.",
        note_en="The roasted lot weighs 1.3 times the green coffee that went in.",
        product_vi="Cà phê rang Arabica Lang Biang 250 g",
        product_en="Roasted Arabica Lang Biang 250 g",
        producer="Công ty TNHH Rang xay Lửa Thông (hư cấu)",
        commune="Phường Xuân Hương - Đà Lạt",
        steps=tuple(
            (
                "harvest collecting shipping receiving wet_milling fermenting drying resting "
                "hulling grading roasting packing casing storing unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521009000026/21/81ZH36842BG3",
        chain="tea",
        kind="ordinary",
        fault=None,
        title_vi="Hộp trà có số xê-ri",
        title_en="A box of tea with a serial",
        note_vi="Trà ô long, hái và chế biến trong một ngày đêm.",
        note_en="Oolong, picked and made within a day and a night.",
        product_vi="Trà ô long B'Lao 100 g",
        product_en="B'Lao oolong tea 100 g",
        producer="Công ty TNHH Trà Mây Trắng (hư cấu)",
        commune="Phường 2 Bảo Lộc",
        steps=tuple(
            (
                "harvest collecting shipping receiving withering fixing rolling tea_making "
                "grading sampling packing casing storing unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521010000039/10/240227K0001",
        chain="tea",
        kind="ordinary",
        fault=None,
        title_vi="Lô trà xanh",
        title_en="A lot of green tea",
        note_vi="Lô hộp 200 g, từ sáu thửa ở Bảo Lộc.",
        note_en="A lot of 200 g boxes, from six plots in Bảo Lộc.",
        product_vi="Trà xanh B'Lao 200 g",
        product_en="B'Lao green tea 200 g",
        producer="Cơ sở Chế biến trà Nắng Sớm (hư cấu)",
        commune="Phường 3 Bảo Lộc",
        steps=tuple(
            (
                "harvest collecting shipping receiving fixing rolling tea_making grading sampling "
                "packing casing storing unpacking"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521009000026/21/4969NL0QK3N3",
        chain="tea",
        kind="fault",
        fault="sold_twice",
        title_vi="Tem bị sao chép",
        title_en="A copied label",
        note_vi="Một số xê-ri bán ở Đà Lạt rồi ở Cần Thơ trong vòng một giờ.",
        note_en="One serial sold in Đà Lạt and within the hour in Cần Thơ.",
        product_vi="Trà ô long B'Lao 100 g",
        product_en="B'Lao oolong tea 100 g",
        producer="Công ty TNHH Trà Mây Trắng (hư cấu)",
        commune="Phường 2 Bảo Lộc",
        steps=tuple(
            (
                "harvest collecting shipping receiving withering fixing rolling tea_making "
                "grading sampling packing casing storing unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521012000013/21/HZ60Z9980PBK",
        chain="vegetables",
        kind="ordinary",
        fault=None,
        title_vi="Khay xà lách có số xê-ri",
        title_en="A tray of lettuce with a serial",
        note_vi="Cắt lúc sáng sớm, làm lạnh trước trưa, bán ngay trong tuần.",
        note_en="Cut at dawn, cooled before noon, sold within the week.",
        product_vi="Xà lách Đà Lạt, khay 300 g",
        product_en="Đà Lạt lettuce, 300 g tray",
        producer="Công ty TNHH Sơ chế rau Sương Mai (hư cấu)",
        commune="Xã Hiệp Thạnh",
        steps=tuple(
            (
                "harvest collecting shipping receiving precooling grading washing packing casing "
                "loading unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521012000020/10/240410G0001",
        chain="vegetables",
        kind="ordinary",
        fault=None,
        title_vi="Lô bắp cải",
        title_en="A lot of cabbage",
        note_vi="Lô túi 1 kg, từ năm thửa ở D'Ran, Đơn Dương và Hiệp Thạnh.",
        note_en="A lot of 1 kg bags, from five plots in D'Ran, Đơn Dương and Hiệp Thạnh.",
        product_vi="Bắp cải Đà Lạt, túi 1 kg",
        product_en="Đà Lạt cabbage, 1 kg bag",
        producer="Công ty TNHH Sơ chế rau Sương Mai (hư cấu)",
        commune="Xã Hiệp Thạnh",
        steps=tuple(
            (
                "harvest collecting shipping receiving precooling grading washing packing casing "
                "loading unpacking"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521013000029/10/240305B0000",
        chain="vegetables",
        kind="ordinary",
        fault=None,
        title_vi="Lô hoa hồng",
        title_en="A lot of roses",
        note_vi="Hoa đếm theo cành, bán theo bó.",
        note_en="Flowers are counted in stems and sold in bunches.",
        product_vi="Hoa hồng Đà Lạt, bó 20 cành",
        product_en="Đà Lạt roses, bunch of 20",
        producer="HTX Hoa Nụ Sớm Đà Lạt (hư cấu)",
        commune="Phường Cam Ly - Đà Lạt",
        steps=tuple(
            (
                "harvest collecting grading precooling packing casing shipping receiving unpacking"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521012000013/21/3PH0R54Z9B03",
        chain="vegetables",
        kind="recall",
        fault="recalled",
        title_vi="Khay xà lách thuộc lô thu hồi",
        title_en="A tray of a recalled lot",
        note_vi="Lô của khay này bị thu hồi vì tồn dư thuốc bảo vệ thực vật.",
        note_en="This tray's lot was recalled for pesticide residue.",
        product_vi="Xà lách Đà Lạt, khay 300 g",
        product_en="Đà Lạt lettuce, 300 g tray",
        producer="Công ty TNHH Sơ chế rau Sương Mai (hư cấu)",
        commune="Xã Hiệp Thạnh",
        steps=tuple(
            (
                "harvest collecting shipping receiving precooling grading washing packing casing "
                "loading unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521012000013/10/260722G0006",
        chain="vegetables",
        kind="recall",
        fault="recalled",
        title_vi="Lô xà lách bị thu hồi",
        title_en="A recalled lot of lettuce",
        note_vi="Thu hồi vì tồn dư thuốc bảo vệ thực vật.",
        note_en="Recalled for pesticide residue.",
        product_vi="Xà lách Đà Lạt, khay 300 g",
        product_en="Đà Lạt lettuce, 300 g tray",
        producer="Công ty TNHH Sơ chế rau Sương Mai (hư cấu)",
        commune="Xã Hiệp Thạnh",
        steps=tuple(
            (
                "harvest collecting shipping receiving precooling grading washing packing casing "
                "loading unpacking recall"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521012000013/21/H5Q7GKLHPGLQ",
        chain="vegetables",
        kind="fault",
        fault="received_before_shipped",
        title_vi="Nhận trước khi gửi",
        title_en="Received before it was shipped",
        note_vi="Cửa hàng ghi nhận hàng ba giờ trước khi nhà sơ chế gửi đi.",
        note_en="The shop recorded the goods three hours before the packing house shipped them.",
        product_vi="Xà lách Đà Lạt, khay 300 g",
        product_en="Đà Lạt lettuce, 300 g tray",
        producer="Công ty TNHH Sơ chế rau Sương Mai (hư cấu)",
        commune="Xã Hiệp Thạnh",
        steps=tuple(
            (
                "harvest collecting shipping receiving precooling grading washing packing casing "
                "loading unpacking retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521014000059/21/26PBMCH9770R",
        chain="rice",
        kind="ordinary",
        fault=None,
        title_vi="Túi gạo có số xê-ri",
        title_en="A bag of rice with a serial",
        note_vi="Thóc rời tỉnh để xay xát rồi trở về Đạ Tẻh đóng gói.",
        note_en="The paddy left the province to be milled and came back to Đạ Tẻh.",
        product_vi="Gạo nếp quýt Đạ Tẻh 5 kg",
        product_en="Nếp quýt Đạ Tẻh sticky rice 5 kg",
        producer="HTX Nếp quýt Đồng Bưng Đạ Tẻh (hư cấu)",
        commune="Xã Đạ Tẻh",
        steps=tuple(
            (
                "harvest collecting drying palletising shipping receiving unpacking milling "
                "packing casing storing retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521014000035/10/241212G0001",
        chain="rice",
        kind="ordinary",
        fault=None,
        title_vi="Lô gạo",
        title_en="A lot of rice",
        note_vi="Lô túi 1 kg, vụ trước Tết.",
        note_en="A lot of 1 kg bags, from the crop before Tết.",
        product_vi="Gạo nếp quýt Đạ Tẻh 1 kg",
        product_en="Nếp quýt Đạ Tẻh sticky rice 1 kg",
        producer="HTX Nếp quýt Đồng Bưng Đạ Tẻh (hư cấu)",
        commune="Xã Đạ Tẻh",
        steps=tuple(
            (
                "harvest collecting drying palletising shipping receiving unpacking milling "
                "packing casing storing"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521014000059/21/N56QPBPK5XXT",
        chain="rice",
        kind="fault",
        fault="ten_times_too_much",
        title_vi="Năng suất khó tin",
        title_en="A yield beyond belief",
        note_vi="Một thửa khai khoảng 60 tấn mỗi héc-ta: thừa một số không.",
        note_en="One plot declared about 60 tonnes a hectare: a nought too many.",
        product_vi="Gạo nếp quýt Đạ Tẻh 5 kg",
        product_en="Nếp quýt Đạ Tẻh sticky rice 5 kg",
        producer="HTX Nếp quýt Đồng Bưng Đạ Tẻh (hư cấu)",
        commune="Xã Đạ Tẻh",
        steps=tuple(
            (
                "harvest collecting drying palletising shipping receiving unpacking milling "
                "packing casing storing retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521014000059/21/CRBXT24HHK28",
        chain="rice",
        kind="fault",
        fault="certificate_over_used",
        title_vi="Chứng nhận dùng quá mức",
        title_en="A certificate used too often",
        note_vi="Ba trong tám thửa có VietGAP, nhưng cả lô gạo đều bán dưới chứng nhận đó.",
        note_en="Three of eight plots are VietGAP, but all the rice is sold under the certificate.",
        product_vi="Gạo nếp quýt Đạ Tẻh 5 kg",
        product_en="Nếp quýt Đạ Tẻh sticky rice 5 kg",
        producer="HTX Nếp quýt Đồng Bưng Đạ Tẻh (hư cấu)",
        commune="Xã Đạ Tẻh",
        steps=tuple(
            (
                "harvest collecting drying palletising shipping receiving unpacking milling "
                "packing casing storing retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521017000018/21/3X033GNQC9LK",
        chain="durian",
        kind="ordinary",
        fault=None,
        title_vi="Thùng sầu riêng xuất khẩu",
        title_en="An export carton of durian",
        note_vi="Vùng trồng và cơ sở đóng gói có mã; đã đến cửa khẩu.",
        note_en="Coded planting areas and packing house; it has reached the border.",
        product_vi="Sầu riêng Monthong Đạ Huoai, thùng 18 kg",
        product_en="Monthong durian, Đạ Huoai, 18 kg carton",
        producer="Công ty TNHH Đóng gói Gai Vàng (hư cấu)",
        commune="Xã Đạ Huoai 2",
        steps=tuple(
            (
                "harvest collecting shipping receiving grading sampling packing palletising "
                "loading export border"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521017000025/10/250707G0001",
        chain="durian",
        kind="ordinary",
        fault=None,
        title_vi="Lô sầu riêng bán trong nước",
        title_en="A lot of durian for shops at home",
        note_vi="Quả dán tem, đóng gói trong 48 giờ.",
        note_en="Labelled fruit, packed within 48 hours.",
        product_vi="Sầu riêng Monthong Đạ Huoai, quả dán tem",
        product_en="Monthong durian, Đạ Huoai, labelled fruit",
        producer="Công ty TNHH Đóng gói Gai Vàng (hư cấu)",
        commune="Xã Đạ Huoai 2",
        steps=tuple("harvest collecting shipping receiving grading sampling packing".split()),
    ),
    Sample(
        code="/01/09521017000025/21/305RKZB0NG03",
        chain="durian",
        kind="recall",
        fault="recalled",
        title_vi="Quả sầu riêng thuộc lô thu hồi",
        title_en="A durian of a recalled lot",
        note_vi="Lô bị thu hồi vì cadimi.",
        note_en="The lot was recalled for cadmium.",
        product_vi="Sầu riêng Monthong Đạ Huoai, quả dán tem",
        product_en="Monthong durian, Đạ Huoai, labelled fruit",
        producer="Công ty TNHH Đóng gói Gai Vàng (hư cấu)",
        commune="Xã Đạ Huoai 2",
        steps=tuple(
            (
                "harvest collecting shipping receiving grading sampling packing casing unpacking "
                "retail_selling"
            ).split()
        ),
    ),
    Sample(
        code="/01/09521017000018/21/21M1BN1KN65K",
        chain="durian",
        kind="fault",
        fault="more_than_trees_bear",
        title_vi="Vùng trồng vượt năng suất",
        title_en="More than the trees bear",
        note_vi="Một vùng trồng khai hơn 30 tấn mỗi héc-ta: dấu hiệu mượn mã.",
        note_en="One planting area declared over 30 tonnes a hectare: a sign of a lent code.",
        product_vi="Sầu riêng Monthong Đạ Huoai, thùng 18 kg",
        product_en="Monthong durian, Đạ Huoai, 18 kg carton",
        producer="Công ty TNHH Đóng gói Gai Vàng (hư cấu)",
        commune="Xã Đạ Huoai 2",
        steps=tuple(
            (
                "harvest collecting shipping receiving grading sampling packing palletising "
                "loading export border"
            ).split()
        ),
    ),
)
