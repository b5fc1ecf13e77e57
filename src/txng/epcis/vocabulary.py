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

Each word has a number that is stored in the event table: **append only, never renumber**; 0 stands
for a word of a user vocabulary, which is read from the event itself.

Source: CBV 2.0 §7.1-7.3 (ISO/IEC 19988:2024).
"""

from functools import lru_cache
from types import MappingProxyType
from typing import Literal

Field = Literal["biz_step", "disposition"]

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

USER_VOCABULARY = 0
NUMBERS = MappingProxyType(
    {
        "biz_step": {word: number for number, word in enumerate(BIZ_STEPS, start=1)},
        "disposition": {word: number for number, word in enumerate(DISPOSITIONS, start=1)},
    }
)
_PREFIXES = {
    "biz_step": (
        "urn:epcglobal:cbv:bizstep:",
        "https://ref.gs1.org/cbv/BizStep-",
        "https://ns.gs1.org/cbv/BizStep-",
        "cbv:BizStep-",
    ),
    "disposition": (
        "urn:epcglobal:cbv:disp:",
        "https://ref.gs1.org/cbv/Disp-",
        "https://ns.gs1.org/cbv/Disp-",
        "cbv:Disp-",
    ),
}


@lru_cache(maxsize=4096)
def bare(field: Field, text: str) -> str:
    """The bare word of a CBV value in any spelling; any other text comes back unchanged."""
    if text in NUMBERS[field]:
        return text
    for prefix in _PREFIXES[field]:
        if text.startswith(prefix) and text[len(prefix) :] in NUMBERS[field]:
            return text[len(prefix) :]
    return text


@lru_cache(maxsize=4096)
def number(field: Field, text: str | None) -> int | None:
    """What the event table stores: None when absent, USER_VOCABULARY for a word outside the CBV."""
    if text is None:
        return None
    return NUMBERS[field].get(bare(field, text), USER_VOCABULARY)


def is_known(field: Field, text: str) -> bool:
    """A CBV word in any spelling, or a URI of somebody's own vocabulary outside GS1's name spaces."""
    if bare(field, text) in NUMBERS[field]:
        return True
    if text.startswith((*_PREFIXES[field], "urn:epcglobal:cbv:")):
        return False
    return ":" in text
