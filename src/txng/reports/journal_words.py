"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Promise]] = {
    "report.created": _("tạo báo cáo năm"),
    "report.changed": _("sửa thông tin báo cáo năm"),
    "report.filled": _("điền báo cáo năm từ hệ thống"),
    "report.compared": _("đếm lại số liệu của báo cáo để so"),
    "report.recounted": _("chốt lại mọi số liệu của báo cáo"),
    "report.handed_over": _("trình báo cáo năm"),
    "report.taken_back": _("rút báo cáo năm đã trình"),
    "section.written": _("viết phần báo cáo"),
    "section.filled": _("điền phần báo cáo từ hệ thống"),
    "section.restored": _("khôi phục bản cũ của phần báo cáo"),
    "section.submitted": _("nộp phần báo cáo"),
    "section.taken_back": _("rút phần báo cáo đã nộp"),
    "section.accepted": _("nhận phần báo cáo"),
    "section.given_back": _("trả lại phần báo cáo"),
    "section.reopened": _("mở lại phần báo cáo"),
    "section.commented": _("góp ý phần báo cáo"),
    "section.settled": _("đánh dấu xong một ý kiến"),
    "number.sourced": _("ghi nguồn của một số gõ tay"),
    "snapshot.refreshed": _("chốt lại một số liệu của báo cáo"),
    "boundaries.imported": _("nhập ranh xã, phường cho bản đồ"),
    "boundaries.removed": _("gỡ ranh xã, phường khỏi bản đồ"),
}
