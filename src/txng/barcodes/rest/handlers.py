"""What each address of the machine door does: one verb or one question, told as JSON."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from txng.accounts.machine_door import Answer, Request, attachment, json
from txng.barcodes import content, print_files
from txng.barcodes.actions import lives, lots, prefixes
from txng.barcodes.errors import NotThereError
from txng.barcodes.models import Batch, CompanyPrefix, GivenKey, LotQuota
from txng.barcodes.queries import labels as queries
from txng.barcodes.queries import prefixes as prefix_queries
from txng.barcodes.rules import ISSUE, PRINT, keys
from txng.barcodes.rules.life import Step
from txng.parties.models import Enterprise

MOST_ROWS: Final = 500


class PrefixTold(msgspec.Struct, rename="camel"):
    digits: str
    is_foreign: bool = False
    certificate: str = ""
    granted_on: date | None = None
    paid_until: int | None = None


class KeysTold(msgspec.Struct, rename="camel"):
    kind: keys.Kind
    purposes: list[str]


class LotTold(msgspec.Struct, rename="camel"):
    gtin: str
    lot: str
    product_name: str
    weight_kg: Decimal
    content_g: Decimal


class BatchTold(msgspec.Struct, rename="camel"):
    quantity: int
    layout: str
    group: str
    words: dict[str, str] = {}
    has_serials: bool = True
    expires_on: date | None = None
    dpi: int = 203


class PrintTold(msgspec.Struct, rename="camel"):
    first: int
    last: int
    way: Literal["a4", "roll", "zpl"]
    reason: str = ""
    start: int = 0


class ScanTold(msgspec.Struct, rename="camel"):
    code: str


class StepTold(msgspec.Struct, rename="camel"):
    step: Literal["activate", "ship", "sell", "cancel"]
    first: int = 1
    last: int | None = None
    reason: str = ""


def list_prefixes(request: Request) -> Answer:
    rows = prefix_queries.prefixes(request.actor)
    return json(200, {"prefixes": [_prefix(row) for row in rows[:MOST_ROWS]]})


def post_prefix(request: Request) -> Answer:
    told = request.body(PrefixTold)
    made = prefixes.hold_prefix(
        by=request.actor,
        enterprise=_own(request),
        digits=told.digits,
        is_foreign=told.is_foreign,
        certificate=told.certificate,
        granted_on=told.granted_on,
        paid_until=told.paid_until,
    )
    return json(201, _prefix(made))


def list_keys(request: Request, digits: str) -> Answer:
    _there(prefix_queries.prefix(request.actor, digits))
    rows = prefix_queries.keys_of(request.actor, digits).order_by("pk")
    return json(200, _page(request, rows, "keys", _key))


def post_keys(request: Request, digits: str) -> Answer:
    told = request.body(KeysTold)
    given = prefixes.allocate(
        by=request.actor, digits=digits, kind=told.kind, purposes=told.purposes
    )
    return json(201, {"keys": [_key(one) for one in given]})


def list_lots(request: Request) -> Answer:
    rows = queries.quotas(request.actor).order_by("pk")
    return json(200, _page(request, rows, "lots", _lot))


def post_lot(request: Request) -> Answer:
    told = request.body(LotTold)
    made = lots.declare_lot(
        by=request.actor,
        enterprise=_own(request),
        gtin=told.gtin,
        lot=told.lot,
        product_name=told.product_name,
        weight_kg=told.weight_kg,
        content_g=told.content_g,
    )
    return json(201, _lot(made))


def post_batch(request: Request, number: int) -> Answer:
    _there(queries.quota(request.actor, number, ISSUE))
    told = request.body(BatchTold)
    made = lots.issue(
        by=request.actor,
        quota_id=number,
        quantity=told.quantity,
        layout=queries.layout_named(request.actor, told.layout),
        words=told.words,
        group=told.group,
        has_serials=told.has_serials,
        expires_on=told.expires_on,
        dpi=told.dpi,
    )
    return json(201, _batch(made))


def list_batches(request: Request) -> Answer:
    rows = queries.batches(request.actor).order_by("pk")
    return json(200, _page(request, rows, "batches", _batch))


def get_batch(request: Request, number: int) -> Answer:
    one = _there(queries.batch(request.actor, number))
    scans = queries.scans_back(one)
    more = {
        "counts": queries.counts_of(one),
        "scannedBack": scans.good,
        "scansWanted": scans.wanted,
    }
    return json(200, _batch(one) | more)


def list_labels(request: Request, number: int) -> Answer:
    """`after` is the number of the last label that was told."""
    one = _there(queries.batch(request.actor, number, PRINT))
    after = request.number("after", 0)
    limit = max(1, min(request.number("limit", MOST_ROWS), MOST_ROWS))
    last = min(one.quantity, after + limit)
    labels = [
        {"serial": code.serial, "qr": content.text_of("qr", code, queries.stem())}
        for code in queries.codes_of(one, after + 1, last)
    ]
    return json(200, {"labels": labels, "next": last if last < one.quantity else None})


def post_print(request: Request, number: int) -> Answer:
    one = _there(queries.batch(request.actor, number, PRINT))
    told = request.body(PrintTold)
    lives.refuse_run(one, told.first, told.last, told.way)
    body = print_files.made(one, told.first, told.last, told.way, start=max(told.start, 0))
    lives.record_print(
        by=request.actor,
        batch_id=one.pk,
        first=told.first,
        last=told.last,
        way=told.way,
        reason=told.reason,
    )
    media_type, ending = print_files.kind_of(told.way)
    return attachment(body, media_type, f"tem-{one.pk}-{told.first}-{told.last}.{ending}")


def post_scan(request: Request, number: int) -> Answer:
    told = request.body(ScanTold)
    scan = lives.scan_back(by=request.actor, batch_id=number, text=told.code)
    return json(201, {"number": scan.number, "scannedAt": _moment(scan.scanned_at)})


def post_step(request: Request, number: int) -> Answer:
    told = request.body(StepTold)
    step: Step = told.step
    moved = lives.move(
        by=request.actor,
        batch_id=number,
        step=step,
        first=told.first,
        last=told.last,
        reason=told.reason,
    )
    return json(200, {"changed": moved.changed, "skipped": moved.skipped})


def _there(record: Any) -> Any:
    """Raises NotThereError."""
    if record is None:
        raise NotThereError("")
    return record


def _own(request: Request) -> Enterprise:
    found: Enterprise = _there(prefix_queries.own_enterprise(request.actor))
    return found


def _page(
    request: Request, rows: QuerySet[Any], name: str, told: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Rows after `after`, by their number; `next` is None at the end."""
    limit = max(1, min(request.number("limit", 100), MOST_ROWS))
    found = list(rows.filter(pk__gt=request.number("after", 0))[: limit + 1])
    following = found[limit - 1].pk if len(found) > limit else None
    return {name: [told(row) for row in found[:limit]], "next": following}


