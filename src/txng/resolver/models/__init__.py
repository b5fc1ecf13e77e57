"""Tables of the resolver, one module for each noun."""

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
    "Forwarding",
    "Link",
    "LinkHost",
    "LinkState",
    "LinkVersion",
    "LinkedKey",
    "PrintedRange",
    "Probe",
]
