"""Verbs of matters: receive, give to an agency, answer, bring before the province, close, forget."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.analytics.actions import device_hash
from txng.outreach.errors import FieldError, NotAllowedError, StaleError, StepError, TooManyError
from txng.outreach.models import Matter, MatterYear
from txng.outreach.queries import matters as queries
from txng.outreach.rules import ANSWER, GATHER, HOURS_TO_UNDO, WRITE, is_clause
from txng.outreach.rules import matters as rules
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.parties.models import Agency

SALT: Final = "txng.outreach.feedback"


@dataclass(frozen=True, slots=True)
class Received:
    """`code` is known only here, and shown once."""

    matter: Matter
    code: str


@transaction.atomic
def receive_feedback(
    *, by: Actor, kind: str, words: str, device: str, form: str, commune_code: str = "",
    contact_name: str = "", contact: str = "", consents: bool = False, language: str = "vi",
) -> Received:  # fmt: skip
    """From somebody without an account. `device` tells senders apart for the limits and is hashed with the
    key of the day. `form` is a number that no two forms share: the same form sent again is the same matter
    with the same code. Raises FieldError, TooManyError."""
    now = timezone.now()
    day = timezone.localdate(now)
    if kind not in rules.PUBLIC_KINDS:
        raise FieldError(_("Chọn: góp ý, vướng mắc hay hỏi."), "kind")
    if not consents:
        raise FieldError(
            _("Cần bạn đồng ý để cơ quan đọc và lưu lời này. Đánh dấu vào ô đồng ý."), "consent"
        )
    if commune_code and units.commune(commune_code) is None:
        raise FieldError(_("Chọn một xã, phường trong danh sách, hoặc để trống."), "commune")
    # the year's row first: they go in one by one, so the limits cannot be overrun side by side
    number = _next_number(rules.FROM_PUBLIC, day.year)
    code = rules.code_from(salted_hmac(SALT, form, algorithm="sha256").digest())
    form_digest = hashlib.sha256(form.encode()).digest()
    known = Matter.objects.filter(form=form_digest).first()
    if known is not None:
        _give_number_back(rules.FROM_PUBLIC, day.year)
        return Received(known, code)
    sender = device_hash(device, day)
    lately = Matter.objects.filter(received_at__gt=now - timedelta(hours=1))
    if rules.is_over_limit(by_sender=lately.filter(sender=sender).count(), of_all=lately.count()):
        raise TooManyError(
            _("Đã có nhiều lời gửi đến trong giờ qua. Giữ lại lời của bạn và gửi lại sau một giờ.")
        )
    made = Matter.objects.create(
        number=number, origin=rules.FROM_PUBLIC, kind=kind, words=_words(words, "words"),
        commune_code=commune_code, contact_name=contact_name[: rules.LONGEST_CONTACT],
        contact=contact[: rules.LONGEST_CONTACT], consent=rules.CONSENT, language=language[:10],
        secret=rules.code_digest(number, code), sender=sender, form=form_digest, received_at=now,
        due_on=rules.due_on(day, rules.clocks()[kind].days),
    )  # fmt: skip
    journal.record(by, "matter.received", made, number=number, kind=kind)
    return Received(made, code)


@transaction.atomic
def send_difficulty(
    *, by: Actor, title: str, words: str, wish: str = "", clause: str = "", commune_code: str = ""
) -> Matter:
    """From an agency to the standing agency. Raises NotAllowedError, FieldError."""
    agency = parties.agency_of(by)
    if not by.may(WRITE) or agency is None:
        raise NotAllowedError(
            _(
                "Chỉ cơ quan của Kế hoạch gửi khó khăn. Nhờ Sở Khoa học và Công nghệ gắn tài khoản của bạn"
                " với cơ quan, ở trang Cơ quan và nhiệm vụ."
            )
        )
    if not title:
        raise FieldError(_("Nhập một câu ngắn nói khó ở việc gì."), "title")
    if clause and not is_clause(clause):
        raise FieldError(_("Ghi điều khoản như II.1.a hoặc PL.1, hoặc để trống."), "clause")
    if commune_code and units.commune(commune_code) is None:
        raise FieldError(_("Chọn một xã, phường trong danh sách, hoặc để trống."), "commune")
    day = timezone.localdate()
    number = _next_number(rules.FROM_AGENCY, day.year)
    made = Matter.objects.create(
        number=number, origin=rules.FROM_AGENCY, kind=rules.DIFFICULTY, title=title,
        words=_words(words, "words"), wish=wish[: rules.LONGEST_WISH], clause=clause,
        commune_code=commune_code, asked_by_agency=agency, asked_by=by.name,
        due_on=rules.due_on(day, rules.clocks()[rules.DIFFICULTY].days),
    )  # fmt: skip
    journal.record(by, "matter.received", made, number=number, kind=rules.DIFFICULTY)
    return made


@transaction.atomic
def give_matter(*, by: Actor, matter: Matter, base: int, agency: str) -> Matter:
    """To the agency with this code, which then answers; again to another one while nobody answered."""
    row = _gathered(by, matter, base)
    if row.state not in rules.OPEN:
        raise StepError(_("Đã trả lời nên không giao lại được."))
    body = Agency.objects.filter(code=agency).first()
    if body is None or (body.ended_on is not None and body.ended_on < timezone.localdate()):
        raise FieldError(_("Chọn một cơ quan đang hoạt động."), "agency")
    row.state, row.handler, row.taken_at = rules.TAKEN, body, timezone.now()
    return _saved(by, row, "matter.given", agency=agency)


@transaction.atomic
def answer_matter(*, by: Actor, matter: Matter, base: int, answer: str) -> Matter:
    """What the sender reads. Raises StaleError, StepError, FieldError."""
    row = _answered_by(by, matter, base)
    if row.state != rules.TAKEN:
        raise StepError(
            _("Giao cho một cơ quan trước, rồi trả lời. Đã trả lời thì không đổi được.")
        )
    told = answer.strip()
    if not rules.SHORTEST_WORDS <= len(told) <= rules.LONGEST_ANSWER:
        raise FieldError(
            _("Cần từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": rules.SHORTEST_WORDS, "most": rules.LONGEST_ANSWER, "got": len(told)},
            "answer",
        )
    row.state, row.answer = rules.ANSWERED, told
    row.answered_at, row.answered_by = timezone.now(), by.name  # paired: a constraint
    return _saved(by, row, "matter.answered")


@transaction.atomic
def take_answer_back(*, by: Actor, matter: Matter) -> Matter:
    """Within a day, while it is not closed; the sender may have read it. Raises StepError."""
    row = _answered_by(by, matter, matter.version)
    late = row.answered_at is None or timezone.now() - row.answered_at > timedelta(
        hours=HOURS_TO_UNDO
    )
    if row.state != rules.ANSWERED or late:
        raise StepError(
            _("Không rút lại được nữa: đã quá %(hours)d giờ hoặc việc đã đóng.")
            % {"hours": HOURS_TO_UNDO}
        )
    row.state, row.answer, row.answered_at, row.answered_by = rules.TAKEN, "", None, ""
    return _saved(by, row, "matter.answer_taken_back")


@transaction.atomic
def close_matter(*, by: Actor, matter: Matter, base: int) -> Matter:
    row = _gathered(by, matter, base)
    if row.state != rules.ANSWERED:
        raise StepError(_("Trả lời trước rồi mới đóng."))
    if row.escalated_at is not None and not row.decision:
        raise StepError(_("Đã trình UBND tỉnh, chưa ghi quyết định. Ghi quyết định rồi đóng."))
    row.state, row.closed_at = rules.CLOSED, timezone.now()
    return _saved(by, row, "matter.closed")


@transaction.atomic
def escalate_matter(*, by: Actor, matter: Matter, base: int, words: str) -> Matter:
    """Brought before the People's Committee of the province. Raises StepError, FieldError."""
    row = _gathered(by, matter, base)
    if row.state == rules.CLOSED or row.state == rules.NEW:
        raise StepError(_("Chỉ trình việc đã có cơ quan nhận và chưa đóng."))
    if row.escalated_at is not None:
        raise StepError(_("Việc này đã trình UBND tỉnh."))
    told = words.strip()
    if not rules.SHORTEST_WORDS <= len(told) <= rules.LONGEST_WISH:
        raise FieldError(
            _("Cần từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": rules.SHORTEST_WORDS, "most": rules.LONGEST_WISH, "got": len(told)},
            "words",
        )
    row.escalated_at, row.escalated_by, row.escalation = timezone.now(), by.name, told
    return _saved(by, row, "matter.escalated")


