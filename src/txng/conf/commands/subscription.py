"""txng subscription: who is told what, why somebody hears nothing, and how to start again."""

from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.repository.models import Subscription


@click.group(
    "subscription",
    cls=Group,
    help=N_(
        "Xem, gửi lại và xóa các đăng ký nhận tin; xem khóa công khai để bên nhận kiểm chữ ký."
    ),
)
def subscription() -> None:
    pass


subscription.examples = ("txng subscription list", "txng subscription key")


@command(
    "list",
    summary=N_("Liệt kê các đăng ký, cũ nhất trước, với trạng thái và lỗi gần nhất."),
    examples=("txng subscription list", "txng subscription list --json"),
)
def list_all(console: Console) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.repository import queries

    found = queries.all_subscriptions(actors.operator())
    if console.is_json:
        console.result([_members(one) for one in found])
        return
    for one in found:
        console.line(
            f"{one.id}  {_state(one):<12}  {one.query_name:<20}  {one.destination}"
            + (f"  {one.last_error}" if one.last_error else "")
        )
    if not found:
        console.aside(_("Chưa có đăng ký nào."))


@command(
    "show",
    summary=N_("Một đăng ký: đã gửi tới đâu, lần gửi tới, các lượt gửi hỏng."),
    examples=("txng subscription show df5a33e3-5aa3-4403-ae01-99b83234e27b",),
)
@click.argument("identity", metavar="ID")
def show(console: Console, identity: str) -> None:
    one, letters = _found(identity)
    if console.is_json:
        told = [
            {
                "at": letter.at.isoformat(),
                "webhookID": letter.webhook_id,
                "attempts": letter.attempts,
                "error": letter.error,
            }
            for letter in letters
        ]
        console.result({**_members(one), "deadLetters": told})
        return
    from txng.accounts import queries as accounts

    holder = accounts.organisation_names([one.owner]).get(one.owner, _("Người vận hành hệ thống"))
    console.line(_("Câu hỏi: %(name)s của %(holder)s") % {"name": one.query_name, "holder": holder})
    console.line(_("Nơi nhận: %(address)s") % {"address": one.destination})
    console.line(_("Trạng thái: %(state)s") % {"state": _state(one)})
    if one.last_notified_at:
        console.line(_("Nhận lần cuối: %(at)s") % {"at": _shown(one.last_notified_at)})
    if one.next_run_at:
        console.line(_("Lần hỏi tới: %(at)s") % {"at": _shown(one.next_run_at)})
    if one.next_attempt_at:
        console.line(_("Gửi lại lúc: %(at)s") % {"at": _shown(one.next_attempt_at)})
    if one.last_error:
        console.line(
            _("Lỗi gần nhất (%(count)s lần liền): %(error)s")
            % {"count": number(one.failures), "error": one.last_error}
        )
    for letter in letters:
        console.line(
            _("Gửi hỏng: %(id)s, %(count)s lần, tới %(at)s: %(error)s")
            % {
                "id": letter.webhook_id,
                "count": number(letter.attempts),
                "at": _shown(letter.at),
                "error": letter.error,
            }
        )


@command(
    "resume",
    summary=N_(
        "Gửi lại ngay và tiếp tục từ chỗ dừng; không sự kiện nào bị bỏ qua.\n\n"
        "Dùng khi đăng ký đã tạm dừng sau nhiều lần gửi hỏng, hoặc nơi nhận từng báo 410."
    ),
    examples=("txng subscription resume df5a33e3-5aa3-4403-ae01-99b83234e27b",),
)
@click.argument("identity", metavar="ID")
def resume(console: Console, identity: str) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.epcis.errors import NoSuchResourceException
    from txng.repository import actions

    try:
        one = actions.resume_subscription(by=actors.operator(), subscription_id=identity)
    except NoSuchResourceException as error:
        raise _unknown(error) from None
    if console.is_json:
        console.result(_members(one))
        return
    console.line(_("Sẽ gửi tiếp tới %(address)s.") % {"address": one.destination})


@command(
    "delete",
    summary=N_("Xóa một đăng ký: bên nhận không được báo gì nữa."),
    examples=("txng subscription delete df5a33e3-5aa3-4403-ae01-99b83234e27b",),
)
@click.argument("identity", metavar="ID")
def delete(console: Console, identity: str) -> None:
    one, _letters = _found(identity)
    from txng.accounts import actors
    from txng.repository import actions

    actions.delete_subscription(by=actors.operator(), subscription_id=identity)
    if console.is_json:
        console.result({"subscriptionID": identity})
        return
    console.line(_("Đã xóa đăng ký gửi tới %(address)s.") % {"address": one.destination})


@command(
    "key",
    summary=N_(
        "In khóa công khai (whpk_...) để bên nhận kiểm chữ ký v1a của mỗi lượt tin.\n\n"
        "Khóa suy ra từ TXNG_SECRET_KEY: đổi thiết lập ấy thì khóa này đổi theo."
    ),
    examples=("txng subscription key",),
)
def show_key(console: Console) -> None:
    require_initialised()
    from txng.repository import webhooks

    key = webhooks.public_key()
    if console.is_json:
        console.result({"publicKey": key})
        return
    console.line(key)


for _command in (list_all, show, resume, delete, show_key):
    subscription.add_command(_command)


def _found(identity: str) -> tuple["Subscription", list[Any]]:
    require_initialised()
    from txng.accounts import actors
    from txng.epcis.errors import NoSuchResourceException
    from txng.repository.queries import named

    operator = actors.operator()
    try:
        letters = named.dead_letters(operator, identity)
        return named.own_subscription(operator, identity), letters
    except NoSuchResourceException as error:
        raise _unknown(error) from None


def _unknown(error: Exception) -> Problem:
    from txng.conf.speech import spoken

    sentence = error.detail if spoken() == "en" else error.detail_vi  # type: ignore[attr-defined]
    return Problem("unknown-subscription", sentence, _("Xem các đăng ký: txng subscription list"))


def _members(one: "Subscription") -> dict[str, Any]:
    from txng.repository import queries

    return {"owner": one.owner, **queries.subscription_members(one)}


def _state(one: "Subscription") -> str:
    return {
        "active": _("đang gửi"),
        "suspended": _("tạm dừng"),
        "gone": _("nơi nhận ngừng"),
    }[one.state]


def _shown(moment: Any) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
