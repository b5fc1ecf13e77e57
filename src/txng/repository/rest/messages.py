"""What passes between the door and its handlers."""

from typing import Any, NamedTuple

from txng.accounts.actors import Actor
from txng.repository.rest.negotiation import JSON, Wanted

Headers = tuple[tuple[str, str], ...]


class Request(NamedTuple):
    """`path` lies below /epcis and is still percent-encoded; `query` is the raw query string;
    `wanted` is the form of answer that the headers agreed on."""

    method: str
    path: str
    query: str
    environ: dict[str, Any]
    actor: Actor
    wanted: Wanted = JSON


class Response(NamedTuple):
    """`content_type` is ignored with status 204, which has no content to describe."""

    status: int
    body: bytes = b""
    headers: Headers = ()
    content_type: str = "application/json"