def _prefix(row: CompanyPrefix) -> dict[str, Any]:
    room = prefix_queries.room_of(row)
    return {
        "digits": row.digits,
        "enterprise": row.enterprise.code,
        "isForeign": row.is_foreign,
        "certificate": row.certificate,
        "grantedOn": row.granted_on,
        "paidUntil": row.paid_until,
        "endedOn": row.ended_on,
        "left": {kind: one.left for kind, one in room.items()},
    }


def _key(row: GivenKey) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "value": row.value,
        "purpose": row.purpose,
        "givenAt": _moment(row.given_at),
        "withdrawnAt": row.withdrawn_at and _moment(row.withdrawn_at),
    }


def _lot(row: LotQuota) -> dict[str, Any]:
    return {
        "id": row.pk,
        "gtin": row.gtin,
        "lot": row.lot,
        "productName": row.product_name,
        "weightKg": str(row.weight_kg),
        "contentG": str(row.content_g),
        "allowed": row.allowed,
        "taken": row.taken,
    }


def _batch(row: Batch) -> dict[str, Any]:
    return {
        "id": row.pk,
        "lot": row.quota.lot,
        "gtin": row.quota.gtin,
        "quantity": row.quantity,
        "hasSerials": row.has_serials,
        "state": row.state,
        "expiresOn": row.expires_on,
        "issuedAt": _moment(row.issued_at),
    }


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
