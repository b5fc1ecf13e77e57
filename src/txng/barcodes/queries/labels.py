"""Questions about lots, batches, serials and layouts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.barcodes import layouts
from txng.barcodes.content import Code
from txng.barcodes.errors import LayoutError
from txng.barcodes.layouts import Layout
from txng.barcodes.models import Batch, Design, LotQuota, PrintRun, ScanBack, Serial
from txng.barcodes.queries.reach import within
from txng.barcodes.rules import PRINT, SEE, life, serials

CHUNK = 5000


def quotas(actor: Actor) -> QuerySet[LotQuota]:
    rows = LotQuota.objects.filter(within(actor, SEE)).select_related("enterprise")
    return rows.order_by("-declared_at", "-pk")


def quota(actor: Actor, pk: int, right: str = SEE) -> LotQuota | None:
    rows = LotQuota.objects.filter(within(actor, right), pk=pk)
    return rows.select_related("enterprise").first()


def batches(actor: Actor) -> QuerySet[Batch]:
    rows = Batch.objects.filter(within(actor, SEE)).select_related("quota", "enterprise")
    return rows.order_by("-issued_at", "-pk")


def batch(actor: Actor, pk: int, right: str = SEE) -> Batch | None:
    rows = Batch.objects.filter(within(actor, right), pk=pk)
    return rows.select_related("quota", "enterprise").first()


def issued_after(number: int) -> QuerySet[Batch]:
    """Batches above a number, in the order of their numbers: for the room that enters them into the log."""
    rows = Batch.objects.filter(pk__gt=number).order_by("pk")
    return rows.select_related("quota", "enterprise__organisation")


def serials_in_order(batch: Batch) -> Iterator[str]:
    rows = batch.serials.order_by("number").values_list("serial", flat=True)
    return rows.iterator(CHUNK)


def serials_of_lot(user: object, gtin: str, lot: str) -> Iterator[str]:
    """Serials on labels that were issued for a lot, batch by batch. Anybody may ask: a label is public."""
    for batch in Batch.objects.filter(quota__gtin=gtin, quota__lot=lot).order_by("pk"):
        yield from serials_in_order(batch)


def stem() -> str:
    """What every printed link begins with: the address of the resolver."""
    return settings.BASE_URL


def state_of(batch: Batch) -> life.State:
    return life.STATES[life.STATES.index(cast("life.State", batch.state))]


def counts_of(batch: Batch) -> dict[life.State, int]:
    """How many labels are in each state; a batch without serials is all in its own."""
    if not batch.has_serials:
        return {state_of(batch): batch.quantity}
    rows = batch.serials.values_list("state").annotate(count=Count("pk")).order_by("state")
    return {life.STATES[state]: count for state, count in rows}


def scans_back(batch: Batch) -> life.ScanBack:
    """Of labels that are all alike one scan says as much as three."""
    if not batch.has_serials:
        return life.ScanBack(1, min(1, batch.scans_back.count()))
    return life.scan_back(batch.quantity, batch.scans_back.values_list("number", flat=True))


def scanned(batch: Batch) -> QuerySet[ScanBack]:
    return batch.scans_back.order_by("-scanned_at", "-pk")


def print_runs(batch: Batch) -> QuerySet[PrintRun]:
    return batch.print_runs.order_by("-printed_at", "-pk")


def layout_of(batch: Batch) -> Layout:
    return layouts.read(batch.layout)


def code_of(batch: Batch, serial: str = "") -> Code:
    return Code(batch.quota.gtin, batch.quota.lot, serial, batch.expires_on)


def codes_of(batch: Batch, first: int, last: int) -> Iterator[Code]:
    """What labels `first` to `last` are about, in the order of printing; cancelled ones left out."""
    return (code for _number, code in numbered_codes_of(batch, first, last))


def numbered_codes_of(batch: Batch, first: int, last: int) -> Iterator[tuple[int, Code]]:
    """The same, each with its number in the batch."""
    if not batch.has_serials:
        for number in range(first, last + 1):
            yield number, code_of(batch)
        return
    rows = _living(batch, first, last).order_by("number").values_list("number", "serial")
    for number, serial in rows.iterator(chunk_size=CHUNK):
        yield number, code_of(batch, serial)


def has_living(batch: Batch, first: int, last: int) -> bool:
    """Whether any of the labels `first` to `last` is not cancelled."""
    if not batch.has_serials:
        return batch.state != "decommissioned"
    return _living(batch, first, last).exists()


def _living(batch: Batch, first: int, last: int) -> QuerySet[Serial]:
    ended = life.STATES.index("decommissioned")
    return batch.serials.filter(number__gte=first, number__lte=last, state__lt=ended)


def serial_of(actor: Actor, typed: str) -> Serial | None:
    """A serial within reach, however it was typed."""
    serial = serials.read(typed)
    if serial is None:
        return None
    rows = Serial.objects.filter(within(actor, SEE, "batch__enterprise"), serial=serial)
    return rows.select_related("batch__quota").first()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the public page may say of a label of ours: whether it is live, the lot that it was made for,
    and whose it is, by the name that anybody may read."""

    activation: life.Activation
    lot: str
    issuer: str


def standing(user: object, gtin: str, serial: str) -> Standing | None:
    """Of a serial of a product; None for one that was never issued here. Anybody may ask."""
    label = (
        Serial.objects.filter(serial=serial, batch__quota__gtin=gtin)
        .select_related("batch__quota", "batch__enterprise")
        .first()
    )
    if label is None:
        return None
    batch = label.batch
    issuer = batch.enterprise.public_name
    return Standing(life.activation(life.STATES[label.state]), batch.quota.lot, issuer)


def activation(user: object, gtin: str, serial: str) -> life.Activation | None:
    """`standing`'s first word alone, for whoever keeps an answer and asks whether it still holds."""
    rows = Serial.objects.filter(serial=serial, batch__quota__gtin=gtin)
    for state in rows.values_list("state", flat=True)[:1]:
        return life.activation(life.STATES[state])
    return None


def designs(actor: Actor) -> QuerySet[Design]:
    rows = Design.objects.filter(within(actor, PRINT)).select_related("enterprise")
    return rows.order_by("name", "pk")


def design(actor: Actor, pk: int) -> Design | None:
    return Design.objects.filter(within(actor, PRINT), pk=pk).select_related("enterprise").first()


def layout_named(actor: Actor, name: str) -> Layout:
    """A preset by its code, or a design by "m" and its number. Raises LayoutError."""
    preset = layouts.presets().get(name)
    if preset is not None:
        return preset
    found = design(actor, int(name[1:])) if name[:1] == "m" and name[1:].isdecimal() else None
    if found is None:
        raise LayoutError(_("Không có mẫu tem này."), "layout")
    return layouts.read(found.layout)
