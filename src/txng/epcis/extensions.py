"""What an event says beyond the standard: members of other name spaces, by their full names.

>>> extensions(b'{"@context":[{"txng":"urn:txng:voc:"}],"type":"ObjectEvent","txng:activity":"harvest",'
...            b'"ilmd":{"cbvmda:lotNumber":"L1"}}')
{'urn:txng:voc:activity': 'harvest', 'urn:epcglobal:cbv:mda:lotNumber': 'L1'}
"""

from typing import Any

import msgspec

from txng.epcis.context import Namespaces


def extensions(payload: bytes) -> dict[str, Any]:
    """Full name -> value, of the event itself and of its ilmd; `payload` as the store keeps it."""
    members = msgspec.json.decode(payload)
    namespaces = Namespaces()
    if "@context" in members:
        namespaces.read(members["@context"], "", lambda rule, pointer, values: None)
    found: dict[str, Any] = {}
    for holder in (members, members.get("ilmd") or {}):
        for name, value in holder.items():
            full = namespaces.full_name(name)
            if ":" in name or name in namespaces.terms or full != name:
                found[full] = value
    return found
