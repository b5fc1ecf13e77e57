"""The Core Business Vocabulary: four spellings, one word.

    shipping                                   bare word (JSON-LD)
    urn:epcglobal:cbv:bizstep:shipping         CBV URN (XML, EPCIS 1.x)
    https://ref.gs1.org/cbv/BizStep-shipping   Web URI
    cbv:BizStep-shipping                       CURIE

>>> [bare("biz_step", text) for text in ("shipping", "urn:epcglobal:cbv:bizstep:shipping",
...     "https://ref.gs1.org/cbv/BizStep-shipping", "cbv:BizStep-shipping")]
['shipping', 'shipping', 'shipping', 'shipping']
>>> bare("biz_step", "https://example.org/steps/carving")  # a user vocabulary: kept as it stands
'https://example.org/steps/carving'
>>> urn("source_destination_type", "owning_party"), curie("measurement_type", "Temperature")
('urn:epcglobal:cbv:sdt:owning_party', 'gs1:Temperature')

Data of the years of CBV 1.x may hold words that were retired before 2.0, such as
urn:epcglobal:cbv:disp:non_sellable_expired (now expired): `is_retired` knows them, as URNs only.

What a sensor measures and its alarms belong to GS1's Web Vocabulary (gs1:) and, like the components
of a vector, came with CBV 2.0: they have no URN.

Business steps and dispositions have a number that is stored in the event table: **append only, never
renumber**; 0 stands for a word of a user vocabulary, which is read from the event itself.

Source: CBV 2.0 §7 (ISO/IEC 19988:2024); the EPCIS 2.0 JSON-LD context.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

Field = Literal[
    "biz_step",
    "disposition",
    "biz_transaction_type",
    "source_destination_type",
    "error_reason",
    "measurement_type",
    "sensor_alert_type",
    "component",
]

BIZ_STEPS = (
    "accepting arriving assembling collecting commissioning consigning creating_class_instance"
    " cycle_counting decommissioning departing destroying disassembling dispensing encoding"
    " entering_exiting holding inspecting installing killing loading other packing picking"
    " receiving removing repackaging repairing replacing reserving retail_selling sampling"
    " sensor_reporting shipping staging_outbound stock_taking stocking storing transporting"
    " unloading unpacking void_shipping"
).split()
DISPOSITIONS = (
    "active available completeness_inferred completeness_verified conformant container_closed"
    " container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit"
    " inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement"
    " no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved"
    " retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown"
).split()
BIZ_TRANSACTION_TYPES = (
    "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"
).split()
SOURCE_DESTINATION_TYPES = "location owning_party possessing_party".split()
ERROR_REASONS = "did_not_occur incorrect_data".split()
MEASUREMENT_TYPES = (
    "AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance"
    " AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area"
    " Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent"
    " DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity"
    " ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance"
    " KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux"
    " MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime"
    " MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux"
    " RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle"
    " SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume"
    " VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber"
).split()
SENSOR_ALERT_TYPES = "ALARM_CONDITION ERROR_CONDITION".split()
COMPONENTS = (
    "altitude axial_distance azimuth easting elevation_angle height latitude longitude northing"
    " polar_angle spherical_radius x y z"
).split()

RETIRED: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        "biz_step": frozenset({"transforming"}),
        "disposition": frozenset(
            f"non_sellable_{word}"
            for word in ("damaged", "disposed", "expired", "no_pedigree_match", "recalled")
        ),
    }
)

USER_VOCABULARY = 0
NUMBERS = MappingProxyType(
    {
        "biz_step": {word: number for number, word in enumerate(BIZ_STEPS, start=1)},
        "disposition": {word: number for number, word in enumerate(DISPOSITIONS, start=1)},
    }
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the words of one field are written; `prefixes` are all that are read, `urn` may be none."""

    words: frozenset[str]
    web: str
    curie: str
    urn: str | None = None

    @property
    def prefixes(self) -> tuple[str, ...]:
        others = (
            (self.web.replace("https://ref.", "https://ns."),)
            if "/cbv/" in self.web
            else (self.web.replace("https://gs1.", "https://www.gs1."),)
        )
        return (*((self.urn,) if self.urn else ()), self.web, *others, self.curie)


def _cbv(words: list[str], name: str, urn: str | None = None) -> Spelling:
    return Spelling(
        frozenset(words),
        f"https://ref.gs1.org/cbv/{name}-",
        f"cbv:{name}-",
        f"urn:epcglobal:cbv:{urn}:" if urn else None,
    )


