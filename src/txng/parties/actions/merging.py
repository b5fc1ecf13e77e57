"""Two entries are one party: everything that names the one names the other from now on."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, ForeignObjectRel
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties.actions import checking
from txng.parties.actions.enterprises import keep_words
from txng.parties.errors import CannotMergeError
from txng.parties.models import (
    Enterprise,
    EnterprisePast,
    EnterpriseWord,
    Membership,
    PersonWord,
)
from txng.parties.rules import MERGE

MOST_STEPS: Final = 3
"""Entries that were merged point at the one that is kept; more steps only while merges go on beside us."""
STAYS = (EnterprisePast, EnterpriseWord, PersonWord, Membership, Enterprise)
"""Not simply carried over: the past belongs to the entry, words are written anew, see below."""


@transaction.atomic
def merge_enterprises(*, by: Actor, keep: Enterprise, drop: Enterprise, reason: str) -> Enterprise:
    """`drop` leads to `keep` from now on; its tax code, GLN, account, places, plots, codes and members go
    over, and so does every record of any room whose foreign key names it. What `keep` lacks it takes.

    Raises CannotMergeError when both have something of which there can be one, NotAllowedError.
    """
    keep_first = Enterprise.objects.select_for_update().filter(pk__in=(keep.pk, drop.pk))
    both = {one.pk: one for one in keep_first.order_by("pk")}  # one order: no deadlock
    if len(both) != 2:
        raise CannotMergeError(_("Cần hai hồ sơ khác nhau để gộp."))
    kept, gone = both[keep.pk], both[drop.pk]
    for one in (kept, gone):
        checking.changeable(by, one, MERGE)
        if one.merged_into_id is not None:
            raise CannotMergeError(_("Hồ sơ %(code)s đã được gộp từ trước.") % {"code": one.code})
    reason = checking.text("reason", reason, 500, missing=_("Ghi lý do gộp hai hồ sơ."))
    _refuse_two_of(kept, gone)
    given = {name: getattr(gone, name) for name in ("tax_code", "gln", "organisation")}
    gone.tax_code, gone.gln, gone.organisation, gone.merged_into = "", "", None, kept
    gone.version += 1
    gone.save()
    for name, value in given.items():
        if value and not getattr(kept, name):
            setattr(kept, name, value)
    for name in (
        "contact_name",
        "phone",
        "email",
        "field",
        "workers",
        "revenue_vnd",
        "capital_vnd",
    ):
        if getattr(kept, name) in ("", None):
            setattr(kept, name, getattr(gone, name))
    kept.version += 1
    kept.updated_at = timezone.now()
    kept.save()
    try:
        with transaction.atomic():
            moved = _carry_over(gone, kept)
            moved["parties.membership"] = _carry_memberships(gone, kept)
    except IntegrityError:
        raise CannotMergeError(
            _(
                "Hai hồ sơ có mục trùng nhau, như hai sản phẩm cùng mã. Xử lý mục trùng trước khi gộp."
            )
        ) from None
    keep_words([kept])
    for model in (EnterpriseWord, PersonWord):
        model.objects.filter(of=gone).delete()
    journal.record(
        by,
        "enterprise.merged",
        kept,
        concerns=kept.organisation_id,
        kept=kept.code,
        dropped=gone.code,
        reason=reason,
        moved={name: count for name, count in sorted(moved.items()) if count},
    )
    return kept


def _refuse_two_of(kept: Enterprise, gone: Enterprise) -> None:
    """Different tax codes are different parties; two accounts are two parties that sign in."""
    if kept.kind != gone.kind:
        raise CannotMergeError(_("Hai hồ sơ khác loại hình. Sửa loại hình cho đúng trước khi gộp."))
    if kept.tax_code and gone.tax_code:
        raise CannotMergeError(_("Hai hồ sơ có hai mã số thuế khác nhau, không phải một cơ sở."))
    if kept.gln and gone.gln:
        raise CannotMergeError(_("Hai hồ sơ có hai GLN khác nhau. Bỏ GLN sai trước khi gộp."))
    if kept.organisation_id and gone.organisation_id:
        raise CannotMergeError(
            _("Cả hai hồ sơ đều có tài khoản. Đóng một tài khoản trước khi gộp.")
        )


def _carry_over(gone: Enterprise, kept: Enterprise) -> dict[str, int]:
    """Foreign keys of every room, upper ones too: Django knows who points here, this room need not."""
    moved: dict[str, int] = {}
    for relation in relations():
        field = relation.field
        rows = relation.related_model._base_manager.filter(**{field.name: gone})
        label = f"{relation.related_model._meta.label_lower}"
        moved[label] = moved.get(label, 0) + rows.update(**{field.name: kept})
    # entries that were merged into the dropped one lead on to the kept one
    Enterprise.objects.filter(merged_into=gone).update(merged_into=kept)
    return moved


def relations() -> list[Any]:
    """Every foreign key to an enterprise, those without a way back (related_name="+") too, but for STAYS."""
    return [
        one
        for one in Enterprise._meta.get_fields(include_hidden=True)
        if isinstance(one, ForeignObjectRel)
        and isinstance(one.field, ForeignKey)
        and one.related_model not in STAYS
    ]


def standing(enterprise: Enterprise) -> Enterprise:
    """The entry that stands for this one now. Call inside a transaction: until its end nobody merges it.

    What was begun for an entry that was merged meanwhile is written for the one that was kept.
    """
    found = enterprise
    for _step in range(MOST_STEPS):
        rows = Enterprise.objects.select_for_update(of=("self",), no_key=True)
        found = rows.get(pk=found.pk)
        if found.merged_into_id is None:
            return found
        found = Enterprise(pk=found.merged_into_id)
    raise CannotMergeError(_("Hồ sơ này đã được gộp. Mở lại trang từ sổ cơ sở."))


def _carry_memberships(gone: Enterprise, kept: Enterprise) -> int:
    """An open membership that both have stays one; nobody becomes a member of itself."""
    count = 0
    for row in Membership.objects.filter(member=gone):
        held = Membership.objects.filter(group=row.group, member=kept, left_on__isnull=True)
        if row.group_id == kept.pk or (row.left_on is None and held.exists()):
            row.delete()
        else:
            row.member = kept
            row.save(update_fields=["member"])
            count += 1
    for row in Membership.objects.filter(group=gone):
        held = Membership.objects.filter(group=kept, member=row.member, left_on__isnull=True)
        if row.member_id == kept.pk or (row.left_on is None and held.exists()):
            row.delete()
        else:
            row.group = kept
            row.save(update_fields=["group"])
            count += 1
    return count
