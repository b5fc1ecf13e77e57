"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Promise]] = {
    "appendix.loaded": _("Nạp nhiệm vụ của phụ lục Kế hoạch"),
    "task.added": _("Thêm nhiệm vụ"),
    "task.edited": _("Sửa nhiệm vụ"),
    "task.dropped": _("Bỏ nhiệm vụ"),
    "task.reported": _("Báo tiến độ nhiệm vụ"),
    "task_report.taken_back": _("Rút lại báo tiến độ"),
    "task_share.confirmed": _("Xác nhận phần việc"),
    "task_share.refused": _("Chưa xác nhận phần việc"),
    "task_share.taken_back": _("Rút lại trả lời về phần việc"),
}