def _gs1(words: list[str]) -> Spelling:
    return Spelling(frozenset(words), "https://gs1.org/voc/", "gs1:")


SPELLINGS: MappingProxyType[Field, Spelling] = MappingProxyType(
    {
        "biz_step": _cbv(BIZ_STEPS, "BizStep", "bizstep"),
        "disposition": _cbv(DISPOSITIONS, "Disp", "disp"),
        "biz_transaction_type": _cbv(BIZ_TRANSACTION_TYPES, "BTT", "btt"),
        "source_destination_type": _cbv(SOURCE_DESTINATION_TYPES, "SDT", "sdt"),
        "error_reason": _cbv(ERROR_REASONS, "ER", "er"),
        "measurement_type": _gs1(MEASUREMENT_TYPES),
        "sensor_alert_type": _gs1(SENSOR_ALERT_TYPES),
        "component": _cbv(COMPONENTS, "Comp"),
    }
)
_PREFIXES = {field: spelling.prefixes for field, spelling in SPELLINGS.items()}


_LONGEST = 100  # characters of any spelling; of longer texts none is remembered, however many are asked for


def bare(field: Field, text: str) -> str:
    """The bare word of a CBV value in any spelling; any other text comes back unchanged."""
    return _bare(field, text) if len(text) <= _LONGEST else text


@lru_cache(maxsize=4096)
def _bare(field: Field, text: str) -> str:
    words = SPELLINGS[field].words
    if text in words:
        return text
    for prefix in _PREFIXES[field]:
        if text.startswith(prefix) and text[len(prefix) :] in words:
            return text[len(prefix) :]
    return text


@lru_cache(maxsize=4096)
def web_uri(field: Field, text: str) -> str:
    """A CBV word in any spelling -> its Web URI; a user vocabulary's word unchanged."""
    word, spelling = bare(field, text), SPELLINGS[field]
    return spelling.web + word if word in spelling.words else text


@lru_cache(maxsize=4096)
def curie(field: Field, text: str) -> str:
    """A CBV word in any spelling -> cbv:.. or gs1:.., as XML 2.0 writes sensors' words."""
    word, spelling = bare(field, text), SPELLINGS[field]
    return spelling.curie + word if word in spelling.words else text


@lru_cache(maxsize=4096)
def urn(field: Field, text: str) -> str:
    """A CBV word in any spelling -> its URN, or its Web URI where CBV never had a URN."""
    word, spelling = bare(field, text), SPELLINGS[field]
    return (spelling.urn or spelling.web) + word if word in spelling.words else text


def words_of(text: str) -> tuple[tuple[Field, str], ...]:
    """The CBV words that a text spells, each with its field; none for any other text.

    >>> words_of("cbv:BizStep-reserving"), words_of("reserved")  # a bare word may stand in two fields
    ((('biz_step', 'reserving'),), (('disposition', 'reserved'),))
    """
    found = ((field, bare(field, text)) for field in SPELLINGS)
    return tuple((field, word) for field, word in found if word in SPELLINGS[field].words)


def spellings(text: str) -> frozenset[str]:
    """Every spelling of the CBV word that a text spells, and the text itself."""
    return frozenset((text,)).union(
        *((word, *(one + word for one in _PREFIXES[field])) for field, word in words_of(text))
    )


def as_urn(text: str) -> str:
    """The URN of a CBV word of whichever field; anything else, and a word of two fields, unchanged.

    >>> as_urn("https://ref.gs1.org/cbv/Disp-in_transit")
    'urn:epcglobal:cbv:disp:in_transit'
    """
    found = words_of(text)
    return urn(*found[0]) if len(found) == 1 else text


def number(field: Literal["biz_step", "disposition"], text: str | None) -> int | None:
    """What the event table stores: None when absent, USER_VOCABULARY for a word outside the CBV."""
    if text is None:
        return None
    return NUMBERS[field].get(bare(field, text), USER_VOCABULARY)


def is_known(field: Field, text: str) -> bool:
    """A CBV word in any spelling, or a URI of somebody's own vocabulary outside GS1's name spaces."""
    if bare(field, text) in SPELLINGS[field].words:
        return True
    if text.startswith((*_PREFIXES[field], "urn:epcglobal:cbv:")):
        return False
    return ":" in text


def is_retired(field: Field, text: str) -> bool:
    """A word that CBV 1.x had and CBV 2.0 has no more, as its URN."""
    urn = SPELLINGS[field].urn
    return urn is not None and text.startswith(urn) and text[len(urn) :] in RETIRED.get(field, ())
