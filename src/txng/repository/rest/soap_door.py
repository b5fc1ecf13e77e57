"""The path of the SOAP query interface: the key is checked here, the envelope in `repository.soap`."""

from collections.abc import Mapping
from typing import Any

from txng.accounts.access import requires_scope
from txng.epcis.errors import EpcisException
from txng.repository.rest.bodies import read_body
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.problems import how_to_sign_in
from txng.repository.soap import door as soap


@requires_scope("query")
def ask(request: Request) -> Response:
    body = read_body(request.environ, soap.MAX_BODY) if request.method == "POST" else b""
    content_type = request.environ.get("CONTENT_TYPE", "")
    return _response(soap.answer(request.method, content_type, request.query, body, request.actor))


def refuse(error: EpcisException, environ: Mapping[str, Any], headers: Headers) -> Response:
    """What the door refuses at this path, as a fault."""
    body = b""
    if error.status == 403:  # of somebody whose key is known, and whose message nobody has read yet
        try:
            body = read_body(environ, soap.MAX_BODY)
        except EpcisException as other:
            error = other
    return _response(soap.refusal(error, body), (*headers, *how_to_sign_in(error)))


def _response(answer: soap.Answer, more: Headers = ()) -> Response:
    status, headers, body = answer
    told = dict(headers)
    content_type = told.pop("Content-Type")
    return Response(status, body, (*more, *told.items()), content_type)
