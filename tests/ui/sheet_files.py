"""Sheets as people and attackers make them. openpyxl stands for Excel: another program than ours."""

import io
import zipfile
from decimal import Decimal

import openpyxl

from txng.ui.sheets import templates
from txng.ui.sheets.columns import Column, Sheet


def tax_code(value):
    if len(value.replace("-", "")) not in (10, 13):
        raise ValueError(f"Mã số thuế phải có 10 hoặc 13 chữ số; nhận được “{value}”.")
    return value.replace("-", "")


PLOTS = Sheet(
    name="plots",
    title="Thửa đất",
    version=2,
    lead="Mỗi dòng một thửa.",
    columns=(
        Column(
            "code", "Mã thửa", kind="code", required=True, unique=True, longest=20, example="LD-7"
        ),
        Column("name", "Tên thửa", required=True, hint="Tên mà người làm gọi."),
        Column("owner", "Mã số thuế", kind="code", check=tax_code),
        Column("area_ha", "Diện tích (ha)", kind="number", least=0, most=Decimal("500.5")),
        Column("trees", "Số cây", kind="whole", least=1),
        Column("planted_on", "Ngày trồng", kind="day"),
        Column(
            "crop",
            "Cây trồng",
            kind="choice",
            required=True,
            choices=(("coffee", "Cà phê"), ("tea", "Chè"), ("durian", "Sầu riêng")),
            also=("giống cây",),
        ),
        Column("irrigated", "Có tưới", kind="flag"),
    ),
)
HEADS = [str(column.title) for column in PLOTS.columns]
GOOD = ["LD-7", "Đồi 3", "5800123456", "0,5", 1200, "5/3/2020", "cà phê", "Có"]


def book(*rows, heads=HEADS, title="Thửa đất"):
    """A workbook of somebody's own."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    for row in ([heads] if heads else []) + list(rows):
        sheet.append(row)
    return saved(made)


def filled(*rows):
    """Our template with rows typed into it by Excel (openpyxl)."""
    made = openpyxl.load_workbook(io.BytesIO(templates.written(PLOTS)))
    sheet = made.worksheets[0]
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    return saved(made)


def saved(made):
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def changed(content, **parts):
    """The archive with some parts replaced (None: taken out); names with __ for / and _0 for the dot."""
    wanted = {name.replace("__", "/").replace("_0", "."): value for name, value in parts.items()}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, value in wanted.items():
            if value is not None:
                new.writestr(name, value)
    return buffer.getvalue()


def sheet_xml(cells):
    """A sheet part by hand."""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
