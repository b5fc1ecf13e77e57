"""txng key: keys for machines. The plain key goes to standard output, alone, once."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.accounts.models import ApiKey


@click.group("key", cls=Group, help=N_("Cấp, liệt kê và thu hồi khóa cho phần mềm và thiết bị."))
def key() -> None:
    pass


key.examples = ("txng key create --organisation 'HTX Cầu Đất' --scope capture,query",)


@command(
    "create",
    summary=N_(
        "Cấp một khóa và in nó ra, một lần duy nhất.\n\n"
        "Tổ chức chưa có thì được tạo. Quyền: capture (ghi sự kiện), query (hỏi các sự kiện của"
        " chính tổ chức), oversight (hỏi mọi sự kiện, chỉ cho cơ quan nhà nước)."
    ),
    examples=(
        "txng key create --organisation 'HTX Cầu Đất' --scope capture,query",
        "txng key create --organisation 'Sở KH&CN' --agency --scope query,oversight --days 365",
    ),
)
@click.option("--organisation", required=True, help=N_("Tên tổ chức giữ khóa."))
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    help=N_("Các quyền, cách nhau bằng dấu phẩy."),
)
@click.option("--agency", is_flag=True, help=N_("Tổ chức này là cơ quan nhà nước."))
@click.option("--certifier", is_flag=True, help=N_("Tổ chức này là tổ chức chứng nhận."))
@click.option(
    "--days", type=click.IntRange(1, 3650), help=N_("Số ngày có hiệu lực; mặc định không hết hạn.")
)
def create(
    console: Console,
    organisation: str,
    scopes: tuple[str, ...],
    agency: bool,
    certifier: bool,
    days: int | None,
) -> None:
    require_initialised()
    from django.db import transaction
    from django.utils import timezone

    from txng.accounts import actions, actors, queries, rules
    from txng.accounts.errors import AccountsError, UnknownOrganisationError

    operator = actors.operator()
    try:
        with transaction.atomic():  # no organisation without its key
            try:
                holder = queries.organisation_named(organisation)
            except UnknownOrganisationError:
                kind = rules.CERTIFIER if certifier else rules.ENTERPRISE
                kind = rules.AGENCY if agency else kind
                holder = actions.create_organisation(by=operator, name=organisation, kind=kind)
            if agency or certifier:
                holder = actions.ensure_organisation(
                    by=operator,
                    name=holder.name,
                    kind=rules.AGENCY if agency else rules.CERTIFIER,
                )
            made, plain = actions.create_key(
                by=operator,
                organisation=holder,
                scopes={word.strip() for word in ",".join(scopes).split(",") if word.strip()},
                expires_at=timezone.now() + timedelta(days=days) if days else None,
            )
    except AccountsError as error:
        raise Problem(
            "key",
            str(error),
            _("Xem cách dùng: %(command)s --help") % {"command": "txng key create"},
        ) from None
    if console.is_json:
        console.result({"key": plain, **_members(made)})
        return
    click.echo(plain)
    console.aside(
        _(
            "Khóa của %(organisation)s, quyền: %(scopes)s. Hãy cất ngay: khóa không hiện lại được."
            " Thu hồi: txng key revoke %(prefix)s"
        )
        % {"organisation": holder.name, "scopes": made.scopes, "prefix": made.prefix}
    )


@command(
    "list",
    summary=N_("Liệt kê các khóa, mới nhất trước; không bao giờ hiện phần bí mật."),
    examples=("txng key list", "txng key list --json"),
)
def list_keys(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors, queries

    keys = queries.keys(actors.operator())
    if console.is_json:
        console.result([_members(found) for found in keys])
        return
    for found in keys:
        console.line(
            f"{found.prefix}  {found.created_at:%Y-%m-%d}  {_state(found):<12}"
            f"  {found.scopes:<24}  {found.organisation.name}"
        )
    if not keys:
        console.aside(_("Chưa có khóa nào. Cấp khóa: txng key create --help"))


@command(
    "revoke",
    summary=N_("Thu hồi một khóa: từ giây này nó không mở được gì nữa."),
    examples=("txng key revoke txng_k3v7q2ma",),
)
@click.argument("prefix", metavar="PREFIX")
def revoke(console: Console, prefix: str) -> None:
    require_initialised()
    from txng.accounts import actions, actors, rules
    from txng.accounts.errors import UnknownKeyError

    try:
        # whoever has only the whole key at hand may give that
        found = actions.revoke_key(by=actors.operator(), prefix=rules.prefix_of(prefix) or prefix)
    except UnknownKeyError as error:
        raise Problem("unknown-key", str(error), _("Xem các khóa: txng key list")) from None
    if console.is_json:
        console.result(_members(found))
        return
    console.line(
        _("Đã thu hồi %(prefix)s của %(organisation)s.")
        % {"prefix": found.prefix, "organisation": found.organisation.name}
    )


for _command in (create, list_keys, revoke):
    key.add_command(_command)


def _members(found: "ApiKey") -> dict[str, Any]:
    return {
        "prefix": found.prefix,
        "organisation": found.organisation.name,
        "kind": found.organisation.kind,
        "scopes": found.scopes.split(),
        "createdAt": found.created_at.isoformat(),
        "expiresAt": found.expires_at.isoformat() if found.expires_at else None,
        "revokedAt": found.revoked_at.isoformat() if found.revoked_at else None,
    }


def _state(found: "ApiKey") -> str:
    from django.utils import timezone

    if found.revoked_at:
        return _("đã thu hồi")
    if found.expires_at and found.expires_at <= timezone.now():
        return _("đã hết hạn")
    return _("đang dùng")
