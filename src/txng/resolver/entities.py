"""What a person or a file writes for a code that links are registered at.

    /01/09506000134352/10/L1      (01)09506000134352(10)L1      https://any.example/01/09506000134352/10/L1

>>> entity_of("(01)09506000134352(10)L1").path
'/01/09506000134352/10/L1'
>>> entity_of("9506000134352").path  # as it stands under the bars
'/01/09506000134352'
"""

from urllib.parse import urlsplit

from txng.gs1 import element_string, link_request
from txng.gs1.digital_link import DigitalLink
from txng.gs1.errors import DigitalLinkError
from txng.resolver.levels import ENTITIES, is_entity

_GTIN_LENGTHS = (8, 12, 13, 14)


def entity_of(code: str) -> DigitalLink:
    """The entity that a code names. Raises Gs1Error, also for a serial beside a lot or a variant."""
    code = code.strip()
    digits = code.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) in _GTIN_LENGTHS:
        code = f"/01/{digits:0>14}"
    if code.startswith("("):
        link = element_string.parse(code).digital_link()
    else:
        link = link_request.read(urlsplit(code).path).link
    if not is_entity(link):
        allowed = " | ".join(" ".join(level) or "-" for level in ENTITIES[link.ai])
        given = " ".join(ai for ai, _ in link.qualifiers)
        raise DigitalLinkError(f"Expected one of these beside {link.ai}: {allowed}; got {given}")
    return DigitalLink(link.ai, link.value, link.qualifiers)
