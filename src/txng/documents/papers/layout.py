"""What both files share: measures in millimetres and points, and the sentences of the head and the foot.

Decree 30/2020/NĐ-CP, Appendix I:

    PARENT BODY                      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
       BODY                             Độc lập - Tự do - Hạnh phúc
      ------                            ---------------------------
    Số: 12/BC-SKHCN                 Lâm Đồng, ngày 14 tháng 12 năm 2026
                        BÁO CÁO
                       Kết quả ...
                        --------
        Text, justified
    Nơi nhận:                                  KT. GIÁM ĐỐC
    - UBND tỉnh;                               PHÓ GIÁM ĐỐC
    - Lưu: VT.                                 Nguyễn Văn A
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from txng.documents.papers.glyphs import printable
from txng.documents.papers.parts import Paper, Table

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
PAGE_MM: Final = (210, 297)
HEAD_MM: Final = (67, 98)  # the two columns of the head: body | nation
FOOT_MM: Final = (80, 85)  # the two columns of the foot: recipients | signatory
INDENT_MM: Final = 12.7
NATION_PT, MOTTO_PT, BODY_NAME_PT, NUMBER_PT, DAY_PT = 12, 13, 12, 13, 13
TITLE_PT, TEXT_PT, NOTE_PT, PAGE_NUMBER_PT = 14, 14, 12, 13
RECIPIENTS_PT, RECIPIENT_PT = 12, 11
SPACE_PT: Final = 6  # between paragraphs
SIGNING_PT: Final = 62  # room for a signature
NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
DRAFT: Final = "DỰ THẢO"
LANGUAGE: Final = "vi-VN"


def is_draft(paper: Paper) -> bool:
    return paper.number is None


def number_line(paper: Paper) -> str:
    """A draft leaves the room that a number takes."""
    number = paper.number if paper.number is not None else "\N{NO-BREAK SPACE}" * 6
    return printable(f"Số: {number}/{paper.symbol}")


def day_words(day: date | None) -> str:
    """Two digits for a day, and for the months January and February, so that nobody adds one before it.

    >>> day_words(date(2026, 2, 5)), day_words(date(2026, 12, 14))
    ('ngày 05 tháng 02 năm 2026', 'ngày 14 tháng 12 năm 2026')
    """
    gap = "\N{NO-BREAK SPACE}" * 5
    if day is None:
        return f"ngày{gap}tháng{gap}năm{gap}"
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def place_line(paper: Paper) -> str:
    return printable(f"{paper.place}, {day_words(paper.day)}")


def title_of(paper: Paper) -> str:
    """For the file's own data and the name of a browser's tab."""
    first = paper.kind.capitalize() if paper.kind else "Công văn"
    return printable(f"{first}: {paper.about}").replace("\n", " ")


def closed(sentences: Sequence[str], last: str = ".") -> list[str]:
    """Items of a list, each closed: with a semicolon, the last with `last`.

    >>> closed(("UBND tỉnh", "Lưu: VT."))
    ['UBND tỉnh;', 'Lưu: VT.']
    """
    bare = [printable(one).strip().lstrip("-").strip().rstrip(";,.").rstrip() for one in sentences]
    bare = [one for one in bare if one]
    return [f"{one};" for one in bare[:-1]] + [f"{one}{last}" for one in bare[-1:]]


def enclosed_with(paper: Paper) -> str:
    """What stands under the title of an appendix."""
    kind = paper.kind.capitalize() if paper.kind else "Công văn"
    number = (paper.number or "").strip() or "\N{NO-BREAK SPACE}" * 6
    return printable(f"(Kèm theo {kind} số {number}/{paper.symbol} {day_words(paper.day)})")


def shares(table: Table) -> list[float]:
    """Parts of the width, one a column, together 1; unusable widths count as equal."""
    columns = columns_of(table)
    given = [float(one) for one in table.widths[:columns]]
    if len(given) != columns or any(not 0 < one < 1e6 for one in given):
        given = [1.0] * columns
    least = sum(given) / 40  # no column so narrow that a single letter does not fit
    given = [max(one, least) for one in given]
    return [one / sum(given) for one in given]


def columns_of(table: Table) -> int:
    return max([len(table.head), *(len(row) for row in table.rows)], default=0)


def cells(row: Sequence[str], columns: int) -> list[str]:
    return [printable(str(one)) for one in row] + [""] * (columns - len(row))


def cell_pt(columns: int) -> int:
    return 12 if columns <= 6 else 11 if columns <= 9 else 10
