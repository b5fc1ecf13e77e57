"""What the commands of `txng link` share: whom they act for, how they fail, how they say a link."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import require_initialised
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.accounts.actors import Actor
    from txng.accounts.models import Organisation
    from txng.resolver.models import Link

ORGANISATION = click.option(
    "--organisation", required=True, help=N_("Tổ chức giữ mã; tên hoặc mã của tổ chức.")
)


def organisation_named(name: str) -> "Organisation":
    require_initialised()
    from txng.accounts import queries
    from txng.accounts.errors import UnknownOrganisationError

    try:
        return queries.organisation_named(name)
    except UnknownOrganisationError as error:
        near = queries.organisations_like(name)
        step = (
            _("Có phải một trong các tổ chức này không?")
            if near
            else _("Chưa có tổ chức nào. Lập tổ chức cùng khóa: txng key create --help")
        )
        raise Problem(
            "unknown-organisation", str(error), step, details=tuple(near), members={"near": near}
        ) from None


def acting_for(name: str) -> "Actor":
    holder = organisation_named(name)
    from txng.accounts import actors

    return actors.operator_for(holder.pk, holder.name)


def holder_of(link_id: int) -> "Actor":
    require_initialised()
    from txng.accounts import actors
    from txng.resolver import link_queries

    row = link_queries.links(actors.operator(), withdrawn=True).filter(pk=link_id).first()
    if row is None:
        raise Problem(
            "unknown-link",
            _("Không có liên kết số %(id)d.") % {"id": link_id},
            _("Xem các liên kết: txng link list"),
        )
    return actors.operator_for(row.key.organisation_id, row.key.organisation.name)


def done(verb: Callable[..., Any], **arguments: Any) -> Any:
    from txng.resolver.errors import LinksError

    try:
        return verb(**arguments)
    except LinksError as error:
        raise Problem(
            "link", str(error), _("Xem cách dùng: %(command)s --help") % {"command": "txng link"}
        ) from None


def content_of(
    link_type: str,
    href: str,
    *,
    title: str,
    languages: Any,
    media_type: str,
    contexts: Any,
    default: str,
) -> Any:
    from txng.resolver.actions.links import Content

    return Content(link_type, href, title, tuple(languages), media_type, tuple(contexts), default)


def members(row: "Link") -> dict[str, Any]:
    return {
        "id": row.pk,
        "path": row.path,
        **row.content,
        "version": row.version,
        "withdrawnAt": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
    }


def answer(console: Console, row: "Link") -> None:
    if console.is_json:
        console.result(members(row))
    else:
        say(console, row)


def say(console: Console, row: "Link") -> None:
    from txng.resolver.link_types import curie_of

    mark = "*" if row.default == "yes" else " "
    gone = "  " + _("đã gỡ") if row.withdrawn_at else ""
    console.line(f"{row.pk:>5} {mark} {row.path}  {curie_of(row.link_type)}  {row.href}{gone}")
