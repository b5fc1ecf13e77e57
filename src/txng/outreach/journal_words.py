"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Promise]] = {
    "article.written": _("Viết tin bài mới"),
    "article.changed": _("Sửa tin bài"),
    "article.version_restored": _("Khôi phục một bản cũ của tin bài"),
    "article.submitted": _("Gửi duyệt tin bài"),
    "article.returned": _("Trả tin bài về bản nháp, có lý do"),
    "article.approved": _("Duyệt và đăng tin bài"),
    "article.withdrawn": _("Rút tin bài, có lý do"),
    "article.withdrawal_undone": _("Hoàn tác rút tin bài"),
    "article.picture_told": _("Ghi lời tả cho hình của tin bài"),
    "campaign.opened": _("Lập đợt tuyên truyền"),
    "campaign.changed": _("Sửa đợt tuyên truyền"),
    "campaign.closed": _("Đóng đợt tuyên truyền"),
    "campaign.reopened": _("Mở lại đợt tuyên truyền"),
    "campaign.planned": _("Thêm hoạt động vào đợt tuyên truyền"),
    "campaign.activity_dropped": _("Bỏ hoạt động khỏi đợt tuyên truyền"),
    "evidence.recorded": _("Ghi bằng chứng tuyên truyền"),
    "evidence.changed": _("Sửa bằng chứng tuyên truyền"),
    "evidence.struck": _("Gạch bằng chứng tuyên truyền, có lý do"),
    "evidence.restored": _("Khôi phục bằng chứng tuyên truyền"),
    "evidence.link_died": _("Liên kết của bằng chứng tuyên truyền không còn mở được"),
    "matter.received": _("Nhận góp ý, vướng mắc"),
    "matter.given": _("Giao góp ý, vướng mắc cho một cơ quan"),
    "matter.answered": _("Trả lời góp ý, vướng mắc"),
    "matter.answer_taken_back": _("Rút lại câu trả lời để sửa"),
    "matter.escalated": _("Trình UBND tỉnh một khó khăn, vướng mắc"),
    "matter.decided": _("Ghi quyết định của UBND tỉnh về khó khăn, vướng mắc"),
    "matter.closed": _("Đóng góp ý, vướng mắc"),
}
