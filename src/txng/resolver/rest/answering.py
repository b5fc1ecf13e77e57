"""Answers of the machine doors, and the headers that all of them carry."""

from typing import Final

from txng.accounts.machine_door import (
    Answer,
    Environ,
    Headers,
    StartResponse,
    json,
    problem,
    send,
)

__all__ = [
    "CORS",
    "METHODS",
    "POLICY",
    "Answer",
    "Environ",
    "Headers",
    "StartResponse",
    "json",
    "problem",
    "send",
]

METHODS: Final = "GET, HEAD, OPTIONS"
# a page of any site may ask where a code leads: it learns nothing that a person would not
CORS: Final[Headers] = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", METHODS),
    ("Access-Control-Expose-Headers", "Link, Location"),
)
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
