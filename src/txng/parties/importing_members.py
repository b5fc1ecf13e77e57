"""Who belongs to which cooperative, from a sheet: each row a membership, begun or ended."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties import actions, importing, queries, rules
from txng.parties.actions.members import check_pair
from txng.parties.errors import FieldError, PartiesError
from txng.parties.importing_named import Parties
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


class _Batch:
    """The parties that a batch of rows names and who belongs to whom: three queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        texts = (row.values[field] for row in rows for field in ("group", "member"))
        self.parties = Parties(by, texts)
        named = self.parties.all()
        self._held = {one.pk: one for one in queries.memberships_among(by, named, named)}
        self._by_pair: dict[tuple[int, int], list[int]] = {}
        for one in self._held.values():
            self._pair(one).append(one.pk)

    def _pair(self, one: Membership) -> list[int]:
        return self._by_pair.setdefault((one.group_id, one.member_id), [])

    def keep(self, one: Membership) -> None:
        """It was written just now: the rows behind it are about it too."""
        if one.pk not in self._held:
            self._pair(one).append(one.pk)
        self._held[one.pk] = one

    def of(self, group: Enterprise, member: Enterprise) -> list[Membership]:
        return [self._held[pk] for pk in self._by_pair.get((group.pk, member.pk), ())]

    def row(self, row: Mapping[str, Any]) -> tuple[Enterprise, Enterprise, Membership | None]:
        """Both parties, and the membership of today that the row is about. Raises PartiesError."""
        group = self.parties.named("group", row["group"])
        member = self.parties.named("member", row["member"])
        joined = row["joined_on"]
        self.parties.refuse_foreign(group)
        self.parties.refuse_foreign(member)
        check_pair(group, member, joined)
        kept = next((one for one in self.of(group, member) if one.left_on is None), None)
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
    return importing.checked_rows(rows, _Batch(by, rows).row)


def _apply(batch: _Batch, row: Mapping[str, Any]) -> Applied:
    by, (group, member, kept) = batch.by, batch.row(row)
    title = _("%(member)s vào %(group)s") % {"member": member.code, "group": group.code}
    joined, ends = row["joined_on"], row["left_on"]
    if kept is None:
        for past in batch.of(group, member):
            if ends is not None and (past.joined_on, past.left_on) == (joined, ends):
                return Applied("unchanged", _subject(group, past), title)  # the same sheet again
        kept = actions.add_member(by=by, group=group, member=member, joined_on=joined)
        if ends is not None:
            kept = actions.end_membership(by=by, group=group, number=kept.pk, left_on=ends)
        batch.keep(kept)
        return Applied("created", _subject(group, kept), title)
    if ends is None:
        return Applied("unchanged", _subject(group, kept), title)
    batch.keep(actions.end_membership(by=by, group=group, number=kept.pk, left_on=ends))
    return Applied("updated", _subject(group, kept), title, {"left_on": ends.isoformat()})


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    batch = _Batch(by, rows)
    return importing.applied(rows, lambda row: _apply(batch, row))


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
