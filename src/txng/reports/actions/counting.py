"""Numbers are counted once and kept; counting again keeps what was, and compares.

keep(report, chips) ──> Snapshot version 1, in use
refresh(snapshot)   ──> version 2 in use; version 1 stays with its rows
compare(report)     ──> every number in use is counted again, only the result beside it is kept
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.reports import rules
from txng.reports.errors import NotAllowedError, StaleError
from txng.reports.models import AnnualReport, Snapshot
from txng.reports.queries import counting
from txng.reports.rules import chips, outline, packing


def keep(*, by: Actor, report: AnnualReport, wanted: Iterable[chips.Chip]) -> list[Snapshot]:
    """Count what was not counted yet; codes that nobody registered are left out. Inside a transaction."""
    have = {
        (one.code, one.commune, one.sector, one.group)
        for one in Snapshot.objects.filter(
            report=report, since=report.since, until=report.until, is_current=True
        ).only("code", "commune", "sector", "group")
    }
    user, made = counting.eye(by), []
    for chip in dict.fromkeys(wanted):
        if (chip.code, chip.commune, chip.sector, chip.group) in have:
            continue
        splits = outline.packaged().splits_of(chip.code) if chip == chips.Chip(chip.code) else ()
        asking = counting.asked(report, chip)
        found = counting.counted(user, chip.code, asking, splits)
        if found is not None:
            made.append(_row(by, report, chip, found, version=1))
    # a report moved to other days counts anew, and a number of the old days is no longer in use
    Snapshot.objects.filter(report=report, is_current=True).exclude(
        since=report.since, until=report.until
    ).update(is_current=False)
    return Snapshot.objects.bulk_create(made)


@transaction.atomic
def refresh(*, by: Actor, snapshot: Snapshot) -> Snapshot:
    """Raises NotAllowedError, StaleError."""
    _refuse_closed(by, snapshot.report)
    if not Snapshot.objects.filter(pk=snapshot.pk, is_current=True).update(is_current=False):
        raise StaleError(_("Số liệu này đã được đếm lại. Mở số liệu đang dùng rồi xem lại."))
    made = _counted_again(by, snapshot)
    journal.record(
        by, "snapshot.refreshed", made, code=made.code, year=snapshot.report.year,
        was=_told(snapshot.value), now=_told(made.value),
    )  # fmt: skip
    return made


@transaction.atomic
def refresh_all(*, by: Actor, report: AnnualReport) -> int:
    """Every number in use is counted anew; how many are another now. Raises NotAllowedError."""
    _refuse_closed(by, report)
    old = list(Snapshot.objects.filter(report=report, is_current=True).select_related("report"))
    Snapshot.objects.filter(pk__in=[one.pk for one in old]).update(is_current=False)
    new = [_counted_again(by, one) for one in old]
    changed = sum(one.digest != two.digest for one, two in zip(old, new, strict=True))
    journal.record(by, "report.recounted", report, year=report.year, changed=changed)
    return changed


@transaction.atomic
def compare(*, by: Actor, report: AnnualReport) -> int:
    """How many numbers would be another if they were counted now. Raises NotAllowedError."""
    if not by.may(rules.KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực đếm lại số liệu của báo cáo."))
    user, now, changed = counting.eye(by), timezone.now(), 0
    rows = list(Snapshot.objects.filter(report=report, is_current=True))
    for one in rows:
        found = counting.recounted(user, one)
        one.recounted_at = now
        one.recounted_value = None if found is None else found.value
        one.recounted_digest = "" if found is None else found.digest
        changed += one.is_changed
    Snapshot.objects.bulk_update(
        rows, ["recounted_at", "recounted_value", "recounted_digest"], batch_size=50
    )
    AnnualReport.objects.filter(pk=report.pk).update(compared_at=now)
    journal.record(by, "report.compared", report, year=report.year, changed=changed)
    return changed


def _counted_again(by: Actor, old: Snapshot) -> Snapshot:
    """`old` is out of use already."""
    found = counting.recounted(counting.eye(by), old)
    if found is None:
        raise StaleError(
            _(
                "Số liệu “%(title)s” không còn trong hệ thống, nên không đếm lại được. Giữ số đã chốt."
            )
            % {"title": old.title}
        )
    chip = chips.Chip(old.code, old.commune, old.sector, old.group)
    made = _row(by, old.report, chip, found, version=old.version + 1)
    made.since, made.until = old.since, old.until
    made.save()
    return made


def _row(
    by: Actor, report: AnnualReport, chip: chips.Chip, found: counting.Counted, *, version: int
) -> Snapshot:
    with translation.override("vi"):  # as the report is written
        title, unit, definition = (
            str(words) for words in (found.figure.title, found.figure.unit, found.figure.definition)
        )
    return Snapshot(
        report=report,
        code=chip.code,
        since=report.since,
        until=report.until,
        commune=chip.commune,
        sector=chip.sector,
        group=chip.group,
        version=version,
        title=title,
        unit=unit,
        definition=definition,
        decimals=found.figure.decimals,
        value=found.value,
        rows_counted=found.rows_counted,
        digest=found.digest,
        splits=dict(found.behind.splits),
        packed=packing.pack(found.behind),
        taken_by=by.name,
    )


def _refuse_closed(by: Actor, report: AnnualReport) -> None:
    if not by.may(rules.KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực đếm lại số liệu của báo cáo."))
    fresh = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if fresh.state != AnnualReport.State.DRAFT:
        raise StaleError(_("Báo cáo đã trình. Rút về để sửa rồi đếm lại."))


def _told(value: object) -> str:
    return "" if value is None else str(value)
