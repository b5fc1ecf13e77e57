"""A letter as it goes over the wire, and the server that takes it: Django's mail, plain text in UTF-8.

    From: Truy xuất Lâm Đồng <txng@example.vn>        TXNG_MAIL_FROM
    To: an@example.vn                                 one person, never more
    Message-ID: <letter-17.6b1c...@txng.example.vn>   the same each time a letter is tried
    Auto-Submitted: auto-generated                    RFC 3834: no machine answers it
    List-Unsubscribe: <https://txng.example.vn/thu/thoi/...>
    List-Unsubscribe-Post: List-Unsubscribe=One-Click RFC 8058, where the address is https

Nothing here touches a table. A server may take a letter and die before it says so: then the letter is sent
again with the same Message-ID. Twice is possible, never is not.
"""

import hashlib
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.charset import BASE64, Charset
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from txng.accounts import rules
from txng.accounts.models import Letter, MailAddress

TIMEOUT_SECONDS: Final = 20
_CONFIRM: Final = "txng.accounts.mail.confirm"
_STOP: Final = "txng.accounts.mail.stop"

_UTF8: Final = Charset("utf-8")
_UTF8.body_encoding = BASE64  # letters with marks over servers that take seven bits


class ServerTroubleError(Exception):
    """The server does not answer, or not to us: nothing is wrong with the letter."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of one letter: taken; later (4xx); this letter, or this address, never (5xx)."""

    kind: Literal["taken", "later", "letter_refused", "address_refused"]
    words: str = ""


def is_on() -> bool:
    return settings.SMTP is not None


# --- links that letters carry -------------------------------------------------------------------------


def confirm_token(box: MailAddress) -> str:
    """Good for 24 hours and for once: `nonce` is another one afterwards."""
    return signing.TimestampSigner(salt=_CONFIRM).sign_object([box.person_id, box.nonce])


def read_confirm_token(token: str) -> tuple[int, str] | None:
    """The person and the nonce; None for what is not ours or too old."""
    try:
        person, nonce = signing.TimestampSigner(salt=_CONFIRM).unsign_object(
            token, max_age=rules.CONFIRM_SPAN
        )
    except signing.BadSignature:
        return None
    return int(person), str(nonce)


def stop_token(box: MailAddress, kind: str) -> str:
    """Ends letters of one kind to this address, without signing in and without an end."""
    return signing.Signer(salt=_STOP).sign_object([box.person_id, kind, _mark_of(box.address)])


def read_stop_token(token: str) -> tuple[int, str, str] | None:
    """The person, the kind and the mark of the address; None for what is not ours."""
    try:
        person, kind, mark = signing.Signer(salt=_STOP).unsign_object(token)
    except signing.BadSignature:
        return None
    return int(person), str(kind), str(mark)


def is_for(mark: str, box: MailAddress) -> bool:
    """Whether a token was made for the address as it is now."""
    return mark == _mark_of(box.address)


