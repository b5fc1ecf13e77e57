"""txng ledger: where every kilogram of a lot came from, lies and went, with the event that says so."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from txng.conf.commands.codes import asked, moment, names, unknown_code
from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import Console, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.repository.wording.names import Names
    from txng.trace.ledger import Ledger


@command(
    "ledger",
    summary=N_(
        "Sổ của một lô: mỗi lần nhập, xuất là một bút toán kép kèm sự kiện làm chứng.\n\n"
        "CODE là bất cứ gì in trên nhãn. Lượng chưa ai khai thì ghi là chưa rõ, không bao giờ là 0."
        " --at cho biết số dư vào một ngày."
    ),
    examples=(
        "txng ledger '(01)09521234000013(10)LOT-1'",
        "txng ledger --at 2026-11-01 https://id.gs1.org/01/09521234000013/10/LOT-1",
        "txng ledger --json urn:epc:class:lgtin:9521234.000001.LOT-1",
    ),
)
@click.argument("code", metavar="CODE")
@click.option("--at", metavar="DATE", help=N_("Số dư vào cuối ngày này; mặc định là hiện nay."))
def ledger(console: Console, code: str, at: str | None) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.repository import queries

    until = None if at is None else moment(at, "--at", end_of_day=True)
    found = asked(code, lambda: queries.ledger(actors.operator(), code))
    if not found.movements:
        raise unknown_code(found.thing)
    if console.is_json:
        console.result(found.as_dict(until))
        return
    _tell(console, found, names(), until)


def _tell(console: Console, found: "Ledger", called: "Names", until: datetime | None) -> None:
    from txng.repository.wording import ledgers
    from txng.trace.amounts import Amount

    called.learn(ledgers.mentioned(found))
    console.line(found.thing)
    console.line(called.thing(found.thing))
    shown = [one for one in found.movements if until is None or one.when[0] <= until]
    console.line()
    console.line(_("Bút toán (%(count)s)") % {"count": number(len(shown))})
    for one in shown:
        when = called.moment(one.recorded.event.event_time)
        console.line(
            f"  {when}  {ledgers.movement(one, called)}  {one.recorded.captured_by}".rstrip()
        )
    console.line()
    console.line(_("Hàng đang ở đâu"))
    for account, held in found.on_hand(until).items():
        for unit, amount in held.items():
            if amount != 0:
                line = (
                    f"{called.amount(Amount(amount, unit)):>20}  {ledgers.account(account, called)}"
                )
                console.line(f"  {line}")
    for line in ledgers.ends(found, called, until):
        console.line(f"  {line}")
    if found.is_cut:
        console.line(_("Lịch sử quá dài: mới đọc được một phần."))
