"""Verbs about second factors: enrol, confirm, drop. The door asks for the password first."""

from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, limits, passkeys, queries, rules, sealing, totp
from txng.accounts.actions.sessions import matching_step
from txng.accounts.actors import Actor
from txng.accounts.errors import NotAllowedError, StaleError, WrongCredentialsError
from txng.accounts.models import Passkey, RecoveryCode, Session, Totp, User


@transaction.atomic
def begin_totp(*, by: Actor, person: User) -> Totp:
    """A new secret that counts for nothing until a first code was typed. Raises StaleError."""
    row = Totp.objects.select_for_update().filter(person=person).first()
    if row is not None and row.confirmed_at is not None:
        raise StaleError(_("Điện thoại đã được nối. Gỡ nó trước khi nối chiếc khác."))
    sealed = sealing.seal(totp.new_secret(), f"totp {person.pk}")
    if row is None:
        row = Totp.objects.create(person=person, sealed=sealed)
    else:
        row.sealed, row.created_at = sealed, timezone.now()
        row.save(update_fields=["sealed", "created_at"])
    journal.record(by, "totp.begun", person)
    return row


def confirm_totp(*, by: Actor, session: Session, typed: str) -> tuple[str, ...]:
    """From the first right code on the telephone counts, and this session has shown it.

    Gives recovery codes, shown once, to whoever has none yet.
    Raises WrongCredentialsError, StaleError, TooOftenError.
    """
    limits.spend("second factor", str(session.person_id), rules.SECOND_FACTOR)
    with transaction.atomic():
        row = Totp.objects.select_for_update().filter(person_id=session.person_id).first()
        if row is None or row.confirmed_at is not None:
            raise StaleError(_("Bước này đã xong ở một trang khác. Mở lại trang Bảo vệ tài khoản."))
        step = matching_step(row, typed)
        if step is None:
            raise WrongCredentialsError(
                _("Mã này không khớp. Quét lại mã QR, rồi gõ 6 chữ số mà ứng dụng đang hiện.")
            )
        row.last_step, row.confirmed_at = step, timezone.now()
        row.save(update_fields=["last_step", "confirmed_at"])
        journal.record(by, "totp.confirmed", session.person)
        Session.objects.filter(pk=session.pk).update(second_factor_at=timezone.now())
        codes: tuple[str, ...] = ()
        if not queries.factors_of(session.person_id).recovery_codes_left:
            codes = give_recovery_codes(by=by, person=session.person)
    limits.give_back("second factor", str(session.person_id))
    return codes


@transaction.atomic
def drop_totp(*, by: Actor, person: User) -> None:
    gone, _counts = Totp.objects.filter(person=person).delete()
    if gone:
        journal.record(by, "totp.dropped", person)


def begin_passkey(*, session: Session) -> tuple[dict[str, Any], str]:
    """Options for the browser, and the state to hand back within minutes."""
    person = session.person
    mine = [bytes(one.attested) for one in Passkey.objects.filter(person=person)]
    options, state = passkeys.enrol(person.pk, person.username, str(person), mine)
    return options, signing.dumps(state, salt=_salt(session), compress=True)


def finish_passkey(
    *, by: Actor, session: Session, state: str, answer: dict[str, Any], name: str
) -> Passkey:
    """Raises WrongCredentialsError, StaleError when this key is enrolled already."""
    wrong = WrongCredentialsError(
        _("Trình duyệt không tạo được khóa. Thử lại, hoặc dùng mã trên điện thoại.")
    )
    try:
        opened = signing.loads(state, salt=_salt(session), max_age=passkeys.MINUTES * 60)
    except signing.BadSignature:
        raise wrong from None
    made = passkeys.enrolled(opened, answer)
    if made is None:
        raise wrong
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = Passkey.objects.create(
                    person=session.person,
                    credential_id=made.credential_id,
                    attested=made.attested,
                    sign_count=made.sign_count,
                    name=rules.tidy_name(name)[:100] or session.agent or _("Khóa đăng nhập"),
                )
        except IntegrityError:
            raise StaleError(_("Khóa này đã có trong danh sách.")) from None
        journal.record(by, "passkey.enrolled", row)
        Session.objects.filter(pk=session.pk).update(second_factor_at=timezone.now())
    return row


@transaction.atomic
def drop_passkey(*, by: Actor, person: User, pk: int) -> bool:
    """False when the person has no such key: a stranger's is like one that there is not."""
    row = Passkey.objects.filter(person=person, pk=pk).first()
    if row is None:
        return False
    journal.record(by, "passkey.dropped", row)
    row.delete()
    return True


@transaction.atomic
def give_recovery_codes(*, by: Actor, person: User) -> tuple[str, ...]:
    """Ten new codes; the old ones are worth nothing. Shown once, kept as digests."""
    codes = tuple(rules.new_recovery_code() for _number in range(rules.RECOVERY_CODES))
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=rules.digest(code)) for code in codes
    )
    journal.record(by, "recovery_codes.given", person, count=len(codes))
    return codes


@transaction.atomic
def drop_factors(*, by: Actor, person: User) -> None:
    """For somebody who lost telephone, keys and paper: the operator, after seeing who it is."""
    if not by.is_operator:
        raise NotAllowedError(
            _("Chỉ người vận hành máy chủ mới gỡ được lớp bảo vệ của người khác.")
        )
    Totp.objects.filter(person=person).delete()
    Passkey.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    Session.objects.filter(person=person, ended_at__isnull=True).update(
        ended_at=timezone.now(), looks_as=None, looks_until=None
    )
    journal.record(by, "person.factors_dropped", person)


def _salt(session: Session) -> str:
    return f"txng.accounts.enrol {session.pk}"
