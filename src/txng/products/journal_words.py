"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "groups.put_in": _("Nạp các nhóm sản phẩm đi kèm hệ thống"),
    "group.defined": _("Thêm nhóm sản phẩm"),
    "tradeitem.created": _("Ghi sản phẩm mới"),
    "tradeitem.told": _("Ghi thông tin mới của sản phẩm"),
    "tradeitem.gtin": _("Gắn mã GTIN"),
    "tradeitem.moved": _("Chuyển sản phẩm sang nhóm khác"),
    "tradeitem.withdrawn": _("Ghi sản phẩm ngừng sản xuất"),
    "tradeitem.resumed": _("Ghi sản phẩm sản xuất lại"),
    "tradeitem.struck": _("Bỏ sản phẩm ghi nhầm"),
    "fulfilment.declared": _("Khai việc đã làm"),
    "fulfilment.confirmed": _("Xác nhận việc cơ sở khai"),
    "fulfilment.taken_back": _("Rút lời khai hoặc xác nhận"),
    "marks.put_in": _("Nạp các nhãn hiệu đi kèm hệ thống"),
    "mark.handed_on": _("Chuyển chủ sở hữu nhãn hiệu"),
    "licence.granted": _("Ghi giấy phép dùng nhãn hiệu"),
    "licence.ended": _("Thu hồi giấy phép dùng nhãn hiệu"),
    "licence.struck": _("Bỏ giấy phép ghi nhầm"),
    "ocop.rated": _("Ghi hạng OCOP"),
    "ocop.struck": _("Bỏ hạng OCOP ghi nhầm"),
    "list.opened": _("Mở bản danh mục"),
    "list.weighed": _("Đổi trọng số phiếu chấm"),
    "list.stepped": _("Chuyển bước bản danh mục"),
    "list.dropped": _("Bỏ bản danh mục"),
    "list.chosen": _("Đưa nhóm vào danh mục"),
    "list.left_out": _("Đưa nhóm ra khỏi danh mục"),
    "list.roadmap": _("Ghi lộ trình của một mục"),
    "list.issued": _("Ghi quyết định ban hành danh mục"),
    "list.repealed": _("Ghi văn bản bãi bỏ danh mục"),
    "proposal.led": _("Đề xuất nhóm vào danh mục"),
    "proposal.left": _("Rút đề xuất"),
    "opinion.given": _("Cho ý kiến về đề xuất"),
    "proposal.marked": _("Chấm điểm đề xuất"),
}
