"""Verbs of prefixes, keys and own names."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.barcodes.actions.permission import require, there
from txng.barcodes.errors import ExhaustedError, PrefixError, StepError
from txng.barcodes.models import CompanyPrefix, GivenKey, KeyCounter, OwnName
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import ALLOCATE, KEEP_PREFIXES, keys
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import read_code
from txng.parties.actions.merging import standing
from txng.parties.models import Enterprise

MOST_AT_ONCE: Final = 1000
_OWN_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


@transaction.atomic
def hold_prefix(
    *,
    by: Actor,
    enterprise: Enterprise,
    digits: str,
    is_foreign: bool = False,
    certificate: str = "",
    granted_on: date | None = None,
    paid_until: int | None = None,
) -> CompanyPrefix:
    """Write down a prefix that GS1 gave. Raises NotAllowedError, PrefixError."""
    enterprise = standing(enterprise)
    digits = check_prefix(by, enterprise, digits, is_foreign=is_foreign)
    try:
        with transaction.atomic():
            prefix = CompanyPrefix.objects.create(
                enterprise=enterprise,
                digits=digits,
                is_foreign=is_foreign,
                certificate=certificate.strip(),
                granted_on=granted_on,
                paid_until=paid_until,
            )
    except IntegrityError as error:  # somebody wrote the same down in between
        raise PrefixError(
            _("Mã %(digits)s vừa được người khác khai.") % {"digits": digits}, "digits"
        ) from error
    journal.record(by, "prefix.held", prefix, digits=digits, enterprise=enterprise.code)
    return prefix


def check_prefix(
    by: Actor,
    enterprise: Enterprise,
    digits: str,
    *,
    is_foreign: bool,
    overlapping: Callable[[str], CompanyPrefix | None] = queries.overlapping,
) -> str:
    """The digits as they are kept. `overlapping` answers from what was asked for many of them at once.

    Raises NotAllowedError, PrefixError.
    """
    require(by, KEEP_PREFIXES, enterprise)
    digits = "".join(digits.split())
    _refuse_digits(digits, foreign=is_foreign)
    other = overlapping(digits)
    if other is not None:
        raise PrefixError(_told_overlap(digits, other, enterprise), "digits")
    return digits


def _refuse_digits(digits: str, *, foreign: bool) -> None:
    refusal = keys.refuse_prefix(digits, foreign=foreign)
    if refusal is None:
        return
    told = {"got": refusal.got, "count": len(digits)}
    if refusal.reason == "digits":
        sentence = _("Mã doanh nghiệp GS1 chỉ gồm chữ số; bạn nhập “%(got)s”.")
    elif refusal.reason == "length":
        sentence = _("Mã doanh nghiệp GS1 có 7 đến 12 chữ số; bạn nhập %(count)d chữ số.")
    elif foreign:
        sentence = _("Mã %(got)s bắt đầu bằng 893, là mã của Việt Nam. Bỏ chọn “mã nước ngoài”.")
    else:
        sentence = _(
            "Mã của Việt Nam bắt đầu bằng 893; bạn nhập %(got)s. Nếu là mã nước ngoài, chọn ô đó."
        )
    raise PrefixError(sentence % told, "digits")


def _told_overlap(digits: str, other: CompanyPrefix, enterprise: Enterprise) -> str:
    if other.enterprise_id == enterprise.pk:
        return _("Cơ sở này đã khai mã %(other)s, trùng với mã %(digits)s.") % {
            "other": other.digits,
            "digits": digits,
        }
    # whose it is stays between the holder and the agency
    return _(
        "Mã %(digits)s trùng với mã mà cơ sở khác đã khai. So lại với giấy chứng nhận; nếu đúng, báo cơ"
        " quan thường trực."
    ) % {"digits": digits}


@transaction.atomic
def pay_fee(*, by: Actor, digits: str, year: int) -> CompanyPrefix:
    """The fee of `year` is paid. Raises NotThereError, StepError."""
    prefix = _to_change(by, digits, KEEP_PREFIXES)
    check_year(year)
    prefix.paid_until = year
    prefix.save(update_fields=["paid_until"])
    journal.record(by, "prefix.paid", prefix, year=year)
    return prefix


def check_year(year: int) -> None:
    """Raises StepError."""
    latest = timezone.localdate().year + 1
    if not 2000 <= year <= latest:
        raise StepError(
            _("Năm đã nộp phí cần từ 2000 đến %(latest)d; bạn nhập %(year)d.")
            % {"latest": latest, "year": year},
            "year",
        )


@transaction.atomic
def withdraw_prefix(*, by: Actor, digits: str) -> None:
    """An import wrote it by mistake: it never was. Raises NotThereError, StepError when it is in use."""
    prefix = _locked_to_change(by, digits)
    try:
        with transaction.atomic():
            number = prefix.pk
            prefix.delete()
    except ProtectedError:
        raise StepError(
            _("Mã %(digits)s đã được dùng sau lần nhập, nên giữ lại.") % {"digits": digits}
        ) from None
    journal.record(
        by, "prefix.withdrawn", ("barcodes.companyprefix", str(number)),
        digits=digits, enterprise=prefix.enterprise.code,
    )  # fmt: skip


@transaction.atomic
def undo_payment(*, by: Actor, digits: str, year: int, before: int | None) -> CompanyPrefix:
    """An import wrote the fee of `year` by mistake: `before` was paid. Raises NotThereError, StepError."""
    prefix = _locked_to_change(by, digits)
    if prefix.paid_until != year:
        raise StepError(_("Đã có người sửa sau lần nhập, nên giữ nguyên."))
    prefix.paid_until = before
    prefix.save(update_fields=["paid_until"])
    journal.record(by, "prefix.pay_undone", prefix, year=year)
    return prefix


def _locked_to_change(by: Actor, digits: str) -> CompanyPrefix:
    prefix = _to_change(by, digits, KEEP_PREFIXES)
    return (
        CompanyPrefix.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .get(pk=prefix.pk)
    )


@transaction.atomic
def end_prefix(*, by: Actor, digits: str, ended_on: date) -> CompanyPrefix:
    """No key is given out of it any more; those that were given stay. Raises NotThereError."""
    prefix = _to_change(by, digits, KEEP_PREFIXES)
    prefix.ended_on = ended_on
    prefix.save(update_fields=["ended_on"])
    journal.record(by, "prefix.ended", prefix, ended_on=ended_on.isoformat())
    return prefix


@transaction.atomic
def allocate(*, by: Actor, digits: str, kind: keys.Kind, purposes: Sequence[str]) -> list[GivenKey]:
    """A new key for each purpose, in their order; all or none.

    Raises NotThereError, StepError (an ended prefix, too many at once) and ExhaustedError.
    """
    prefix = _to_change(by, digits, ALLOCATE)
    purposes = [" ".join(purpose.split())[:200] for purpose in purposes]
    if not all(purposes) or not 1 <= len(purposes) <= MOST_AT_ONCE:
        raise StepError(
            _("Nhập tên cho từ 1 đến %(most)d mã, mỗi dòng một tên.") % {"most": MOST_AT_ONCE},
            "purposes",
        )
    if prefix.ended_on is not None:
        raise StepError(
            _("Mã %(digits)s đã thôi dùng nên không cấp thêm được.") % {"digits": digits}
        )
    counter = _counter(prefix, kind)
    ahead = GivenKey.objects.filter(prefix=prefix, kind=kind, number__gte=counter.next)
    taken = set(ahead.values_list("value", flat=True))
    found: list[GivenKey] = []
    for purpose in purposes:
        following = keys.next_key(kind, prefix.digits, counter.next, taken)
        if following is None:
            raise ExhaustedError(_told_end(prefix, kind, len(found), len(purposes)), "purposes")
        value, number = following
        counter.next = number + 1
        found.append(
            GivenKey(
                prefix=prefix,
                kind=kind,
                value=value,
                number=number,
                purpose=purpose,
                given_by=by.name,
            )
        )
    GivenKey.objects.bulk_create(found)
    counter.save(update_fields=["next"])
    journal.record(by, "keys.given", prefix, kind=kind, first=found[0].value, count=len(found))
    return found


def _told_end(prefix: CompanyPrefix, kind: keys.Kind, left: int, wanted: int) -> str:
    told = {"digits": prefix.digits, "kind": kind.upper(), "left": left, "wanted": wanted}
    if left:
        return (
            _(
                "Mã %(digits)s chỉ còn %(left)d số %(kind)s, bạn xin %(wanted)d. Giảm số lượng, hoặc đăng ký"
                " thêm mã doanh nghiệp."
            )
            % told
        )
    return _("Mã %(digits)s đã hết số %(kind)s. Đăng ký thêm mã doanh nghiệp.") % told


@transaction.atomic
def record_earlier(
    *, by: Actor, digits: str, kind: keys.Kind, values: Sequence[str], purpose: str
) -> list[GivenKey]:
    """Keys that were in use before the prefix came here: never to be given again.

    All or none. Raises NotThereError, PrefixError for too many, and at the first that is wrong, of another
    prefix, or known already.
    """
    prefix = _to_change(by, digits, ALLOCATE)
    if not 1 <= len(values) <= MOST_AT_ONCE:  # one that was left out would be given again
        raise PrefixError(
            _("Mỗi lần ghi từ 1 đến %(most)d mã; bạn nhập %(got)d. Chia thành nhiều lần.")
            % {"most": MOST_AT_ONCE, "got": len(values)},
            "values",
        )
    _counter(prefix, kind)  # whoever gives keys waits
    found, seen = [], set()
    for typed in values:
        value, number = _read_key(prefix, kind, typed)
        if value in seen or GivenKey.objects.filter(kind=kind, value=value).exists():
            raise PrefixError(_("Mã %(value)s đã có trong sổ.") % {"value": value}, "values")
        seen.add(value)
        found.append(
            GivenKey(
                prefix=prefix,
                kind=kind,
                value=value,
                number=number,
                purpose=" ".join(purpose.split())[:200] or _("đã dùng từ trước"),
                is_earlier=True,
                given_by=by.name,
            )
        )
    GivenKey.objects.bulk_create(found)
    journal.record(by, "keys.recorded", prefix, kind=kind, count=len(found))
    return found


def _read_key(prefix: CompanyPrefix, kind: keys.Kind, typed: str) -> tuple[str, int]:
    digits = "".join(typed.split())
    if kind == "gtin":
        digits = digits.zfill(14)
    number = (
        keys.number_of(kind, prefix.digits, digits)
        if digits.isascii() and digits.isdigit()
        else None
    )
    if number is None or number >= keys.capacity(kind, prefix.digits):
        raise PrefixError(
            _("“%(typed)s” không phải là %(kind)s của mã %(digits)s.")
            % {"typed": typed.strip()[:30], "kind": kind.upper(), "digits": prefix.digits},
            "values",
        )
    right = keys.key(kind, prefix.digits, number)
    if right != digits:
        raise PrefixError(
            _("“%(typed)s” sai chữ số kiểm tra: đúng là %(right)s.")
            % {"typed": typed.strip()[:30], "right": right[-1]},
            "values",
        )
    return right, number


@transaction.atomic
def withdraw_key(*, by: Actor, digits: str, value: str) -> GivenKey:
    """What the key named is gone; the key stays taken for ever. Raises NotThereError."""
    prefix = _to_change(by, digits, ALLOCATE)
    key = there(
        GivenKey.objects.select_for_update().filter(prefix=prefix, value=value).first(),
        _("Không có mã %(value)s trong sổ.") % {"value": value[:30]},
    )
    if key.withdrawn_at is None:
        key.withdrawn_at = timezone.now()
        key.save(update_fields=["withdrawn_at"])
        journal.record(by, "key.withdrawn", key, value=value)
    return key


@transaction.atomic
def give_own_name(*, by: Actor, enterprise: Enterprise, code: str, words: str) -> OwnName:
    """A name of our own for what has no GS1 code yet: "urn:txng:ma:DV-000042-1:caphe-500".

    Raises NotAllowedError, PrefixError.
    """
    enterprise = standing(enterprise)
    require(by, ALLOCATE, enterprise)
    code, words = code.strip(), " ".join(words.split())
    if _OWN_CODE.fullmatch(code) is None:
        raise PrefixError(
            _(
                "Mã nội bộ cần 1 đến 60 ký tự gồm chữ không dấu, chữ số và . _ -; bạn nhập “%(code)s”."
            )
            % {"code": code[:30]},
            "code",
        )
    if not 0 < len(words) <= 200:
        raise PrefixError(_("Nhập mã này là gì: tên sản phẩm, lô hay địa điểm."), "words")
    name = f"urn:txng:ma:{enterprise.code}:{code}"
    own, is_new = OwnName.objects.get_or_create(
        name=name, defaults={"enterprise": enterprise, "words": words}
    )
    if not is_new:
        raise PrefixError(
            _("Mã nội bộ “%(code)s” đã có: %(words)s.") % {"code": code, "words": own.words}, "code"
        )
    journal.record(by, "ownname.given", own, name=name)
    return own


@transaction.atomic
def join_to_gs1(*, by: Actor, name: str, gs1: str) -> OwnName:
    """Say that an own name and a GS1 code are one thing. Events stay as they were told.

    Raises NotThereError, PrefixError (no GS1 code, or joined to another one already).
    """
    own = there(
        queries.own_name(by, name, ALLOCATE),
        _("Không có mã nội bộ %(name)s.") % {"name": name[:60]},
    )
    own = OwnName.objects.select_for_update().get(pk=own.pk)
    try:
        found = read_code(gs1)
    except Gs1Error as error:
        raise PrefixError(error.vi, "gs1") from error
    if found.scheme == "private":
        raise PrefixError(
            _("“%(gs1)s” cũng là mã nội bộ. Nhập GTIN, GLN hoặc địa chỉ có /01/...")
            % {"gs1": gs1[:60]},
            "gs1",
        )
    if own.gs1 and own.gs1 != found.canonical:
        raise PrefixError(
            _("Mã này đã nối với %(gs1)s; một mã nội bộ chỉ nối với một mã GS1.")
            % {"gs1": own.gs1},
            "gs1",
        )
    if not own.gs1:
        own.gs1, own.aliased_at = found.canonical, timezone.now()
        own.save(update_fields=["gs1", "aliased_at"])
        journal.record(by, "ownname.joined", own, name=own.name, gs1=own.gs1)
    return own


def _counter(prefix: CompanyPrefix, kind: keys.Kind) -> KeyCounter:
    """The counter, locked until the transaction ends."""
    KeyCounter.objects.get_or_create(prefix=prefix, kind=kind)
    return KeyCounter.objects.select_for_update().get(prefix=prefix, kind=kind)


def _to_change(by: Actor, digits: str, right: str) -> CompanyPrefix:
    return there(
        queries.prefix(by, digits, right),
        _("Không có mã doanh nghiệp %(digits)s.") % {"digits": digits[:20]},
    )
