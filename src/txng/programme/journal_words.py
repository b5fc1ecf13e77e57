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
    "task_part.confirmed": _("Báo đã làm phần việc của đơn vị mình"),
    "task_part.refused": _("Báo chưa làm được phần việc của đơn vị mình"),
    "task_part.taken_back": _("Rút lại trả lời về phần việc của đơn vị mình"),
    "indicator.defined": _("Đặt chỉ tiêu"),
    "indicator.changed": _("Sửa chỉ tiêu"),
    "indicator.targets_set": _("Đặt mức của chỉ tiêu"),
    "indicator.retired": _("Thôi dùng chỉ tiêu"),
    "indicator.restored": _("Dùng lại chỉ tiêu"),
    "indicator.read": _("Ghi số của các chỉ tiêu"),
    "indicator.recorded": _("Ghi số cũ của chỉ tiêu"),
}
