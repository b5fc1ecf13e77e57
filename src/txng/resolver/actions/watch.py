"""Verbs for the watch over printed codes: what was printed, and what a check found."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.resolver import targets
from txng.resolver.actions.permission import require_links
from txng.resolver.errors import BadLinkError, BadTargetError, NotThereError
from txng.resolver.models import PrintedRange, Probe
from txng.resolver.models.links import LONGEST_TITLE

MOST_SAMPLES: Final = 20
KEPT_DAYS: Final = 90


@transaction.atomic
def record_range(
    *,
    by: Actor,
    name: str,
    samples: Sequence[str],
    quantity: int | None = None,
    printed_on: date | None = None,
) -> PrintedRange:
    """`samples` are whole addresses as printed, on any host: that a host is foreign is for the check to
    find. A second range of the same name replaces the first."""
    organisation_id = require_links(by)
    name = " ".join(name.split())
    samples = list(dict.fromkeys(sample.strip() for sample in samples))
    if not 0 < len(name) <= LONGEST_TITLE or not 0 < len(samples) <= MOST_SAMPLES:
        raise BadLinkError(
            _("Đợt in cần một tên và từ 1 đến %(most)d mã mẫu.") % {"most": MOST_SAMPLES}
        )
    for sample in samples:
        own = {targets.host_of(sample)}
        if targets.refuse(sample, own, settings.WEBHOOK_NETWORKS) or targets.places(sample):
            raise BadTargetError(
                _("Mã mẫu phải là địa chỉ đầy đủ như in trên tem, bắt đầu bằng https://; nhận được"
                  " %(got)s.") % {"got": ascii(sample[:80])},
                "characters",
            )  # fmt: skip
    before = PrintedRange.objects.filter(
        organisation_id=organisation_id, name=name, withdrawn_at__isnull=True
    )
    before.update(withdrawn_at=timezone.now())
    row = PrintedRange.objects.create(
        organisation_id=organisation_id,
        name=name,
        samples=samples,
        quantity=quantity,
        printed_on=printed_on,
    )
    journal.record(by, "printed_range.recorded", row, name=name, samples=len(samples))
    return row


@transaction.atomic
def withdraw_range(*, by: Actor, range_id: int) -> PrintedRange:
    organisation_id = require_links(by)
    row = PrintedRange.objects.filter(pk=range_id, organisation_id=organisation_id).first()
    if row is None:
        raise NotThereError(_("Không có đợt in số %(id)d của tổ chức này.") % {"id": range_id})
    row.withdrawn_at = row.withdrawn_at or timezone.now()
    row.save(update_fields=["withdrawn_at"])
    journal.record(by, "printed_range.withdrawn", row, name=row.name)
    return row


@transaction.atomic
def keep_probes(*, by: Actor, probes: Sequence[Probe]) -> int:
    """Keep what a check found, and drop what is older than 90 days. One line for the whole check."""
    Probe.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    Probe.objects.bulk_create(probes)
    counts: dict[str, int] = {}
    for probe in probes:
        counts[probe.verdict] = counts.get(probe.verdict, 0) + 1
    journal.record(by, "links.checked", ("resolver.probe", ""), **counts)
    return len(probes)
