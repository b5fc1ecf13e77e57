"""Indicators are defined, changed, retired; targets are set; readings are taken."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme.actions.telling import text_of
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.figures import Number, everyone, figure
from txng.programme.models import (
    Indicator,
    IndicatorPast,
    IndicatorTarget,
    Reading,
)
from txng.programme.queries import indicators as queries
from txng.programme.rules import KEEP, N_, formulas
from txng.programme.rules import indicators as rules
from txng.ui import fold

STANDING_AGENCY = "so-khcn"
TAKEN = ("them", "de-xuat", "ghi-so")
_REFUSED = {
    "empty": N_("Nhập công thức, như codes.alive / codes.watched * 100."),
    "long": N_("Công thức dài quá 300 ký tự. Viết ngắn lại."),
    "strange": N_("Ở chỗ thứ %(place)d có “%(found)s”: công thức chỉ gồm mã số liệu, số và + - * / ( )."),
    "unexpected": N_("Ở chỗ thứ %(place)d không mong có “%(found)s”. Xem lại dấu và ngoặc."),
    "unfinished": N_("Công thức dừng lại sau “%(found)s”. Viết tiếp một mã số liệu hoặc một số."),
    "unclosed": N_("Dấu ngoặc mở ở chỗ thứ %(place)d chưa được đóng."),
    "deep": N_("Công thức có quá nhiều lớp ngoặc. Viết đơn giản hơn."),
    "no_figure": N_("Công thức chưa có mã số liệu nào. Chọn ít nhất một mã trong danh sách."),
}  # fmt: skip
Targets = Mapping[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an indicator says. `owner` None: nobody in particular."""

    title: str
    unit: str
    formula: str
    direction: str = rules.UP
    decimals: int = 0
    owner: Agency | None = None
    note: str = ""
    on_dashboard: bool = False


@transaction.atomic
def define_indicator(*, by: Actor, facts: Facts, code: str = "") -> Indicator:
    """`code` "" is made of the title. Raises FieldError, NotAllowedError."""
    _refuse_without(by)
    told = _checked(facts)
    place = Indicator.objects.count() + 1
    try:
        with transaction.atomic():
            made = Indicator.objects.create(
                code=code or _free_code(told.title),
                place=place,
                changed_by=by.name,
                **_columns(told),
            )
    except IntegrityError:
        raise FieldError(
            _("Đã có chỉ tiêu tên này. Đặt tên khác, hoặc sửa chỉ tiêu đang có."), "title"
        ) from None
    journal.record(by, "indicator.defined", made, formula=made.formula)
    return made


@transaction.atomic
def change_indicator(*, by: Actor, indicator: Indicator, seen: int, facts: Facts) -> Indicator:
    """`seen` is the version that the person had on the page.

    Raises FieldError, NotAllowedError, StaleError.
    """
    _refuse_without(by)
    one = _held(indicator, seen)
    told = _columns(_checked(facts))
    if all(getattr(one, name) == value for name, value in told.items()):
        return one
    _keep_past(one)
    for name, value in told.items():
        setattr(one, name, value)
    _save(by, one)
    journal.record(by, "indicator.changed", one, version=one.version)
    return one


@transaction.atomic
def set_targets(*, by: Actor, indicator: Indicator, seen: int, targets: Targets) -> Indicator:
    """Every year named; None takes a target away. Raises FieldError, NotAllowedError, StaleError."""
    _refuse_without(by)
    one = _held(indicator, seen)
    before = {each.year: each.value for each in one.targets.all()}
    for year, value in targets.items():
        if year not in rules.YEARS:
            raise FieldError(_("Cần một năm từ 2019 đến 2030."))
        if value is not None and abs(value) > rules.LARGEST:
            raise FieldError(_("Số quá lớn. Xem lại đơn vị."), f"year_{year}")
    after = {year: value for year, value in {**before, **targets}.items() if value is not None}
    changed = rules.changed_years(before, after)
    if not changed:
        return one
    _keep_past(one)
    one.targets.filter(year__in=changed).delete()
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(indicator=one, year=year, value=after[year])
        for year in changed
        if year in after
    )
    _save(by, one)
    journal.record(by, "indicator.targets_set", one, years=list(changed))
    return one


