"""First steps in short: a place, a code, a product, a handful of labels. Each calls the verbs of its room."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.barcodes import layouts
from txng.barcodes.actions import lots, prefixes
from txng.barcodes.models import Batch, CompanyPrefix
from txng.parties.models import Enterprise
from txng.products.actions import trade_items
from txng.products.models import ProductGroup, TradeItem
from txng.products.rules.facts import Facts
from txng.support import rules
from txng.support.actions.deciding import good_reason
from txng.support.errors import NotAllowedError
from txng.support.models import Beginning

LAYOUT = "tem-50x30"
FOOD = "thuc-pham"


@dataclass(frozen=True, slots=True)
class FirstLabels:
    """`content_g`: what one package holds, in grams."""

    gtin: str
    product_name: str
    lot: str
    weight_kg: Decimal
    content_g: Decimal
    quantity: int


@transaction.atomic
def first_product(
    *,
    by: Actor,
    own: Enterprise,
    group: ProductGroup,
    facts: Facts,
    gtin: str,
    own_code: str,
    prefix: CompanyPrefix | None,
) -> TradeItem:
    """With the GTIN that was typed; else the next one of `prefix`; else a code of one's own.

    Raises what products and barcodes raise.
    """
    if not gtin and prefix is not None:
        given = prefixes.allocate(by=by, digits=prefix.digits, kind="gtin", purposes=[facts.name])
        gtin = given[0].value
    return trade_items.create_trade_item(
        by=by, owner=own, group=group, facts=facts, gtin=gtin, own_code="" if gtin else own_code
    )


@transaction.atomic
def first_labels(*, by: Actor, own: Enterprise, told: FirstLabels) -> Batch:
    """A lot, and a few labels of it on the usual layout. Raises what barcodes raises."""
    quota = lots.declare_lot(
        by=by,
        enterprise=own,
        gtin=told.gtin,
        lot=told.lot,
        product_name=told.product_name,
        weight_kg=told.weight_kg,
        content_g=told.content_g,
    )
    return lots.issue(
        by=by,
        quota_id=quota.pk,
        quantity=told.quantity,
        layout=layouts.presets()[LAYOUT],
        words={
            "product_name": quota.product_name,
            "responsible_name": own.public_name,
            "responsible_address": own.address,
            "origin": "Việt Nam",
            "quantity": f"{told.content_g.normalize():f} g".replace(".", ","),
        },
        group=FOOD,
    )


@transaction.atomic
def work_alone(*, by: Actor, own: Enterprise, reason: str) -> Beginning:
    """The task "people" is set aside. Raises FieldError, NotAllowedError."""
    _refuse_others(by, own)
    kept, _is_new = Beginning.objects.update_or_create(
        enterprise=own, defaults={"alone_because": good_reason(reason)}
    )
    journal.record(by, "tasks.set_aside", kept)
    return kept


@transaction.atomic
def work_together(*, by: Actor, own: Enterprise) -> Beginning:
    """The way back from `work_alone`."""
    _refuse_others(by, own)
    kept, _is_new = Beginning.objects.update_or_create(
        enterprise=own, defaults={"alone_because": ""}
    )
    journal.record(by, "tasks.taken_up", kept)
    return kept


@transaction.atomic
def hide(*, by: Actor, own: Enterprise) -> Beginning:
    """The list is no longer the first page; it stays in the menu."""
    return _hidden(by, own, is_hidden=True)


@transaction.atomic
def show(*, by: Actor, own: Enterprise) -> Beginning:
    return _hidden(by, own, is_hidden=False)


def _hidden(by: Actor, own: Enterprise, *, is_hidden: bool) -> Beginning:
    _refuse_others(by, own)
    kept, _is_new = Beginning.objects.update_or_create(
        enterprise=own, defaults={"hidden_at": timezone.now() if is_hidden else None}
    )
    journal.record(by, "tasks.hidden" if is_hidden else "tasks.shown", kept)
    return kept


def _refuse_others(by: Actor, own: Enterprise) -> None:
    if own.organisation_id != by.organisation_id or not by.may(rules.BEGIN):
        raise NotAllowedError(_("Chỉ người của cơ sở làm được việc này."))
