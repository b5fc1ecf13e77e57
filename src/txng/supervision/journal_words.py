"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "freshness.limits_set": _("Đặt ngưỡng cập nhật dữ liệu"),
}
