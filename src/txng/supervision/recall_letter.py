"""The letter to one holder, as an official letter of Decree 30/2020: a draft until it has a number."""

from django.utils import timezone

from txng.documents.papers import Bullets, Paper, Paragraph, Part, Table
from txng.supervision import recall_public_words as public_words
from txng.supervision import recall_words as words
from txng.supervision.models import Recall, RecallHolder

# the words of the paper are Vietnamese whatever the reader's language is: it is an official document


def paper(one: Recall, holder: RecallHolder) -> Paper:
    rows = [
        (row.product_name or row.gtin, row.gtin, public_words.scope(row.said))
        for row in one.scopes.order_by("pk")
    ]
    about = f"V/v thu hồi hàng theo {one.document}"
    if one.is_drill:
        about = f"DIỄN TẬP – {about}"
    parts: list[Part] = [
        Paragraph(
            f"Ngày {one.document_on:%d/%m/%Y}, {one.document} về việc thu hồi hàng ({one}). Lý do:"
            f" {one.reason}"
        ),
        Table(head=("Sản phẩm", "GTIN", "Phạm vi"), rows=rows, widths=(40, 25, 35)),
        Paragraph(
            "Theo sự kiện đã khai trong hệ thống truy xuất nguồn gốc, quý đơn vị đã nhận:"
            f" {words.amount(holder.out, holder.unit)}; đã bán hoặc dùng:"
            f" {words.amount(holder.sold, holder.unit)}."
        ),
        Paragraph("Đề nghị quý đơn vị:"),
        Bullets((one.instructions, "Trả lời số đã trả lại, số đã hủy và ngày làm xong.")),
    ]
    if one.phone:
        parts.append(Paragraph(f"Liên hệ: {one.phone}"))
    return Paper(
        parent="ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
        body=one.authority.upper(),
        symbol="",
        place="Lâm Đồng",
        kind="",
        about=about,
        addressees=(holder.shown_name,),
        parts=parts,
        recipients=("Như trên", "Lưu: VT"),
        day=timezone.localdate(one.ordered_at) if one.ordered_at else None,
    )
