"""txng hash: the CBV event hash of each event of a document."""

from datetime import UTC, datetime
from typing import Any

import click

from txng.conf.commands.files import FILE, each_file, refusal
from txng.conf.commands.framework import command
from txng.conf.console import Console
from txng.conf.speech import gettext_noop as N_


@command(
    "hash",
    summary=N_(
        "Tính mã băm CBV 2.0 của từng sự kiện trong tệp.\n\n"
        "Một sự kiện viết bằng JSON-LD hay XML có cùng mã băm. Mã băm để đối chiếu giữa các hệ thống,"
        " không phải bằng chứng chống sửa đổi. --pre-hash in chuỗi trước khi băm, để tìm chỗ khác nhau."
        " Mỗi dòng là mã băm, tên tệp và chỗ của sự kiện trong tệp. Dấu - đọc từ đầu vào chuẩn."
    ),
    examples=("txng hash lo-hang.json", "txng hash --pre-hash lo-hang.xml"),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@click.option("--pre-hash", is_flag=True, help=N_("In cả chuỗi trước khi băm."))
def hash_(console: Console, files: tuple[str, ...], pre_hash: bool) -> None:
    def work(name: str, body: bytes) -> dict[str, Any]:
        events = _hashes(body, with_pre_hash=pre_hash)
        for one in events:
            console.line(f"{one['hash']}  {name}{'#' if one['pointer'] else ''}{one['pointer']}")
            if pre_hash:
                console.line(f"    {one['preHash']}")
        return {"events": events}

    each_file(console, files, work)


def _hashes(body: bytes, *, with_pre_hash: bool) -> list[dict[str, str]]:
    from txng.epcis.errors import EpcisException
    from txng.epcis.event_hash import hash_of_payload, pre_hash_of_payload
    from txng.epcis.reading import open_events

    try:
        document = open_events(body, now=datetime.now(UTC)).whole()
    except EpcisException as error:
        raise refusal(error) from None
    found = []
    for draft in document.drafts:
        one = {"pointer": draft.pointer, "hash": hash_of_payload(draft.payload)}
        if with_pre_hash:
            one["preHash"] = pre_hash_of_payload(draft.payload)
        found.append(one)
    return found
