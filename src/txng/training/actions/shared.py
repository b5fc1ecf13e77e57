"""What verbs of this room do alike: check the right, tidy a text, take a number."""

from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.training import rules
from txng.training.errors import FieldError, NotAllowedError
from txng.training.models import TrainingClass, YearNumber
from txng.training.queries import classes
from txng.ui import typed_values


def refuse_others_than_keepers(by: Actor) -> None:
    if not by.may_everywhere(rules.KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực làm được việc này. Hỏi người phụ trách."))


def refuse_strangers(by: Actor, one: TrainingClass) -> None:
    """Trainers of the class and keepers pass."""
    if not classes.teaches(by, one):
        raise NotAllowedError(_("Chỉ giảng viên của lớp và cơ quan thường trực làm được việc này."))


def tidy(text: str, field: str, most: int, missing: str) -> str:
    """One line; `missing` is the sentence where nothing is left. Raises FieldError."""
    told = typed_values.text(text)
    if not told:
        raise FieldError(missing, field)
    if len(told) > most:
        raise FieldError(
            _("Cần nhiều nhất %(most)d ký tự; nhận được %(got)d.")
            % {"most": most, "got": len(told)},
            field,
        )
    return told


def good_reason(text: str, field: str = "reason") -> str:
    """Raises FieldError."""
    told = typed_values.text(text)
    if not rules.SHORTEST_REASON <= len(told) <= rules.LONGEST_REASON:
        raise FieldError(
            _("Ghi lý do từ %(least)d đến %(most)d ký tự; người liên quan sẽ đọc được.")
            % {"least": rules.SHORTEST_REASON, "most": rules.LONGEST_REASON},
            field,
        )
    return told


def known_kind(kind: str, field: str = "kind") -> str:
    if kind not in rules.KINDS:
        raise FieldError(_("Chọn đối tượng trong danh sách."), field)
    return kind


def take_numbers(series: str, year: int, count: int = 1) -> list[int]:
    """The next ones of the year, in order. Call inside the transaction of the act: a number is used, or
    nothing happened. Others wait until it ends."""
    YearNumber.objects.get_or_create(series=series, year=year)
    row = YearNumber.objects.select_for_update().get(series=series, year=year)
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return list(range(first, first + count))