@transaction.atomic
def record_decision(
    *, by: Actor, matter: Matter, base: int, decision: str, decided_on: date, number: str = ""
) -> Matter:
    """What the province decided, with its paper. Raises StepError, FieldError."""
    row = _gathered(by, matter, base)
    if row.escalated_at is None:
        raise StepError(_("Việc này chưa trình UBND tỉnh."))
    if row.decision:
        raise StepError(_("Đã ghi quyết định cho việc này."))
    if not timezone.localdate(row.escalated_at) <= decided_on <= timezone.localdate():
        raise FieldError(_("Nhập ngày từ ngày trình đến hôm nay."), "decided_on")
    told = decision.strip()
    if not rules.SHORTEST_WORDS <= len(told) <= rules.LONGEST_WISH:
        raise FieldError(_("Ghi nội dung quyết định, ít nhất vài chữ."), "decision")
    row.decision, row.decided_on, row.decision_number = told, decided_on, number[:60]
    return _saved(by, row, "matter.decided", paper=number[:60])


def forget_senders(*, by: Actor, now: datetime | None = None) -> int:
    """Devices of days that are over, and contact data 90 days after closing; how many rows."""
    moment = now or timezone.now()
    midnight = timezone.make_aware(
        datetime.combine(timezone.localdate(moment), datetime.min.time())
    )
    old = Matter.objects.filter(sender__isnull=False, received_at__lt=midnight).update(sender=None)
    done = Matter.objects.filter(closed_at__lt=moment - rules.KEEP_CONTACT).exclude(
        contact="", contact_name=""
    )
    return old + done.update(contact="", contact_name="")


