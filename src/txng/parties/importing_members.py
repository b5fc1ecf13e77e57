"""Who belongs to which cooperative, from a sheet: each row a membership, begun or ended."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties import actions, importing, queries, rules
from txng.parties.actions.members import may_belong
from txng.parties.errors import FieldError, PartiesError
from txng.parties.models import Enterprise, Membership
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem

SHEET: Final = Sheet(
    name="thanh-vien",
    title=gettext_lazy("Thành viên hợp tác xã"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một thành viên của một hợp tác xã hay tổ hợp tác; cả hai đã có trong sổ."
    ),
    columns=(
        Column("group", gettext_lazy("Mã hoặc mã số thuế của hợp tác xã"), kind="code", required=True,
               longest=30, example="DV-000042-0", also=("hợp tác xã", "tổ hợp tác")),
        Column("member", gettext_lazy("Mã hoặc mã số thuế của thành viên"), kind="code", required=True,
               longest=30, example="DV-000043-8", also=("thành viên",)),
        Column("joined_on", gettext_lazy("Từ ngày"), kind="day", example="15/03/2021"),
        Column("left_on", gettext_lazy("Đến hết ngày"), kind="day",
               hint=gettext_lazy("Chỉ khi đã ra khỏi.")),
    ),
)  # fmt: skip


def _named(by: Actor, field: str, text: str) -> Enterprise:
    found = queries.enterprise(by, text) or queries.with_tax_code(by, text)
    if found is None:
        raise FieldError(field, _("Không có cơ sở nào mang mã này. Nhập cơ sở trước."))
    return found


def _row(by: Actor, row: Mapping[str, Any]) -> tuple[Enterprise, Enterprise, Membership | None]:
    """Both parties, and the membership of today that the row is about. Raises PartiesError."""
    group, member = _named(by, "group", row["group"]), _named(by, "member", row["member"])
    may_belong(by, group, member, row["joined_on"])
    kept = queries.members(by, group).filter(member=member, left_on__isnull=True).first()
    joined = row["joined_on"]
    if kept is not None and joined is not None and kept.joined_on != joined:
        if kept.joined_on is None:
            told = _("Cơ sở này đang là thành viên, chưa rõ từ ngày nào. Để trống ô này.")
        else:
            day = kept.joined_on.strftime("%d/%m/%Y")
            told = _("Cơ sở này đang là thành viên từ ngày %(day)s.") % {"day": day}
        raise FieldError("joined_on", told)
    begins, ends = joined or (kept.joined_on if kept else None), row["left_on"]
    if begins is not None and ends is not None and ends < begins:
        raise FieldError("left_on", _("Ngày ra khỏi phải từ ngày vào trở đi."))
    return group, member, kept


def check(by: Actor, rows: Sequence[Given]) -> Mapping[int, Sequence[Problem]]:
    found: dict[int, Sequence[Problem]] = {}
    for row in rows:
        try:
            _row(by, row.values)
        except PartiesError as error:
            found[row.number] = [importing.problem_of(error)]
    return found


def _apply(by: Actor, row: Mapping[str, Any]) -> Applied:
    group, member, kept = _row(by, row)
    title = _("%(member)s vào %(group)s") % {"member": member.code, "group": group.code}
    ends = row["left_on"]
    if kept is None:
        past = queries.members(by, group).filter(
            member=member, joined_on=row["joined_on"], left_on=ends, left_on__isnull=False
        )
        same = past.first()
        if same is not None:  # the same sheet again
            return Applied("unchanged", _subject(group, same), title)
        kept = actions.add_member(by=by, group=group, member=member, joined_on=row["joined_on"])
        if ends is not None:
            actions.end_membership(by=by, group=group, number=kept.pk, left_on=ends)
        return Applied("created", _subject(group, kept), title)
    if ends is None:
        return Applied("unchanged", _subject(group, kept), title)
    actions.end_membership(by=by, group=group, number=kept.pk, left_on=ends)
    return Applied("updated", _subject(group, kept), title, {"left_on": ends.isoformat()})


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    return importing.applied(by, rows, _apply)


def _subject(group: Enterprise, kept: Membership) -> str:
    return f"{group.code}:{kept.pk}"


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """What was begun is struck, what was ended goes on: unless somebody wrote there since."""
    told = []
    for row in rows:
        number = int(row.applied.subject.partition(":")[2])
        try:
            if row.applied.outcome == "created":
                actions.strike_membership(by=by, number=number, left_on=row.values["left_on"])
            else:
                actions.resume_membership(by=by, number=number, left_on=row.values["left_on"])
        except PartiesError as error:
            told.append(str(error))
        else:
            told.append("")
    return told


MEMBERS: Final = Importer(
    code="thanh-vien",
    title=gettext_lazy("Thành viên hợp tác xã"),
    right=rules.EDIT,
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=lambda subject: reverse("parties:enterprise", args=[subject.partition(":")[0]]),
    lead=gettext_lazy("Ai vào, ai ra khỏi hợp tác xã, tổ hợp tác."),
)
