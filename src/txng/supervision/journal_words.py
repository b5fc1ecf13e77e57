"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "report.received": _("Nhận một phản ánh nghi ngờ"),
    "report.checking": _("Bắt đầu xem xét một phản ánh"),
    "report.answered": _("Trả lời một phản ánh"),
    "recall.drafted": _("Soạn một việc thu hồi"),
    "recall.changed": _("Sửa bản soạn một việc thu hồi"),
    "recall.ordered": _("Ra lệnh thu hồi"),
    "recall.listed": _("Lập danh sách nơi giữ hàng thu hồi"),
    "recall.widened": _("Mở rộng phạm vi thu hồi"),
    "recall.closed": _("Kết thúc một việc thu hồi"),
    "recall.withdrawn": _("Rút một việc thu hồi"),
    "recall.reopened": _("Mở lại một việc thu hồi"),
    "recall.answered": _("Ghi nơi giữ hàng đã trả lời thu hồi"),
    "recall.answer_taken_back": _("Bỏ câu trả lời thu hồi của một nơi giữ hàng"),
    "freshness.limits_set": _("Đặt ngưỡng cập nhật dữ liệu"),
}
