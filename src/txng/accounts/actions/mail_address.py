"""A person gives an address for letters, confirms it, chooses what comes, takes it away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from txng.accounts import journal, limits, mail, rules
from txng.accounts.actions.people import of_person
from txng.accounts.actors import Actor
from txng.accounts.errors import BadAddressError, LinkGoneError, MailOffError
from txng.accounts.models import Letter, MailAddress, User
from txng.accounts.queries import letters as queries


def ask_for_letters(*, by: Actor, person: User, address: str) -> MailAddress:
    """A letter with a link goes to the address; nothing else does before the link was opened and the button
    pressed. The same address again sends another link; the earlier one opens nothing then.

    Raises MailOffError, BadAddressError, TooOftenError.
    """
    if not mail.is_on():
        raise MailOffError(_("Máy chủ này chưa bật gửi thư."))
    kept = rules.tidy_address(address)
    if not kept:
        raise BadAddressError(_("Cần một địa chỉ như ten@donvi.vn."))
    limits.spend("confirmation by", str(person.pk), rules.CONFIRM_BY_PERSON)
    limits.spend("confirmation to", kept, rules.CONFIRM_BY_ADDRESS)
    with transaction.atomic():
        now = timezone.now()
        box, _is_new = MailAddress.objects.update_or_create(
            person=person,
            defaults={
                "address": kept, "nonce": rules.new_secret(), "asked_at": now,
                "confirmed_at": None, "refused_at": None, "language": _language(),
            },
        )  # fmt: skip
        Letter.objects.create(
            person=person,
            address=kept,
            kind=rules.CONFIRMATION,
            about=f"accounts.confirmation:{box.nonce[:8]}",
            subject=_("Xác nhận địa chỉ nhận thư"),
            text=_confirmation(person),
        )
        journal.record(by, "mail_address.asked", box)
    return box


@transaction.atomic
def confirm_address(*, by: Actor, token: str) -> MailAddress:
    """By whoever opens the link, signed in as the person who asked: a stranger whose address was typed by
    mistake cannot. Raises LinkGoneError."""
    box = queries.address_to_confirm(by, token)
    gone = LinkGoneError(
        _("Liên kết này đã dùng, quá 24 giờ, hoặc của tài khoản khác. Xin thư xác nhận mới.")
    )
    if box is None:
        raise gone
    now = timezone.now()
    # what was there before is no news: the first letters come the next morning
    today = rules.last_morning(timezone.localtime(now))
    won = MailAddress.objects.filter(pk=box.pk, nonce=box.nonce, confirmed_at__isnull=True).update(
        confirmed_at=now, nonce=rules.new_secret(), reminders_on=today, library_on=today,
        refused_at=None,
    )  # fmt: skip
    if not won:
        raise gone
    journal.record(by, "mail_address.confirmed", box)
    box.refresh_from_db()
    return box


@transaction.atomic
def choose_letters(
    *, by: Actor, box: MailAddress, reminders: str, library: bool, news: bool
) -> MailAddress:
    """Raises BadAddressError for a rhythm that nobody knows."""
    if reminders not in rules.RHYTHMS:
        raise BadAddressError(_("Chọn một mục trong danh sách."))
    now = timezone.localtime()
    if library and not box.library:  # what changed while nobody wanted to know is no news
        box.library_on = rules.last_morning(now)
    if box.reminders == rules.NEVER:
        box.reminders_on = rules.last_morning(now)
    box.reminders, box.library, box.news, box.language = reminders, library, news, _language()
    box.save(
        update_fields=[
            "reminders", "library", "news", "language", "reminders_on", "library_on",
        ]
    )  # fmt: skip
    journal.record(by, "mail_address.chosen", box, reminders=reminders, library=library, news=news)
    return box


@transaction.atomic
def stop_letters(*, token: str) -> str:
    """One click of a letter: no more of its kind. The kind. Again changes nothing. Raises LinkGoneError."""
    found = queries.address_to_stop(token)
    if found is None:
        raise LinkGoneError(_("Liên kết này không đúng, hoặc địa chỉ này không còn nhận thư nữa."))
    box, kind = found
    if box.wants(kind):
        changes = {kind: rules.NEVER if kind == rules.REMINDERS else False}
        MailAddress.objects.filter(pk=box.pk).update(**changes)
        journal.record(of_person(box.person), "mail_address.stopped", box, kind=kind)
    return kind


@transaction.atomic
def drop_address(*, by: Actor, box: MailAddress) -> None:
    """Nothing goes there any more; what waits is given up when its turn comes."""
    journal.record(by, "mail_address.dropped", box)
    MailAddress.objects.filter(pk=box.pk).delete()


def _language() -> str:
    return get_language() or "vi"


def _confirmation(person: User) -> str:
    """The user name lets the reader see whose letters these would be."""
    return _(
        "Tài khoản %(username)s xin nhận thư ở địa chỉ này. Mở liên kết dưới đây trong 24 giờ, đăng nhập bằng"
        " tài khoản đó và bấm Xác nhận. Nếu không phải bạn xin, không cần làm gì: sẽ không có thư nào nữa."
    ) % {"username": person.username}
