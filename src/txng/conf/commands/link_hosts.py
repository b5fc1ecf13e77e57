"""txng link host, txng link range: where links may lead, and what was printed."""

from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.commands.linking import ORGANISATION, acting_for, done
from txng.conf.console import Console
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.resolver.models import LinkHost


@click.group("host", cls=Group, help=N_("Tên miền mà liên kết được dẫn đến: đề nghị và duyệt."))
def host() -> None:
    pass


@click.group("range", cls=Group, help=N_("Các đợt in tem được theo dõi."))
def range_() -> None:
    pass


@command(
    "request",
    summary=N_("Đề nghị cho liên kết của tổ chức dẫn đến một tên miền."),
    examples=("txng link host request an.vn --organisation An --reason 'Trang của xưởng'",),
)
@click.argument("name", metavar="HOST")
@ORGANISATION
@click.option("--reason", default="", help=N_("Vì sao."))
def request_host(console: Console, name: str, organisation: str, reason: str) -> None:
    by = acting_for(organisation)
    from txng.resolver import actions

    _say_host(console, done(actions.request_host, by=by, host=name, reason=reason))


def _deciding(name: str, summary: str) -> click.Command:
    @command(name, summary=summary, examples=(f"txng link host {name} 3 --reason '…'",))
    @click.argument("host_id", metavar="ID", type=int)
    @click.option("--reason", default="", help=N_("Vì sao."))
    def decide(console: Console, host_id: int, reason: str) -> None:
        require_initialised()
        from txng.accounts import actors
        from txng.resolver import actions

        verb = getattr(actions, f"{name}_host")
        _say_host(console, done(verb, by=actors.operator(), host_id=host_id, reason=reason))

    return decide


@command(
    "list", summary=N_("Liệt kê các tên miền và trạng thái."), examples=("txng link host list",)
)
def list_hosts(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.resolver import link_queries

    rows = list(link_queries.hosts(actors.operator()))
    if console.is_json:
        console.result([_host_members(row) for row in rows])
        return
    for row in rows:
        _say_host(console, row)


@command(
    "record",
    summary=N_("Ghi một đợt in tem với vài mã mẫu, để theo dõi mã có mở được không."),
    examples=(
        "txng link range record 'Tem 2026' https://an.vn/01/09521234000013 --organisation An",
    ),
)
@click.argument("name", metavar="NAME")
@click.argument("samples", metavar="URL...", nargs=-1, required=True)
@ORGANISATION
@click.option("--quantity", type=click.IntRange(1, 2_000_000_000), help=N_("Số tem đã in."))
def record_range(
    console: Console, name: str, samples: tuple[str, ...], organisation: str, quantity: int | None
) -> None:
    by = acting_for(organisation)
    from txng.resolver import actions

    made = done(actions.record_range, by=by, name=name, samples=samples, quantity=quantity)
    if console.is_json:
        console.result({"id": made.pk, "name": made.name, "samples": made.samples})
        return
    console.line(
        _("Theo dõi đợt in “%(name)s” với %(count)d mã mẫu.")
        % {"name": made.name, "count": len(made.samples)}
    )


for _command in (
    list_hosts,
    request_host,
    _deciding("approve", N_("Duyệt một tên miền: liên kết của tổ chức ấy được dẫn đến đó.")),
    _deciding("refuse", N_("Không duyệt một tên miền.")),
    _deciding("revoke", N_("Rút một tên miền đã duyệt: mọi liên kết đến đó thôi có hiệu lực.")),
):
    host.add_command(_command)
range_.add_command(record_range)


def _host_members(row: "LinkHost") -> dict[str, Any]:
    return {
        "id": row.pk,
        "host": row.host,
        "organisation": row.organisation.name,
        "state": row.state,
        "reason": row.reason,
    }


def _say_host(console: Console, row: "LinkHost") -> None:
    if console.is_json:
        console.result(_host_members(row))
    else:
        console.line(f"{row.pk:>5}  {row.host}  {row.get_state_display()}  {row.organisation.name}")
