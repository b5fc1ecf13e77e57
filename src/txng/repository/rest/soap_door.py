"""The path of the SOAP query interface: the key is checked here, the envelope in `repository.soap`."""

from txng.accounts.access import requires_scope
from txng.repository.rest.bodies import read_body
from txng.repository.rest.messages import Request, Response
from txng.repository.soap import door as soap


@requires_scope("query")
def ask(request: Request) -> Response:
    body = read_body(request.environ, soap.MAX_BODY) if request.method == "POST" else b""
    status, headers, answer = soap.answer(
        request.method,
        request.environ.get("CONTENT_TYPE", ""),
        request.query,
        body,
        request.actor,
    )
    kept = tuple(pair for pair in headers if pair[0].lower() != "content-type")
    content_type = next(
        (value for name, value in headers if name.lower() == "content-type"), "text/xml"
    )
    return Response(status, answer, kept, content_type)
