"""Papers as PDF and as DOCX: both read back with other people's readers."""

import re
import unicodedata
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.documents.paper_samples import LETTERS, SENTENCE, paper
from txng.documents.papers import (
    Bullets,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    glyphs,
    layout,
    write_docx,
    write_pdf,
)

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)


def pages(data: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(data)
    return [opened[i].get_textpage().get_text_bounded() for i in range(len(opened))]


def sizes(data: bytes) -> list[tuple[float, float]]:
    opened = pypdfium2.PdfDocument(data)
    return [opened[i].get_size() for i in range(len(opened))]


def flat(text: str) -> str:
    """As one line: lines are broken where there was a space."""
    return re.sub(r"\s+", " ", text)


def whole_pdf(data: bytes) -> str:
    return flat(" ".join(pages(data)))


def whole_docx(data: bytes) -> str:
    return "\n".join(node.text or "" for node in Document(BytesIO(data)).element.iter(qn("w:t")))


STYLES = [
    Paragraph(text, is_bold=bold, is_italic=italic)
    for text in (LETTERS, LETTERS.upper())
    for bold in (False, True)
    for italic in (False, True)
]


def test_every_vietnamese_letter_is_read_back_from_the_pdf_in_all_styles() -> None:
    text = whole_pdf(write_pdf(paper(parts=STYLES, appendices=())))
    assert text.count(LETTERS) == 4
    assert text.count(LETTERS.upper()) == 4


def test_every_vietnamese_letter_is_read_back_from_the_docx() -> None:
    text = whole_docx(write_docx(paper(parts=STYLES, appendices=())))
    assert text.count(LETTERS) == 4
    assert text.count(LETTERS.upper()) == 4


def test_each_letter_has_a_glyph_in_each_style_and_none_is_the_box() -> None:
    glyphs.register()
    for face in glyphs.FILES:
        known = glyphs.pdfmetrics.getFont(face).face.charToGlyph
        wanted = LETTERS + LETTERS.upper() + "–—“”‘’…•°±×%₫²³½«»§"
        assert [one for one in wanted if not known.get(ord(one))] == []


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("a → b", "a -> b"),
        ("≤ 5, ≥ 6", "<= 5, >= 6"),
        ("□ chưa, ✓ đạt", "[ ] chưa, [x] đạt"),
        ("1 − 2", "1 - 2"),
        ("漢", "(?)"),
        ("😀", "(?)"),
        ("x\u00adz", "x\u00adz"),
        ("a\x00b\x1f\ud800c", "abc"),
        ("ﬁ ½ ①", "fi ½ 1"),
        (unicodedata.normalize("NFD", "Lâm Đồng"), "Lâm Đồng"),
    ],
)
def test_a_sign_that_the_face_lacks_is_replaced_never_a_box(given: str, printed: str) -> None:
    assert glyphs.printable(given) == printed
    assert set(glyphs.printable(given)) <= glyphs.signs() | set(map(chr, range(0x20, 0x7F)))


def test_replaced_signs_reach_both_files() -> None:
    made = paper(parts=[Paragraph("tỉ lệ ≤ 5 % → đạt ✓")], appendices=(), about="Sai số ≥ 1 □")
    for text in (whole_pdf(write_pdf(made)), whole_docx(write_docx(made))):
        assert "tỉ lệ <= 5 % -> đạt [x]" in text
        assert "Sai số >= 1 [ ]" in text


def test_the_same_paper_gives_the_same_bytes() -> None:
    for write in (write_pdf, write_docx):
        for number in ("12", None):
            assert write(paper(number=number)) == write(paper(number=number))


def test_the_head_and_the_foot_say_what_the_decree_asks_for() -> None:
    made = paper()
    for text in (whole_pdf(write_pdf(made)), flat(whole_docx(write_docx(made)))):
        for wanted in (
            "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 12/BC-SKHCN",
            "Lâm Đồng, ngày 14 tháng 12 năm 2026",
            "BÁO CÁO",
            "Căn cứ Quyết định số 100/QĐ-TTg ngày 19/01/2019;",
            "Căn cứ Kế hoạch số 6736/KH-UBND.",
            "Số liệu chốt đến hết ngày 14/12/2026",
            "Nơi nhận:",
            "- UBND tỉnh (báo cáo);",
            "- Lưu: VT, QLTC.",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Nguyễn Văn A",
            "PHỤ LỤC I",
            "(Kèm theo Báo cáo số 12/BC-SKHCN ngày 14 tháng 12 năm 2026)",
        ):
            assert wanted in text, wanted
        assert "DỰ THẢO" not in text


def test_a_letter_has_its_subject_under_the_number_and_who_is_addressed() -> None:
    made = paper(kind="", about="cung cấp số liệu", addressees=("Sở Y tế", "Sở Công Thương"))
    for text in (whole_pdf(write_pdf(made)), whole_docx(write_docx(made))):
        assert "V/v cung cấp số liệu" in text
        assert "- Sở Y tế;" in text
        assert "BÁO CÁO" not in text
    alone = whole_pdf(write_pdf(replace(made, addressees=("Sở Y tế",))))
    assert "Kính gửi: Sở Y tế" in alone


