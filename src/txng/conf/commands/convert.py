"""txng convert: a document in one form of EPCIS, written in another."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from txng.conf.commands.files import FILE, FINDINGS_SHOWN, read_bytes, refusal, write_bytes
from txng.conf.commands.framework import command
from txng.conf.console import Console, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import ngettext

if TYPE_CHECKING:
    from txng.epcis.answers import Answer

Form = Literal["json", "xml", "xml12"]


@command(
    "convert",
    summary=N_(
        "Đổi một tệp EPCIS sang dạng khác: JSON-LD, XML 2.0 hoặc XML 1.2.\n\n"
        "Sự kiện giữ nguyên mã băm CBV. Sự kiện hoặc dữ liệu gốc mà dạng đích không nói được (như"
        " AssociationEvent trong 1.2) thì lệnh dừng và nêu tên, không bỏ đi. Phần khác của tài liệu không có"
        " chỗ trong dạng đích (như id của tài liệu trong XML) thì bỏ lại và nêu tên. Dấu - đọc từ đầu vào"
        " chuẩn."
    ),
    examples=(
        "txng convert lo-hang.xml --to json",
        "txng convert lo-hang.json --to xml12 --company-prefix 9520001 --output lo-hang.xml",
    ),
)
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--to", type=click.Choice(get_args(Form)), required=True, help=N_("Dạng đích (bắt buộc).")
)
@click.option(
    "--company-prefix",
    "prefixes",
    multiple=True,
    metavar="DIGITS",
    help=N_(
        "Tiền tố GS1 của một doanh nghiệp: cần để viết mã thành EPC URN cho 1.2. Lặp lại cho từng"
        " doanh nghiệp."
    ),
)
@click.option(
    "--output", "-o", metavar="FILE", type=FILE, help=N_("Tệp để ghi; mặc định in ra màn hình.")
)
def convert(
    console: Console, file: str, to: Form, prefixes: tuple[str, ...], output: str | None
) -> None:
    from txng.epcis.answers import converted
    from txng.epcis.errors import EpcisException

    body = read_bytes(file)
    try:
        answer = converted(body, to, now=datetime.now(UTC), prefix_length=_length_among(prefixes))
    except EpcisException as error:
        raise refusal(error) from None
    written = None if output in (None, "-") else output
    if written is not None or not console.is_json:
        write_bytes(written, answer.body)
    if console.is_json:
        console.result(_members(file, to, written, answer))
        return
    if written is not None:
        console.aside(_("Đã ghi %(file)s.") % {"file": written})
    for sentence in _left_out(answer.left_out):
        console.aside(sentence)
    if answer.untranslated:
        console.aside(
            ngettext(
                "%(count)d mã vẫn viết dạng Digital Link, vì chưa biết tiền tố GS1 của doanh nghiệp;"
                " khai bằng --company-prefix.",
                "%(count)d mã vẫn viết dạng Digital Link, vì chưa biết tiền tố GS1 của doanh nghiệp;"
                " khai bằng --company-prefix.",
                answer.untranslated,
            )
            % {"count": answer.untranslated}
        )


def _left_out(places: tuple[str, ...]) -> list[str]:
    """A line for each place that the target does not have, the first few of them."""
    sentences = [
        _("Bỏ lại %(place)s: dạng đích không có chỗ cho phần này.") % {"place": place}
        for place in places[:FINDINGS_SHOWN]
    ]
    if len(places) > FINDINGS_SHOWN:
        left = number(len(places) - FINDINGS_SHOWN)
        sentences.append(_("và %(count)s điểm khác; xem hết bằng --json.") % {"count": left})
    return sentences


def _members(file: str, to: Form, output: str | None, answer: "Answer") -> dict[str, Any]:
    """One JSON value on standard output, so without a file the document is inside it, as a text."""
    members = {
        "file": file,
        "to": to,
        "output": output,
        "bytes": len(answer.body),
        "untranslated": answer.untranslated,
        "leftOut": list(answer.left_out),
    }
    return members if output is not None else members | {"document": answer.body.decode()}


def _length_among(prefixes: tuple[str, ...]) -> Callable[[str], int | None]:
    def length(digits: str) -> int | None:
        return next((len(prefix) for prefix in prefixes if digits.startswith(prefix)), None)

    return length