@transaction.atomic
def retire_indicator(*, by: Actor, indicator: Indicator, seen: int) -> Indicator:
    """It leaves the lists; its readings stay. Raises NotAllowedError, StaleError."""
    return _set_retired(by, indicator, seen, timezone.localdate(), "indicator.retired")


@transaction.atomic
def restore_indicator(*, by: Actor, indicator: Indicator, seen: int) -> Indicator:
    return _set_retired(by, indicator, seen, None, "indicator.restored")


@transaction.atomic
def put_in_proposals(*, by: Actor) -> list[Indicator]:
    """Those of the proposals that are not there; without targets: the Plan sets none."""
    _refuse_without(by)
    owner = parties.agency(by, STANDING_AGENCY)
    there = set(Indicator.objects.values_list("code", flat=True))
    return [
        define_indicator(
            by=by,
            code=one.code,
            facts=Facts(
                title=_(one.title),
                unit=_(one.unit),
                formula=one.formula,
                direction=one.direction,
                decimals=one.decimals,
                owner=owner,
                note=_(one.note),
                on_dashboard=one.on_dashboard,
            ),
        )
        for one in rules.PROPOSALS
        if one.code not in there
    ]


def take_readings(*, by: Actor, day: date) -> list[Reading]:
    """Every indicator in use, as of a day that is not to come; of today it replaces what was read before.

    A day that is past is read once. Raises FieldError, NotAllowedError. The registers are asked before the
    transaction begins: nobody waits for it to write.
    """
    _refuse_without(by)
    today = timezone.localdate()
    if day > today:
        raise FieldError(_("Chưa tới ngày này. Chọn hôm nay hoặc một ngày đã qua."), "day")
    if day.year < rules.FIRST_YEAR:
        raise FieldError(_("Kế hoạch bắt đầu năm 2019. Chọn một ngày từ 01/01/2019."), "day")
    rows = list(Indicator.objects.filter(retired_on__isnull=True).order_by("place", "pk"))
    wanted = {code for one in rows for code in formulas.read(one.formula).figures}
    asked = queries.asked_on(day)
    known = {
        code: None if (asked_figure := figure(code)) is None else asked_figure.count(by, asked)
        for code in sorted(wanted)
    }
    with transaction.atomic():
        read = [
            _kept_reading(by, one, day, known)
            for one in rows
            if day == today or not one.readings.filter(day=day).exists()
        ]
        journal.record(
            by, "indicator.read", ("programme.reading", day.isoformat()), count=len(read)
        )
    return read


def _kept_reading(by: Actor, one: Indicator, day: date, known: Mapping[str, Number]) -> Reading:
    formula = formulas.read(one.formula)
    made, _is_new = Reading.objects.update_or_create(
        indicator=one,
        day=day,
        defaults={
            "value": queries.rounded(formula.value(known), one.decimals),
            "figures": {code: text_of(known[code]) for code in formula.figures},
            "formula": formula.text,
            "taken_at": timezone.now(),
            "taken_by": by.name,
        },
    )
    return made


def take_due_readings(*, by: Actor) -> list[Reading]:
    """On the evening of the last day of a quarter, once: for `txng work`."""
    now = timezone.localtime()
    if not rules.is_due(now.date(), now.hour):
        return []
    if not Indicator.objects.exists() or Reading.objects.filter(day=now.date()).exists():
        return []
    return take_readings(by=by, day=now.date())


@transaction.atomic
def record_reading(
    *, by: Actor, indicator: Indicator, day: date, value: Decimal | None, note: str
) -> Reading:
    """A value of a day before this system knew it, with a note that says where it is from.

    Raises FieldError (no note, a day that is read already or to come), NotAllowedError.
    """
    _refuse_without(by)
    if not note.strip():
        raise FieldError(_("Ghi số này lấy từ đâu."), "note")
    if not date(rules.FIRST_YEAR, 1, 1) <= day <= timezone.localdate():
        raise FieldError(_("Cần một ngày từ 01/01/2019 đến hôm nay."), "day")
    if indicator.readings.filter(day=day).exists():
        raise FieldError(_("Ngày này đã có số. Chọn ngày khác."), "day")
    made = Reading.objects.create(
        indicator=indicator,
        day=day,
        value=queries.rounded(value, indicator.decimals),
        formula=indicator.formula,
        note=" ".join(note.split())[: rules.LONGEST_NOTE],
        taken_by=by.name,
    )
    journal.record(by, "indicator.recorded", indicator, day=day.isoformat())
    return made


