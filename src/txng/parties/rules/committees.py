"""What the committee of a commune is called.

>>> code_of("24846"), name_of("Xã Lạc Dương"), short_name_of("Đặc khu Phú Quý")
('ubnd-24846', 'Ủy ban nhân dân xã Lạc Dương', 'UBND đặc khu Phú Quý')
"""

from typing import Final

COMMUNES: Final = "ubnd-cap-xa"
"""The agency that stands for all of them."""


def code_of(commune_code: str) -> str:
    return f"ubnd-{commune_code}"


def name_of(place: str) -> str:
    return f"Ủy ban nhân dân {place[0].lower()}{place[1:]}"


def short_name_of(place: str) -> str:
    return f"UBND {place[0].lower()}{place[1:]}"
