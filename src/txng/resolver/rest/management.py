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

from datetime import date
from typing import Any, Final

import msgspec

from txng.accounts import rules as scopes
from txng.accounts.access import requires_scope
from txng.accounts.machine_door import (
    Answer,
    Door,
    Handler,
    Request,
    attachment,
    json,
    problem,
    routes,
)
from txng.epcis.errors import EpcisException
from txng.repository.rest.bodies import read_body
from txng.resolver import actions, link_queries, links_csv
from txng.resolver.actions.links import Content
from txng.resolver.errors import BadFileError, LinksError, NotThereError
from txng.resolver.link_types import curie_of
from txng.resolver.models import Link, LinkHost, LinkVersion, PrintedRange, Probe

MOST_LISTED: Final = 1000


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


def refused(error: LinksError | EpcisException | links_csv.NotATable) -> Answer:
    if isinstance(error, EpcisException):  # of a body
        return problem(error.status, "Bad body", error.detail, error.detail_vi)
    if isinstance(error, links_csv.NotATable):
        return problem(400, "Bad body", str(error)[:300], "Nội dung gửi lên không đọc được.")
    more: dict[str, Any] = {}
    if isinstance(error, BadFileError):
        more = {"rows": [{"row": number, "detailVi": text} for number, text in error.rows]}
    return problem(error.status, type(error).__name__, str(error), str(error), (), **more)


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
    return attachment(text.encode(), "text/csv; charset=utf-8", "links.csv")


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


ID: Final = "(?P<id>[0-9]{1,18})"


def _with_scope(methods: dict[str, Handler]) -> dict[str, tuple[str, Handler]]:
    """Every address here needs the same one."""
    return {method: (scopes.LINKS, handler) for method, handler in methods.items()}


ROUTES: Final = routes(
    *(
        (pattern, _with_scope(methods))
        for pattern, methods in (
            ("/resolver/links", {"GET": list_links, "POST": post_link}),
            (r"/resolver/links\.csv", {"GET": get_csv, "PUT": put_csv}),
            (
                f"/resolver/links/{ID}",
                {"GET": get_link, "PUT": put_link, "DELETE": delete_link},
            ),
            (f"/resolver/links/{ID}/versions", {"GET": list_versions}),
            (f"/resolver/links/{ID}/restore", {"POST": restore_link}),
            ("/resolver/hosts", {"GET": list_hosts, "POST": post_host}),
            (f"/resolver/hosts/{ID}/(approve|refuse|revoke)", {"POST": decide_host}),
            ("/resolver/ranges", {"GET": list_ranges, "POST": post_range}),
            (f"/resolver/ranges/{ID}", {"DELETE": delete_range}),
            ("/resolver/probes", {"GET": list_probes}),
        )
    )
)

application = requires_scope(scopes.LINKS)(
    Door(
        "resolver",
        ROUTES,
        (LinksError, EpcisException, links_csv.NotATable),
        refused,
        read=read_body,
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
