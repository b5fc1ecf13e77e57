"""Verbs that tell the event register what barcodes knows: labels that went live, own names with a GS1 code.

    1. a row says what will be told (one transaction) ─> 2. the register captures it ─> 3. the row is sent

Three steps and not one transaction, because the register commits by itself. Killed between two of them the
next try takes the open row up again: the same labels, the same moment, the same eventIDs.
"""

from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts import rules as scopes
from txng.accounts.actors import Actor
from txng.barcodes import declarations
from txng.barcodes.models import Batch, OwnName
from txng.epcis.errors import EpcisException
from txng.gs1 import digital_link
from txng.repository import actions as repository
from txng.resolver import declared
from txng.resolver.errors import BadLinkError, NotAllowedError
from txng.resolver.models import Declaration

MOST_AT_ONCE: Final = 10_000  # labels of one document: a second or two


def declare_batch(*, by: Actor, batch: Batch) -> Declaration:
    """The labels that are live and were not told yet, at most 10,000; what was begun before comes first.

    Raises NotAllowedError, BadLinkError when nothing is due or the register refuses.
    """
    _require(by, batch.enterprise.organisation_id)
    return _sent(by, _open_row(by, batch))


def declare_alias(*, by: Actor, own_name: OwnName) -> Declaration:
    """That an own name and a GS1 code are one thing. Raises what `declare_batch` raises."""
    _require(by, own_name.enterprise.organisation_id)
    if not own_name.gs1:
        raise BadLinkError(_("Mã nội bộ này chưa nối với mã GS1. Nối ở trang Mã số mã vạch trước."))
    row, _is_new = Declaration.objects.get_or_create(
        own_name=own_name, defaults={"made_by": by.name, "at": timezone.now()}
    )
    return row if row.sent_at is not None else _sent(by, row)


def _require(by: Actor, organisation_id: int | None) -> None:
    if not by.may(scopes.CAPTURE):
        raise NotAllowedError(
            _("Bạn chưa được giao việc ghi sự kiện. Hỏi người quản lý của cơ sở.")
        )
    if organisation_id is None or organisation_id != by.organisation_id:
        raise NotAllowedError(_("Chỉ cơ sở giữ mã tự khai việc của mình vào sổ sự kiện."))


def _open_row(by: Actor, batch: Batch) -> Declaration:
    try:
        with transaction.atomic():
            # of two at once the second waits here (PostgreSQL) or at the unique constraint
            Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            begun = Declaration.objects.filter(batch=batch, sent_at__isnull=True).first()
            if begun is not None:
                return begun
            numbers = declared.due_numbers(batch)[:MOST_AT_ONCE]
            if not numbers:
                raise BadLinkError(_("Mọi tem đang hiệu lực của lô này đã được khai."))
            gln = batch.enterprise.gln
            return Declaration.objects.create(
                batch=batch,
                spans=declared.spans_of(numbers),
                labels=len(numbers),
                at=timezone.now(),
                place=digital_link.build("414", gln).canonical if gln else "",
                made_by=by.name,
            )
    except IntegrityError:
        return Declaration.objects.get(batch=batch, sent_at__isnull=True)


def _sent(by: Actor, row: Declaration) -> Declaration:
    try:
        repository.capture(by=by, document=_document(row), filename=f"khai-{row.pk}.json")
    except EpcisException as refused:
        row.failure = refused.detail_vi[:500]
        row.save(update_fields=["failure"])
        raise BadLinkError(
            _("Sổ sự kiện chưa nhận: %(why)s Bấm lại để gửi tiếp.") % {"why": row.failure}
        ) from None
    with transaction.atomic():
        won = Declaration.objects.filter(pk=row.pk, sent_at__isnull=True).update(
            sent_at=timezone.now(), failure=""
        )
        if won:
            verb = "labels.declared" if row.batch_id else "ownname.declared"
            journal.record(by, verb, row, labels=row.labels)
    row.refresh_from_db()
    return row


def _document(row: Declaration) -> bytes:
    if row.batch is not None:
        return declarations.commissioning(row.batch, at=row.at, place=row.place, spans=row.spans)
    assert row.own_name is not None  # declaration_of_one_thing
    document = declarations.alias(row.own_name)
    assert document is not None  # `declare_alias` looked
    return document
