"""A paper goes from hand to hand: sent to be signed, signed, given its number, withdrawn.

Two people: whoever drafted a paper does not sign it. Numbers have no gaps: a number is taken in the
transaction that issues the paper, from a row that is locked until both are written.
"""

from datetime import date

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import rules
from txng.documents.actions.drafting import add_step, locked, refuse_without
from txng.documents.errors import FieldError, NotAllowedError, WrongStateError
from txng.documents.models import NumberRegister, PaperRecord
from txng.documents.papers import stored
from txng.documents.queries import official as queries
from txng.documents.rules import papers as paper_rules

DRAFTED, SENT, SIGNED = paper_rules.DRAFTED, paper_rules.SENT, paper_rules.SIGNED
ISSUED, WITHDRAWN = paper_rules.ISSUED, paper_rules.WITHDRAWN


@transaction.atomic
def send_to_sign(*, by: Actor, paper: PaperRecord) -> PaperRecord:
    """Raises NotAllowedError, NotThereError, WrongStateError, FieldError for a paper that is not whole."""
    refuse_without(by, rules.DRAFT)
    one = _in_state(by, paper, DRAFTED)
    content = stored.from_json(one.content)
    if not content.about.strip():
        raise FieldError(_("Nhập trích yếu trước khi trình ký."), "about")
    if not content.parts and not content.appendices:
        raise FieldError(_("Nhập nội dung trước khi trình ký."), "text")
    if content.signatory is None or not content.signatory.name.strip():
        raise FieldError(_("Nhập họ tên người ký trước khi trình ký."), "name")
    if one.typed is not None:
        left = paper_rules.placeholders("\n".join(str(text) for text in one.typed.values()))
        if left:
            raise FieldError(
                _("Còn %(count)d chỗ trong ngoặc vuông chưa điền; chỗ đầu: %(first)s.")
                % {"count": len(left), "first": left[0]},
                "text",
            )
    return _step(by, one, SENT)


@transaction.atomic
def give_back(*, by: Actor, paper: PaperRecord, reason: str) -> PaperRecord:
    """To be mended: by who could sign, or by the drafter who sent it; a signature is void with it.

    Raises NotAllowedError, NotThereError, WrongStateError, FieldError.
    """
    one = locked(by, paper.pk)
    if one.state not in (SENT, SIGNED):
        raise _too_late(one)
    if not queries.may(by, one).give_back:
        raise NotAllowedError(
            _("Chỉ người có quyền ký, hoặc người soạn trước khi ký, trả lại được.")
        )
    kept = _reason(reason)
    one.digest = ""
    return _step(by, one, DRAFTED, step=paper_rules.RETURNED, note=kept)


@transaction.atomic
def sign(*, by: Actor, paper: PaperRecord, digest: str = "") -> PaperRecord:
    """`digest`: of the content that the signer had before the eyes, "" where the caller has just read it.

    Raises NotAllowedError (also for the drafter), NotThereError, WrongStateError.
    """
    refuse_without(by, rules.SIGN)
    one = _in_state(by, paper, SENT)
    me = (by.person_id, by.name)
    if paper_rules.is_same_person(me, (one.drafter_id, one.drafted_by)):
        raise NotAllowedError(_("Người soạn không tự ký. Nhờ một người khác có quyền ký."))
    now = stored.digest(one.content)
    if digest and digest != now:
        raise WrongStateError(
            _("Nội dung đã đổi sau khi bạn mở trang. Mở lại, đọc bản mới rồi ký.")
        )
    one.digest = now
    return _step(by, one, SIGNED, digest=now)


@transaction.atomic
def issue(*, by: Actor, paper: PaperRecord, on: date | None = None) -> PaperRecord:
    """Takes the next number of the body's register for this symbol and year, and dates it today.

    `on`: another day, for the operator who enters papers of the past; days go on as numbers do.

    Raises NotAllowedError, NotThereError, WrongStateError, FieldError.
    """
    refuse_without(by, rules.ISSUE)
    one = _in_state(by, paper, SIGNED)
    if not queries.is_whole(one):
        raise WrongStateError(_("Nội dung không còn khớp với bản đã ký. Trả lại để sửa và ký lại."))
    day = timezone.localdate()
    if on is not None and on != day:
        day = _past_day(by, one, on)
    one.number, one.year, one.issued_on = _next_number(one, day.year), day.year, day
    one.register_key = paper_rules.register_key(one.year, one.symbol, one.number)
    return _step(by, one, ISSUED, digest=one.digest)


@transaction.atomic
def withdraw(*, by: Actor, paper: PaperRecord, reason: str) -> PaperRecord:
    """Said on every copy made from now on; its number is not given again.

    Raises NotAllowedError, NotThereError, WrongStateError, FieldError.
    """
    refuse_without(by, rules.ISSUE)
    one = _in_state(by, paper, ISSUED)
    return _step(by, one, WITHDRAWN, note=_reason(reason), digest=one.digest)


def _past_day(by: Actor, one: PaperRecord, on: date) -> date:
    if not by.is_operator:
        raise NotAllowedError(_("Văn bản mang ngày cấp số. Chỉ người vận hành ghi được ngày khác."))
    same = PaperRecord.objects.filter(
        organisation_id=one.organisation_id, symbol=one.symbol, year=on.year
    )
    last = same.aggregate(last=Max("issued_on"))["last"]
    if on > timezone.localdate() or (last is not None and on < last):
        raise FieldError(
            _("Ngày ban hành cần từ ngày của số liền trước đến hôm nay, để số và ngày cùng tăng.")
        )
    return on


def _next_number(one: PaperRecord, year: int) -> int:
    """Call inside the transaction that issues: the row stays locked until then."""
    register, _is_new = NumberRegister.objects.get_or_create(
        organisation_id=one.organisation_id, symbol=one.symbol, year=year
    )
    NumberRegister.objects.filter(pk=register.pk).update(last=F("last") + 1)
    register.refresh_from_db()
    return register.last


def _step(
    by: Actor, one: PaperRecord, state: str, *, step: str = "", note: str = "", digest: str = ""
) -> PaperRecord:
    one.state = state
    one.version += 1
    one.updated_at = timezone.now()
    one.save()
    add_step(by, one, step or state, note=note, digest=digest)
    journal.record(by, f"paper.{step or state}", one, number=one.written_number)
    return one


def _in_state(by: Actor, paper: PaperRecord, state: str) -> PaperRecord:
    one = locked(by, paper.pk)
    if one.state != state:
        raise _too_late(one)
    return one


def _too_late(one: PaperRecord) -> WrongStateError:
    return WrongStateError(
        _("Văn bản này nay ở bước “%(state)s”. Mở lại trang để xem việc làm tiếp.")
        % {"state": one.get_state_display()}
    )


def _reason(typed: str) -> str:
    tidy = " ".join(typed.split())
    least, most = paper_rules.SHORTEST_REASON, paper_rules.LONGEST_REASON
    if not least <= len(tidy) <= most:
        raise FieldError(
            _("Lý do cần từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": least, "most": most, "got": len(tidy)},
            "reason",
        )
    return tidy
