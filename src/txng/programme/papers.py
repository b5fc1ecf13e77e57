"""The appendix of the Plan as an official paper, in the five columns of the Plan's own table."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.documents.papers import Paper, Paragraph, Table
from txng.parties import queries as parties
from txng.parties.models import Mandate
from txng.programme.rules import clauses
from txng.programme.rules.clauses import Clause

Names = Literal["nay", "2019"]
NAMES: Final = ("nay", "2019")
HEAD: Final = ("Stt", "Nội dung", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp")


def appendix(user: Actor, names: Names, day: date) -> Paper:
    """`names` "2019": in the Plan's own words; "nay": who holds each duty on `day`, under today's names."""
    rows = appendix_rows(user, names, day)
    return Paper(
        parent="",
        body="ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
        symbol="",
        place="Lâm Đồng",
        kind="PHỤ LỤC",
        about=(
            "NHIỆM VỤ VÀ LỘ TRÌNH THỰC HIỆN ĐỀ ÁN TRIỂN KHAI, ÁP DỤNG VÀ QUẢN LÝ HỆ THỐNG TRUY XUẤT"
            " NGUỒN GỐC TRÊN ĐỊA BÀN TỈNH LÂM ĐỒNG"
        ),
        note=_note(names, day),
        parts=(
            Paragraph(
                "(Ban hành kèm theo Kế hoạch số 6736/KH-UBND ngày 16/10/2019 của UBND tỉnh Lâm Đồng)",
                is_italic=True,
                is_centred=True,
            ),
            Table(head=HEAD, rows=rows, widths=(5, 38, 12, 20, 25), is_wide=True),
        ),
        day=day,
    )


def _note(names: Names, day: date) -> str:
    if names == "2019":
        return _("Tên cơ quan theo Kế hoạch năm 2019.")
    told = _("Tên cơ quan vào ngày %(day)s, theo đơn vị tiếp nhận nhiệm vụ.")
    return told % {"day": f"{day:%d/%m/%Y}"}


def appendix_rows(user: Actor, names: Names, day: date) -> list[tuple[str, ...]]:
    rows = [(one, one.row) for one in clauses.appendix() if one.row is not None]
    if names == "2019":
        told = {one.id: (row.leading, row.beside) for one, row in rows}
    else:
        told = _today(user, [one for one, _row in rows], day)
    return [
        (str(number), one.text, row.time, *told[one.id])
        for number, (one, row) in enumerate(rows, start=1)
    ]


def _today(user: Actor, rows: Iterable[Clause], day: date) -> dict[str, tuple[str, str]]:
    """Who leads and who stands beside, by clause. A phase that has ended keeps those who held it last."""
    held: dict[date, list[parties.Holder]] = {}
    told = {}
    for one in rows:
        on = min(max(day, clauses.first_day_of(one.years[0])), date(one.years[1], 12, 31))
        if on not in held:
            held[on] = parties.holders(user, on)
        leading: dict[str, str] = {}
        beside: dict[str, str] = {}
        for duty in held[on]:
            if duty.mandate.clause == one.id:
                side = leading if duty.mandate.role == Mandate.Role.LEAD else beside
                for holder in duty.holders:
                    side.setdefault(holder.agency.code, holder.written)
        others = [name for code, name in beside.items() if code not in leading]
        told[one.id] = (_listed(leading.values()), _listed(others))
    return told


def _listed(names: Iterable[str]) -> str:
    told = "; ".join(names)
    return f"{told}." if told else ""
