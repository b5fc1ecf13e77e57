"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Promise]] = {
    "budget.drafted": _("Soạn một dòng dự toán"),
    "budget.changed": _("Sửa một dòng dự toán"),
    "budget.dropped": _("Xóa một dòng dự toán đang soạn"),
    "budget.proposed": _("Gửi đề xuất dự toán"),
    "budget.taken_back": _("Rút đề xuất dự toán"),
    "budget.returned": _("Trả lại dự toán để sửa, có lý do"),
    "budget.appraised": _("Thẩm định dự toán"),
    "budget.approved": _("Ghi quyết định phê duyệt dự toán"),
    "budget.undone": _("Rút lại bước vừa ghi của dự toán"),
    "budget.disbursed": _("Ghi chứng từ giải ngân"),
    "budget.countered": _("Đảo chứng từ giải ngân, có lý do"),
    "budget.settled": _("Quyết toán năm của một cơ quan"),
    "budget.unsettled": _("Bỏ quyết toán năm của một cơ quan, có lý do"),
    "budget.year_closed": _("Khóa sổ kinh phí của năm"),
    "budget.year_reopened": _("Mở lại sổ kinh phí của năm, có lý do"),
    "budget.packaged": _("Nạp nguồn vốn và chương trình kinh phí có sẵn"),
    "budget.source_added": _("Thêm nguồn vốn"),
    "budget.source_changed": _("Sửa nguồn vốn"),
    "budget.programme_added": _("Thêm chương trình kinh phí"),
    "budget.pilot_added": _("Thêm mô hình điểm"),
    "budget.pilot_changed": _("Sửa mô hình điểm"),
    "budget.pilot_item_added": _("Thêm khoản chi của mô hình điểm"),
    "budget.pilot_item_dropped": _("Xóa khoản chi của mô hình điểm"),
    "budget.estimated": _("Lập dự toán theo đơn giá của mô hình điểm"),
}
