"""/products/: trade items and duties, for machines with a key.

    GET  POST  /products/trade-items            the own ones, by number: ?after=17&limit=100&q=gao+nep;
    write one down GET  PUT   /products/trade-items/{id}       one, with what is missing: ?asOf=2026-05-01;
    tell new facts GET        /products/duties                 what must be done by when, the most urgent
    first

`Authorization: Bearer KEY` with the right products.see, to write products.edit. Errors are problem documents;
`field` names the member that is wrong. What is of another organisation is answered like what is not there.
The lists in force need no key: /danh-muc/bat-buoc?format=json.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec
import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from txng.accounts import queries as accounts
from txng.accounts.access import requires_right
from txng.accounts.actors import Actor
from txng.products import words
from txng.products.actions import trade_items as actions
from txng.products.errors import (
    NotAllowedError,
    ProductsError,
    StepRefusedError,
    UnknownRecordError,
)
from txng.products.models import TradeItem, TradeItemWord
from txng.products.queries import groups, obligations
from txng.products.queries import trade_items as queries
from txng.products.rules import elements
from txng.products.rules.facts import Facts
from txng.products.rules.obligations import Duty
from txng.ui import search

log = structlog.get_logger(__name__)
Environ = dict[str, Any]
Headers = tuple[tuple[str, str], ...]

MOST_BODY: Final = 64 * 1024
MOST_LISTED: Final = 500
REASONS: Final = {
    200: "OK", 201: "Created", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip


class ToldFacts(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Facts by the names of rules/facts.py, in camel case."""

    name: str = ""
    functional_name: str = ""
    brand: str = ""
    description: str = ""
    image: str = ""
    net_content: Decimal | None = None
    net_unit: str = ""
    pack_count: int | None = None
    markets: tuple[str, ...] = ()
    gpc: str = ""
    origin: str = ""
    model: str = ""
    shelf_life_days: int | None = None
    storage: str = ""
    standards: tuple[str, ...] = ()
    warnings: str = ""

    @property
    def facts(self) -> Facts:
        return Facts(**msgspec.structs.asdict(self))


