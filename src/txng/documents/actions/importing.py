"""Somebody sends a sheet, decides what becomes of it, and may take it back for a day."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import rules, storage
from txng.documents.errors import NotAllowedError, NotThereError, WrongStateError
from txng.documents.imports import Importer, importer
from txng.documents.models import ImportRun
from txng.documents.queries import runs
from txng.ui import typed_values
from txng.ui.sheets import reading


@transaction.atomic
def start_import(*, by: Actor, importer: Importer, file_name: str, content: bytes) -> ImportRun:
    """A run that waits for its check. Raises SheetError for a file that cannot be used, NotAllowedError."""
    _refuse_stranger(by, importer)
    table = reading.read(importer.sheet, content)
    run = ImportRun.objects.create(
        importer=importer.code,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        actor=by.name,
        language=get_language() or "vi",
        file_name=typed_values.text(file_name)[:200] or "?",
        file_size=len(content),
        file_sha256=hashlib.sha256(content).hexdigest(),
        total=len(table.rows),
        notes=list(table.notes),
    )
    journal.record(
        by, "import.started", run, number=run.number, importer=importer.code, rows=run.total
    )
    # last: a file without its run is overwritten by the next run of this number, a run needs its file
    storage.keep(_path(run), content)
    return run


@transaction.atomic
def apply_import(*, by: Actor, number: str, mode: str) -> ImportRun:
    """Have the rows written: all of them or none (rules.ALL), or those that are right (rules.GOOD_ROWS).

    Raises NotThereError, NotAllowedError, WrongStateError.
    """
    run = _to_change(by, number)
    if run.state != rules.CHECKED:
        raise WrongStateError(
            _("Lần nhập %(number)s đang ở bước “%(state)s”, không ghi được nữa.")
            % {"number": run.number, "state": run.get_state_display()}
        )
    if not rules.may_apply(mode, good=run.good, wrong=run.wrong):
        raise WrongStateError(
            _("Có %(wrong)d dòng lỗi. Sửa tệp rồi gửi lại, hoặc chỉ ghi các dòng đúng.")
            % {"wrong": run.wrong}
        )
    run.state, run.mode, run.done, run.failure = rules.APPLYING, mode, 0, ""
    run.save(update_fields=["state", "mode", "done", "failure"])
    journal.record(by, "import.confirmed", run, number=run.number, mode=mode)
    return run


@transaction.atomic
def drop_import(*, by: Actor, number: str) -> ImportRun:
    """Nothing of it was written, and nothing will be. Raises NotThereError, WrongStateError."""
    run = _to_change(by, number)
    if run.state not in (rules.CHECKED, rules.WAITING, rules.CHECKING):
        raise WrongStateError(
            _("Lần nhập %(number)s đang ở bước “%(state)s”, không bỏ được nữa.")
            % {"number": run.number, "state": run.get_state_display()}
        )
    run.state, run.worker, run.lease_until = rules.DROPPED, "", None
    run.save(update_fields=["state", "worker", "lease_until"])
    journal.record(by, "import.dropped", run, number=run.number)
    return run


@transaction.atomic
def undo_import(*, by: Actor, number: str, now: datetime | None = None) -> ImportRun:
    """Have everything taken back that it wrote and that nobody has used since. Within 24 hours.

    Raises NotThereError, NotAllowedError, WrongStateError.
    """
    run = _to_change(by, number)
    if not rules.may_undo(run.state, run.applied_at, now or timezone.now()):
        if run.state == rules.DONE:
            raise WrongStateError(
                _("Đã quá 24 giờ từ khi ghi. Sửa từng mục trong sổ, hoặc nhập tệp đã sửa.")
            )
        raise WrongStateError(
            _("Lần nhập %(number)s đang ở bước “%(state)s”, không hoàn tác được.")
            % {"number": run.number, "state": run.get_state_display()}
        )
    run.state, run.done = rules.UNDOING, 0
    run.save(update_fields=["state", "done"])
    journal.record(by, "import.undo_begun", run, number=run.number)
    return run


def forget_old_files(*, by: Actor, now: datetime | None = None) -> int:
    """Destroy files of imports that are 30 days old; how many. Rows and receipts stay."""
    until = (now or timezone.now()) - rules.KEEP_FILES
    old = ImportRun.objects.filter(file_gone_at__isnull=True, created_at__lt=until)
    for run in (found := list(old.exclude(state__in=rules.WORKING)[:1000])):
        storage.destroy(_path(run))
        run.file_gone_at = timezone.now()
        run.save(update_fields=["file_gone_at"])
    return len(found)


def _path(run: ImportRun) -> Path:
    return storage.path_of(settings.DOCUMENTS_FOLDER, storage.IMPORTS, run.pk, run.number)


def _to_change(by: Actor, number: str) -> ImportRun:
    found = runs(by).select_for_update().filter(pk=rules.pk_of(number)).first()
    if found is None:
        raise NotThereError(_("Không có lần nhập số %(number)s.") % {"number": number[:20]})
    known = importer(found.importer)
    if known is None:
        raise NotThereError(_("Không có lần nhập số %(number)s.") % {"number": number[:20]})
    _refuse_stranger(by, known)
    return found


def _refuse_stranger(by: Actor, importer: Importer) -> None:
    """A worker goes on in the person's name, so there has to be a person (or the operator)."""
    if not by.may(importer.right) or (by.person_id is None and not by.is_operator):
        raise NotAllowedError(
            _("Bạn chưa được giao quyền nhập “%(title)s”. Hỏi người quản trị của đơn vị bạn.")
            % {"title": importer.title}
        )
