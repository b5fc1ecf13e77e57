"""What the browser tests expect of the demonstration province, written out and not read from its code."""

from dataclasses import dataclass

SERIAL_PATH = "/01/09521007000028/21/756LKNKH1T6M"
TYPED = "(01)09521007000028(21)756LKNKH1T6M"
RECALLED_PATH = "/01/09521012000013/21/3PH0R54Z9B03"


@dataclass(frozen=True)
class Expected:
    name: str
    producer: str
    commune: str
    steps: tuple[str, ...]


EXPECTED = {
    "vi": Expected(
        "Cà phê rang Arabica Cầu Đất 250 g",
        "Công ty TNHH Rang xay Lửa Thông (hư cấu)",
        "Phường Xuân Hương - Đà Lạt",
        (
            *("Thu hoạch", "Thu gom", "Gửi hàng"),
            *("Nhận hàng", "Xát tươi", "Lên men", "Phơi sấy", "Ủ nghỉ", "Xát khô", "Phân loại"),
            *("Gửi hàng", "Nhận hàng", "Rang", "Đóng gói", "Đóng thùng", "Gửi hàng"),
            *("Nhận hàng", "Lưu kho", "Gửi hàng", "Nhận hàng", "Mở kiện", "Bán lẻ"),
        ),
    ),
    "en": Expected(
        "Roasted Arabica Cầu Đất 250 g",
        "Lửa Thông Roasters Co. (fictional)",
        "Phường Xuân Hương - Đà Lạt",
        (
            *("Harvest", "Collecting", "Shipping"),
            *("Receiving", "Wet milling", "Fermenting", "Drying", "Resting", "Hulling", "Grading"),
            *("Shipping", "Receiving", "Roasting", "Packing", "Packing into cases", "Shipping"),
            *("Receiving", "Storing", "Shipping", "Receiving", "Unpacking", "Retail sale"),
        ),
    ),
}
