"""txng query: a SimpleEventQuery from the shell, in the words of the standard."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.files import FILE, refusal, write_bytes
from txng.conf.commands.framework import command, require_initialised
from txng.conf.commands.query_words import offered
from txng.conf.commands.trace import event_line
from txng.conf.console import FOUND, Console, Problem, number, told
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import ngettext

if TYPE_CHECKING:
    from txng.epcis.query.language import Query
    from txng.eventstore.store import StoredEvent

PAGE = 1000
UNASKED = 100  # events, when nobody said how many
MOST = 1_000_000


@command(
    "query",
    summary=N_(
        "Hỏi các sự kiện bằng tham số của EPCIS 2.0 (SimpleEventQuery).\n\n"
        "Mỗi tham số viết TÊN=GIÁ_TRỊ; nhiều giá trị cách nhau bằng |; không có tham số thì hỏi mọi sự"
        " kiện. Tên phần mở rộng viết bằng tiền tố khai với --prefix. Mỗi sự kiện in một dòng; --json hoặc"
        " --form json in một EPCISQueryDocument, --form xml hoặc xml12 in XML.\n\n"
        "Còn sự kiện ngoài --limit thì lệnh báo trên luồng lỗi. Khi không tự đặt --limit, lúc đó lệnh kết"
        " thúc với mã 3: kết quả chưa đủ."
    ),
    examples=(
        "txng query EQ_bizStep=shipping GE_eventTime=2026-11-01T00:00:00+07:00",
        "txng query 'EQ_bizStep=shipping|receiving' orderBy=eventTime",
        "txng query 'MATCH_anyEPC=urn:epc:idpat:sgtin:9520001.*.*' --limit 20",
        "txng query GT_quantity_KGM=1000 orderBy=eventTime --form xml12 --output ban.xml",
        "txng query --prefix txng=urn:txng:voc: EQ_txng:activity=harvest",
    ),
)
@click.argument("parameters", nargs=-1, metavar=N_("[TÊN=GIÁ_TRỊ...]"), shell_complete=offered)
@click.option(
    "--prefix",
    "prefixes",
    metavar=N_("TÊN=IRI"),
    multiple=True,
    help=N_("Tiền tố của phần mở rộng. Lặp lại cho từng tiền tố."),
)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    help=N_("Nhiều nhất bao nhiêu sự kiện: từ 1 đến 1000000; mặc định 100."),
)
@click.option(
    "--form", type=click.Choice(("json", "xml", "xml12")), help=N_("In cả tài liệu ở dạng này.")
)
@click.option(
    "--output", "-o", metavar="FILE", type=FILE, help=N_("Tệp để ghi; mặc định in ra màn hình.")
)
def query(
    console: Console,
    parameters: tuple[str, ...],
    prefixes: tuple[str, ...],
    limit: int | None,
    form: str | None,
    output: str | None,
) -> None:
    require_initialised()
    from txng.epcis.errors import EpcisException

    try:
        asked = _parse(parameters, prefixes)
        found, is_more = _ask(asked, limit or UNASKED)
        if form is not None or console.is_json:
            content = _document(found, form or "json")
        else:
            content = "".join(f"{event_line(stored)}\n" for stored in found).encode()
    except EpcisException as error:
        raise refusal(error) from None
    written = None if output in (None, "-") else output
    as_members = console.is_json and (written is not None or form in ("xml", "xml12"))
    if written is not None or (content and not as_members):
        write_bytes(written, content)
    if as_members:  # one JSON value on standard output, whatever the document is
        console.result(
            {
                "form": form or "json",
                "output": written,
                "bytes": len(content),
                "events": len(found),
                "more": is_more,
            }
            | ({} if written is not None else {"document": content.decode()})
        )
    elif written is not None:
        console.aside(_("Đã ghi %(file)s.") % {"file": written})
    if not found:
        console.aside(_("Không có sự kiện nào khớp."))
    if is_more:
        # whoever named a limit has what was asked for; who did not may take a part for the whole
        status = 0 if limit is not None else FOUND
        _tell_more(console, len(found), status)
        raise click.exceptions.Exit(status)


def _tell_more(console: Console, count: int, status: int) -> None:
    """On standard error in every form: standard output holds a document that may go anywhere."""
    more = Problem(
        "more-events",
        ngettext(
            "Đây mới là %(count)s sự kiện đầu, kho còn nữa.",
            "Đây mới là %(count)s sự kiện đầu, kho còn nữa.",
            count,
        )
        % {"count": number(count)},
        _("Chạy lại với --limit lớn hơn."),
        exit_status=status,
    )
    if console.is_json:
        console.problem(more)
    else:
        console.aside(told(more))


def _parse(parameters: tuple[str, ...], prefixes: tuple[str, ...]) -> "Query":
    from txng.epcis.query.doors import parse_url

    namespaces = dict(_pair(text, "--prefix") for text in prefixes)
    return parse_url([_pair(text, _("tham số")) for text in parameters], namespaces)


def _pair(text: str, what: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise Problem(
            "usage",
            _("%(what)s cần viết TÊN=GIÁ_TRỊ, nhưng nhận được “%(got)s”.")
            % {"what": what, "got": text},
            _("Xem cách dùng: %(command)s --help") % {"command": "txng query"},
        )
    return name, value


def _ask(asked: "Query", limit: int) -> "tuple[list[StoredEvent], bool]":
    """The first `limit` events, and whether there are more."""
    from txng.accounts import actors
    from txng.repository import queries

    found: list[StoredEvent] = []
    token: str | None = None
    while True:
        size = min(PAGE, limit - len(found))
        page = queries.events(actors.operator(), asked, per_page=size, token=token)
        found += page.events
        token = page.next_page_token
        if token is None or len(found) >= limit:
            return found, token is not None


def _document(found: "list[StoredEvent]", form: str) -> bytes:
    from txng.epcis.answers import Form, Told, query_document
    from txng.repository.prefixes import prefix_length

    wanted: dict[str, Any] = {
        "json": Form(),
        "xml": Form(media="xml"),
        "xml12": Form(media="xml", version="1.2", epc="Always_EPC_URN", cbv="Always_URN"),
    }
    told = (Told(one.payload, one.event_id, one.record_time) for one in found)
    return query_document(
        told, wanted[form], now=datetime.now(UTC), prefix_length=prefix_length
    ).body