# --- inside ---------------------------------------------------------------------------------------


def _next_number(origin: str, year: int) -> str:
    series = rules.SERIES[origin]
    MatterYear.objects.get_or_create(series=series, year=year)
    row = MatterYear.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return rules.number_of(series, year, row.last)


def _give_number_back(origin: str, year: int) -> None:
    """Inside the transaction that took it."""
    MatterYear.objects.filter(series=rules.SERIES[origin], year=year).update(last=F("last") - 1)


def _words(text: str, field: str) -> str:
    told = text.strip()
    if not rules.SHORTEST_WORDS <= len(told) <= rules.LONGEST_WORDS:
        raise FieldError(
            _("Cần từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": rules.SHORTEST_WORDS, "most": rules.LONGEST_WORDS, "got": len(told)},
            field,
        )
    return told


def _locked(by: Actor, matter: Matter, base: int) -> Matter:
    Matter.objects.select_for_update().filter(pk=matter.pk).first()
    row = queries.matter(by, matter.number)
    if row is None:
        raise NotAllowedError(_("Không có việc này trong các việc của cơ quan bạn."))
    if row.version != base:
        raise StaleError(
            _("Việc đã đổi trong lúc bạn mở trang này: nay là “%(state)s”. Xem lại rồi làm tiếp.")
            % {"state": row.get_state_display()}
        )
    return row


def _gathered(by: Actor, matter: Matter, base: int) -> Matter:
    row = _locked(by, matter, base)
    if not by.may(GATHER):
        raise NotAllowedError(_("Chỉ cơ quan thường trực giao, trình và đóng việc."))
    return row


def _answered_by(by: Actor, matter: Matter, base: int) -> Matter:
    row = _locked(by, matter, base)
    if not by.may(ANSWER) or not queries.may_answer(by, row):
        raise NotAllowedError(_("Việc này được giao cho cơ quan khác trả lời."))
    return row


def _saved(by: Actor, row: Matter, verb: str, **details: str) -> Matter:
    row.version += 1
    row.save()
    asker = row.asked_by_agency.organisation_id if row.asked_by_agency else None
    journal.record(by, verb, row, concerns=asker, number=row.number, **details)
    return row
