"""Decisions of products in plain Python: values in, verdict with reasons out.

codes.py         which digits may name a trade item, and which changes need a new number
elements.py      what is missing: GS1's seven attributes, Circular 02/2024, Decree 37/2026
scoring.py       the sheet of three criteria and the share of GRDP
lists.py         the life of a version of a list
roadmap.py       milestones with dates that are absolute or count from the day of effect
obligations.py   who must do what from when, who is late, who is next
"""

from typing import Final

RIGHTS: Final = {
    "products.see": "Xem sổ sản phẩm và nghĩa vụ: của cơ sở mình, hoặc của địa bàn và ngành được giao",
    "products.edit": "Ghi và sửa sản phẩm, khai việc đã làm",
    "products.propose": "Đề xuất sản phẩm vào danh mục",
    "products.opine": "Cho ý kiến về đề xuất",
    "products.score": "Chấm điểm đề xuất",
    "products.decide": "Ghi quyết định ban hành danh mục",
    "products.oversee": "Xem cơ sở nào chậm nghĩa vụ, xác nhận việc đã làm",
    "products.keep_marks": "Ghi nhãn hiệu, chỉ dẫn địa lý, hạng OCOP và nhóm sản phẩm",
}
