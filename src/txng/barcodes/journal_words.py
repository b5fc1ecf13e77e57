"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "prefix.held": _("Khai mã doanh nghiệp GS1"),
    "prefix.paid": _("Ghi nộp phí duy trì mã doanh nghiệp"),
    "prefix.withdrawn": _("Bỏ mã doanh nghiệp ghi nhầm"),
    "prefix.pay_undone": _("Bỏ lần ghi nộp phí nhầm"),
    "prefix.ended": _("Thôi dùng mã doanh nghiệp"),
    "keys.given": _("Cấp mã GS1"),
    "keys.recorded": _("Ghi mã GS1 đã dùng từ trước"),
    "key.withdrawn": _("Ngừng dùng một mã GS1"),
    "ownname.given": _("Đặt mã nội bộ"),
    "ownname.joined": _("Nối mã nội bộ với mã GS1"),
    "prefixcase.opened": _("Mở hồ sơ xin cấp mã doanh nghiệp"),
    "prefixcase.ticked": _("Đánh dấu việc của hồ sơ xin cấp mã"),
    "prefixcase.sent": _("Nộp hồ sơ xin cấp mã"),
    "prefixcase.granted": _("Ghi mã được cấp"),
    "prefixcase.refused": _("Hồ sơ xin cấp mã không được duyệt"),
    "prefixcase.dropped": _("Thôi xin cấp mã"),
    "fee.set": _("Ghi mức phí mã số mã vạch"),
    "lot.declared": _("Khai lô hàng để tạo tem"),
    "quota.exceeded": _("Cho vượt hạn mức tem"),
    "batch.issued": _("Tạo lô tem"),
    "batch.printed": _("In tem"),
    "label.scanned_back": _("Quét thử một tem"),
    "batch.activate": _("Kích hoạt tem"),
    "batch.ship": _("Ghi tem đã xuất"),
    "batch.sell": _("Ghi tem đã bán"),
    "batch.cancel": _("Hủy tem"),
    "design.kept": _("Lưu mẫu tem"),
}
