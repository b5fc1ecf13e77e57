"""EPCIS over HTTP, for machines: `application` is the WSGI callable, `ROUTES` the table of its paths."""

from txng.repository.rest.door import application
from txng.repository.rest.routes import ROUTES, Route

__all__ = ["ROUTES", "Route", "application"]
