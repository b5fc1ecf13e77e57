"""People of one's own organisation from a sheet: each new row becomes an invitation that waits for its link.

    row -> role within what the sender may give -> invitation without a secret -> receipt
        -> page "Làm liên kết": a secret for each, shown once, on a sheet that is printed and cut

A sheet is often written by a worker, when nobody looks: a link made there would have to be kept, and links
are kept nowhere. accounts lies beneath this room and cannot register an importer, so its importer is here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts import actions, known, queries
from txng.accounts import rules as account_rules
from txng.accounts.actions.roles import check_gift
from txng.accounts.actors import Actor
from txng.accounts.errors import AccountsError
from txng.accounts.models import OneTimeLink, Organisation, Role
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer, NextStep
from txng.ui.fold import fold
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem
from txng.ui.typed_values import shown


def _roles() -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in queries.roles() if not one.is_for_devices]


def _codes(text: str, names: Mapping[str, str], unknown: str) -> tuple[str, ...]:
    """Codes of what was named, with commas or semicolons between. Raises ValueError."""
    by_name = {fold(name): code for code, name in names.items()}
    found = []
    for part in filter(None, (part.strip() for part in text.replace(",", ";").split(";"))):
        code = part if part in names else by_name.get(fold(part))
        if code is None:
            raise ValueError(unknown % {"got": shown(part)})
        found.append(code)
    return tuple(found)


def _territories(text: str) -> tuple[str, ...]:
    return _codes(text, known.territories(), _("Không có xã, phường nào nay tên là %(got)s."))


def _sectors(text: str) -> tuple[str, ...]:
    names = {code: _(name) for code, name in known.sectors().items()}
    return _codes(text, names, _("Không có ngành nào tên là %(got)s."))


SHEET: Final = Sheet(
    name="nguoi-dung",
    title=gettext_lazy("Người dùng của đơn vị"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một người của đơn vị bạn. Sau khi ghi, bạn làm liên kết cho từng người và in ra một lần."
    ),
    columns=(
        Column("for_whom", gettext_lazy("Họ và tên"), required=True, longest=200, example="Nguyễn Thị Lan",
               also=("tên", "họ tên")),
        Column("role", gettext_lazy("Vai trò"), kind="choice", required=True, choices=_roles,
               example="Nhân viên"),
        Column("territories", gettext_lazy("Địa bàn"), longest=4000, check=_territories,
               hint=gettext_lazy("Chỉ với cơ quan; để trống là toàn tỉnh. Cách nhau bằng dấu chấm phẩy.")),
        Column("sectors", gettext_lazy("Ngành"), longest=400, check=_sectors,
               hint=gettext_lazy("Chỉ với cơ quan; để trống là mọi ngành.")),
    ),
)  # fmt: skip


class _Batch:
    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.organisation = queries.own_organisation(by)
        self.roles = {one.code: one for one in queries.roles()}
        names = [account_rules.tidy_name(row.values["for_whom"]) for row in rows]
        self.known = {_key(one): one for one in queries.invitations_called(by, names)}

    def problem(self, told: Mapping[str, Any]) -> Problem | None:
        if self.organisation is None:
            return Problem("", _("Hãy chọn đơn vị mà bạn đang làm việc thay mặt."))
        is_agency = self.organisation.kind == account_rules.AGENCY
        for key in ("territories", "sectors"):
            if told[key] and not is_agency:
                return Problem(
                    key, _("Để trống: người của đơn vị này chỉ thấy việc của đơn vị mình.")
                )
        try:
            check_gift(self.by, self.organisation, self.roles[told["role"]], *_reach(told))
        except AccountsError as error:
            return Problem("role", str(error))
        return None

    def kept(self, told: Mapping[str, Any]) -> OneTimeLink | None:
        """An invitation of the same person for the same: the same sheet again makes none."""
        territories, sectors = _reach(told)
        name = account_rules.tidy_name(told["for_whom"])
        return self.known.get((name, told["role"], _sorted(territories), _sorted(sectors)))


def _key(one: OneTimeLink) -> tuple[str, str, Any, Any]:
    role = one.role.code if one.role is not None else ""
    return one.for_whom, role, _sorted(one.territories), _sorted(one.sectors)


def _reach(told: Mapping[str, Any]) -> tuple[Sequence[str] | None, Sequence[str] | None]:
    return told["territories"] or None, told["sectors"] or None


def _sorted(codes: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(set(codes)))


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    batch = _Batch(by, rows)
    found = {row.number: batch.problem(row.values) for row in rows}
    return {number: [problem] for number, problem in found.items() if problem is not None}


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    batch = _Batch(by, rows)
    told = []
    for row in rows:
        problem = batch.problem(row.values)
        if problem is not None:
            raise RowRefusedError(row.number, problem.sentence, problem.key)
        told.append(_applied(batch, row.values))
    return told


def _applied(batch: _Batch, told: Mapping[str, Any]) -> Applied:
    organisation: Organisation | None = batch.organisation
    assert organisation is not None  # `problem` said so otherwise
    kept = batch.kept(told)
    if kept is not None:
        return Applied("unchanged", str(kept.pk), kept.for_whom)
    role: Role = batch.roles[told["role"]]
    territories, sectors = _reach(told)
    made = actions.prepare_invitation(
        by=batch.by,
        organisation=organisation,
        role=role,
        for_whom=told["for_whom"],
        territories=territories,
        sectors=sectors,
    )
    batch.known[_key(made)] = made
    return Applied("created", str(made.pk), made.for_whom)


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """A sentence for each who is in already: they leave on the page of people, as everybody does."""
    told = []
    for row in rows:
        link = queries.link_of(by, int(row.applied.subject))
        if link is None:
            told.append(_("Lời mời này không còn."))
        elif link.used_at is not None:
            told.append(_("Người này đã vào bằng liên kết. Gỡ vai trò ở trang Người dùng."))
        else:
            actions.withdraw_link(by=by, link=link)
            told.append("")
    return told


PEOPLE: Final = Importer(
    code="nguoi-dung",
    title=gettext_lazy("Người dùng của đơn vị"),
    right="accounts.members",
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    lead=gettext_lazy("Mời nhiều người cùng lúc; liên kết được làm và in sau khi ghi."),
    next_step=NextStep(gettext_lazy("Làm liên kết cho những người vừa ghi"), "accounts:hand_out"),
)
