"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Promise]] = {
    "registration.made": _("Tự đăng ký cơ sở"),
    "registration.confirmed": _("Xác nhận cơ sở tự đăng ký"),
    "registration.refused": _("Chưa xác nhận cơ sở tự đăng ký, có lý do"),
    "registration.undone": _("Rút lại quyết định về cơ sở tự đăng ký"),
    "registration.sent_again": _("Gửi lại đăng ký"),
    "join.asked": _("Xin vào cơ sở"),
    "join.accepted": _("Nhận người xin vào"),
    "join.refused": _("Không nhận người xin vào"),
    "join.withdrawn": _("Rút đơn xin vào"),
    "tasks.set_aside": _("Bỏ qua một việc bắt đầu, có lý do"),
    "tasks.taken_up": _("Làm lại một việc đã bỏ qua"),
    "tasks.hidden": _("Cất danh sách việc bắt đầu"),
    "tasks.shown": _("Mở lại danh sách việc bắt đầu"),
    "survey.answered": _("Trả lời khảo sát"),
    "survey.opened": _("Mở đợt khảo sát"),
    "survey.closed": _("Đóng đợt khảo sát"),
}
