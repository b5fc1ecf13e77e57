"""The kinds of actors of the demonstration: firms, places, products, plots of households.

    Firm ──owns──> Place (mill, shop, ...), Product (GTIN)
      └─buys from──> Plot "Hộ trồng LD-0417": a household is a number, never a person

Who they are stands in `enterprises`; how they are declared, in `master_data`.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

from txng.demo import codes
from txng.parties.administrative_units import commune

PROVINCE = "Lâm Đồng"
PRIVATE_EVERY = 10  # one household in ten has no GS1 code of its own and gets a private URI
SCATTER = 0.03  # degrees a plot may lie off the point of its commune


@dataclass(frozen=True, slots=True, eq=False)
class Firm:
    """`number` makes the company prefix. `commune_code` is empty outside Lâm Đồng."""

    number: int
    name: str
    name_en: str
    commune_code: str = ""
    state: str = PROVINCE
    country: str = "VN"
    id: str = field(init=False)
    sources: list[dict[str, str]] = field(init=False, repr=False)
    destinations: list[dict[str, str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        party = f"{codes.LINK}/417/{codes.gln(self.number, 0)}"
        role = "possessing_party"
        object.__setattr__(self, "id", party)
        object.__setattr__(self, "sources", [{"type": role, "source": party}])
        object.__setattr__(self, "destinations", [{"type": role, "destination": party}])


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """`where` is how an event names it; one object for all events."""

    id: str
    firm: Firm
    kind: str
    name: str
    name_en: str
    latitude: float
    longitude: float
    commune_code: str = ""
    state: str = PROVINCE
    country: str = "VN"
    facts: dict[str, Any] = field(default_factory=dict)
    where: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", {"id": self.id})


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """`unit_kg` is what one piece holds; 0 for goods in bulk."""

    firm: Firm
    reference: int
    group: str
    stage: str  # "raw", "intermediate" or "finished"
    name: str
    name_en: str
    brand: str = ""
    net_content: str = ""
    unit_kg: float = 0.0
    standard: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "id", f"{codes.LINK}/01/{codes.gtin(self.firm.number, self.reference)}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    place: Place
    product: Product
    label: str  # "LD-0417"
    area_ha: float

    @property
    def is_private(self) -> bool:
        return self.place.id.startswith("urn:")

    def lot(self, day: str) -> str:
        """The harvest of one day, `day` as yymmdd."""
        if self.is_private:
            return f"urn:txng:demo:lot:{self.label}:{day}"
        return f"{self.product.id}/10/{day}H{self.label[3:]}"


@dataclass(frozen=True, slots=True, eq=False)
class Growers:
    """Households that supply one firm: `size` of them for each group of units.

    `order` tells the growers of the province apart when households are numbered.
    """

    order: int
    firm: Firm
    product: Product
    communes: tuple[str, ...]
    size: int
    area_ha: tuple[float, float]
    system: tuple[str, str] = ("monocrop", "")  # cropping system, prefix of planting-area codes

    def plots(self, group: int) -> tuple[Plot, ...]:
        return _plots(self, group)


GROWERS_IN_PROVINCE = 9  # groups that `enterprises` makes: numbers of households interleave


@lru_cache(maxsize=32)
def _plots(growers: Growers, group: int) -> tuple[Plot, ...]:
    found = []
    for position in range(growers.size):
        index = group * growers.size + position
        number = index * GROWERS_IN_PROVINCE + growers.order + 1
        rng = Random(f"plot {number}")  # noqa: S311 - an invented plot, not a secret
        label = f"LD-{number:04d}"
        unit = commune(growers.communes[index % len(growers.communes)])
        assert unit is not None, f"Expected a commune of today in {growers.communes}"
        area = round(rng.uniform(*growers.area_ha), 2)
        facts: dict[str, Any] = {
            "txng:areaHa": area,
            "txng:croppingSystem": growers.system[0],
        }
        if growers.system[1]:
            facts["txng:plantingAreaCode"] = f"{growers.system[1]}-{number:04d}"
        identity = f"{codes.LINK}/414/{codes.gln(growers.firm.number, 1)}/254/{label}"
        if number % PRIVATE_EVERY == 4:
            identity = f"urn:txng:demo:plot:{label}"
        place = Place(
            id=identity,
            firm=growers.firm,
            kind="plot",
            name=f"Hộ trồng {label}",
            name_en=f"Household {label}",
            latitude=round(unit.latitude + rng.uniform(-SCATTER, SCATTER), 2),
            longitude=round(unit.longitude + rng.uniform(-SCATTER, SCATTER), 2),
            commune_code=unit.code,
            facts=facts,
        )
        found.append(Plot(place, growers.product, label, area))
    return tuple(found)
