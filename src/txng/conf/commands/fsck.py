"""txng fsck: is the log still what the database says, and the database what the log says?"""

import click

from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import SYSTEM, Console, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


@command(
    "fsck",
    summary=N_(
        "Tính lại toàn bộ nhật ký minh bạch và chỉ ra chỗ bị sửa.\n\n"
        "So từng sự kiện, chìa mở, mục, ô băm và điểm mốc; nêu tên từng chỗ khác nhau bằng số thứ"
        " tự của mục. Chỉ xem, không sửa gì. Mã thoát là 1 nếu có chỗ khác."
    ),
    examples=("txng fsck", "txng fsck --json"),
)
def fsck(console: Console) -> None:
    require_initialised()
    from django.conf import settings

    from txng.transparency import queries
    from txng.transparency.fsck import Damage, Fsck

    total = queries.entries_in_all()
    found: list[Damage] = []
    with console.progress(_("Soát nhật ký"), total) as done:
        for damage in Fsck(settings.LOG_FOLDER, done).run():
            found.append(damage)
            console.line(_sentence(damage))
    if console.is_json:
        console.result(
            {
                "ok": not found,
                "entries": total,
                "damages": [
                    {
                        "what": one.what,
                        "year": one.year,
                        "index": one.index,
                        "last": one.last,
                        "detail": one.detail,
                    }
                    for one in found
                ],
            }
        )
    elif found:
        console.line(
            _("Có %(count)s chỗ khác nhau trong %(entries)s mục.")
            % {"count": number(len(found)), "entries": number(total)}
        )
    else:
        console.line(_("%(entries)s mục đều khớp.") % {"entries": number(total)})
    if found:
        raise click.exceptions.Exit(SYSTEM)


def _sentence(damage: "object") -> str:
    from txng.transparency.fsck import Damage

    assert isinstance(damage, Damage)
    place = f"{damage.year}/{damage.index}"
    if damage.last > damage.index:
        place = _("%(first)s đến %(last)d") % {"first": place, "last": damage.last}
    words = {
        "event": _("Mục %(place)s: sự kiện hoặc chìa mở bị sửa (%(detail)s)"),
        "act": _("Mục %(place)s: việc công vụ bị sửa (%(detail)s)"),
        "opening": _("Mục %(place)s: chìa mở bị xóa hoặc hỏng (%(detail)s)"),
        "entry": _("Mục %(place)s: tệp của mục bị sửa (%(detail)s)"),
        "tile": _("Mục %(place)s: ô băm bị sửa (%(detail)s)"),
        "checkpoint": _("Điểm mốc %(place)s bị sửa trong cơ sở dữ liệu (%(detail)s)"),
        "planted": _("Một sự kiện được cài vào sau lưng nhật ký (%(detail)s)"),
        "rewritten": _("Mục %(place)s: lịch sử bị viết lại (%(detail)s)"),
        "published": _("Tệp checkpoint không đúng (%(detail)s)"),
    }
    return words[damage.what] % {"place": place, "detail": damage.detail}
