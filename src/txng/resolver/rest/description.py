"""/.well-known/: what this resolver can do, for whoever wants to use it, and the context of link sets.

Source: GS1-Conformant Resolver 1.2, section 3 (resolver description file).
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings

from txng.accounts.access import public
from txng.resolver.link_types import GS1_VOCABULARY
from txng.resolver.rest.answering import CORS, METHODS, Answer, Environ, StartResponse, json, send
from txng.resolver.rest.linksets import CONTEXT, CONTEXT_PATH, JSON_LD

DESCRIPTION_PATH: Final = "/.well-known/gs1resolver"


def description() -> dict[str, Any]:
    return {
        "name": "Truy xuất nguồn gốc Lâm Đồng",
        "resolverRoot": settings.BASE_URL,
        "supportedPrimaryKeys": ["all"],
        "supportedLinkType": [{"namespace": GS1_VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": True,
        "jsonLdContextLocation": f"{settings.BASE_URL}{CONTEXT_PATH}",
        "contact": {"fn": "Sở Khoa học và Công nghệ tỉnh Lâm Đồng"},
    }


def beside(otherwise: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """A door for these two addresses; `otherwise` answers every other one."""

    @public("a resolver must say in public what it can do")
    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        contents = {DESCRIPTION_PATH: description, CONTEXT_PATH: lambda: {"@context": CONTEXT}}
        content = contents.get(environ["PATH_INFO"])
        if content is None:
            return otherwise(environ, start_response)
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return send(Answer(204, headers=(("Allow", METHODS),)), environ, start_response, CORS)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return send(Answer(405, headers=(("Allow", METHODS),)), environ, start_response, CORS)
        kind = JSON_LD if environ["PATH_INFO"] == CONTEXT_PATH else "application/json"
        cached = (("Cache-Control", "public, max-age=3600"),)
        return send(json(200, content(), kind, cached), environ, start_response, CORS)

    return application
