"""Verbs of a label's life: print, scan back, activate, ship, sell, cancel."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.barcodes import scans
from txng.barcodes.actions.lots import refuse_unprintable
from txng.barcodes.actions.permission import there
from txng.barcodes.errors import StepError
from txng.barcodes.models import Batch, LotQuota, PrintRun, ScanBack
from txng.barcodes.queries import labels as queries
from txng.barcodes.rules import ACTIVATE, PRINT, SCAN_BACK, life
from txng.barcodes.rules.life import Step

MOST_IN_A_RUN: Final = 5000  # labels of one file
ISSUED, ENDED = life.STATES.index("issued"), life.STATES.index("decommissioned")


@transaction.atomic
def record_print(
    *, by: Actor, batch_id: int, first: int, last: int, way: str, reason: str = ""
) -> PrintRun:
    """Labels left as a file. Those that left before need a reason. Raises NotThereError, StepError."""
    batch = _to_change(by, batch_id, PRINT)
    refuse_run(batch, first, last, way)
    reason = " ".join(reason.split())[:200]
    again = batch.print_runs.filter(first__lte=last, last__gte=first).exists()
    if again and not reason:
        raise StepError(
            _("Tem từ %(first)d đến %(last)d có tem đã in. Ghi lý do in lại, và hủy bản in hỏng.")
            % {"first": first, "last": last},
            "reason",
        )
    refuse_unprintable(batch, queries.layout_of(batch))
    run = PrintRun.objects.create(
        batch=batch, first=first, last=last, way=way, reason=reason, printed_by=by.name
    )
    if batch.has_serials:
        printed = batch.serials.filter(number__gte=first, number__lte=last, state=ISSUED)
        printed.update(state=life.STATES.index("printed"))
    elif batch.state == "issued":
        batch.state = "printed"
    _settle(batch)
    journal.record(by, "batch.printed", batch, first=first, last=last, way=way, reason=reason)
    return run


def refuse_run(batch: Batch, first: int, last: int, way: str) -> None:
    """Raises StepError for labels that the batch does not have, or too many for one file."""
    if way not in PrintRun.Way.values:
        raise StepError(_("Chọn cách in: A4, cuộn hoặc ZPL."), "way")
    if not 1 <= first <= last <= batch.quantity:
        raise StepError(
            _("Lô tem có tem từ 1 đến %(quantity)d; bạn nhập từ %(first)d đến %(last)d.")
            % {"quantity": batch.quantity, "first": first, "last": last},
            "first",
        )
    if not queries.has_living(batch, first, last):
        raise StepError(_("Mọi tem trong khoảng này đã hủy, không còn gì để in."), "first")
    if last - first >= MOST_IN_A_RUN:
        raise StepError(
            _("Mỗi tệp có tối đa %(most)d tem. In thành nhiều tệp.") % {"most": MOST_IN_A_RUN},
            "last",
        )


@transaction.atomic
def scan_back(*, by: Actor, batch_id: int, text: str) -> ScanBack:
    """A printed label was scanned. Raises NotThereError, and StepError that says what is wrong with it."""
    # a key of a machine that may activate may scan back as well
    batch = _to_change(by, batch_id, SCAN_BACK if by.may(SCAN_BACK) else ACTIVATE)
    scan = scans.read(text)
    if scan is None:
        raise StepError(
            _("Không đọc được “%(text)s”. Tắt Unikey, để con trỏ trong ô rồi quét lại.")
            % {"text": text.strip()[:60]},
            "code",
        )
    if scan.gtin and scan.gtin != batch.quota.gtin:
        raise StepError(
            _(
                "Tem này ghi sản phẩm %(got)s, lô tem là của %(wanted)s. Dừng in và kiểm tra cuộn tem."
            )
            % {"got": scan.gtin, "wanted": batch.quota.gtin},
            "code",
        )
    if scan.lot and scan.lot != batch.quota.lot:
        raise StepError(
            _("Tem này ghi lô %(got)s, lô tem là của lô %(wanted)s. Dừng in và kiểm tra cuộn tem.")
            % {"got": scan.lot, "wanted": batch.quota.lot},
            "code",
        )
    number = _scanned_number(batch, scan)
    found, is_new = ScanBack.objects.get_or_create(
        batch=batch, number=number, defaults={"scanned_by": by.name}
    )
    if not is_new:
        raise StepError(
            _("Tem thứ %(number)d đã quét rồi. Quét một tem khác.") % {"number": number}, "code"
        )
    journal.record(by, "label.scanned_back", batch, number=number)
    return found


def _scanned_number(batch: Batch, scan: scans.Scan) -> int:
    if not batch.has_serials:
        if scan.serial or not scan.lot:
            raise StepError(_("Lô tem này chỉ có số lô. Quét mã có số lô trên tem."), "code")
        if batch.state == "issued":
            raise StepError(_("Lô tem này chưa in. In trước, rồi quét tem đã in."), "code")
        return 1
    if not scan.serial:
        raise StepError(
            _("Mã vừa quét không có số sê-ri. Quét mã QR hoặc DataMatrix trên tem."), "code"
        )
    label = batch.serials.filter(serial=scan.serial).first()
    if label is None:
        raise StepError(
            _("Số sê-ri %(serial)s không thuộc lô tem này.") % {"serial": scan.serial}, "code"
        )
    if label.state == ISSUED:
        raise StepError(
            _("Tem thứ %(number)d chưa in. In trước, rồi quét tem đã in.")
            % {"number": label.number},
            "code",
        )
    if label.state == ENDED:
        raise StepError(_("Tem thứ %(number)d đã hủy.") % {"number": label.number}, "code")
    return label.number


@dataclass(frozen=True, slots=True)
class Moved:
    """`changed` labels took the step; `skipped` were elsewhere in their lives."""

    changed: int
    skipped: int


@transaction.atomic
def move(
    *,
    by: Actor,
    batch_id: int,
    step: Step,
    first: int = 1,
    last: int | None = None,
    reason: str = "",
) -> Moved:
    """A step of labels `first` to `last` (to the end when None): activate, ship, sell, cancel.

    Labels that are elsewhere in their lives are skipped. Raises NotThereError, and StepError when none
    could take the step or the scan-back is not enough.
    """
    move = life.MOVES[step]
    batch = _to_change(by, batch_id, move.right)
    last = batch.quantity if last is None else last
    if not 1 <= first <= last <= batch.quantity:
        raise StepError(
            _("Lô tem có tem từ 1 đến %(quantity)d; bạn nhập từ %(first)d đến %(last)d.")
            % {"quantity": batch.quantity, "first": first, "last": last},
            "first",
        )
    if step == "cancel" and reason not in life.REASONS:
        raise StepError(_("Chọn lý do hủy tem."), "reason")
    if step == "activate":
        scanned = queries.scans_back(batch)
        if not scanned.is_enough:
            raise StepError(
                _("Quét thử %(wanted)d tem đã in trước khi kích hoạt; mới quét %(good)d.")
                % {"wanted": scanned.wanted, "good": scanned.good}
            )
    moved = _move_serials(batch, move, first, last) if batch.has_serials else _move_all(batch, step)
    if not moved.changed:
        raise StepError(
            _("Không có tem nào trong khoảng này làm được bước đó. Xem trạng thái của lô tem.")
        )
    _settle(batch)
    details: dict[str, Any] = {"first": first, "last": last, "changed": moved.changed}
    journal.record(by, f"batch.{step}", batch, **details | ({"reason": reason} if reason else {}))
    return moved


def _move_serials(batch: Batch, move: life.Move, first: int, last: int) -> Moved:
    before = [life.STATES.index(state) for state in move.before]
    there_are = batch.serials.filter(number__gte=first, number__lte=last)
    if move.after == "decommissioned":
        never_printed = there_are.filter(state=ISSUED).count()
        if never_printed:  # nothing of them is on paper: the lot gets them back
            LotQuota.objects.filter(pk=batch.quota_id).update(taken=F("taken") - never_printed)
    changed = there_are.filter(state__in=before).update(state=life.STATES.index(move.after))
    return Moved(changed, last - first + 1 - changed)


def _move_all(batch: Batch, step: Step) -> Moved:
    after = life.after(step, queries.state_of(batch))
    if after is None:
        return Moved(0, batch.quantity)
    if after == "decommissioned" and batch.state == "issued":
        LotQuota.objects.filter(pk=batch.quota_id).update(taken=F("taken") - batch.quantity)
    batch.state = after
    return Moved(batch.quantity, 0)


def _settle(batch: Batch) -> None:
    """The batch is where the last of its labels is."""
    if batch.has_serials:
        batch.state = life.state_of(queries.counts_of(batch))
    batch.save(update_fields=["state"])


def _to_change(by: Actor, batch_id: int, right: str) -> Batch:
    """The batch, its row locked until the transaction ends."""
    found = there(
        queries.batch(by, batch_id, right), _("Không có lô tem số %(id)d.") % {"id": batch_id}
    )
    Batch.objects.select_for_update().get(pk=found.pk)
    return there(queries.batch(by, batch_id, right), "")
