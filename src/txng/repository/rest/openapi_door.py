"""Our OpenAPI document over HTTP."""

from txng.accounts.access import requires_scope
from txng.repository.rest.messages import Request, Response


@requires_scope("query")
def get_openapi(request: Request) -> Response:
    # the document is made from the routes, of which this is one
    from txng.repository.rest import openapi

    return Response(200, openapi.encoded())
