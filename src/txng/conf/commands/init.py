"""txng init: folders, secret key, tables, static files. Again and again: what is there stays."""

import os
import secrets
from pathlib import Path
from typing import Any

from txng.conf import env, static
from txng.conf.commands import log_problems
from txng.conf.commands.framework import (
    command,
    database_problem,
    setting_problem,
    start_django,
)
from txng.conf.commands.relations import tell_again
from txng.conf.console import SYSTEM, Console, Problem
from txng.conf.machine_words import words_of
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

STEPS = 4


@command(
    "init",
    summary=N_(
        "Chuẩn bị thư mục, khóa bí mật và cơ sở dữ liệu.\n\n"
        "Chạy lại bao nhiêu lần cũng được: phần đã có được giữ nguyên. Sau khi nâng cấp txng, chạy"
        " lại lệnh này."
    ),
    examples=("txng init", "TXNG_DATA=/srv/txng txng init"),
)
def init(console: Console) -> None:
    try:
        environment = env.read(os.environ)
        _step(console, 1, _("Thư mục %(folder)s") % {"folder": environment.data})
        _make_folders(environment)
        made_key = _make_secret_key(environment)
        _make_signer(environment)
    except env.SettingError as error:
        raise setting_problem(error) from None
    except OSError as error:
        raise _folder_problem(error) from None
    key_words = _("mới tạo") if made_key else _("đã có")
    _step(console, 2, _("Khóa bí mật: %(state)s") % {"state": key_words})
    applied = _migrate(console, environment)
    _step(console, 4, _("Tệp tĩnh của các trang"))
    collected = static.collect(environment.static_folder)
    if "MAKELEVEL" not in os.environ:  # `make run` takes the next step itself
        console.aside(_("Xong. Bước tiếp theo: txng serve"))
    if console.is_json:
        console.result(
            {
                "data": str(environment.data),
                "database": environment.database.shown,
                "secretKey": "made" if made_key else "kept",
                "migrations": applied,
                "static": str(collected),
            }
        )


def _step(console: Console, number: int, text: str) -> None:
    console.aside(f"{number}/{STEPS}  {text}")


def _make_folders(environment: env.Environment) -> None:
    environment.data.mkdir(mode=0o750, parents=True, exist_ok=True)
    environment.secret_key_file.parent.mkdir(mode=0o700, exist_ok=True)
    if environment.database.engine == "sqlite":
        Path(environment.database.name).parent.mkdir(parents=True, exist_ok=True)


def _make_secret_key(environment: env.Environment) -> bool:
    """Whether a key was made: never over an existing one, whatever it contains."""
    if environment.secret_key:
        return False
    file = environment.secret_key_file
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(60) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return True


def _make_signer(environment: env.Environment) -> None:
    """Key and memory of the log's signer. Where another user owns them, they are that user's affair."""
    from txng.transparency import signer

    folder = environment.signer_folder
    if not environment.has_log or (folder.exists() and not os.access(folder, os.W_OK)):
        return
    try:
        signer.begin(folder, environment.log_origin)
    except signer.CannotStart as error:
        raise log_problems.cannot_start(error.why, str(error)) from None


def _migrate(console: Console, environment: env.Environment) -> list[str]:
    """Names of the migrations that were applied now."""
    start_django()
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    from txng.accounts.actors import operator
    from txng.budget.actions import sources as money
    from txng.certification.actions import bodies as certification
    from txng.certification.actions import checklists
    from txng.conf import health, roles
    from txng.products.actions import groups, marks
    from txng.repository import actions as repository
    from txng.repository import queries

    try:
        missing = health.unapplied_migrations()
        _step(
            console,
            3,
            _("Cơ sở dữ liệu %(database)s: %(state)s")
            % {
                "database": environment.database.shown,
                "state": _("thêm %(count)d bước cập nhật bảng") % {"count": len(missing)}
                if missing
                else _("đã đủ bảng"),
            },
        )
        if missing:
            with console.progress(_("Lập bảng"), len(missing)) as tell:
                call_command("migrate", verbosity=0, interactive=False, each=tell)
        repository.add_dictionaries()
        roles.install()
        groups.put_in_packaged_groups(by=operator())
        marks.put_in_packaged_marks(by=operator())
        certification.put_in_packaged_schemes(by=operator())
        checklists.put_in_packaged_checklists(by=operator())
        money.put_in_packaged_money(by=operator())
        if queries.rebuild_progress() is not None:
            connection.close()  # the next one knows the new dictionaries
            tell_again(console, from_the_start=False)
    except DatabaseError as error:
        raise database_problem(error) from None
    return missing


def _folder_problem(error: OSError) -> Problem:
    members: dict[str, Any] = {"path": str(error.filename)}
    return Problem(
        "data-folder",
        _("Không tạo được %(path)s: %(why)s.") % {"path": error.filename, "why": words_of(error)},
        _("Chọn thư mục mà bạn được ghi bằng TXNG_DATA, hoặc xin quyền ghi."),
        exit_status=SYSTEM,
        members=members,
    )
