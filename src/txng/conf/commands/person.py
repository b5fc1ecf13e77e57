"""txng person: the first person of an installation, and help for those who cannot sign in.

A password is never typed here: each command prints a link, once, by which the person sets one.
"""

from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.accounts.models import OneTimeLink, User


@click.group("person", cls=Group, help=N_("Mở tài khoản, giao vai trò, giúp người không vào được."))
def person() -> None:
    pass


person.examples = (
    "txng person create binh --name 'Trần Bình' --organisation 'Sở KH&CN' --agency --role thuong-truc",
)


@command(
    "create",
    summary=N_(
        "Mở tài khoản với một vai trò và in liên kết đặt mật khẩu, một lần duy nhất.\n\n"
        "Tổ chức chưa có thì được tạo. Vai trò có sẵn: chu-co-so, nhan-vien, chung-nhan, thuong-truc,"
        " can-bo, kiem-tra, lanh-dao."
    ),
    examples=(
        "txng person create binh --organisation 'Sở KH&CN' --agency --role thuong-truc",
        "txng person create an --name 'Trần An' --organisation 'HTX Cầu Đất' --role chu-co-so",
    ),
)
@click.argument("username", metavar="USERNAME")
@click.option("--name", default="", help=N_("Họ và tên."))
@click.option("--organisation", required=True, help=N_("Tổ chức mà người này làm việc thay mặt."))
@click.option("--role", required=True, help=N_("Mã vai trò."))
@click.option("--agency", is_flag=True, help=N_("Tổ chức này là cơ quan nhà nước."))
@click.option("--certifier", is_flag=True, help=N_("Tổ chức này là tổ chức chứng nhận."))
@click.option("--sector", "sectors", multiple=True, help=N_("Mã ngành; mặc định mọi ngành."))
@click.option("--territory", "territories", multiple=True, help=N_("Mã xã; mặc định toàn tỉnh."))
def create(console: Console, username: str, name: str, **given: Any) -> None:
    require_initialised()
    from django.db import transaction

    from txng.accounts import actions, actors
    from txng.accounts.errors import AccountsError

    try:
        with transaction.atomic():
            made = actions.create_person(by=actors.operator(), username=username, full_name=name)
            _give(made, **given)
            link, secret = actions.issue_reset(by=actors.operator(), person=made)
    except AccountsError as error:
        raise _refused(error) from None
    _tell_link(console, made, link, secret)


@command(
    "give",
    summary=N_("Giao thêm một vai trò cho người đã có tài khoản."),
    examples=("txng person give an --organisation 'HTX Cầu Đất' --role nhan-vien",),
)
@click.argument("username", metavar="USERNAME")
@click.option("--organisation", required=True, help=N_("Tổ chức mà người này làm việc thay mặt."))
@click.option("--role", required=True, help=N_("Mã vai trò."))
@click.option("--agency", is_flag=True, help=N_("Tổ chức này là cơ quan nhà nước."))
@click.option("--certifier", is_flag=True, help=N_("Tổ chức này là tổ chức chứng nhận."))
@click.option("--sector", "sectors", multiple=True, help=N_("Mã ngành; mặc định mọi ngành."))
@click.option("--territory", "territories", multiple=True, help=N_("Mã xã; mặc định toàn tỉnh."))
def give(console: Console, username: str, **given: Any) -> None:
    require_initialised()
    from django.db import transaction

    from txng.accounts import queries
    from txng.accounts.errors import AccountsError

    try:
        with transaction.atomic():
            found = queries.person_named(username)
            _give(found, **given)
    except AccountsError as error:
        raise _refused(error) from None
    if console.is_json:
        console.result(_members(found))
        return
    console.line(
        _("%(person)s giữ vai trò %(role)s ở %(organisation)s.")
        % {
            "person": found.username,
            "role": given["role"],
            "organisation": given["organisation"],
        }
    )


@command(
    "reset",
    summary=N_("In liên kết đặt mật khẩu mới, dùng một lần, trong 24 giờ."),
    examples=("txng person reset an",),
)
@click.argument("username", metavar="USERNAME")
def reset(console: Console, username: str) -> None:
    require_initialised()
    from txng.accounts import actions, actors, queries
    from txng.accounts.errors import AccountsError

    try:
        found = queries.person_named(username)
        link, secret = actions.issue_reset(by=actors.operator(), person=found)
    except AccountsError as error:
        raise _refused(error) from None
    _tell_link(console, found, link, secret)


@command(
    "unprotect",
    summary=N_(
        "Gỡ lớp bảo vệ thứ hai của người mất cả điện thoại, khóa và mã dự phòng.\n\n"
        "Chỉ làm sau khi biết chắc đó là ai. Mọi nơi đang đăng nhập bị đăng xuất."
    ),
    examples=("txng person unprotect binh",),
)
@click.argument("username", metavar="USERNAME")
def unprotect(console: Console, username: str) -> None:
    require_initialised()
    from txng.accounts import actions, actors, queries
    from txng.accounts.errors import AccountsError

    try:
        found = queries.person_named(username)
    except AccountsError as error:
        raise _refused(error) from None
    actions.drop_factors(by=actors.operator(), person=found)
    if console.is_json:
        console.result(_members(found))
        return
    console.line(_("Đã gỡ lớp bảo vệ thứ hai của %(person)s.") % {"person": found.username})


for _command in (create, give, reset, unprotect):
    person.add_command(_command)


def _give(
    found: "User",
    *,
    organisation: str,
    role: str,
    agency: bool,
    certifier: bool,
    sectors: tuple[str, ...],
    territories: tuple[str, ...],
) -> None:
    from txng.accounts import actions, actors, queries, rules
    from txng.accounts.errors import UnknownOrganisationError

    by = actors.operator()
    kind = rules.CERTIFIER if certifier else rules.ENTERPRISE
    kind = rules.AGENCY if agency else kind
    try:
        holder = queries.organisation_named(organisation)
    except UnknownOrganisationError:
        holder = actions.create_organisation(by=by, name=organisation, kind=kind)
    if agency or certifier:
        holder = actions.ensure_organisation(by=by, name=holder.name, kind=kind)
    actions.assign(
        by=by,
        person=found,
        organisation=holder,
        role=queries.role_named(role),
        territories=territories or None,
        sectors=sectors or None,
    )


def _tell_link(console: Console, found: "User", link: "OneTimeLink", secret: str) -> None:
    from django.conf import settings
    from django.urls import reverse

    address = settings.BASE_URL + reverse("accounts:link", args=[secret])
    if console.is_json:
        expires = link.expires_at.isoformat()
        console.result({**_members(found), "link": address, "expiresAt": expires})
        return
    click.echo(address)
    console.aside(
        _("Liên kết này cho %(person)s đặt mật khẩu, một lần, trong 24 giờ. Gửi tận tay.")
        % {"person": found.username}
    )


def _members(found: "User") -> dict[str, Any]:
    from txng.accounts import queries

    return {
        "username": found.username,
        "name": found.full_name,
        "roles": [
            {"role": one.role.code, "organisation": one.organisation.name}
            for one in queries.assignments_of(found.pk)
        ],
    }


def _refused(error: Exception) -> Problem:
    return Problem(
        "person", str(error), _("Xem cách dùng: %(command)s --help") % {"command": "txng person"}
    )
