"""Decisions of the register: values in, verdicts out. Plain Python, no clock, no database.

    tax_codes      is this a tax code of this kind of party?
    own_codes      codes of ours for what has no GLN
    code_formats   planting-area and packing-house codes, each format with its years
    size_classes   micro, small, medium, large (Decree 80/2021)
    geojson        a polygon as somebody sent it -> a shape, or the reason why not
    shapes         is it simple, how many hectares, does it overlap
    periods        from a day, until a day

A rule never writes a sentence: it names the reason and the values (`Problem`), and words.py says it in the
language of the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

RIGHTS: Final = {
    "parties.count": "Xem số liệu tổng hợp của sổ cơ sở",
    "parties.see": "Xem sổ cơ sở trong địa bàn và ngành được giao",
    "parties.see_persons": "Xem tên, điện thoại, số định danh và ranh thửa của hộ",
    "parties.open_persons": "Mở tên người của một cơ sở trong 60 phút, có lý do và ghi nhật ký",
    "parties.see_openings": "Xem ai đã mở tên người, của ai, vì sao",
    "parties.edit": "Ghi và sửa cơ sở, địa điểm, thửa, mã số vùng trồng",
    "parties.merge": "Gộp hai hồ sơ của cùng một cơ sở",
    "parties.mandates": "Ghi cơ quan, tên cũ và nhiệm vụ của cơ quan",
}
COUNT: Final = "parties.count"
SEE: Final = "parties.see"
SEE_PERSONS: Final = "parties.see_persons"
OPEN_PERSONS: Final = "parties.open_persons"
SEE_OPENINGS: Final = "parties.see_openings"
OPENING_SPAN: Final = timedelta(minutes=60)
"""How long one opening of names of persons lasts."""
EDIT: Final = "parties.edit"
MERGE: Final = "parties.merge"
MANDATES: Final = "parties.mandates"

# What a party is (Plan 6736, list of actors; Law on Cooperatives 2023)
COMPANY: Final = "cong-ty"
COOPERATIVE: Final = "hop-tac-xa"
COOPERATIVE_GROUP: Final = "to-hop-tac"
BUSINESS_HOUSEHOLD: Final = "ho-kinh-doanh"
HOUSEHOLD: Final = "nong-ho"
KINDS: Final = (COMPANY, COOPERATIVE, COOPERATIVE_GROUP, BUSINESS_HOUSEHOLD, HOUSEHOLD)
OF_PERSONS: Final = frozenset({BUSINESS_HOUSEHOLD, HOUSEHOLD})
"""Kinds whose name is the name of a person: Law 91/2025 protects it."""
WITH_MEMBERS: Final = frozenset({COOPERATIVE, COOPERATIVE_GROUP})

# Sectors of the economy (Plan III.1.a: "all sectors")
STATE: Final = "nha-nuoc"
COLLECTIVE: Final = "tap-the"
PRIVATE: Final = "tu-nhan"
FOREIGN: Final = "dau-tu-nuoc-ngoai"
OWNERSHIPS: Final = (STATE, COLLECTIVE, PRIVATE, FOREIGN)

# Which department manages (Plan IV.2): the sectors of a grant
AGRICULTURE: Final = "nong-nghiep"
INDUSTRY_AND_TRADE: Final = "cong-thuong"
HEALTH: Final = "y-te"
SECTORS: Final = (AGRICULTURE, INDUSTRY_AND_TRADE, HEALTH)

# What an establishment is for
ESTABLISHMENT_KINDS: Final = (
    "tru-so",
    "vung-trong",
    "che-bien",
    "dong-goi",
    "kho",
    "cua-hang",
    "thu-mua",
)

MONOCULTURE: Final = "trong-thuan"
INTERCROPPED: Final = "trong-xen"
AGROFORESTRY: Final = "nong-lam-ket-hop"
CROPPING_SYSTEMS: Final = (MONOCULTURE, INTERCROPPED, AGROFORESTRY)
"""China takes no durian from areas interplanted with coffee: a plot says how it is planted."""

LONGEST_NAME: Final = 200
LONGEST_ADDRESS: Final = 300
LONGEST_NOTE: Final = 500


def usual_ownership(kind: str) -> str:
    """What is right nearly always, for a form that asks as little as it can."""
    return COLLECTIVE if kind in WITH_MEMBERS else PRIVATE


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was refused or deserves a look: a word, and the values its sentence names."""

    word: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


class Refused(ValueError):
    """`problem` says why; parties.words has the sentence."""

    def __init__(self, word: str, **values: str | int | float) -> None:
        super().__init__(word)
        self.problem = Problem(word, values)
