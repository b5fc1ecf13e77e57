"""/products/: trade items and duties, for machines with a key.

    GET  POST  /products/trade-items         the own ones, by number: ?after=17&limit=100&q=gao+nep; one more
    GET  PUT   /products/trade-items/{id}    one, with what is missing: ?asOf=2026-05-01; tell new facts
    GET        /products/duties              what must be done by when, the most urgent first

`Authorization: Bearer KEY` with the right products.see, to write products.edit. Errors are problem documents;
`field` names the member that is wrong. What is of another organisation is answered like what is not there.
The lists in force need no key: /danh-muc/bat-buoc?format=json.
"""

from decimal import Decimal
from typing import Any, Final

import msgspec
from django.utils import timezone

from txng.accounts.access import requires_right
from txng.accounts.machine_door import (
    Answer,
    Door,
    Request,
    camel,
    json,
    nothing,
    problem,
    routes,
)
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

MOST_LISTED: Final = 500


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


# --- trade items ----------------------------------------------------------------------------------


def list_trade_items(request: Request) -> Answer:
    limit = min(max(request.number("limit", 100), 1), MOST_LISTED)
    rows = queries.trade_items(request.actor)
    if request.parameter("q"):
        rows = search.matching(rows, TradeItemWord, request.parameter("q")[:100]).rows
    rows = rows.filter(pk__gt=request.number("after", 0)).order_by("pk")[: limit + 1]
    found = list(rows)
    more = found[limit - 1].pk if len(found) > limit else None
    return json(200, {"tradeItems": [_short(one) for one in found[:limit]], "after": more})


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
    return json(201, _whole(made, made.versions_told, new.facts.facts.tidy()), headers=headers)


def get_trade_item(request: Request, number: int) -> Answer:
    one = queries.trade_item(request.actor, number)
    if one is None:
        return nothing()
    version = queries.facts_as_of(one, request.day())
    if version is None:
        return nothing()
    return json(200, _whole(one, version.number, Facts.from_dict(version.facts)))


def put_trade_item(request: Request, number: int) -> Answer:
    change = request.body(Change)
    one = queries.writable(request.actor).filter(pk=number).first()
    if one is None:
        return nothing()
    told = actions.tell_facts(
        by=request.actor, trade_item=one, facts=change.facts.facts, seen=change.seen,
        is_correction=change.is_correction,
    )  # fmt: skip
    return json(200, _whole(told, told.versions_told, change.facts.facts.tidy()))


def list_duties(request: Request) -> Answer:
    enterprise = obligations.enterprise_of(request.actor)
    today = timezone.localdate()
    duties = [] if enterprise is None else obligations.duties_of(request.actor, enterprise, today)
    return json(200, {"asOf": today.isoformat(), "duties": [_duty(one) for one in duties]})


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
        "facts": {camel(name): value for name, value in facts.as_dict().items()},
        "checklists": [
            {
                "id": found.id,
                "source": found.source,
                "told": found.told,
                "due": found.due,
                "missing": [camel(element.field) for element in found.missing],
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


STATUSES: Final[dict[type[ProductsError], int]] = {
    NotAllowedError: 403,
    UnknownRecordError: 404,
    StepRefusedError: 409,
}


def refused(error: ProductsError) -> Answer:
    status = next((STATUSES[kind] for kind in STATUSES if isinstance(error, kind)), 422)
    more: dict[str, Any] = {"field": camel(error.field)} if error.field else {}
    return problem(status, type(error).__name__, str(error), str(error), **more)


SEE, EDIT = queries.SEE, queries.EDIT
ROUTES: Final = routes(
    (
        "/products/trade-items",
        {"GET": (SEE, list_trade_items), "POST": (EDIT, post_trade_item)},
    ),
    (
        "/products/trade-items/(?P<id>[0-9]{1,18})",
        {"GET": (SEE, get_trade_item), "PUT": (EDIT, put_trade_item)},
    ),
    ("/products/duties", {"GET": (SEE, list_duties)}),
)

application = requires_right("products.see")(Door("products", ROUTES, ProductsError, refused))