def _mark_of(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def absolute(path: str) -> str:
    base: str = settings.BASE_URL
    return base + path


# --- the letter -----------------------------------------------------------------------------------------


def compose(letter: Letter, box: MailAddress) -> EmailMessage:
    """Whole, in the language of the reader. No table is asked."""
    with translation.override(box.language):
        return _message(letter.address, letter.subject, _text(letter, box), _headers(letter, box))


def trial(address: str) -> EmailMessage:
    """What `txng mail test` sends."""
    subject = _("Thư thử của %(host)s") % {"host": _host()}
    text = _("Máy chủ %(base)s gửi được thư đến địa chỉ này.") % {"base": settings.BASE_URL}
    return _message(address, subject, text + "\n", {"Auto-Submitted": "auto-generated"})


class _Message(EmailMessage):
    """Its headers are not folded: some programs do not find an address in the line below its name."""

    def message(self, **options: Any) -> Any:
        made = super().message(**options)
        made.policy = made.policy.clone(max_line_length=0)
        return made


def _message(address: str, subject: str, text: str, headers: dict[str, str]) -> EmailMessage:
    message = _Message(
        subject=rules.tidy_subject(subject),
        body=text,
        from_email=settings.MAIL_FROM,
        to=[address],
        headers=headers,
    )
    message.encoding = _UTF8
    return message


def _text(letter: Letter, box: MailAddress) -> str:
    if letter.kind == rules.CONFIRMATION:
        link = absolute(reverse("accounts:confirm_address", args=[confirm_token(box)]))
        return f"{letter.text}\n\n{link}\n"
    stop = _("Thôi nhận loại thư này: %(link)s") % {"link": _stop_link(letter, box)}
    choose = _("Chọn thư muốn nhận: %(link)s") % {"link": absolute(reverse("accounts:letters"))}
    told = _("Thư tự động của %(host)s, không cần trả lời.") % {"host": _host()}
    return f"{letter.text}\n\n-- \n{told}\n{stop}\n{choose}\n"


def _headers(letter: Letter, box: MailAddress) -> dict[str, str]:
    secret = signing.Signer(salt="txng.accounts.mail.id").signature(str(letter.pk))
    mark = hashlib.sha256(secret.encode()).hexdigest()[:24]
    found = {
        "Message-ID": f"<letter-{letter.pk}.{mark}@{_host()}>",
        "Auto-Submitted": "auto-generated",
    }
    if letter.kind != rules.CONFIRMATION:
        link = _stop_link(letter, box)
        found["List-Unsubscribe"] = f"<{link}>"
        if link.startswith("https://"):  # RFC 8058, 3.1: one click needs https
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def _stop_link(letter: Letter, box: MailAddress) -> str:
    return absolute(reverse("accounts:stop_letters", args=[stop_token(box, letter.kind)]))


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


# --- the server -------------------------------------------------------------------------------------------


@contextmanager
def line() -> Iterator[EmailBackend]:
    """An open connection, signed in. Call outside transactions. Raises ServerTroubleError."""
    backend = _backend()
    try:
        try:
            backend.open()
        except OSError as error:  # smtplib's errors and those of TLS among them
            _hang_up(backend)
            raise ServerTroubleError(_told(error)) from error
        yield backend
    finally:
        with suppress(OSError):  # a server that does not say goodbye has taken what it took
            backend.close()


def _hang_up(backend: EmailBackend) -> None:
    """Without QUIT: a server that waits for TLS does not hear it, and we would wait for its answer."""
    if backend.connection is not None:
        backend.connection.close()
        backend.connection = None


def _backend() -> EmailBackend:
    smtp = settings.SMTP
    assert smtp is not None, "letters are off"
    return EmailBackend(
        host=smtp.host,
        port=smtp.port,
        username=smtp.user,
        password=smtp.password,
        use_tls=smtp.tls == "start",
        use_ssl=smtp.tls == "whole",
        timeout=TIMEOUT_SECONDS,
        fail_silently=False,
    )


def hand_over(line: EmailBackend, message: EmailMessage) -> Answer:
    """One letter to the server. Raises ServerTroubleError where it is the server that is not well."""
    message.connection = line
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return Answer("address_refused" if _is_final(code) else "later", _said(code, words))
    except smtplib.SMTPDataError as error:
        kind: Any = "letter_refused" if _is_final(error.smtp_code) else "later"
        return Answer(kind, _said(error.smtp_code, error.smtp_error))
    except OSError as error:
        raise ServerTroubleError(_told(error)) from error
    return Answer("taken")


def _is_final(code: int) -> bool:
    return code >= 500


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return rules.tidy_subject(f"{code} {text}")


def _told(error: OSError) -> str:
    """For the log and for the operator: never what was signed in with."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"SMTPAuthenticationError {error.smtp_code}"
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return rules.tidy_subject(f"{type(error).__name__} {error}")