class NewTradeItem(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    group: str  # its path: nong-san/ca-phe/ca-phe-nhan
    facts: ToldFacts
    gtin: str = ""
    own_code: str = ""


class Change(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    facts: ToldFacts
    seen: int  # the version that the change begins with
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: Any
    media_type: str = "application/json"
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Request:
    actor: Actor
    environ: Environ

    def parameter(self, name: str) -> str:
        return parse_qs(self.environ.get("QUERY_STRING", "")).get(name, [""])[0]

    def number(self, name: str, otherwise: int) -> int:
        text = self.parameter(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise

    def body(self, kind: type[Any]) -> Any:
        """Raises msgspec.DecodeError, TooLargeError."""
        length = str(self.environ.get("CONTENT_LENGTH") or "0")
        size = int(length) if length.isascii() and length.isdigit() else MOST_BODY + 1
        if size > MOST_BODY:
            raise TooLargeError
        return msgspec.json.decode(self.environ["wsgi.input"].read(size) or b"{}", type=kind)


class TooLargeError(ValueError):
    pass


@requires_right("products.see")
def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    try:
        if not connection.in_atomic_block:  # nobody else does it in front of Django
            connection.close_if_unusable_or_obsolete()
        answer = _answer(environ)
    except msgspec.DecodeError as error:
        answer = problem(400, "Bad body", str(error)[:300], "Nội dung gửi lên không đọc được.")
    except TooLargeError:
        answer = problem(
            413, "Too large", f"Expected at most {MOST_BODY} bytes", "Nội dung gửi lên quá lớn."
        )
    except ProductsError as error:
        answer = _refused(error)
    except DatabaseError as error:
        log.error("database_unavailable", error=type(error).__name__)
        answer = problem(503, "Unavailable", "Expected a database that answers, got none",
                         "Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.")  # fmt: skip
    except Exception:
        log.exception("products_failed", path=environ.get("PATH_INFO", ""))
        answer = problem(500, "Failed", "The interface failed; nothing was stored",
                         "Hệ thống gặp sự cố; chưa có gì được ghi.")  # fmt: skip
    return _send(answer, environ, start_response)


def problem(
    status: int,
    title: str,
    detail: str,
    detail_vi: str,
    headers: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Answer:
    """A problem document (RFC 9457)."""
    members = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "detailVi": detail_vi,
    }
    return Answer(status, {**members, **more}, "application/problem+json", headers)


def _refused(error: ProductsError) -> Answer:
    status = 422
    if isinstance(error, NotAllowedError):
        status = 403
    elif isinstance(error, UnknownRecordError):
        status = 404
    elif isinstance(error, StepRefusedError):
        status = 409
    more: dict[str, Any] = {"field": _camel(error.field)} if error.field else {}
    return problem(status, type(error).__name__, str(error), str(error), **more)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def _send(answer: Answer, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = msgspec.json.encode(answer.content)
    headers = [
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
        ("Content-Type", answer.media_type),
        ("Content-Length", str(len(body))),
        *answer.headers,
    ]
    start_response(f"{answer.status} {REASONS[answer.status]}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _answer(environ: Environ) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    scheme, _space, secret = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    actor = accounts.actor_for_bearer(secret.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        return problem(
            401, "Unauthorized", "Expected a key that is valid", "Cần một khóa còn hiệu lực.",
            (("WWW-Authenticate", 'Bearer realm="products"'),),
        )  # fmt: skip
    for pattern, methods in ROUTES:
        match = pattern.fullmatch(path)
        if match is None:
            continue
        found = methods.get("GET" if method == "HEAD" else method)
        if found is None:
            told = ", ".join(sorted(methods))
            return problem(405, "Method not allowed", f"Expected {told}, got {method[:20]}",
                           f"Địa chỉ này chỉ nhận {told}.", (("Allow", told),))  # fmt: skip
        right, handler = found
        if not actor.may(right):
            return problem(403, "Forbidden", f"Expected a key with the right {right}",
                           f"Khóa này không có quyền {right}.")  # fmt: skip
        return handler(Request(actor, environ), *(int(text) for text in match.groups()))
    return _nothing()


def _nothing() -> Answer:
    return problem(
        404, "Not found", "Expected something that is there", "Không có gì ở địa chỉ này."
    )


# --- trade items ----------------------------------------------------------------------------------


def list_trade_items(request: Request) -> Answer:
    limit = min(max(request.number("limit", 100), 1), MOST_LISTED)
    rows = queries.trade_items(request.actor)
    if request.parameter("q"):
        rows = search.matching(rows, TradeItemWord, request.parameter("q")[:100]).rows
    rows = rows.filter(pk__gt=request.number("after", 0)).order_by("pk")[: limit + 1]
    found = list(rows)
    more = found[limit - 1].pk if len(found) > limit else None
    return Answer(200, {"tradeItems": [_short(one) for one in found[:limit]], "after": more})


def post_trade_item(request: Request) -> Answer:
    new = request.body(NewTradeItem)
    owner = obligations.enterprise_of(request.actor)
    if owner is None:
        raise NotAllowedError("Tổ chức của khóa này chưa có hồ sơ cơ sở.")
    group = groups.group_at(request.actor, new.group.rstrip("/") + "/")
    if group is None:
        return problem(422, "Unknown group", f"Expected the path of a group, got {new.group[:80]!r}",
                       "Chưa có nhóm sản phẩm đó.", field="group")  # fmt: skip
    made = actions.create_trade_item(
        by=request.actor,
        owner=owner,
        group=group,
        facts=new.facts.facts,
        gtin=new.gtin,
        own_code=new.own_code,
    )
    headers = (("Location", f"/products/trade-items/{made.pk}"),)
    return Answer(201, _whole(made, made.versions_told, new.facts.facts.tidy()), headers=headers)


def get_trade_item(request: Request, number: int) -> Answer:
    one = queries.trade_item(request.actor, number)
    if one is None:
        return _nothing()
    asked = request.parameter("asOf")
    try:
        day = date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError:
        return problem(400, "Bad day", f"Expected a day such as 2026-05-01, got {asked[:20]!r}",
                       "Viết ngày như 2026-05-01.", field="asOf")  # fmt: skip
    version = queries.facts_as_of(one, day)
    if version is None:
        return _nothing()
    return Answer(200, _whole(one, version.number, Facts.from_dict(version.facts)))


def put_trade_item(request: Request, number: int) -> Answer:
    change = request.body(Change)
    one = queries.writable(request.actor).filter(pk=number).first()
    if one is None:
        return _nothing()
    told = actions.tell_facts(
        by=request.actor, trade_item=one, facts=change.facts.facts, seen=change.seen,
        is_correction=change.is_correction,
    )  # fmt: skip
    return Answer(200, _whole(told, told.versions_told, change.facts.facts.tidy()))


def list_duties(request: Request) -> Answer:
    enterprise = obligations.enterprise_of(request.actor)
    today = timezone.localdate()
    duties = [] if enterprise is None else obligations.duties_of(request.actor, enterprise, today)
    return Answer(200, {"asOf": today.isoformat(), "duties": [_duty(one) for one in duties]})


def _short(one: TradeItem) -> dict[str, Any]:
    return {
        "id": one.pk,
        "gtin": one.gtin,
        "ownCode": one.own_code or None,
        "name": one.name,
        "brand": one.brand or None,
        "group": one.group.path.rstrip("/"),
        "owner": one.owner.code,
        "state": one.state,
        "missing": one.lacking,
    }


def _whole(one: TradeItem, version: int, facts: Facts) -> dict[str, Any]:
    told = queries.told(one, facts)
    lists = [
        elements.checklist(elements.CIRCULAR_02, told),
        elements.seven_attributes(told),
        elements.checklist(elements.DECREE_37, told),
    ]
    return {
        **_short(one),
        "version": version,
        "facts": {_camel(name): value for name, value in facts.as_dict().items()},
        "checklists": [
            {
                "id": found.id,
                "source": found.source,
                "told": found.told,
                "due": found.due,
                "missing": [_camel(element.field) for element in found.missing],
            }
            for found in lists
        ],
    }


def _duty(one: Duty) -> dict[str, Any]:
    return {
        "tradeItem": one.product.id,
        "requirement": one.requirement.id,
        "dueOn": one.due_on.isoformat(),
        "state": one.state.value,
        "doneOn": None if one.done_on is None else one.done_on.isoformat(),
        "basis": words.basis(one),
    }


Methods = dict[str, tuple[str, Callable[..., Answer]]]
SEE, EDIT = queries.SEE, queries.EDIT
ROUTES: Final[tuple[tuple[re.Pattern[str], Methods], ...]] = (
    (
        re.compile("/products/trade-items"),
        {"GET": (SEE, list_trade_items), "POST": (EDIT, post_trade_item)},
    ),
    (
        re.compile("/products/trade-items/([0-9]{1,18})"),
        {"GET": (SEE, get_trade_item), "PUT": (EDIT, put_trade_item)},
    ),
    (re.compile("/products/duties"), {"GET": (SEE, list_duties)}),
)