def test_a_draft_says_so_on_every_page_and_leaves_room_for_its_number() -> None:
    draft = paper(number=None)
    told = pages(write_pdf(draft))
    assert len(told) >= 5
    assert all("DỰ THẢO" in page for page in told)
    assert re.search(r"Số:\s+/BC-SKHCN", told[0])
    assert re.search(r"ngày\s+tháng\s+năm", told[0])
    opened = Document(BytesIO(write_docx(draft)))
    first = opened.sections[0]
    for header in (first.header, first.first_page_header):
        assert "DỰ THẢO" in "".join(p.text for p in header.paragraphs)
    assert all(one.header.is_linked_to_previous for one in list(opened.sections)[1:])


def test_the_page_number_stands_above_the_text_but_not_on_the_first_page() -> None:
    opened = pypdfium2.PdfDocument(write_pdf(paper()))
    for index in range(len(opened)):
        width, height = opened[index].get_size()
        margin = (
            opened[index]
            .get_textpage()
            .get_text_bounded(left=0, bottom=height - 19 * MM, right=width, top=height)
        )
        assert margin.strip() == (str(index + 1) if index else "")


def test_only_wide_tables_turn_the_page_and_no_page_is_empty() -> None:
    data = write_pdf(paper(rows=2))
    turned = [width > height for width, height in sizes(data)]
    assert turned == [False, True, False, True, False]
    assert all(len(page) > 40 for page in pages(data))
    sections = list(Document(BytesIO(write_docx(paper(rows=2)))).sections)
    assert [one.page_width > one.page_height for one in sections] == turned


def test_pages_are_a4_with_the_margins_of_the_decree() -> None:
    first = Document(BytesIO(write_docx(paper()))).sections[0]
    measured = [
        round(one.mm)
        for one in (
            first.page_width,
            first.page_height,
            first.top_margin,
            first.bottom_margin,
            first.left_margin,
            first.right_margin,
        )
    ]
    assert measured == [210, 297, 20, 20, 30, 15]
    assert sizes(write_pdf(paper()))[0] == pytest.approx(A4, abs=0.1)


def test_the_docx_names_times_new_roman_for_every_kind_of_letter_and_says_its_language() -> None:
    opened = Document(BytesIO(write_docx(paper())))
    fonts = opened.styles["Normal"].element.rPr.find(qn("w:rFonts"))
    slots = ("ascii", "hAnsi", "eastAsia", "cs")
    assert [fonts.get(qn(f"w:{slot}")) for slot in slots] == ["Times New Roman"] * 4
    assert opened.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert opened.core_properties.language == "vi-VN"
    assert opened.core_properties.title.startswith("Báo cáo: Kết quả")


def test_the_pdf_has_its_title_and_language() -> None:
    data = write_pdf(paper())
    assert pypdfium2.PdfDocument(data).get_metadata_dict()["Title"].startswith("Báo cáo: Kết quả")
    assert b"/Lang (vi-VN)" in data
    assert b"/DisplayDocTitle true" in data


def test_the_head_of_a_long_table_is_repeated_and_numbers_stand_right() -> None:
    made = paper(rows=1000)
    told = [page for page in pages(write_pdf(made)) if "Xã Lạc Dương" in page]
    assert len(told) > 20
    assert all("Kinh phí (đồng)" in page for page in told)
    table = Document(BytesIO(write_docx(made))).tables[1]._tbl
    assert table.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    aligned = [one.get(qn("w:val")) for one in table.tr_lst[1].iter(qn("w:jc"))]
    assert aligned == ["right", "left", "right"]


AWKWARD = (
    Paragraph("X" * 3000),
    Paragraph("<b>không</b> & phải thẻ <w:p/>"),
    Paragraph(""),
    Heading("", 9),
    Bullets(()),
    Table((), ()),
    Table(("A", "B"), ()),
    Table(("", ""), [("1", "2")]),
    Table(("A",), [("1", "2", "3"), ()]),
    Table(("A", "B"), [("X" * 500, SENTENCE * 60)], widths=(0.0001, 9), right=(7, -1)),
    Table([str(i) for i in range(30)], [["123456789"] * 30]),
    Table(("A",), [("x",)], widths=(-1,)),
    PageBreak(),
    PageBreak(),
)


def test_awkward_parts_are_laid_out_all_the_same() -> None:
    made = paper(parts=AWKWARD, appendices=((), (PageBreak(),)), recipients=(), bases=())
    for text in (whole_pdf(write_pdf(made)), whole_docx(write_docx(made))):
        assert "<b>không</b> & phải thẻ <w:p/>" in text


def test_a_paper_with_nothing_in_it_is_still_a_file() -> None:
    bare = paper(
        parent="", body="", place="", kind="", about="", parts=(), signatory=None, recipients=(), bases=(),
        appendices=(), note="", number=None,
    )  # fmt: skip
    assert len(pages(write_pdf(bare))) == 1
    assert ZipFile(BytesIO(write_docx(bare))).testzip() is None


def test_lists_are_closed_as_the_decree_closes_them() -> None:
    assert layout.closed(["- Như trên;", "  ", "Lưu: VT"]) == ["Như trên;", "Lưu: VT."]
