"""txng trace recall: everything that would have to be taken back, and where it was last known."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import spoken

if TYPE_CHECKING:
    from txng.trace.recall import RecallItem

SHOWN = 50
GS1 = "https://id.gs1.org/"


@command(
    "recall",
    summary=N_(
        "Liệt kê mọi lô, đơn vị và thùng phải thu hồi cùng với CODE, mức chắc chắn và nơi biết gần nhất.\n\n"
        "Chỉ là danh sách theo dữ liệu đã khai: lệnh này không mở đợt thu hồi nào. Danh sách đầy đủ: --json."
    ),
    examples=(
        "txng trace recall '(01)09521234000013(10)LOT-1'",
        "txng trace recall --json '(01)09521234000013(10)LOT-1' > thu-hoi.json",
    ),
)
@click.argument("code", metavar="CODE")
def recall(console: Console, code: str) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.gs1.errors import Gs1Error
    from txng.repository import queries

    try:
        found = queries.recall_list(actors.operator(), code)
    except Gs1Error as error:
        raise Problem(
            "bad-code",
            _("Không đọc được mã “%(code)s”. %(why)s")
            % {"code": code, "why": f"{error}." if spoken() == "en" else error.vi},
            _("So lại từng ký tự với nhãn."),
            members={"reason": str(error)},
        ) from None
    if console.is_json:
        console.result(found.as_dict())
        return
    kinds = {
        "unit": _("sản phẩm đơn chiếc"),
        "lot": _("lô"),
        "box": _("thùng, kiện"),
        "product": _("sản phẩm không rõ lô"),
    }
    sure = {
        "recorded": _("có ghi"),
        "may_contain": _("có thể chứa"),
        "plausible": _("có khả năng"),
    }
    counts = Counter((item.kind, item.certainty.value) for item in found.items)
    for (kind, certainty), count in sorted(counts.items()):
        console.line(f"{number(count):>10}  {kinds[kind]}, {sure[certainty]}")
    console.line()
    for item in found.items[:SHOWN]:
        console.line(_line(item, sure[item.certainty.value]))
    more = len(found.items) - SHOWN
    if more > 0:
        console.line(_("Và %(count)s vật nữa; xem hết bằng --json.") % {"count": number(more)})
    if found.truncated:
        console.line(
            _("Dừng ở %(limit)s vật: danh sách chưa đầy đủ.")
            % {"limit": number(found.truncated.limit)}
        )


def _line(item: "RecallItem", sure: str) -> str:
    where = item.whereabouts
    if item.has_ended:
        place = _("đã bán, dùng hết hoặc hủy")
    elif where is None:
        place = _("chưa ai khai nơi ở")
    elif where.on_its_way:
        place = _("trên đường tới %(place)s") % {
            "place": where.receiver or where.goes_to or _("nơi chưa khai")
        }
    else:
        place = where.holder or where.place or where.told_by
    columns = [item.canonical.removeprefix(GS1), sure, place.removeprefix(GS1)]
    if item.box:
        columns.append(_("trong %(box)s") % {"box": item.box.removeprefix(GS1)})
    return "  ".join(columns)
