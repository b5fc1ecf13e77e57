"""Tables of the resolver, one module for each noun."""

from txng.resolver.models.declarations import Declaration
from txng.resolver.models.links import (
    Forwarding,
    Link,
    LinkedKey,
    LinkHost,
    LinkState,
    LinkVersion,
    PrintedRange,
    Probe,
)

__all__ = [
    "Declaration",
    "Forwarding",
    "Link",
    "LinkHost",
    "LinkState",
    "LinkVersion",
    "LinkedKey",
    "PrintedRange",
    "Probe",
]
