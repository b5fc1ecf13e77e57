"""Words for kinds, states and ways that pages, models and sheets of this room share."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from txng.training import rules
from txng.training.rules import classes
from txng.ui.lists import Mark

KINDS: Final[dict[str, Promise]] = {
    rules.OFFICIAL: _("Công chức, viên chức"),
    rules.COMPANY: _("Doanh nghiệp"),
    rules.COOPERATIVE: _("Hợp tác xã, tổ hợp tác"),
    rules.HOUSEHOLD: _("Hộ sản xuất, kinh doanh"),
    rules.CERTIFIER: _("Tổ chức chứng nhận"),
    rules.CONSUMER: _("Người tiêu dùng"),
    rules.OTHER: _("Khác"),
}
STANDINGS: Final[dict[str, Promise]] = {
    classes.DRAFT: _("Đang soạn, chưa công bố"),
    classes.NOT_BEGUN: _("Đang nhận đăng ký"),
    classes.UNDER_WAY: _("Đang học"),
    classes.OVER: _("Hết buổi cuối, chờ kết thúc lớp"),
    classes.DONE: _("Đã xong"),
    classes.CANCELLED: _("Đã hủy"),
}
MARKS: Final[dict[str, Mark]] = {
    classes.DRAFT: "info",
    classes.NOT_BEGUN: "info",
    classes.UNDER_WAY: "good",
    classes.OVER: "warn",
    classes.DONE: "good",
    classes.CANCELLED: "stop",
}
LEVELS: Final[tuple[tuple[str, Promise], ...]] = (
    ("1", _("1: chưa biết gì")),
    ("2", _("2: nghe nói qua")),
    ("3", _("3: hiểu việc chính")),
    ("4", _("4: tự làm được")),
    ("5", _("5: chỉ được cho người khác")),
)
"""How well somebody knows traceability, before and after (Plan I.2)."""
