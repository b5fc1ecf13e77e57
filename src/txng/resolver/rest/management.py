"""/resolver/: an organisation's links, hosts and printed ranges, for machines with a key.

    GET  POST       /resolver/links              the own links; register one
    GET  PUT DELETE /resolver/links/{id}         one; replace it; withdraw it
    GET             /resolver/links/{id}/versions
    POST            /resolver/links/{id}/restore {"version": 2}
    GET  PUT        /resolver/links.csv          the whole table; read it in, all rows or none
    GET  POST       /resolver/hosts              hosts asked for; ask for one
    POST            /resolver/hosts/{id}/approve | refuse | revoke      (oversight)
    GET  POST       /resolver/ranges             what was printed
    DELETE          /resolver/ranges/{id}
    GET             /resolver/probes             what the last check found

`Authorization: Bearer KEY` with the scope `links`. Errors are problem documents. What is of another
organisation is answered like what is not there. docs/operate/resolver.md tells of every member.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec
import structlog
from django.db import DatabaseError

from txng.accounts import queries as accounts
from txng.accounts import rules as scopes
from txng.accounts.access import requires_scope
from txng.accounts.actors import Actor
from txng.epcis.errors import EpcisException
from txng.repository.connection import usable
from txng.repository.rest.bodies import read_body
from txng.resolver import actions, link_queries, links_csv
from txng.resolver.actions.links import Content
from txng.resolver.errors import BadFileError, LinksError, NotThereError
from txng.resolver.link_types import curie_of
from txng.resolver.models import Link, LinkHost, LinkVersion, PrintedRange, Probe
from txng.resolver.rest.answering import Answer, Environ, StartResponse, json, problem, send

log = structlog.get_logger(__name__)

MOST_BODY: Final = 64 * 1024
MOST_LISTED: Final = 1000
Handler = Callable[..., Answer]
NO_STORE: Final = (("Cache-Control", "no-store"),)


class NewLink(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    link_type: str
    href: str
    title: str
    code: str = ""  # not in PUT
    hreflang: tuple[str, ...] = ()
    type: str = ""
    context: tuple[str, ...] = ()
    default: str = "no"
    item_description: str | None = None

    def content(self) -> Content:
        return Content(
            self.link_type,
            self.href,
            self.title,
            self.hreflang,
            self.type,
            self.context,
            self.default,
        )


class Restoration(msgspec.Struct, forbid_unknown_fields=True):
    version: int


class NewHost(msgspec.Struct, forbid_unknown_fields=True):
    host: str
    reason: str = ""


class Decision(msgspec.Struct, forbid_unknown_fields=True):
    reason: str = ""


class NewRange(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    name: str
    samples: tuple[str, ...]
    quantity: int | None = None
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    actor: Actor
    environ: Environ

    def parameter(self, name: str) -> str:
        return parse_qs(self.environ.get("QUERY_STRING", "")).get(name, [""])[0]

    def body(self, kind: type[Any]) -> Any:
        raw = read_body(self.environ, MOST_BODY)
        return msgspec.json.decode(raw or b"{}", type=kind)


@requires_scope(scopes.LINKS)
def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    try:
        usable()
        answer = _answer(environ)
    except LinksError as error:
        rows = [{"row": number, "detailVi": text} for number, text in getattr(error, "rows", ())]
        more: dict[str, Any] = {"rows": rows} if isinstance(error, BadFileError) else {}
        answer = problem(error.status, type(error).__name__, str(error), str(error), (), **more)
    except (msgspec.DecodeError, UnicodeDecodeError, links_csv.NotATable) as error:
        answer = problem(400, "Bad body", str(error)[:300], "Nội dung gửi lên không đọc được.")
    except EpcisException as error:
        answer = problem(error.status, "Bad body", error.detail, error.detail_vi)
    except DatabaseError as error:
        log.error("database_unavailable", error=type(error).__name__)
        answer = problem(503, "Unavailable", "Expected a database that answers, got none",
                         "Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.")  # fmt: skip
    except Exception:
        log.exception("resolver_failed", path=environ.get("PATH_INFO", ""))
        answer = problem(500, "Failed", "The resolver failed; nothing was stored",
                         "Hệ thống gặp sự cố; chưa có gì được ghi.")  # fmt: skip
    return send(answer, environ, start_response, NO_STORE)


def _answer(environ: Environ) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    actor = _actor(environ.get("HTTP_AUTHORIZATION", ""))
    if actor is None:
        return problem(
            401, "Unauthorized", "Expected a key that is valid", "Cần một khóa còn hiệu lực.",
            (("WWW-Authenticate", 'Bearer realm="resolver"'),),
        )  # fmt: skip
    if not actor.may(scopes.LINKS):
        return problem(403, "Forbidden", "Expected a key with the scope links",
                       "Khóa này không có quyền links.")  # fmt: skip
    allowed: list[str] = []
    for pattern, methods in ROUTES:
        match = pattern.fullmatch(path)
        if match is None:
            continue
        handler = methods.get("GET" if method == "HEAD" else method)
        if handler is not None:
            values = [int(text) if text.isdigit() else text for text in match.groups()]
            return handler(Request(actor, environ), *values)
        allowed += methods
    if allowed:
        told = ", ".join(sorted(allowed))
        return problem(405, "Method not allowed", f"Expected {told}, got {method[:20]}",
                       f"Địa chỉ này chỉ nhận {told}.", (("Allow", told),))  # fmt: skip
    return problem(404, "Not found", "Expected a path of the resolver's interface",
                   "Không có địa chỉ này. Xem docs/operate/resolver.md.")  # fmt: skip


def _actor(header: str) -> Actor | None:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            secret = base64.b64decode(secret, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return None
    elif scheme.lower() != "bearer":
        return None
    return accounts.actor_for_bearer(secret.strip())


# --- links ------------------------------------------------------------------------------------


def list_links(request: Request) -> Answer:
    rows = link_queries.links(
        request.actor,
        path=request.parameter("path"),
        withdrawn=request.parameter("withdrawn") == "1",
    )
    return json(
        200,
        {
            "links": [_link(row) for row in rows[:MOST_LISTED]],
            "total": rows.count(),
            "keysWithoutDefault": link_queries.keys_without_default(request.actor)[:MOST_LISTED],
        },
    )


def post_link(request: Request) -> Answer:
    new = request.body(NewLink)
    made = actions.register_link(
        by=request.actor, code=new.code, content=new.content(), description=new.item_description
    )
    lacking = made.path in link_queries.keys_without_default(request.actor)
    return json(201, {**_link(made), "defaultIsMissing": lacking},
                headers=(("Location", f"/resolver/links/{made.pk}"),))  # fmt: skip


def get_link(request: Request, link_id: int) -> Answer:
    return json(200, _link(_one(request, link_id)))


def put_link(request: Request, link_id: int) -> Answer:
    new = request.body(NewLink)
    return json(
        200,
        _link(actions.replace_link(by=request.actor, link_id=link_id, content=new.content())),
    )


def delete_link(request: Request, link_id: int) -> Answer:
    return json(200, _link(actions.withdraw_link(by=request.actor, link_id=link_id)))


def list_versions(request: Request, link_id: int) -> Answer:
    rows = link_queries.versions(request.actor, link_id)
    return json(200, {"versions": [_version(row) for row in rows]})


def restore_link(request: Request, link_id: int) -> Answer:
    number = request.body(Restoration).version
    return json(200, _link(actions.restore_link(by=request.actor, link_id=link_id, number=number)))


def get_csv(request: Request) -> Answer:
    text = links_csv.write(map(link_queries.as_row, link_queries.links(request.actor)))
    named = (("Content-Disposition", 'attachment; filename="links.csv"'),)
    return Answer(200, text.encode(), "text/csv; charset=utf-8", named)


def put_csv(request: Request) -> Answer:
    raw = read_body(request.environ, links_csv.MOST_BYTES)
    registered, replaced = actions.import_links(
        by=request.actor, rows=links_csv.read(raw.decode("utf-8-sig"))
    )
    return json(200, {"registered": registered, "replaced": replaced})


# --- hosts, ranges, probes --------------------------------------------------------------------


def list_hosts(request: Request) -> Answer:
    return json(200, {"hosts": [_host(row) for row in link_queries.hosts(request.actor)]})


def post_host(request: Request) -> Answer:
    new = request.body(NewHost)
    return json(
        201, _host(actions.request_host(by=request.actor, host=new.host, reason=new.reason))
    )


def decide_host(request: Request, host_id: int, deed: str) -> Answer:
    reason = request.body(Decision).reason
    verb = {
        "approve": actions.approve_host,
        "refuse": actions.refuse_host,
        "revoke": actions.revoke_host,
    }[deed]
    return json(200, _host(verb(by=request.actor, host_id=host_id, reason=reason)))


def list_ranges(request: Request) -> Answer:
    return json(200, {"ranges": [_range(row) for row in link_queries.ranges(request.actor)]})


def post_range(request: Request) -> Answer:
    new = request.body(NewRange)
    made = actions.record_range(
        by=request.actor,
        name=new.name,
        samples=new.samples,
        quantity=new.quantity,
        printed_on=new.printed_on,
    )
    return json(201, _range(made))


def delete_range(request: Request, range_id: int) -> Answer:
    return json(200, _range(actions.withdraw_range(by=request.actor, range_id=range_id)))


def list_probes(request: Request) -> Answer:
    watch = link_queries.last_probes(request.actor)
    return json(
        200,
        {"counts": watch.counts, "never": watch.never, "bad": [_probe(one) for one in watch.bad]},
    )


def _one(request: Request, link_id: int) -> Link:
    found = link_queries.links(request.actor, withdrawn=True).filter(pk=link_id).first()
    if found is None:
        raise NotThereError(f"Không có liên kết số {link_id} của tổ chức này.")
    return found


ROUTES: Final[tuple[tuple[re.Pattern[str], dict[str, Handler]], ...]] = tuple(
    (re.compile(pattern), methods)
    for pattern, methods in (
        (r"/resolver/links", {"GET": list_links, "POST": post_link}),
        (r"/resolver/links\.csv", {"GET": get_csv, "PUT": put_csv}),
        (
            r"/resolver/links/([0-9]{1,18})",
            {"GET": get_link, "PUT": put_link, "DELETE": delete_link},
        ),
        (r"/resolver/links/([0-9]{1,18})/versions", {"GET": list_versions}),
        (r"/resolver/links/([0-9]{1,18})/restore", {"POST": restore_link}),
        (r"/resolver/hosts", {"GET": list_hosts, "POST": post_host}),
        (r"/resolver/hosts/([0-9]{1,18})/(approve|refuse|revoke)", {"POST": decide_host}),
        (r"/resolver/ranges", {"GET": list_ranges, "POST": post_range}),
        (r"/resolver/ranges/([0-9]{1,18})", {"DELETE": delete_range}),
        (r"/resolver/probes", {"GET": list_probes}),
    )
)


# --- records as JSON --------------------------------------------------------------------------


def _link(row: Link) -> dict[str, Any]:
    return {
        "id": row.pk,
        "path": row.path,
        **row.content,
        "linkType": curie_of(row.link_type),
        "version": row.version,
        "withdrawnAt": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
    }


def _version(row: LinkVersion) -> dict[str, Any]:
    return {
        "version": row.number,
        "deed": row.deed,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "content": row.content,
    }


def _host(row: LinkHost) -> dict[str, Any]:
    return {
        "id": row.pk,
        "host": row.host,
        "organisation": row.organisation.name,
        "state": row.state,
        "reason": row.reason,
        "decidedAt": row.decided_at.isoformat() if row.decided_at else None,
    }


def _range(row: PrintedRange) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "samples": row.samples,
        "quantity": row.quantity,
        "printedOn": row.printed_on.isoformat() if row.printed_on else None,
    }


def _probe(row: Probe) -> dict[str, Any]:
    return {
        "url": row.url,
        "link": row.link_id,
        "range": row.printed_range.name if row.printed_range else None,
        "verdict": row.verdict,
        "status": row.status,
        "detail": row.detail,
        "endedAt": row.ended_at,
        "at": row.at.isoformat(),
    }
