"""txng link: what a code leads to, who may be led to, and whether what was printed still opens."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.commands.link_hosts import host, range_
from txng.conf.commands.linking import (
    ORGANISATION,
    acting_for,
    answer,
    content_of,
    done,
    holder_of,
    members,
    organisation_named,
    say,
)
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from txng.resolver.models import Probe


@click.group(
    "link", cls=Group, help=N_("Liên kết của mã (GS1 Digital Link): đăng ký, sửa, gỡ, kiểm tra.")
)
def link() -> None:
    pass


link.examples = (
    "txng link register /01/09521234000013 gs1:pip https://an.vn/ca-phe --organisation An --title 'Cà phê'",
    "txng link check",
)


def _content_options(function: "Callable[..., None]") -> "Callable[..., None]":
    for option in reversed(
        (
            click.option("--title", required=True, help=N_("Tiêu đề cho người đọc.")),
            click.option("--lang", "languages", multiple=True, help=N_("Ngôn ngữ, như vi; lặp lại được.")),
            click.option("--type", "media_type", default="", help=N_("Kiểu nội dung, như text/html.")),
            click.option("--context", "contexts", multiple=True, help=N_("Ngữ cảnh; lặp lại được.")),
            click.option(
                "--default",
                type=click.Choice(["no", "yes", "multi"]),
                default="no",
                help=N_("yes: mở khi không hỏi loại; multi: mặc định riêng của một ngôn ngữ hay kiểu."),
            ),
        )
    ):  # fmt: skip
        function = option(function)
    return function


# --- links ------------------------------------------------------------------------------------


@command(
    "list",
    summary=N_("Liệt kê các liên kết đang có hiệu lực, và các mã chưa có liên kết mặc định."),
    examples=("txng link list", "txng link list --path /01/09521234000013 --json"),
)
@click.option("--path", default="", help=N_("Chỉ của mã này, như /01/09521234000013."))
def list_links(console: Console, path: str) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.resolver import link_queries

    operator = actors.operator()
    rows = list(link_queries.links(operator, path=path))
    lacking = link_queries.keys_without_default(operator)
    if console.is_json:
        console.result({"links": [members(row) for row in rows], "keysWithoutDefault": lacking})
        return
    for row in rows:
        say(console, row)
    if not rows:
        console.aside(_("Chưa có liên kết nào. Đăng ký: txng link register --help"))
    for code in lacking:
        console.aside(
            _("%(code)s chưa có liên kết mặc định: quét mã sẽ mở trang của hệ thống.")
            % {"code": code}
        )


@command(
    "register",
    summary=N_(
        "Đăng ký một liên kết cho một mã.\n\n"
        "Mã viết như /01/09521234000013/10/LO-1 hoặc (01)09521234000013(10)LO-1. Đích phải là https và"
        " có tên miền đã được duyệt; chỗ trống {10}, {21} được điền bằng giá trị của mã được quét."
    ),
    examples=(
        "txng link register /01/09521234000013 gs1:pip https://an.vn/ --organisation An --title An",
    ),
)
@click.argument("code", metavar="CODE")
@click.argument("link_type", metavar="TYPE")
@click.argument("href", metavar="URL")
@ORGANISATION
@_content_options
@click.option("--description", help=N_("Mô tả ngắn của mã, như tên sản phẩm."))
def register(
    console: Console,
    code: str,
    link_type: str,
    href: str,
    organisation: str,
    description: str | None,
    **content: Any,
) -> None:
    by = acting_for(organisation)
    from txng.resolver import actions, link_queries

    made = done(
        actions.register_link,
        by=by,
        code=code,
        content=content_of(link_type, href, **content),
        description=description,
    )
    lacks = made.path in link_queries.keys_without_default(by)
    if console.is_json:
        console.result({**members(made), "defaultIsMissing": lacks})
        return
    say(console, made)
    if lacks:
        console.aside(
            _("Mã này chưa có liên kết mặc định. Thêm --default yes cho một liên kết của nó.")
        )


@command(
    "replace",
    summary=N_("Thay nội dung của một liên kết; bản cũ ở lại trong lịch sử."),
    examples=("txng link replace 7 gs1:pip https://an.vn/moi --title 'Trang mới' --default yes",),
)
@click.argument("link_id", metavar="ID", type=int)
@click.argument("link_type", metavar="TYPE")
@click.argument("href", metavar="URL")
@_content_options
def replace(console: Console, link_id: int, link_type: str, href: str, **content: Any) -> None:
    by = holder_of(link_id)
    from txng.resolver import actions

    made = done(
        actions.replace_link,
        by=by,
        link_id=link_id,
        content=content_of(link_type, href, **content),
    )
    answer(console, made)


@command(
    "withdraw",
    summary=N_("Gỡ một liên kết: không ai được dẫn đến đó nữa."),
    examples=("txng link withdraw 7",),
)
@click.argument("link_id", metavar="ID", type=int)
def withdraw(console: Console, link_id: int) -> None:
    by = holder_of(link_id)
    from txng.resolver import actions

    answer(console, done(actions.withdraw_link, by=by, link_id=link_id))


@command(
    "restore",
    summary=N_(
        "Khôi phục một liên kết về một phiên bản cũ; xem các phiên bản: txng link versions."
    ),
    examples=("txng link restore 7 1",),
)
@click.argument("link_id", metavar="ID", type=int)
@click.argument("number", metavar="VERSION", type=int)
def restore(console: Console, link_id: int, number: int) -> None:
    by = holder_of(link_id)
    from txng.resolver import actions

    answer(console, done(actions.restore_link, by=by, link_id=link_id, number=number))


@command(
    "versions",
    summary=N_("Lịch sử của một liên kết: ai đã làm gì, lúc nào."),
    examples=("txng link versions 7",),
)
@click.argument("link_id", metavar="ID", type=int)
def versions(console: Console, link_id: int) -> None:
    by = holder_of(link_id)
    from txng.resolver import link_queries

    rows = list(link_queries.versions(by, link_id))
    if console.is_json:
        console.result(
            [
                {
                    "version": row.number,
                    "deed": row.deed,
                    "at": row.at.isoformat(),
                    "actor": row.actor,
                    "content": row.content,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        target = (row.content or {}).get("href", "–")
        console.line(
            f"{row.number:>3}  {row.at:%Y-%m-%d %H:%M}  {row.get_deed_display():<10}"
            f"  {row.actor:<16}  {target}"
        )


@command(
    "assign",
    summary=N_(
        "Giao liên kết của một mã cho tổ chức khác, khi người đăng ký trước không phải chủ mã."
    ),
    examples=("txng link assign /01/09521234000013 --organisation 'HTX Cầu Đất'",),
)
@click.argument("code", metavar="CODE")
@ORGANISATION
def assign(console: Console, code: str, organisation: str) -> None:
    holder = organisation_named(organisation)
    from txng.accounts import actors
    from txng.resolver import actions

    key = done(actions.assign_key, by=actors.operator(), code=code, organisation=holder)
    if console.is_json:
        console.result({"path": key.path, "organisation": holder.name})
        return
    console.line(_("%(path)s nay do %(name)s giữ.") % {"path": key.path, "name": holder.name})


@command(
    "forward",
    summary=N_(
        "Chuyển các mã của một mã doanh nghiệp GS1 sang resolver khác, khi ở đây chưa biết gì về chúng."
    ),
    examples=("txng link forward 893850597 https://cu.lamdong.gov.vn --organisation 'Sở KH&CN'",),
)
@click.argument("prefix", metavar="PREFIX")
@click.argument("stem", metavar="URL")
@ORGANISATION
def forward(console: Console, prefix: str, stem: str, organisation: str) -> None:
    holder = organisation_named(organisation)
    from txng.accounts import actors
    from txng.resolver import actions

    row = done(
        actions.forward_prefix, by=actors.operator(), prefix=prefix, stem=stem, organisation=holder
    )
    if console.is_json:
        console.result({"prefix": row.prefix, "stem": row.stem})
        return
    console.line(
        _("Mã bắt đầu bằng %(prefix)s: %(stem)s.") % {"prefix": row.prefix, "stem": row.stem}
    )


@command(
    "export",
    summary=N_("In mọi liên kết thành bảng CSV mở được bằng Excel."),
    examples=("txng link export > lien-ket.csv",),
)
def export(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.resolver import link_queries, links_csv

    text = links_csv.write(map(link_queries.as_row, link_queries.links(actors.operator())))
    if console.is_json:
        console.result({"csv": text})
        return
    sys.stdout.write(text)


@command(
    "import",
    summary=N_("Nhập liên kết từ bảng CSV: tất cả các dòng, hoặc không dòng nào."),
    examples=("txng link import lien-ket.csv --organisation 'HTX Cầu Đất'",),
)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@ORGANISATION
def import_(console: Console, file: Path, organisation: str) -> None:
    by = acting_for(organisation)
    from txng.resolver import actions, links_csv
    from txng.resolver.errors import BadFileError

    try:
        rows = links_csv.read(file.read_text("utf-8-sig"))
        registered, replaced = actions.import_links(by=by, rows=rows)
    except (links_csv.NotATable, UnicodeDecodeError) as error:
        raise Problem(
            "not-a-table",
            _("Tệp không phải bảng liên kết dạng CSV, mã hóa UTF-8."),
            _("Xem các cột: txng link export"),
            details=(str(error),),
        ) from None
    except BadFileError as error:
        raise Problem(
            "bad-rows",
            str(error),
            _("Sửa các dòng ấy rồi nhập lại."),
            details=tuple(
                _("dòng %(row)d: %(why)s") % {"row": row, "why": why} for row, why in error.rows
            ),
        ) from None
    if console.is_json:
        console.result({"registered": registered, "replaced": replaced})
        return
    console.line(
        _("Đã đăng ký %(new)d liên kết, thay %(changed)d.")
        % {"new": registered, "changed": replaced}
    )


@command(
    "check",
    summary=N_(
        "Đi thử mọi liên kết và mã mẫu của các đợt in, giữ lại kết quả.\n\n"
        "Mã thoát là 1 nếu có chỗ không mở được, trống, hay dẫn ra ngoài tên miền đã duyệt. Nên chạy"
        " hằng ngày."
    ),
    examples=("txng link check", "txng link check --json"),
)
def check(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.resolver import checking

    def told(probe: "Probe") -> None:
        if not console.is_json:
            where = f"  {probe.detail}" if probe.detail else ""
            console.line(f"{probe.get_verdict_display():<12}  {probe.url}{where}")

    found = checking.check(by=actors.operator(), told=told)
    bad = [probe for probe in found if probe.verdict != "ok"]
    if console.is_json:
        console.result(
            {
                "checked": len(found),
                "bad": [
                    {
                        "url": probe.url,
                        "verdict": probe.verdict,
                        "status": probe.status,
                        "endedAt": probe.ended_at,
                        "detail": probe.detail,
                    }
                    for probe in bad
                ],
            }
        )
    elif not found:
        console.aside(_("Chưa có liên kết hay đợt in nào để kiểm tra."))
    if bad:
        raise click.exceptions.Exit(1)


_commands: "tuple[click.Command, ...]" = (
    list_links, register, replace, withdraw, restore, versions, assign, forward, export, import_, check,
    host, range_,
)  # fmt: skip
for _command in _commands:
    link.add_command(_command)
