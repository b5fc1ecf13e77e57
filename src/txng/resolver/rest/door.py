"""Where a code leads: GET /01/09506000134352/10/L1?linkType=gs1:pip and every other key of GS1.

    request ──> as it was sent ──> strict grammar ──400
                                         │
         linkType=linkset, Accept: linkset+json ──> 200, the union of the levels' link sets
         linkType=gs1:pip ──> links of that type ──> one: 307   several: 300   none: 404
         nothing asked    ──> default of the level, or above ──> 307
                              company prefix handled elsewhere ──> 307, gs1:handledBy
                              a product                        ──> the scan page: to people (Django),
                                                                     to programs 307 to /xem/01/..
                              another key with links           ──> its link set as a page
                                                        nothing known: 404

A redirect is for goods that stand well. A recalled thing shows our page, whatever its maker registered; so
does a serial that seems copied, or whose label was never activated. An unknown serial is never led to the
page of the genuine product, by no link type: it ends at the page that says nobody recorded it.

Nothing is counted here; the scan page counts its own readers.

Source: GS1-Conformant Resolver 1.2; docs/standards/digital-link.md says which line answers which clause.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from txng.accounts.access import public
from txng.gs1 import link_request
from txng.gs1.application_identifiers import KEY_QUALIFIERS
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify
from txng.gs1.link_request import LinkRequest
from txng.repository.connection import AWAY
from txng.resolver import choice, link_queries
from txng.resolver.keeping import Shelf
from txng.resolver.levels import SERIALS, key_path, levels, serial_in
from txng.resolver.link_queries import LinkSets, LiveLink
from txng.resolver.link_types import (
    DEFAULT_LINK,
    DEFAULT_LINK_MULTI,
    HANDLED_BY,
    TRACEABILITY,
    WHOLE_SET,
    iri_of,
)
from txng.resolver.request_path import raw_target
from txng.resolver.rest import linksets
from txng.resolver.rest.answering import (
    CORS,
    METHODS,
    Answer,
    Environ,
    Headers,
    StartResponse,
    problem,
    send,
)

log = structlog.get_logger(__name__)

Sentence = Any  # of gettext_lazy: said in the reader's language when the page is laid out
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
PRIMARY_KEYS: Final = tuple(KEY_QUALIFIERS)
WITH_PAGE: Final = "01"  # the scan page tells of trade items, their lots and serials
WITHOUT_PAGE: Final = "235"  # and of none that is named by a third party's serial

# verdicts of the scan page on one item
TOLD_FIRST: Final = frozenset({"recalled", "inactive", "copied"})

LONGEST_QUESTION: Final = 500  # characters of a request whose answer is kept
_SERIAL_SIGNS: Final = tuple(f"/{ai}/" for ai in sorted(SERIALS))
_answers: Final[Shelf[Answer]] = Shelf(link_queries.changes_of_products, 5_000, 10.0)

UNREADABLE = _(
    "Địa chỉ này không viết theo chuẩn GS1 Digital Link. Quét lại tem, hoặc nhập số dưới mã vạch."
)
NOTHING_HERE = _("Chưa có gì được đăng ký cho mã này. So lại với số in trên bao bì.")
NOT_OF_THIS_TYPE = _(
    "Mã này không có liên kết thuộc loại được hỏi. Dưới đây là các liên kết hiện có."
)
UNKNOWN_SERIAL = _("Chưa ai ghi số xê-ri này. So lại với bao bì, hoặc hỏi nơi bán.")
SEVERAL = _("Có nhiều liên kết cùng loại. Hãy chọn một.")


@dataclass(frozen=True, slots=True)
class ToPeople:
    """The scan page answers. `path` is the address that it should read instead of the one that was
    sent; `is_refused`: the strict grammar refused the address, and the page is to say why."""

    headers: Headers = ()
    path: str = ""
    is_refused: bool = False


def beside(people: Application) -> Application:
    """The door of every primary key; `people` is Django, where the scan page lives."""

    @public("whoever holds a thing may ask what its code leads to")
    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return send(_no_reading(environ), environ, start_response, CORS)
        try:
            answer = _kept_answer(environ)
        except AWAY as error:
            log.error("database_unavailable", error=type(error).__name__)
            answer = _unavailable()
        except Exception:
            log.exception("resolver_failed")
            answer = problem(
                500, "Failed", "The resolver failed", "Hệ thống gặp sự cố. Thử lại sau một phút."
            )
        if isinstance(answer, ToPeople):
            return _to_people(answer, people, environ, start_response)
        return send(answer, environ, start_response, CORS)

    return application


def page_alone(people: Application) -> Application:
    """The door of /xem/01/..: the scan page of a code, wherever its links lead. To Django it is /01/.., so
    it is one page, kept once, and names the code's own address as its canonical one."""

    @public("whoever holds a thing may read its page")
    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(f"{linksets.PAGE_PREFIX}/{WITH_PAGE}/"):
            return people(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return send(_no_reading(environ), environ, start_response, CORS)
        inside = dict(environ)
        for name in ("PATH_INFO", "RAW_URI", "REQUEST_URI"):
            if name in inside:
                inside[name] = inside[name].removeprefix(linksets.PAGE_PREFIX)
        return people(inside, start_response)

    return application


def _kept_answer(environ: Environ) -> Answer | ToPeople:
    """As `resolve`; to machines that ask the same of a product or a lot, from memory while nothing changed.

    A single item is looked at anew each time, and so is whatever ends in a page for people.
    """
    path, accept = environ["PATH_INFO"], environ.get("HTTP_ACCEPT", "")
    language, query = environ.get("HTTP_ACCEPT_LANGUAGE", ""), environ.get("QUERY_STRING", "")
    if (
        "text/html" in accept
        or any(sign in path for sign in _SERIAL_SIGNS)
        or path[1:].partition("/")[0] not in KEY_QUALIFIERS
        or len(path) + len(query) + len(accept) + len(language) > LONGEST_QUESTION
    ):
        return resolve(environ)
    question = (path, query, accept, language, raw_target(environ))
    generation = _answers.generation()
    told = _answers.find(question, generation)
    if told is not None:
        return told.answer
    found = resolve(environ)
    if isinstance(found, Answer) and found.status in (200, 307) and not _is_html(found):
        _answers.put(question, generation, found)
    return found


def _is_html(answer: Answer) -> bool:
    return answer.content_type.startswith("text/html")


def resolve(environ: Environ) -> Answer | ToPeople:
    """The answer to one request, or that the scan page gives it."""
    try:
        asked = _read(environ)
    except Gs1Error as error:
        return _unreadable(environ, error)
    found = link_queries.sets_of(asked.link)
    told = _told_by_link_header(asked)
    link_type = asked.link_type
    accept = environ.get("HTTP_ACCEPT", "")
    if link_type in WHOLE_SET or (link_type is None and linksets.is_asked_by_header(accept)):
        return _link_set(asked, found, environ, told)
    iri = None if link_type is None else iri_of(link_type)
    if link_type is None or iri in (DEFAULT_LINK, DEFAULT_LINK_MULTI):
        return _default(asked, found, environ, told)
    links = found.of_type(iri) if iri is not None else ()
    if not links and iri == TRACEABILITY and _may_have_page(asked):
        return _page(asked, environ, told)
    if links and _is_invented(asked, links):
        return _refused(environ, 404, asked, found, told, UNKNOWN_SERIAL)
    if not links:
        return _refused(environ, 404, asked, found, told, NOT_OF_THIS_TYPE)
    best = choice.choose(links, **_wishes(asked, environ))
    if len(best) == 1:
        return _redirect(asked, best[0].href, told)
    return linksets.answer(
        linksets.candidates(asked.link, best, found),
        environ,
        status=300,
        headers=told,
        sentence=SEVERAL,
    )


# --- the request ------------------------------------------------------------------------------


def _read(environ: Environ) -> LinkRequest:
    """Raises Gs1Error."""
    query = environ.get("QUERY_STRING", "")
    raw = raw_target(environ)
    if raw is not None:
        return link_request.read(raw, query)
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:;,=@!$&'()*+~-._")
    try:
        return link_request.read(path, query)
    except Gs1Error:
        # The server decoded the path, so a slash may have belonged to a value. Read so only where the
        # thing it would then name is known: else "/10/L1/foo" could never be refused (ADR 0011).
        for reading in link_request.readings(environ["PATH_INFO"], query):
            if _is_known(reading):
                return replace(reading, was_cut=True)
        raise


def _is_known(asked: LinkRequest) -> bool:
    """Whether anything is known of an entity whose name has a slash in it."""
    slashed = [path for path in levels(asked.link) if "%2F" in path]
    if any(path in slashed for path, _ in link_queries.sets_of(asked.link).sets):
        return True
    return any(
        link_queries.is_recorded(identify(f"https://id.gs1.org{path}").canonical)
        for path in slashed
    )


def _wishes(asked: LinkRequest, environ: Environ) -> dict[str, Any]:
    return {
        "accept": environ.get("HTTP_ACCEPT", ""),
        "language": environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        "contexts": asked.contexts,
    }


# --- what a code leads to ---------------------------------------------------------------------


def _default(
    asked: LinkRequest, found: LinkSets, environ: Environ, told: Headers
) -> Answer | ToPeople:
    defaults = found.defaults()
    has_page = _may_have_page(asked)
    if not defaults:
        if not found.sets and (stem := link_queries.forwarding_for(asked.link)):
            return _forwarded(asked, stem)
        if has_page:
            return _page(asked, environ, told)
        if found.sets:
            return _link_set(asked, found, environ, told)
        return _refused(environ, 404, asked, found, told, NOTHING_HERE)
    if _is_invented(asked, defaults):
        if has_page:
            return _page_here(asked, told)
        return _refused(environ, 404, asked, found, told, UNKNOWN_SERIAL)
    if has_page and _must_be_told(asked):
        return _page_here(asked, told)
    refined = [link for link in defaults if link.default == "multi"]
    plain = [link for link in defaults if link.default == "yes"]
    best = choice.is_decided_by_request(refined, **_wishes(asked, environ))
    if len(best) != 1:
        best = plain or refined[:1]
    return _redirect(asked, best[0].href, told)


def _must_be_told(asked: LinkRequest) -> bool:
    """Whether our page has something to say that comes before any page of the maker."""
    canonical = identify(asked.link.canonical).canonical
    if serial_in(asked.link) is None:
        return link_queries.is_recalled(canonical)
    return link_queries.stands(canonical) in TOLD_FIRST


def _is_invented(asked: LinkRequest, links: tuple[LiveLink, ...]) -> bool:
    """Whether a serial that nobody recorded would be led to something registered for a whole product."""
    if serial_in(asked.link) is None or links[0].path == levels(asked.link)[0]:
        return False
    return not _is_recorded(asked)


def _link_set(asked: LinkRequest, found: LinkSets, environ: Environ, told: Headers) -> Answer:
    page = _page_of(asked)
    if not found.sets and not page:
        if stem := link_queries.forwarding_for(asked.link):
            return _forwarded(asked, stem)
        return _refused(environ, 404, asked, found, told, NOTHING_HERE)
    content = linksets.document(asked.link, found, page=page)
    return linksets.answer(content, environ, headers=_same_as(asked))


def _may_have_page(asked: LinkRequest) -> bool:
    return asked.link.ai == WITH_PAGE and WITHOUT_PAGE not in dict(asked.link.qualifiers)


def _page_of(asked: LinkRequest) -> str:
    """The path of the code whose scan page tells something: the thing itself, or else its product; "" for
    neither."""
    if not _may_have_page(asked):
        return ""
    if _is_recorded(asked):
        return asked.link.path
    product = key_path(asked.link)
    return product if link_queries.is_described(f"https://id.gs1.org{product}") else ""


def _is_recorded(asked: LinkRequest) -> bool:
    return link_queries.is_recorded(identify(asked.link.canonical).canonical)


def _redirect(asked: LinkRequest, href: str, told: Headers) -> Answer:
    headers = (
        ("Location", with_query(href, asked)),
        *told,
        ("Vary", "Accept, Accept-Language"),
        ("Cache-Control", "no-cache"),
    )
    return Answer(307, headers=headers)


def with_query(href: str, asked: LinkRequest) -> str:
    """The target with the whole query of the request behind its own, and what a short code held."""
    parts = []
    if asked.epc is not None:
        parts = [f"{ai}={quote(value, safe='')}" for ai, value in asked.link.attributes]
    if asked.query:
        parts.append(asked.query)
    if not parts:
        return href
    address, hash_sign, fragment = href.partition("#")
    joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{joint}{'&'.join(parts)}{hash_sign}{fragment}"


def _forwarded(asked: LinkRequest, stem: str) -> Answer:
    target = f"{stem.rstrip('/')}{asked.link.path}"
    location = with_query(target, asked)
    headers = (
        ("Location", location),
        ("Link", f'<{target}>; rel="{HANDLED_BY}"'),
        ("Cache-Control", "no-cache"),
    )
    return Answer(307, headers=headers)


def _page(asked: LinkRequest, environ: Environ, told: Headers) -> Answer | ToPeople:
    """The scan page, because a link set says so: a program is redirected to it (section 2.6.1), and who
    reads pages gets it at once, which saves a telephone the round trip."""
    is_unknown_item = serial_in(asked.link) is not None and not _is_recorded(asked)
    page = (
        "" if is_unknown_item or "text/html" in environ.get("HTTP_ACCEPT", "") else _page_of(asked)
    )
    if page:
        return _redirect(asked, linksets.page_address(page), told)
    return _page_here(asked, (*told, ("Vary", "Accept")))


def _page_here(asked: LinkRequest, told: Headers) -> ToPeople:
    return ToPeople(told, asked.link.path if asked.epc is not None or asked.was_cut else "")


# --- headers and refusals ---------------------------------------------------------------------


def _same_as(asked: LinkRequest) -> Headers:
    if asked.epc is None:
        return ()
    query = "&".join(f"{ai}={quote(value, safe='')}" for ai, value in asked.link.attributes)
    address = f"{settings.BASE_URL}{asked.link.path}{'?' if query else ''}{query}"
    return (("Link", f'<{address}>; rel="owl:sameAs"'),)


def _told_by_link_header(asked: LinkRequest) -> Headers:
    """Where the link set is. Not the links themselves: that was withdrawn in release 1.0."""
    address = f"{settings.BASE_URL}{asked.link.path}?linkType=linkset"
    return (
        ("Link", f'<{address}>; rel="linkset"; type="{linksets.LINKSET}"'),
        *_same_as(asked),
    )


def _wants_page(environ: Environ) -> bool:
    accept = environ.get("HTTP_ACCEPT", "")
    return "text/html" in accept and linksets.wanted_form(accept) == linksets.HTML


def _unreadable(environ: Environ, error: Gs1Error) -> Answer | ToPeople:
    if _wants_page(environ):
        if environ["PATH_INFO"].startswith(f"/{WITH_PAGE}/"):
            return ToPeople(is_refused=True)  # the page of wrong codes, which knows how people err
        return linksets.html(environ, 400, {"sentence": UNREADABLE})
    return problem(400, "Bad Digital Link", str(error), error.vi)


def _refused(
    environ: Environ,
    status: int,
    asked: LinkRequest,
    found: LinkSets,
    told: Headers,
    sentence: Sentence,
) -> Answer:
    if _wants_page(environ):
        content = linksets.document(asked.link, found, page="")
        return replace(
            linksets.answer(content, environ, headers=told, sentence=sentence), status=status
        )
    return problem(
        status, "Not found", f"Expected a link for {asked.link.path}, got none", str(sentence), told
    )


def _no_reading(environ: Environ) -> Answer:
    """The answer to a preflight, and the refusal of what would change something."""
    method = environ["REQUEST_METHOD"]
    if method == "OPTIONS":
        allowed = ("Access-Control-Allow-Headers", "Accept, Accept-Language")
        return Answer(204, headers=(("Allow", METHODS), allowed))
    return problem(
        405, "Method not allowed", f"Expected {METHODS}, got {method[:20]}",
        f"Địa chỉ này chỉ nhận {METHODS}.", (("Allow", METHODS),),
    )  # fmt: skip


def _unavailable() -> Answer:
    return problem(
        503, "Unavailable", "Expected a database that answers, got none",
        "Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.", (("Retry-After", "60"),),
    )  # fmt: skip


def _to_people(
    to: ToPeople, people: Application, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Django's answer with what a resolver must add. What the strict grammar refused stays refused,
    whatever the page makes of it."""
    query = environ.get("QUERY_STRING", "")
    inside = dict(environ)
    if to.path:
        inside["RAW_URI"] = f"{to.path}?{query}" if query else to.path
        inside["PATH_INFO"] = unquote_to_bytes(to.path).decode("latin-1")
    statuses: list[tuple[str, list[tuple[str, str]]]] = []

    def listen(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        statuses.append((status, headers))

    body = people(inside, listen)
    status, headers = statuses[0]
    if to.is_refused and status[:3] != "400":
        if callable(close := getattr(body, "close", None)):
            close()
        answer = linksets.html(environ, 400, {"sentence": UNREADABLE})
        return send(answer, environ, start_response, CORS)
    start_response(status, [*headers, *CORS, *to.headers])
    return body
