"""What the scan page says, as plain values: the template only lays it out.

verdict      one sentence first: what this code is and what is known against it
product      name, brand, producer, commune
facts        harvest, packed, use by, lot, GTIN: only those that are known
journey      one step per event, oldest first, each with who declared it
missing      what the record does not show, by name
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

VerdictState = Literal["recalled", "issued", "incomplete", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` chooses icon and colour; words always stand beside them. Texts are translated."""

    state: VerdictState
    title: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """`commune` and `province` are names valid today; coordinates in degrees, rounded for farms."""

    name: str
    commune: str = ""
    province: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the journey. `event_time` stands in the event's own time zone offset."""

    event_id: str
    event_time: datetime
    biz_step: str  # bare CBV word: chooses the icon, never shown as text
    title: str  # translated: "Thu hoạch"
    place: Place | None
    party: str  # who did it, "" when the event does not say
    declared_by: str  # the organisation whose key captured it
    detail: str = ""  # translated: "từ 3 lô" , "" when there is nothing to add
    is_origin: bool = False
    is_recall: bool = False


@dataclass(frozen=True, slots=True)
class TracePage:
    """Empty strings and None are facts nobody declared: the page leaves them out."""

    verdict: Verdict
    code: str  # canonical Digital Link URI
    path: str  # "/01/.../21/..."
    gtin: str
    lot: str = ""
    serial: str = ""
    product_name: str = ""
    brand: str = ""
    net_content: str = ""
    product_group: str = ""
    producer: str = ""
    producer_place: Place | None = None
    harvested: tuple[date, ...] = ()  # first and last day, or one
    packed_on: date | None = None
    use_by: date | None = None
    steps: tuple[Step, ...] = ()
    origins: tuple[Place, ...] = ()
    missing: tuple[str, ...] = ()
    truncated: bool = False  # the trace met its cap: said aloud on the page
    is_demonstration: bool = False  # enterprises are fictional: said aloud on the page
    certificates: tuple[str, ...] = field(default=())
