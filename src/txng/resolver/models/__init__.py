"""Tables of the resolver, one module for each noun."""

from txng.resolver.models.links import (
    Forwarding,
    Link,
    LinkedKey,
    LinkHost,
    LinkVersion,
    PrintedRange,
    Probe,
)

__all__ = [
    "Forwarding",
    "Link",
    "LinkHost",
    "LinkVersion",
    "LinkedKey",
    "PrintedRange",
    "Probe",
]
