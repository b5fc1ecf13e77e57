"""Official papers in the layout of Decree 30/2020/NĐ-CP, Appendix I: one tree of parts, two files of it.

    paper = Paper(
        parent="ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", body="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        number="12", symbol="BC-SKHCN", place="Lâm Đồng", day=date(2026, 12, 14),
        kind="BÁO CÁO", about="Kết quả thực hiện Kế hoạch 6736/KH-UBND năm 2026",
        parts=(Heading("I. Công tác chỉ đạo"), Paragraph("..."), Table(head=("Stt",), rows=(("1",),))),
        signatory=Signatory(capacity="KT. GIÁM ĐỐC", title="PHÓ GIÁM ĐỐC", name="Nguyễn Văn A"),
        recipients=("UBND tỉnh", "Lưu: VT"),
    )
    write_docx(paper)   # bytes, for an office program: Times New Roman by name
    write_pdf(paper)    # bytes, A4, Tinos embedded (same widths)

A paper without `number` is a draft and says so on every page.
"""

from txng.documents.papers.parts import (
    Bullets,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signatory,
    Table,
)

__all__ = [
    "Bullets",
    "Heading",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Part",
    "Signatory",
    "Table",
    "write_docx",
    "write_pdf",
]


def write_docx(paper: Paper) -> bytes:
    from txng.documents.papers import docx_file  # python-docx takes a while to import

    return docx_file.write(paper)


def write_pdf(paper: Paper) -> bytes:
    from txng.documents.papers import pdf_file

    return pdf_file.write(paper)
