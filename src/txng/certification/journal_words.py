"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "schemes.put_in": _("Nạp các chương trình chứng nhận đi kèm hệ thống"),
    "scheme.defined": _("Thêm chương trình chứng nhận"),
    "scheme.months": _("Ghi thời hạn thường dùng của chương trình chứng nhận"),
    "body.registered": _("Ghi tổ chức chứng nhận"),
    "body.accredited": _("Ghi phạm vi công nhận mới của tổ chức chứng nhận"),
    "certificate.issued": _("Cấp chứng nhận"),
    "certificate.renewed": _("Thay chứng nhận bằng chứng nhận mới"),
    "certificate.rescoped": _("Đổi phạm vi chứng nhận"),
    "certificate.suspended": _("Đình chỉ chứng nhận"),
    "certificate.restored": _("Khôi phục chứng nhận"),
    "certificate.withdrawal_asked": _("Thu hồi chứng nhận, chờ người thứ hai xác nhận"),
    "certificate.withdrawal_taken_back": _("Bỏ việc thu hồi chứng nhận"),
    "certificate.withdrawn": _("Xác nhận thu hồi chứng nhận"),
    "certificate.struck": _("Bỏ chứng nhận ghi nhầm"),
}
