"""txng trace rebuild, txng trace check: the relations behind every trace, told again and compared."""

from typing import TYPE_CHECKING

import click

from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import SYSTEM, Console, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.eventstore.relations.checking import Difference

SHOWN = 20


@command(
    "rebuild",
    summary=N_(
        "Lập lại toàn bộ quan hệ giữa các vật từ sự kiện.\n\n"
        "Trong khi chạy vẫn ghi và truy xuất được. Bị ngắt giữa chừng thì chạy lại lệnh này: việc tiếp"
        " tục từ chỗ dừng."
    ),
    examples=("txng trace rebuild", "txng trace rebuild --restart"),
)
@click.option("--restart", is_flag=True, help=N_("Bỏ phần đang làm dở, làm lại từ đầu."))
def rebuild(console: Console, restart: bool) -> None:
    require_initialised()
    done = tell_again(console, from_the_start=restart or not _is_unfinished())
    console.line(_("Đã lập lại quan hệ từ %(count)s sự kiện.") % {"count": number(done)})
    if console.is_json:
        console.result({"events": done})


def _is_unfinished() -> bool:
    from txng.repository import queries

    return queries.rebuild_progress() is not None


def tell_again(console: Console, *, from_the_start: bool) -> int:
    """Begin, or go on where somebody was interrupted; how many events were told in all."""
    from txng.accounts import actors
    from txng.repository import actions, queries

    operator = actors.operator()
    if from_the_start:
        actions.begin_rebuild(by=operator)
    elif (begun := queries.rebuild_progress()) is not None and begun.done:
        console.aside(_("Tiếp tục từ sự kiện thứ %(count)s.") % {"count": number(begun.done + 1)})
    progress = queries.rebuild_progress()
    done = progress.done if progress else 0
    with console.progress(_("Lập lại quan hệ"), progress.total if progress else 0) as tell:
        tell(done)
        while (progress := actions.continue_rebuild(by=operator)) is not None:
            tell(progress.done - done)
            done = progress.done
    return done


@command(
    "check",
    summary=N_(
        "So các quan hệ đang giữ với sự kiện và nêu từng chỗ khác.\n\n"
        "Chỉ xem, không sửa gì; sửa bằng txng trace rebuild. Mã thoát là 1 nếu có chỗ khác."
    ),
    examples=("txng trace check", "txng trace check --json"),
)
def check(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.repository import queries

    unfinished = queries.rebuild_progress()
    found = queries.check_relations(actors.operator())
    differences = list(found.differences())
    if console.is_json:
        console.result(
            {
                "ok": not differences,
                "unfinishedRebuild": unfinished is not None,
                "differences": [one._asdict() for one in differences],
            }
        )
    elif differences:
        for one in differences[:SHOWN]:
            console.line(_sentence(one))
        more = len(differences) - SHOWN
        if more > 0:
            console.line(_("Và %(count)s chỗ nữa.") % {"count": number(more)})
        console.aside(_("Hãy chạy: txng trace rebuild"))
    else:
        console.line(_("Các quan hệ khớp với sự kiện."))
    if differences:
        raise click.exceptions.Exit(SYSTEM)


def _sentence(one: "Difference") -> str:
    faults = {
        "missing": _("thiếu"),
        "differs": _("khác"),
        "should not be there": _("thừa"),
        "unreadable": _("không đọc được"),
    }
    tables = {
        "statement": _("điều sự kiện nói"),
        "containment": _("đồ trong thùng"),
        "association": _("vật gắn kèm"),
        "declared_error": _("khai báo đính chính"),
        "alias": _("mã riêng"),
    }
    line = f"{faults[one.fault]:<14} {tables.get(one.table, one.table):<22} {one.what}"
    return f"{line}  {one.about}" if one.about else line
