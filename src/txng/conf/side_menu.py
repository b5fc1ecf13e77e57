"""What people who are signed in find at the side: groups of work, each entry for whoever has the right.

Apart from menu.py, because these words are for people at work: Vietnamese and English, nothing else.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of the side menu, for whoever has the right; "" is for everybody who is signed in.

    `also`: routes of pages that belong to the same work and have no entry of their own.
    """

    title: str | Promise
    route: str
    right: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    title: str | Promise
    entries: tuple[Work, ...]


# work first, in the order in which an enterprise meets it; accounts last: few open them every day
SIDE: Final[tuple[Group, ...]] = (
    Group(
        _("Bắt đầu"),
        (
            Work(_("Việc bắt đầu"), "support:tasks", "support.begin"),
            Work(_("Khảo sát"), "support:survey", "support.answer"),
        ),
    ),
    Group(
        _("Cơ sở và địa bàn"),
        (
            Work(_("Cơ sở mới đăng ký"), "support:newcomers", "support.confirm"),
            Work(_("Sổ cơ sở"), "parties:enterprises", "parties.see"),
            Work(_("Sổ thửa"), "parties:plots", "parties.see"),
            Work(_("Các lần mở tên người"), "parties:openings", "parties.see_openings"),
            Work(_("Cơ quan và nhiệm vụ"), "parties:mandates", "parties.see"),
            Work(_("Đơn vị hành chính"), "parties:units", "parties.see"),
        ),
    ),
    Group(
        _("Sản phẩm và danh mục"),
        (
            Work(_("Sản phẩm"), "products:trade_items", "products.see"),
            Work(
                _("Nhãn hiệu và nhóm"),
                "products:marks",
                "products.see",
                also=("products:licences", "products:groups"),
            ),
            Work(_("Nghĩa vụ truy xuất"), "products:my_duties", "products.see"),
            Work(_("Soạn danh mục"), "products:versions", "products.opine"),
        ),
    ),
    Group(
        _("Mã số và tem"),
        (
            Work(_("Mã số mã vạch"), "barcodes:prefixes", "barcodes.see"),
            Work(_("Lô hàng và hạn mức"), "barcodes:lots", "barcodes.see"),
            Work(_("Tem"), "barcodes:batches", "barcodes.see"),
            Work(_("Mẫu tem"), "barcodes:designs", "barcodes.print"),
            Work(_("Khai tem"), "resolver:declarations", "barcodes.activate"),
            Work(_("Mã dẫn đến đâu"), "resolver:links", "resolver.see_links"),
        ),
    ),
    Group(
        _("Chứng nhận và đánh giá"),
        (
            Work(_("Chứng nhận"), "certification:certificates", "certification.see"),
            Work(
                _("Tổ chức chứng nhận"),
                "certification:bodies",
                "certification.see",
                also=("certification:schemes",),
            ),
            Work(_("Tự đánh giá"), "certification:assessments", "certification.see"),
            Work(_("Công bố phù hợp"), "certification:declarations", "certification.see"),
            Work(_("Bộ tiêu chí"), "certification:checklists", "certification.see"),
        ),
    ),
    Group(
        _("Theo dõi và số liệu"),
        (
            Work(_("Dữ liệu của tôi"), "supervision:my_freshness", "supervision.own"),
            Work(_("Cập nhật dữ liệu"), "supervision:freshness", "supervision.watch"),
            Work(_("Thu hồi hàng"), "supervision:recalls", "supervision.recall"),
            Work(_("Thu hồi liên quan đến tôi"), "supervision:my_recalls", "supervision.own"),
            Work(_("Ai còn chậm nghĩa vụ"), "products:overview", "products.oversee"),
            Work(_("Số liệu sổ cơ sở"), "parties:figures", "parties.count"),
            Work(
                _("Câu trả lời khảo sát"),
                "support:answers",
                "support.see",
                also=("support:rounds", "support:figures"),
            ),
            Work(_("Nhập từ Excel"), "documents:imports"),
        ),
    ),
    Group(
        _("Kế hoạch"),
        (
            Work(_("Việc của tôi"), "programme:mine", "programme.part"),
            Work(
                _("Bảng nhiệm vụ"),
                "programme:board",
                "programme.see",
                also=(
                    "programme:tasks",
                    "programme:by_agency",
                    "programme:calendar",
                    "programme:gantt",
                    "programme:appendix",
                ),
            ),
            Work(_("Điều khoản"), "programme:clauses", "programme.see"),
            Work(
                _("Chỉ tiêu"), "programme:indicators", "programme.see", also=("programme:figures",)
            ),
        ),
    ),
    Group(
        _("Kinh phí của Kế hoạch"),
        (
            Work(
                _("Kinh phí"),
                "budget:overview",
                "budget.see",
                also=("budget:lines",),
            ),
            Work(_("Dự toán của cơ quan"), "budget:own", "budget.propose"),
            Work(_("Dự toán chờ quyết"), "budget:queue", "budget.see"),
            Work(_("Mô hình điểm và đơn giá"), "budget:pilots", "budget.see"),
            Work(_("Nguồn vốn"), "budget:sources", "budget.see"),
        ),
    ),
    Group(
        _("Khuyến khích"),
        (
            Work(_("Chính sách"), "awards:policies", "awards.see", also=("awards:applications",)),
            Work(_("Đề tài"), "awards:topics", "awards.see", also=("awards:topic_calls",)),
            Work(_("Khen thưởng"), "awards:commendations", "awards.see"),
            Work(_("Chính sách dành cho tôi"), "awards:offers", "awards.apply"),
            Work(_("Đề tài của tổ chức"), "awards:own_topics", "awards.propose"),
        ),
    ),
    Group(
        _("Đào tạo"),
        (
            Work(_("Nhu cầu của đơn vị mình"), "training:own_needs", "training.need"),
            Work(_("Nhu cầu đào tạo"), "training:needs", "training.see", also=("training:plans",)),
            Work(
                _("Lớp học"),
                "training:classes",
                "training.see",
                also=("training:subjects", "training:open_class", "training:privacy"),
            ),
            Work(_("Kết quả đào tạo"), "training:results", "training.see"),
        ),
    ),
    Group(
        _("Truyền thông"),
        (
            Work(_("Tin bài"), "outreach:articles", "outreach.write"),
            Work(_("Hoạt động tuyên truyền"), "outreach:campaigns", "outreach.campaign"),
            Work(_("Góp ý và vướng mắc"), "outreach:matters", "outreach.answer"),
        ),
    ),
    Group(
        _("Báo cáo"),
        (
            Work(_("Bảng điều hành"), "reports:dashboard", "reports.dashboard"),
            Work(_("Báo cáo năm"), "reports:reports", "reports.see"),
        ),
    ),
    Group(
        _("Văn bản"),
        (
            Work(
                _("Soạn văn bản"),
                "documents:papers",
                "documents.draft",
                also=("documents:new_paper",),
            ),
            Work(_("Văn bản trình ký"), "documents:to_sign", "documents.sign"),
            Work(_("Sổ văn bản"), "documents:numbers", "documents.draft"),
            Work(_("Thư viện văn bản"), "documents:library"),
            Work(_("Văn bản bạn theo dõi"), "documents:changes"),
            Work(_("Quản lý thư viện"), "documents:keep", "documents.library"),
        ),
    ),
    Group(
        _("Đơn vị"),
        (
            Work(_("Tài khoản của bạn"), "accounts:me"),
            Work(_("Người dùng"), "accounts:members", "accounts.members"),
            Work(_("Người xin vào"), "support:requests", "support.begin"),
            Work(_("Khóa máy"), "accounts:keys", "accounts.keys"),
            Work(_("Nhật ký"), "accounts:journal"),
        ),
    ),
    Group(
        _("Toàn hệ thống"),
        (
            Work(_("Mở tài khoản"), "accounts:open", "accounts.open"),
            Work(_("Xem như"), "accounts:look", "accounts.look_as"),
            Work(_("Vai trò"), "accounts:roles", "accounts.roles"),
        ),
    ),
)
