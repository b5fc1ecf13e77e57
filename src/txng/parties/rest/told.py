"""What machines send: parties, places and plots by the names of the verbs, in camel case."""

from datetime import date
from decimal import Decimal

import msgspec

from txng.parties.actions import PartyFacts, PlaceFacts, PlotFacts


class ToldParty(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A party by the names of PartyFacts. `seen`: the version that a change begins with."""

    kind: str
    name: str
    sector: str
    commune_code: str
    ownership: str = ""
    tax_code: str = ""
    gln: str = ""
    earlier_commune_code: str = ""
    address: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    field: str = ""
    workers: int | None = None
    revenue_vnd: int | None = None
    capital_vnd: int | None = None
    member_of: str = ""  # only when written down
    changed_on: date | None = None  # only when changed: first day of the new name or address
    seen: int | None = None

    @property
    def facts(self) -> PartyFacts:
        told = msgspec.structs.asdict(self)
        return PartyFacts(**{name: told[name] for name in PartyFacts.__dataclass_fields__})


class ToldPlace(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    kind: str
    name: str
    commune_code: str
    earlier_commune_code: str = ""
    gln: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    seen: int | None = None

    @property
    def facts(self) -> PlaceFacts:
        spot = ""
        if self.latitude is not None and self.longitude is not None:
            spot = f"{self.latitude:.6f} {self.longitude:.6f}"
        return PlaceFacts(
            kind=self.kind, name=self.name, commune_code=self.commune_code,
            earlier_commune_code=self.earlier_commune_code, gln=self.gln, address=self.address,
            spot=spot,
        )  # fmt: skip


class ToldPlot(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    name: str
    commune_code: str
    earlier_commune_code: str = ""
    crop: str = ""
    cropping_system: str = ""
    planted_year: int | None = None
    boundary: msgspec.Raw = msgspec.Raw(b"")  # GeoJSON as it is
    declared_ha: Decimal | None = None
    seen: int | None = None

    @property
    def facts(self) -> PlotFacts:
        text = bytes(self.boundary).decode()
        return PlotFacts(
            name=self.name, commune_code=self.commune_code,
            earlier_commune_code=self.earlier_commune_code, crop=self.crop,
            cropping_system=self.cropping_system, planted_year=self.planted_year,
            boundary="" if text == "null" else text, declared_ha=self.declared_ha,
        )  # fmt: skip
