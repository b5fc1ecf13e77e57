"""Link sets as documents: what a code leads to, for machines and for people.

    {"linkset": [{"anchor": "https://txng.example/01/09506000134352",
                  "itemDescription": "Cà phê rang",
                  "https://ref.gs1.org/voc/pip": [{"href": "..", "title": "..", "hreflang": ["vi"]}],
                  "https://ref.gs1.org/voc/defaultLink": [{"href": "..", "title": ".."}]}]}

application/linkset+json   RFC 9264, and `application/json` with the same bytes
application/ld+json        the same with its context inside
text/html                  a page for people with that inside

The schema that GS1's test suite uses wants an `itemDescription` and knows no `description`, admits
languages of two letters with a country or without, and refuses members that it does not know: a link in
another language (K'Ho has three letters) is listed without its tag, and found by it all the same. What
nobody described is described by its code.

Source: RFC 9264; GS1-Conformant Resolver 1.2, sections 2.5.8, 2.9 and 2.10.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import msgspec
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils import translation

from txng.gs1.digital_link import DigitalLink
from txng.resolver import link_queries
from txng.resolver.choice import quality
from txng.resolver.levels import key_path, levels
from txng.resolver.link_queries import LinkSets, LiveLink
from txng.resolver.link_types import (
    DEFAULT_LINK,
    DEFAULT_LINK_MULTI,
    TRACEABILITY,
    curie_of,
)
from txng.resolver.rest.answering import POLICY, Answer, Headers
from txng.ui.language import language_of

LINKSET, JSON, JSON_LD, HTML = (
    "application/linkset+json", "application/json", "application/ld+json", "text/html",
)  # fmt: skip
OFFERED: Final = (
    HTML,
    LINKSET,
    JSON,
    JSON_LD,
)  # in this order where the request is content with any
PAGE_PREFIX: Final = "/xem"
CONTEXT_PATH: Final = "/.well-known/linkset-context"
CONTEXT_REL: Final = "http://www.w3.org/ns/json-ld#context"
CONTEXT: Final[dict[str, Any]] = {
    "@version": 1.1,
    "@vocab": "https://ref.gs1.org/voc/",
    "dcterms": "http://purl.org/dc/terms/",
    "linkset": "@graph",
    "anchor": "@id",
    "href": "@id",
    "itemDescription": "dcterms:description",
    "title": "dcterms:title",
    "type": "dcterms:format",
    "hreflang": {"@id": "dcterms:language", "@container": "@set"},
    "context": {"@id": "https://ref.gs1.org/voc/linkContext", "@container": "@set"},
}
_LISTED_LANGUAGE: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


def wanted_form(accept: str) -> str:
    """One of OFFERED: the one that the header wants most."""
    if not accept.strip():
        return HTML
    ranked = [(quality(form, accept), form) for form in OFFERED]
    best = max(ranked, key=lambda pair: pair[0])  # the first of equals
    return best[1] if best[0] > 0 else LINKSET


def is_asked_by_header(accept: str) -> bool:
    """Whether the header asks for a link set rather than for what a code leads to."""
    wanted = quality(LINKSET, accept) if LINKSET in accept else 0.0
    return wanted > 0 and wanted >= max(quality(form, accept) for form in (HTML, JSON, JSON_LD))


def page_address(path: str) -> str:
    """Where the scan page of a code is, whatever the code leads to. `path` begins with /01/."""
    return f"{settings.BASE_URL}{PAGE_PREFIX}{path}"


def document(link: DigitalLink, found: LinkSets, *, page: str) -> dict[str, Any]:
    """Every level's links. `page` is the path of the code whose scan page is one of these links, and the
    default where nobody registered another: the thing's own, its product's, or "" for none."""
    sets: dict[str, list[LiveLink]] = {path: list(links) for path, links in found.sets}
    if page:
        own = levels(link)[0] if page == link.path else key_path(link)
        href = page_address(page)
        if not found.of_type(TRACEABILITY):
            sets.setdefault(own, []).append(_page(own, TRACEABILITY, href, "no"))
        if not found.defaults():
            sets.setdefault(key_path(link), []).append(
                _page(key_path(link), TRACEABILITY, href, "only")
            )
    described = _description(link, found)
    ordered = [path for path in levels(link) if path in sets]
    return {"linkset": [_context_object(path, sets[path], described) for path in ordered]}


def _description(link: DigitalLink, found: LinkSets) -> str:
    named = found.description or link_queries.name_of(f"https://id.gs1.org{key_path(link)}")
    return named or f"({link.ai}){link.value}"


def _page(path: str, link_type: str, href: str, default: str) -> LiveLink:
    return LiveLink(
        path, link_type, href, "Trang truy xuất nguồn gốc", HTML,
        tuple(code for code, _ in settings.LANGUAGES), (), default,
    )  # fmt: skip


def _context_object(path: str, links: Sequence[LiveLink], description: str) -> dict[str, Any]:
    members: dict[str, Any] = {
        "anchor": f"{settings.BASE_URL}{path}",
        "itemDescription": description,
    }
    for link in links:
        if link.default != "only":
            members.setdefault(link.link_type, []).append(_target(link))
    for link in links:
        if link.default in ("yes", "only"):
            members[DEFAULT_LINK] = [{"href": link.href, "title": link.title}]
        elif link.default == "multi":
            members.setdefault(DEFAULT_LINK_MULTI, []).append(_target(link))
    return members


def _target(link: LiveLink) -> dict[str, Any]:
    target: dict[str, Any] = {"href": link.href, "title": link.title}
    if link.media_type:
        target["type"] = link.media_type
    if listed := [tag for tag in link.hreflang if _LISTED_LANGUAGE.fullmatch(tag)]:
        target["hreflang"] = listed
    if link.context:
        target["context"] = list(link.context)
    return target


def candidates(link: DigitalLink, tied: Iterable[LiveLink], found: LinkSets) -> dict[str, Any]:
    """Only the links among which the request does not decide."""
    description = _description(link, found)
    sets: dict[str, list[LiveLink]] = {}
    for one in tied:
        sets.setdefault(one.path, []).append(one)
    return {
        "linkset": [
            {
                **_context_object(path, [], description),
                **{curie.link_type: [_target(one) for one in links] for curie in links[:1]},
            }
            for path, links in sets.items()
        ]
    }


def answer(
    content: Mapping[str, Any],
    environ: dict[str, Any],
    *,
    status: int = 200,
    headers: Headers = (),
    sentence: Any = "",
) -> Answer:
    """The document in the form that is asked for. `sentence` tells people why they see it."""
    form = wanted_form(environ.get("HTTP_ACCEPT", ""))
    context = f"{settings.BASE_URL}{CONTEXT_PATH}"
    headers = (
        *headers,
        ("Link", f'<{context}>; rel="{CONTEXT_REL}"; type="application/ld+json"'),
        ("Vary", "Accept, Accept-Language"),
        ("Cache-Control", "no-cache"),
    )
    if form == HTML:
        values = {**_page_of(content, sentence), "is_choice": status == 300}
        return html(environ, status, values, headers)
    if form == JSON_LD:
        content = {"@context": CONTEXT, **content}
    return Answer(status, msgspec.json.encode(content), form, headers)


def html(
    environ: dict[str, Any], status: int, values: Mapping[str, Any], headers: Headers = ()
) -> Answer:
    """The page of a link set or of what is wrong with a code, in the reader's language."""
    request = WSGIRequest({**environ, "wsgi.input": BytesIO()})
    with translation.override(language_of(request)):
        page = render_to_string("resolver/linkset.html", dict(values), request=request)
    policy = ("Content-Security-Policy", POLICY)
    return Answer(status, page.encode(), "text/html; charset=utf-8", (*headers, policy))


def _page_of(content: Mapping[str, Any], sentence: Any) -> dict[str, Any]:
    entities = []
    for told in content["linkset"]:
        types = [
            {"name": curie_of(name), "links": links}
            for name, links in told.items()
            if isinstance(links, list) and name not in (DEFAULT_LINK, DEFAULT_LINK_MULTI)
        ]
        entities.append(
            {
                "anchor": told["anchor"],
                "description": told.get("itemDescription", ""),
                "types": types,
            }
        )
    # "</script>" inside a title must not end the block (HTML, section 4.12.1.3)
    inside = msgspec.json.encode({"@context": CONTEXT, **content}).decode().replace("<", "\\u003c")
    return {"entities": entities, "json_ld": inside, "sentence": sentence}
