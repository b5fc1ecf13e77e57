"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "report.received": _("Nhận một phản ánh nghi ngờ"),
    "report.checking": _("Bắt đầu xem xét một phản ánh"),
    "report.answered": _("Trả lời một phản ánh"),
    "freshness.limits_set": _("Đặt ngưỡng cập nhật dữ liệu"),
}
