"""txng convert: a document in one form of EPCIS, written in another."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, get_args

import click

from txng.conf.commands.files import read_bytes, refusal, write_bytes
from txng.conf.commands.framework import command
from txng.conf.console import Console
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

Form = Literal["json", "xml", "xml12"]


@command(
    "convert",
    summary=N_(
        "Đổi một tệp EPCIS sang dạng khác: JSON-LD, XML 2.0 hoặc XML 1.2.\n\n"
        "Sự kiện giữ nguyên mã băm CBV. Điều mà dạng đích không nói được (như AssociationEvent trong"
        " 1.2) thì lệnh dừng và nêu tên, không bỏ đi."
    ),
    examples=(
        "txng convert lo-hang.xml --to json",
        "txng convert lo-hang.json --to xml12 --company-prefix 9520001 --output lo-hang.xml",
    ),
)
@click.argument("file", metavar="FILE")
@click.option("--to", type=click.Choice(get_args(Form)), required=True, help=N_("Dạng đích."))
@click.option(
    "--company-prefix",
    "prefixes",
    multiple=True,
    help=N_("Tiền tố GS1 của một doanh nghiệp: cần để viết mã thành EPC URN cho 1.2."),
)
@click.option("--output", "-o", metavar="FILE", help=N_("Tệp để ghi; mặc định in ra màn hình."))
def convert(
    console: Console, file: str, to: Form, prefixes: tuple[str, ...], output: str | None
) -> None:
    from txng.epcis.answers import convert_document
    from txng.epcis.errors import EpcisException

    body = read_bytes(file)
    try:
        converted = convert_document(
            body, to, now=datetime.now(UTC), prefix_length=_length_among(prefixes)
        )
    except EpcisException as error:
        raise refusal(error) from None
    if console.is_json:  # one JSON value on standard output, so the document is inside
        if output is not None:
            write_bytes(output, converted)
        console.result({"file": file, "to": to, "output": output, "bytes": len(converted)})
        return
    write_bytes(output, converted)
    if output is not None:
        console.aside(_("Đã ghi %(file)s.") % {"file": output})


def _length_among(prefixes: tuple[str, ...]) -> Callable[[str], int | None]:
    def length(digits: str) -> int | None:
        return next((len(prefix) for prefix in prefixes if digits.startswith(prefix)), None)

    return length
