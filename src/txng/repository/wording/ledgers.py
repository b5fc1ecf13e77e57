"""A ledger as lines: when, how much, from whom to whom, and who says so."""

from datetime import datetime
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from txng.repository.wording.names import Names
from txng.trace.amounts import Amount
from txng.trace.ledger import Ledger
from txng.trace.movements import WHERE_GOODS_ARE, Account, Kind, Movement, Why

ACCOUNTS: dict[Kind, str | Promise] = {
    Kind.TRANSIT: _("đang đi tới %(holder)s"),
    Kind.MADE: _("làm ra"),
    Kind.PROCESS: _("chế biến"),
    Kind.SOLD: _("đã bán"),
    Kind.DESTROYED: _("đã tiêu hủy"),
    Kind.ENDED: _("đã hủy mã"),
    Kind.COUNTED: _("lệch kiểm kê"),
    Kind.UNEXPLAINED: _("không rõ nguồn"),
}
WHYS: dict[Why, str | Promise] = {
    Why.TOLD: "",
    Why.CARRIED: _("đi theo %(box)s"),
    Why.IMPLIED: _("suy ra: ghi nhận ở nơi mới mà không ai khai đã chuyển"),
    Why.COUNTED: _("theo kiểm kê"),
}


def account(one: Account, names: Names) -> str:
    if one.kind is Kind.TRANSIT and not one.holder:
        return gettext("đang đi đường")
    holder = names.place(one.holder)
    text = holder if one.kind is Kind.HELD else str(ACCOUNTS[one.kind]) % {"holder": holder}
    return f"{text} ({names.thing(one.box)})" if one.box else text


def movement(one: Movement, names: Names) -> str:
    """ "120 kg: Vườn LD-0417 → Điểm thu mua"; and why, where no event says it in so many words."""
    told = gettext("%(amount)s: %(source)s → %(target)s") % {
        "amount": names.amount(Amount(one.amount, one.unit)),
        "source": account(one.source, names),
        "target": account(one.target, names),
    }
    why = str(WHYS[one.why]) % {"box": names.thing(one.via)}
    return f"{told} [{why}]" if why else told


def ends(found: Ledger, names: Names, until: datetime | None = None) -> list[str]:
    """Where the lot came from, and what became of what is gone: one line each."""
    sums: dict[tuple[Kind, str, bool], Fraction | None] = {}
    for one, held in found.balances(until).items():
        for unit, amount in held.items():
            if one.kind not in WHERE_GOODS_ARE and amount != 0:
                key = one.kind, unit, amount is not None and amount < 0
                size = Amount(None if amount is None else abs(amount), unit)
                sums[key] = (Amount(sums.get(key, Fraction(0)), unit) + size).value
    lines = [
        gettext("Đã nhận mà chưa ai khai gửi: %(amount)s")
        % {"amount": names.amount(Amount(-amount, unit))}
        for one, held in found.balances(until).items()
        for unit, amount in held.items()
        if one.kind is Kind.TRANSIT and amount is not None and amount < 0
    ]
    for (kind, unit, is_source), amount in sums.items():
        told = {"amount": names.amount(Amount(amount, unit)), "kind": str(ACCOUNTS[kind])}
        sentence = (
            gettext("Vào: %(amount)s, %(kind)s")
            if is_source
            else gettext("Ra: %(amount)s, %(kind)s")
        )
        lines.append(sentence % told)
    return lines


def mentioned(ledger: Ledger) -> set[str]:
    """Every code that the lines will name."""
    found = {ledger.thing}
    for one in ledger.movements:
        for side in (one.source, one.target):
            found |= {side.holder, side.box}
        found.add(one.via)
    return {text for text in found if ":" in text}
