"""txng explore: the address of a journey, lent to one organisation for some minutes."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

from txng.conf.commands.codes import asked
from txng.conf.commands.framework import command, require_initialised
from txng.conf.commands.linking import organisation_named
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from datetime import datetime


@command(
    "explore",
    summary=N_(
        "In địa chỉ xem hành trình của một mã thay mặt một tổ chức, có chữ ký và thời hạn.\n\n"
        "Ai giữ địa chỉ đều mở được cho đến khi hết hạn; mỗi lần cấp và mỗi lần mở có một dòng nhật ký."
        " Cách này dùng cho đến khi có đăng nhập."
    ),
    examples=(
        "txng explore '(01)09521234000013(10)LOT-1' --organisation 'HTX Cầu Đất'",
        "txng explore '(01)09521234000013(10)LOT-1' --organisation 'Sở KH&CN' --oversight --minutes 60",
    ),
)
@click.argument("code", metavar="CODE")
@click.option(
    "--organisation", required=True, help=N_("Tổ chức được xem; tên hoặc mã của tổ chức.")
)
@click.option("--minutes", type=int, default=15, help=N_("Số phút có hiệu lực, từ 1 đến 480."))
@click.option(
    "--oversight", is_flag=True, help=N_("Xem mọi sự kiện; chỉ dành cho cơ quan nhà nước.")
)
def explore(console: Console, code: str, organisation: str, minutes: int, oversight: bool) -> None:
    require_initialised()
    from django.conf import settings
    from django.urls import reverse

    from txng.accounts import actors
    from txng.gs1.identifier import read_code
    from txng.journeys import actions
    from txng.journeys.errors import JourneysError

    canonical = asked(code, lambda: read_code(code).canonical)
    holder = organisation_named(organisation)
    try:
        link, until = actions.lend_view(
            by=actors.operator(), organisation=holder, minutes=minutes, oversight=oversight
        )
    except JourneysError as error:
        raise Problem("refused", str(error), _("Xem cách dùng: txng explore --help")) from None
    query = urlencode({"view": link, "code": canonical})
    address = f"{settings.BASE_URL}{reverse('journeys:enter')}?{query}"
    if console.is_json:
        console.result({"url": address, "until": until.isoformat(), "organisation": holder.name})
        return
    console.line(address)
    console.aside(
        _("Ai giữ địa chỉ này xem được thay mặt %(who)s đến %(until)s.")
        % {"who": holder.name, "until": _written(until)}
    )


def _written(until: "datetime") -> str:
    from django.utils import timezone

    return f"{timezone.localtime(until):%H:%M %d/%m/%Y}"