def _refuse_without(by: Actor) -> None:
    if not by.may_everywhere(KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực đặt chỉ tiêu và ghi số của chỉ tiêu."))


def _checked(facts: Facts) -> Facts:
    title, unit, note = (" ".join(one.split()) for one in (facts.title, facts.unit, facts.note))
    for name, value, longest in (
        ("title", title, rules.LONGEST_TITLE),
        ("unit", unit, rules.LONGEST_UNIT),
    ):
        if not 0 < len(value) <= longest:
            told = _("Cần từ 1 đến %(most)d ký tự; nhận được %(got)d.")
            raise FieldError(told % {"most": longest, "got": len(value)}, name)
    if len(note) > rules.LONGEST_NOTE:
        raise FieldError(_("Ghi chú dài quá 1000 ký tự. Viết ngắn lại."), "note")
    if facts.direction not in rules.DIRECTIONS:
        raise FieldError(_("Chọn chiều của chỉ tiêu."), "direction")
    if not 0 <= facts.decimals <= rules.MOST_DECIMALS:
        raise FieldError(_("Cần từ 0 đến 4 số lẻ."), "decimals")
    try:
        formula = formulas.read(facts.formula)
    except formulas.FormulaRefused as refused:
        told = _(_REFUSED[refused.word]) % {"found": refused.found, "place": refused.place}
        raise FieldError(told, "formula") from None
    known = {one.code for one in everyone()} | {one.formula for one in rules.PROPOSALS}
    for code in formula.figures:
        if code not in known:
            told = _("Không có số liệu nào mang mã “%(code)s”. Chọn mã trong danh sách số liệu.")
            raise FieldError(told % {"code": code}, "formula")
    return Facts(
        title, unit, formula.text, facts.direction, facts.decimals, facts.owner, note,
        facts.on_dashboard,
    )  # fmt: skip


def _columns(facts: Facts) -> dict[str, Any]:
    return {one.name: getattr(facts, one.name) for one in fields(facts)}


def _free_code(title: str) -> str:
    """Of the title without its marks; never a word that an address of ours begins with."""
    words = "-".join(fold.fold(title).split())
    code = "".join(sign for sign in words if sign.isalnum() or sign == "-")
    return (code if code and code not in TAKEN else f"chi-tieu-{code}")[: rules.LONGEST_CODE]


def _held(indicator: Indicator, seen: int) -> Indicator:
    """Locked, as it stands now."""
    one = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if one.version != seen:
        told = _("%(who)s vừa sửa chỉ tiêu này. Xem lại bản mới rồi sửa tiếp.")
        raise StaleError(told % {"who": one.changed_by})
    return one


def _keep_past(one: Indicator) -> None:
    content = {
        "title": one.title,
        "unit": one.unit,
        "formula": one.formula,
        "direction": one.direction,
        "decimals": one.decimals,
        "owner": None if one.owner is None else one.owner.code,
        "note": one.note,
        "targets": {str(each.year): str(each.value) for each in one.targets.order_by("year")},
    }
    IndicatorPast.objects.create(
        indicator=one,
        version=one.version,
        content=content,
        changed_at=one.changed_at,
        changed_by=one.changed_by,
    )


def _save(by: Actor, one: Indicator) -> None:
    one.version += 1
    one.changed_at, one.changed_by = timezone.now(), by.name
    one.save()


def _set_retired(
    by: Actor, indicator: Indicator, seen: int, day: date | None, verb: str
) -> Indicator:
    _refuse_without(by)
    one = _held(indicator, seen)
    _keep_past(one)
    one.retired_on = day
    _save(by, one)
    journal.record(by, verb, one)
    return one
