"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "import.started": _("Gửi tệp Excel để nhập"),
    "import.confirmed": _("Đồng ý ghi tệp Excel vào sổ"),
    "import.applied": _("Ghi xong tệp Excel vào sổ"),
    "import.dropped": _("Bỏ tệp Excel, không ghi"),
    "import.undo_begun": _("Bắt đầu hoàn tác một lần nhập Excel"),
    "import.undone": _("Hoàn tác xong một lần nhập Excel"),
    "file.attached": _("Kèm tệp vào hồ sơ"),
    "instrument.added": _("Thêm văn bản vào thư viện"),
    "instrument.changed": _("Sửa văn bản của thư viện"),
    "instrument.status_told": _("Ghi hiệu lực của văn bản theo nguồn"),
    "instrument.related": _("Ghi quan hệ giữa hai văn bản"),
    "instrument.unrelated": _("Gỡ quan hệ giữa hai văn bản"),
    "library.loaded": _("Nạp các văn bản đi kèm phần mềm"),
    "library.followed": _("Theo dõi văn bản"),
    "library.unfollowed": _("Thôi theo dõi văn bản"),
    "library.seen": _("Đã xem các thay đổi của thư viện"),
    "letterhead.set": _("Đặt tiêu đề văn bản của cơ quan"),
    "paper.drafted": _("Lập dự thảo văn bản"),
    "paper.changed": _("Sửa dự thảo văn bản"),
    "paper.sent": _("Trình ký văn bản"),
    "paper.returned": _("Trả lại văn bản để sửa"),
    "paper.signed": _("Ký văn bản trên hệ thống"),
    "paper.issued": _("Cấp số và phát hành văn bản"),
    "paper.withdrawn": _("Thu hồi văn bản"),
    "file.detached": _("Gỡ tệp khỏi hồ sơ"),
}
