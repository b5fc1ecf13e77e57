"""txng convert: a document in one form of EPCIS, written in another."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from txng.conf.commands.files import FILE, read_bytes, refusal, write_bytes
from txng.conf.commands.framework import command
from txng.conf.console import Console
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
        "Sự kiện giữ nguyên mã băm CBV. Điều mà dạng đích không nói được (như AssociationEvent trong"
        " 1.2) thì lệnh dừng và nêu tên, không bỏ đi."
    ),
    examples=(
        "txng convert lo-hang.xml --to json",
        "txng convert lo-hang.json --to xml12 --company-prefix 9520001 --output lo-hang.xml",
    ),
)
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--to", type=click.Choice(get_args(Form)), required=True, help=N_("Dạng đích."))
@click.option(
    "--company-prefix",
    "prefixes",
    multiple=True,
    help=N_("Tiền tố GS1 của một doanh nghiệp: cần để viết mã thành EPC URN cho 1.2."),
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


def _members(file: str, to: Form, output: str | None, answer: "Answer") -> dict[str, Any]:
    """One JSON value on standard output, so without a file the document is inside it, as a text."""
    members = {
        "file": file,
        "to": to,
        "output": output,
        "bytes": len(answer.body),
        "untranslated": answer.untranslated,
    }
    return members if output is not None else members | {"document": answer.body.decode()}


def _length_among(prefixes: tuple[str, ...]) -> Callable[[str], int | None]:
    def length(digits: str) -> int | None:
        return next((len(prefix) for prefix in prefixes if digits.startswith(prefix)), None)

    return length
