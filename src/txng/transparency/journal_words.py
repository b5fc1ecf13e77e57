"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "log.cert": _("Ghi một việc về chứng nhận vào nhật ký minh bạch"),
    "log.codes": _("Ghi một lần phát hành mã vào nhật ký minh bạch"),
    "log.policy": _("Ghi một danh mục hoặc quy định vào nhật ký minh bạch"),
    "log.recall": _("Ghi một thông báo thu hồi vào nhật ký minh bạch"),
    "log.erase": _("Ghi một lần xóa nội dung vào nhật ký minh bạch"),
    "checkpoint.cosigned": _("Nhận chữ ký của nhân chứng cho nhật ký minh bạch"),
}
