"""What a step is called on a page: the words of CBV and of txng's own activities.

An activity (`txng:activity`) is the finer word where an event gives one: CBV's `commissioning` is a
harvest on a plot and a roast in a roastery.
"""

from django.utils.translation import gettext_lazy as _

ACTIVITIES = {
    "harvest": _("Thu hoạch"),
    "picking": _("Hái"),
    "collecting": _("Thu gom"),
    "wet_milling": _("Xát tươi"),
    "fermenting": _("Lên men"),
    "drying": _("Phơi sấy"),
    "resting": _("Ủ nghỉ"),
    "hulling": _("Xát khô"),
    "roasting": _("Rang"),
    "withering": _("Làm héo"),
    "rolling": _("Vò"),
    "fixing": _("Diệt men"),
    "tea_making": _("Chế biến trà"),
    "milling": _("Xay xát"),
    "precooling": _("Làm lạnh sơ bộ"),
    "grading": _("Phân loại"),
    "washing": _("Rửa"),
    "packing": _("Đóng gói"),
    "packing_items": _("Đóng gói bán lẻ"),
    "casing": _("Đóng thùng"),
    "palletising": _("Xếp pallet"),
    "bagging": _("Đóng bao"),
    "storing": _("Lưu kho"),
    "loading": _("Bốc hàng"),
    "export": _("Xuất khẩu"),
    "border": _("Qua cửa khẩu"),
    "recall": _("Thông báo thu hồi"),
    "inspection": _("Kiểm tra"),
    "sampling": _("Lấy mẫu"),
}

BIZ_STEPS = {
    "accepting": _("Chấp nhận hàng"),
    "arriving": _("Đến nơi"),
    "assembling": _("Lắp ráp"),
    "collecting": _("Thu gom"),
    "commissioning": _("Tạo mã"),
    "consigning": _("Ký gửi"),
    "creating_class_instance": _("Tạo lô"),
    "cycle_counting": _("Kiểm kê định kỳ"),
    "decommissioning": _("Hủy mã"),
    "departing": _("Rời nơi"),
    "destroying": _("Tiêu hủy"),
    "disassembling": _("Tháo rời"),
    "dispensing": _("Cấp phát"),
    "encoding": _("Ghi mã lên thẻ"),
    "entering_exiting": _("Ra vào"),
    "holding": _("Tạm giữ"),
    "inspecting": _("Kiểm tra"),
    "installing": _("Lắp đặt"),
    "killing": _("Vô hiệu thẻ"),
    "loading": _("Bốc hàng"),
    "other": _("Việc khác"),
    "packing": _("Đóng gói"),
    "picking": _("Soạn hàng"),
    "receiving": _("Nhận hàng"),
    "removing": _("Lấy ra"),
    "repackaging": _("Đóng gói lại"),
    "repairing": _("Sửa chữa"),
    "replacing": _("Thay thế"),
    "reserving": _("Đặt trước"),
    "retail_selling": _("Bán lẻ"),
    "sampling": _("Lấy mẫu"),
    "sensor_reporting": _("Đo bằng cảm biến"),
    "shipping": _("Gửi hàng"),
    "staging_outbound": _("Chuẩn bị xuất"),
    "stock_taking": _("Kiểm kê"),
    "stocking": _("Xếp hàng lên kệ"),
    "storing": _("Lưu kho"),
    "transporting": _("Vận chuyển"),
    "unloading": _("Dỡ hàng"),
    "unpacking": _("Mở kiện"),
    "void_shipping": _("Hủy lượt gửi"),
}


def step_title(activity: str, biz_step: str) -> str:
    """The translated name of a step; a word nobody translated is shown as it stands."""
    title = ACTIVITIES.get(activity) or BIZ_STEPS.get(biz_step)
    return str(title) if title else (activity or biz_step or str(_("Sự kiện")))
