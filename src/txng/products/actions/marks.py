"""Verbs of marks and OCOP: put in what is known, hand a mark on, grant and end licences, give stars."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties.actions.merging import standing
from txng.parties.models import Enterprise
from txng.products import words
from txng.products.errors import FactsRefusedError, NotAllowedError
from txng.products.models import (
    Mark,
    MarkLicence,
    MarkOwner,
    OcopRating,
    ProductGroup,
    TradeItem,
)
from txng.products.queries import marks as queries
from txng.products.queries import reach
from txng.products.rules import marks as rules

KEEP = "products.keep_marks"


@transaction.atomic
def put_in_packaged_marks(*, by: Actor) -> int:
    """How many marks are new. What an officer wrote about a mark stays."""
    known = set(Mark.objects.values_list("code", flat=True))
    groups = dict(ProductGroup.objects.values_list("path", "pk"))
    new = 0
    for one in rules.shipped():
        if one.code in known:
            continue
        mark = Mark.objects.create(
            code=one.code,
            kind=one.kind,
            name=one.name,
            granted_on=one.granted_on,
            source=one.source,
        )
        mark.groups.set(groups[path] for path in one.groups)
        if one.owner:
            MarkOwner.objects.create(mark=mark, name=one.owner, held_from=one.granted_on)
        new += 1
    if new:
        journal.record(by, "marks.put_in", ("products.mark", "packaged"), count=new)
    return new


@transaction.atomic
def hand_on_mark(*, by: Actor, mark: Mark, name: str, held_from: date, document: str) -> MarkOwner:
    """Another owner from a day on: a district that is no more, an association that takes over.

    Raises NotAllowedError, FactsRefusedError.
    """
    mark = Mark.objects.select_for_update().get(
        pk=mark.pk
    )  # of two who hand it on, one after the other
    _refuse_without_mark(by, mark)
    name, document = " ".join(name.split()), document.strip()
    if not name or not document:
        raise FactsRefusedError(_("Nhập tên chủ sở hữu mới và văn bản chuyển giao."))
    now = mark.owners.filter(held_until__isnull=True).first()
    if now is not None:
        if now.held_from is not None and held_from <= now.held_from:
            raise FactsRefusedError(
                _("Chủ hiện tại giữ nhãn hiệu từ %(day)s; ngày chuyển phải sau ngày đó.")
                % {"day": words.day(now.held_from)},
                "held_from",
            )
        now.held_until = held_from
        now.save(update_fields=["held_until"])
    owner = MarkOwner.objects.create(
        mark=mark, name=name[:200], held_from=held_from, document=document[:100]
    )
    journal.record(by, "mark.handed_on", mark, to=name, document=document)
    return owner


@transaction.atomic
def grant_licence(
    *,
    by: Actor,
    mark: Mark,
    holder: Enterprise,
    group: ProductGroup,
    number: str,
    valid_from: date,
    valid_until: date,
) -> MarkLicence:
    """Raises NotAllowedError, FactsRefusedError: a group that the mark is not for, a period, a number."""
    holder = standing(holder)
    _refuse_without(by, holder, group)
    check_licence(mark, group, valid_from, valid_until)
    number = number.strip()
    if not number:
        raise FactsRefusedError(_("Nhập số giấy phép."), "number")
    try:
        with transaction.atomic():
            licence = MarkLicence.objects.create(
                mark=mark,
                holder=holder,
                group=group,
                number=number[:40],
                valid_from=valid_from,
                valid_until=valid_until,
            )
    except IntegrityError as error:
        raise FactsRefusedError(
            _("Nhãn hiệu này đã có giấy phép số %(number)s.") % {"number": number}, "number"
        ) from error
    journal.record(by, "licence.granted", licence, mark=mark.code, holder=holder.code)
    return licence


@transaction.atomic
def end_licence(*, by: Actor, licence: MarkLicence, on: date, reason: str) -> MarkLicence:
    """Before its day, with a reason. Ending twice keeps the first. Raises NotAllowedError,
    FactsRefusedError.
    """
    licence = MarkLicence.objects.select_for_update().get(pk=licence.pk)
    _refuse_without(by, licence.holder, licence.group)
    if licence.ended_on is not None:
        return licence
    reason = reason.strip()
    if not reason:
        raise FactsRefusedError(_("Ghi lý do thu hồi."), "reason")
    licence.ended_on, licence.ended_because = on, reason[:300]  # paired: marklicence_ended_and_why
    licence.save(update_fields=["ended_on", "ended_because"])
    journal.record(by, "licence.ended", licence, on=on.isoformat())
    return licence


@transaction.atomic
def rate_ocop(
    *, by: Actor, trade_item: TradeItem, points: Decimal, decision_number: str, decided_on: date
) -> OcopRating:
    """Stars from points, for 36 months. Raises NotAllowedError, FactsRefusedError."""
    _refuse_without(by, trade_item.owner, trade_item.group)
    stars = rules.stars_for(points) if points <= 100 else None
    if stars is None:
        raise FactsRefusedError(
            _("Xếp hạng OCOP cần từ 50 đến 100 điểm; nhận được %(got)s.") % {"got": points},
            "points",
        )
    number = decision_number.strip()
    if not number:
        raise FactsRefusedError(_("Nhập số quyết định."), "decision_number")
    try:
        with transaction.atomic():
            rating = OcopRating.objects.create(
                trade_item=trade_item,
                stars=stars,
                points=points,
                decision_number=number[:40],
                decided_on=decided_on,
                valid_until=rules.ocop_valid_until(decided_on),
            )
    except IntegrityError as error:
        raise FactsRefusedError(
            _("Sản phẩm này đã có hạng theo quyết định %(number)s.") % {"number": number},
            "decision_number",
        ) from error
    journal.record(by, "ocop.rated", trade_item, stars=stars, decision=number)
    return rating


@transaction.atomic
def strike_licence(*, by: Actor, licence: MarkLicence) -> None:
    """An import wrote it by mistake: it never was. Raises NotAllowedError, FactsRefusedError when it was
    ended since.
    """
    kept = _still(MarkLicence.objects.select_related("mark", "holder", "group"), licence.pk)
    _refuse_without(by, kept.holder, kept.group)
    if kept.ended_on is not None:
        raise FactsRefusedError(_("Giấy phép này đã được thu hồi sau lần nhập, nên giữ lại."))
    journal.record(
        by, "licence.struck", kept, concerns=kept.holder.organisation_id,
        mark=kept.mark.code, holder=kept.holder.code, number=kept.number,
    )  # fmt: skip
    kept.delete()


@transaction.atomic
def strike_rating(*, by: Actor, rating: OcopRating) -> None:
    """An import wrote it by mistake: it never was. Raises NotAllowedError, FactsRefusedError."""
    kept = _still(
        OcopRating.objects.select_related("trade_item__owner", "trade_item__group"), rating.pk
    )
    item = kept.trade_item
    _refuse_without(by, item.owner, item.group)
    journal.record(
        by, "ocop.struck", item, concerns=item.owner.organisation_id,
        stars=kept.stars, decision=kept.decision_number,
    )  # fmt: skip
    kept.delete()


def _still(rows: Any, number: int) -> Any:
    """The row, locked. Raises FactsRefusedError when somebody struck it meanwhile."""
    found = rows.select_for_update(of=("self",)).filter(pk=number).first()
    if found is None:
        raise FactsRefusedError(_("Mục này vừa được người khác gỡ."))
    return found


def check_licence(mark: Mark, group: ProductGroup, valid_from: date, valid_until: date) -> None:
    """Raises FactsRefusedError: a group that the mark is not for, a period that runs backwards."""
    if not any(group.path.startswith(one.path) for one in mark.groups.all()):
        raise FactsRefusedError(
            _("“%(mark)s” không dùng cho nhóm “%(group)s”.") % {"mark": mark, "group": group},
            "group",
        )
    if valid_until < valid_from:
        raise FactsRefusedError(_("Ngày hết hạn phải từ ngày bắt đầu trở đi."), "valid_until")


def not_given_to_keep() -> str:
    return _("Tài khoản này chưa được giao ghi nhãn hiệu, hạng OCOP ở địa bàn và ngành đó.")


def _refuse_without(by: Actor, owner: Enterprise, group: ProductGroup) -> None:
    if not reach.reaches_as_officer(by, KEEP, owner, group):
        raise NotAllowedError(not_given_to_keep())


def _refuse_without_mark(by: Actor, mark: Mark) -> None:
    if not queries.may_hand_on(by, mark):
        raise NotAllowedError(_("Tài khoản này chưa được giao ghi nhãn hiệu của ngành đó."))
