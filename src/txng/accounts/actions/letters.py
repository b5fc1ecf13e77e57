"""Letters are written, sent and forgotten.

write_letter ──> waiting ──taken by a worker──> SMTP ──250──> sent
                    ^                            ├──4xx───────> waiting, later each time
                    └──── a minute later ────────┤  no answer
                                                 └──5xx───────> given up, told on "Thư điện tử"

A letter is written in the transaction of whoever calls; SMTP is spoken to outside of every transaction. A
worker that dies between the server's "250" and our mark leaves the letter waiting: it is then sent twice,
with one Message-ID, and never lost.
"""

from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, limits, mail, rules
from txng.accounts.actors import Actor
from txng.accounts.errors import TooOftenError
from txng.accounts.models import Letter, MailAddress, User

MOST_AT_ONCE = 20
MOST_FORGOTTEN = 5_000


@transaction.atomic
def write_letter(
    *, by: Actor, person: User, kind: str, about: str, subject: str, text: str
) -> Letter | None:
    """To the confirmed address of somebody who wants this kind; None where nobody is to be written to, and
    where the person has been told: `about` is told once to each. Text: no secrets, no names of households.
    """
    box = MailAddress.objects.filter(person=person).first()
    if not mail.is_on() or box is None or not box.wants(kind):
        return None
    letter = Letter(
        person=person, address=box.address, kind=kind, about=about,
        subject=rules.tidy_subject(subject), text=text.strip(),
    )  # fmt: skip
    # two workers at once: the second finds the row of the first
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    made = Letter.objects.filter(person=person, about=about, made_at=letter.made_at).first()
    if made is not None:
        journal.record(by, "letter.written", made, kind=kind)
    return made


@transaction.atomic
def note_gathered(*, by: Actor, box: MailAddress, kind: str, now: datetime) -> None:
    """There was looked for something to tell this morning. `by` is the worker; no line in the journal: the
    letter has one, and nothing to tell is nothing to write down."""
    field = "reminders_on" if kind == rules.REMINDERS else "library_on"
    day = rules.last_morning(timezone.localtime(now))
    MailAddress.objects.filter(pk=box.pk).update(**{field: day})


@transaction.atomic
def write_of_the_morning(
    *, by: Actor, box: MailAddress, kind: str, about: str, subject: str, text: str, now: datetime
) -> Letter | None:
    """One letter a morning with all that there is to tell of a kind; `text` "": there is nothing, and nobody
    looks again before the next. `about`: without the day."""
    made = None
    if text:
        day = timezone.localtime(now).date().isoformat()
        made = write_letter(
            by=by, person=box.person, kind=kind, about=f"{about}:{day}", subject=subject, text=text
        )
    note_gathered(by=by, box=box, kind=kind, now=now)
    return made


def send_waiting(*, by: Actor, most: int = MOST_AT_ONCE) -> int:
    """Letters that the server took or refused for good just now; 0 when none is due, the minute is full or
    the server is not well. The letter is the record of it: no line in the journal."""
    if not mail.is_on() or not _due(timezone.now()).exists():
        return 0
    try:
        with mail.line() as line:
            return _send(line, most)
    except mail.ServerTroubleError as error:
        _wait_for_the_server(str(error))
        return 0


def forget_old_letters(*, by: Actor) -> int:
    """Texts 30 days after they were written, letters after a year; how many rows."""
    now = timezone.now()
    done = Letter.objects.exclude(state=rules.LETTER_WAITING)
    old = (
        done.filter(made_at__lt=now - rules.LETTER_KEPT).order_by("pk").values_list("pk", flat=True)
    )
    gone, _kinds = Letter.objects.filter(pk__in=list(old[:MOST_FORGOTTEN])).delete()
    texts = done.filter(made_at__lt=now - rules.TEXT_SPAN).exclude(text="")
    emptied = Letter.objects.filter(
        pk__in=list(texts.values_list("pk", flat=True)[:MOST_FORGOTTEN])
    ).update(text="", address="")
    return gone + emptied


def _send(line: EmailBackend, most: int) -> int:
    done = 0
    while done < most:
        now = timezone.now()
        if not _due(now).exists():
            return done
        try:
            limits.spend("letters", "", rules.pace(settings.MAIL_PER_MINUTE))
        except TooOftenError:
            return done
        letter = _take(now)
        if letter is None:
            return done
        try:
            done += _try(line, letter)
        except mail.ServerTroubleError as error:
            # behind the others: were it the letter that upsets the server, they would wait for it
            later = rules.next_try(letter.attempts + 1, timezone.now())
            Letter.objects.filter(pk=letter.pk).update(last_error=str(error), next_at=later)
            raise
    return done


def _take(now: datetime) -> Letter | None:
    """The letter that waits longest, confirmations first, for this worker alone until its lease ends."""
    with transaction.atomic():
        # SQLite has one writer: whoever comes second sees what the first took
        rows = _due(now).select_for_update(skip_locked=True).order_by("next_at", "pk")
        # somebody looks at the page and waits: not behind the reminders of a morning
        letter = rows.filter(kind=rules.CONFIRMATION).first() or rows.first()
        if letter is None:
            return None
        letter.attempts += 1
        letter.next_at = now + rules.LEASE
        letter.save(update_fields=["attempts", "next_at"])
    return letter


def _try(line: EmailBackend, letter: Letter) -> int:
    """1 when the letter is done with. Raises mail.ServerTroubleError."""
    box = MailAddress.objects.filter(person_id=letter.person_id, person__is_active=True).first()
    if box is None or box.address != letter.address or not box.wants(letter.kind):
        _give_up(letter, _("Người nhận không còn muốn thư này."))
        return 1
    if rules.has_waited_too_long(letter.made_at, timezone.now()):
        _give_up(letter, letter.last_error or _("Đã chờ quá lâu."))
        return 1
    answer = mail.hand_over(line, mail.compose(letter, box))
    if answer.kind == "taken":
        Letter.objects.filter(pk=letter.pk).update(
            state=rules.LETTER_SENT, sent_at=timezone.now(), last_error=""
        )
    elif answer.kind == "later":
        later = rules.next_try(letter.attempts, timezone.now())
        Letter.objects.filter(pk=letter.pk).update(next_at=later, last_error=answer.words)
        return 0
    else:
        with transaction.atomic():
            _give_up(letter, answer.words)
            if answer.kind == "address_refused":
                _refuse(box)
    return 1


def _give_up(letter: Letter, why: str) -> None:
    Letter.objects.filter(pk=letter.pk, state=rules.LETTER_WAITING).update(
        state=rules.LETTER_GIVEN_UP, last_error=why[:300]
    )


def _refuse(box: MailAddress) -> None:
    """Nothing goes there until the person confirms it anew; the page "Thư điện tử" says so."""
    worker = Actor(None, "", frozenset(), "txng work")
    MailAddress.objects.filter(pk=box.pk, address=box.address).update(
        refused_at=timezone.now(), confirmed_at=None
    )
    journal.record(worker, "mail_address.refused", box)


def _wait_for_the_server(why: str) -> None:
    """Nobody tries again within a minute, whichever worker."""
    now = timezone.now()
    waiting = _due(now).update(next_at=now + rules.SERVER_PAUSE)
    structlog.get_logger(__name__).warning("mail_server_trouble", why=why, waiting=waiting)


def _due(now: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(state=rules.LETTER_WAITING, next_at__lte=now)
