"""What every verb asks of its values: a sentence at the field when one is wrong."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.gs1.errors import Gs1Error
from txng.gs1.keys import Gln
from txng.parties import administrative_units as units
from txng.parties import words
from txng.parties.errors import ChangedMeanwhileError, FieldError, NotAllowedError
from txng.parties.models import Enterprise
from txng.parties.queries import may_change
from txng.parties.rules import EDIT, Problem, Refused
from txng.ui import typed_values


def refuse(field: str, problem: Problem) -> FieldError:
    return FieldError(field, words.sentence(problem), problem.word)


def text(field: str, typed: str, longest: int, *, missing: str = "") -> str:
    """NFC, single spaces. `missing`: the sentence when it must not be empty."""
    tidy = typed_values.text(typed)
    if missing and not tidy:
        raise FieldError(field, missing, "missing")
    if len(tidy) > longest:
        told = _("Nhận nhiều nhất %(most)d ký tự; nhận được %(got)d. Viết ngắn lại.")
        raise FieldError(field, told % {"most": longest, "got": len(tidy)}, "too_long")
    return tidy


def one_of(field: str, value: str, known: Iterable[str], *, empty: bool = False) -> str:
    if value in known or (empty and value == ""):
        return value
    told = _("Chọn một mục trong danh sách; nhận được %(got)s.")
    raise FieldError(field, told % {"got": typed_values.shown(value)}, "unknown_choice")


def commune(code: str, earlier_code: str) -> tuple[str, str]:
    """Both codes, when the earlier commune is one that went into the commune of today."""
    found = units.commune(code)
    if found is None:
        raise refuse("commune_code", Problem("commune_unknown", {"got": code[:20]}))
    if earlier_code and earlier_code not in {one.code for one in units.predecessors(code)}:
        earlier = units.earlier_commune(earlier_code)
        name = earlier.name if earlier else earlier_code[:20]
        raise refuse(
            "earlier_commune_code",
            Problem("commune_before", {"earlier": name, "commune": found.name}),
        )
    return code, earlier_code


def gln(field: str, typed: str) -> str:
    digits = "".join(typed.split())
    if not digits:
        return ""
    try:
        return Gln(digits).value
    except Gs1Error:
        raise refuse(field, Problem("gln", {"got": typed.strip()[:40]})) from None


def changeable(by: Actor, enterprise: Enterprise, right: str = EDIT) -> None:
    """Raises NotAllowedError."""
    if not may_change(by, enterprise, right):
        raise not_given(enterprise)


def not_given(enterprise: Enterprise) -> NotAllowedError:
    told = _("Bạn không có quyền sửa hồ sơ %(code)s. Liên hệ đơn vị quản lý hồ sơ này.")
    return NotAllowedError(told % {"code": enterprise.code})


def same_version(kept: int, seen: int | None) -> None:
    """`seen` None: whoever asks did not look first (a machine that replaces)."""
    if seen is not None and kept != seen:
        raise ChangedMeanwhileError(
            _("Người khác vừa sửa mục này. Mở lại để xem bản mới, rồi sửa tiếp.")
        )


def problem_of(error: Refused, field: str) -> FieldError:
    return refuse(field, error.problem)
