"""txng geo: shapes of communes for the leaders' map, from a file that the operator has. None ships."""

from typing import BinaryIO

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


@click.group("geo", cls=Group, help=N_("Ranh xã, phường cho bản đồ điều hành: nhập, xem, gỡ."))
def geo() -> None:
    pass


geo.examples = ("txng geo import ranh-xa.topo.json --source 'Sở NN&MT, 2026'", "txng geo remove")


@command(
    "import",
    summary=N_(
        "Nhập ranh từ tệp TopoJSON hoặc GeoJSON (WGS 84, mã xã năm số ở thuộc tính code).\n\n"
        "Ranh được rút gọn thành nét vẽ và giữ trong TXNG_DATA; bản nhập sau thay bản trước."
    ),
    examples=("txng geo import ranh-xa.topo.json", "txng geo import ranh.geojson --json"),
)
@click.argument("file", metavar="FILE", type=click.File("rb"))
@click.option("--source", default="", help=N_("Ranh lấy từ đâu; hiện dưới bản đồ."))
def import_file(console: Console, file: BinaryIO, source: str) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.reports.actions import boundaries
    from txng.reports.errors import ReportsError
    from txng.reports.rules.boundaries import MOST_BYTES

    data = file.read(MOST_BYTES + 1)
    try:
        found = boundaries.import_boundaries(
            by=actors.operator(), data=data, source=" ".join(source.split())[:200]
        )
    except ReportsError as error:
        raise Problem(
            "boundaries", str(error), _("Xem cách dùng: txng geo import --help")
        ) from None
    if console.is_json:
        console.result(
            {
                "communes": len(found.paths),
                "missing": list(found.missing),
                "unknown": list(found.unknown),
            }
        )
        return
    console.line(_("Đã nhập ranh của %(count)d xã, phường.") % {"count": len(found.paths)})
    if found.missing:
        console.line(
            _("Còn thiếu %(count)d: %(codes)s")
            % {"count": len(found.missing), "codes": ", ".join(found.missing[:10])}
        )
    if found.unknown:
        console.line(
            _("Bỏ qua %(count)d hình mang mã lạ: %(codes)s")
            % {"count": len(found.unknown), "codes": ", ".join(found.unknown[:10])}
        )


@command(
    "remove", summary=N_("Gỡ ranh; bản đồ trở lại dạng vòng tròn."), examples=("txng geo remove",)
)
def remove(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.reports.actions import boundaries

    removed = boundaries.remove_boundaries(by=actors.operator())
    if console.is_json:
        console.result({"removed": removed})
        return
    console.line(_("Đã gỡ ranh khỏi bản đồ.") if removed else _("Chưa nhập ranh nào."))


geo.add_command(import_file)
geo.add_command(remove)
