"""One of many says of its own part that it is done, or why not, and may take its word back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.programme import words
from txng.programme.actions.recording import text, today
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import PartAnswer
from txng.programme.queries import parts as queries
from txng.programme.queries.parts import OwnPart
from txng.programme.rules import tasks as rules


@transaction.atomic
def answer_part(*, by: Actor, share: int, who: str, answer: str, note: str = "") -> PartAnswer:
    """Done, with a note if there is something to say; or not, with the reason. `share`: its number, `who`:
    the code of the speaker. Raises FieldError, NotAllowedError, StaleError."""
    own = _own(by, share, who)
    if answer not in PartAnswer.Answer.values:
        raise FieldError(_("Chọn đã làm hay chưa làm được."), "answer")
    if own.task.first_day > today():
        told = _("Nhiệm vụ bắt đầu ngày %(day)s; trả lời từ ngày đó.")
        raise FieldError(told % {"day": words.day(own.task.first_day)})
    if own.answer is not None:
        raise _stale(own.answer)
    why = _("Ghi vì sao chưa làm được.") if answer == rules.REFUSED else ""
    kept = text("note", note, rules.LONGEST_NOTE, lines=True, missing=why)
    try:
        with transaction.atomic():
            said = PartAnswer.objects.create(
                share=own.share, year=own.year, agency=own.speaker.agency, body=own.speaker.body,
                answer=answer, note=kept, answered_by=by.name,
            )  # fmt: skip
    except IntegrityError:  # a colleague was faster
        meanwhile = _own(by, share, who).answer
        if meanwhile is None:
            raise
        raise _stale(meanwhile) from None
    verb = "task_part.confirmed" if answer == rules.CONFIRMED else "task_part.refused"
    _record(by, verb, own, said.note)
    return said


@transaction.atomic
def take_back_part(*, by: Actor, share: int, who: str) -> OwnPart:
    """Within 24 hours. Raises NotAllowedError, StaleError."""
    own = _own(by, share, who)
    said = own.answer and PartAnswer.objects.select_for_update().filter(pk=own.answer.pk).first()
    if not said:
        raise StaleError(_("Phần việc này chưa có trả lời nào để rút lại."))
    if not rules.may_take_back((timezone.now() - said.answered_at).total_seconds()):
        raise NotAllowedError(_("Đã quá 24 giờ nên không rút lại được nữa."))
    said.delete()
    _record(by, "task_part.taken_back", own, said.note)
    return own


def _own(by: Actor, share: int, who: str) -> OwnPart:
    own = queries.own_part(by, share, who, today())
    if own is None:
        raise NotAllowedError(_("Mỗi đơn vị chỉ trả lời về phần việc của mình."))
    return own


def _stale(said: PartAnswer) -> StaleError:
    told = _("%(who)s đã trả lời lúc %(moment)s: %(answer)s. Rút lại lời đó trước.")
    return StaleError(
        told
        % {
            "who": said.answered_by,
            "moment": words.moment(said.answered_at),
            "answer": said.get_answer_display().lower(),
        }
    )


def _record(by: Actor, verb: str, own: OwnPart, note: str) -> None:
    journal.record(
        by, verb, own.task, code=own.task.code, who=own.speaker.code, year=own.year, note=note
    )
