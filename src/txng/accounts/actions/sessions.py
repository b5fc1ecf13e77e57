"""Verbs about signing in and out. A session's secret is in the cookie only; we keep its digest."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import (
    agents,
    journal,
    limits,
    passkeys,
    passwords,
    queries,
    rules,
    sealing,
    totp,
)
from txng.accounts.actions.people import of_person
from txng.accounts.actors import Actor
from txng.accounts.errors import (
    NotAllowedError,
    StaleError,
    TooOftenError,
    UnknownOrganisationError,
    WrongCredentialsError,
)
from txng.accounts.models import (
    Assignment,
    Organisation,
    Passkey,
    RecoveryCode,
    Session,
    Totp,
    User,
)


def sign_in(*, username: str, password: str, address: str, agent: str) -> tuple[Session, str]:
    """A session and its secret; half a session (`is_whole` false) where a second factor is owed.

    Raises WrongCredentialsError, which never says what was wrong, and TooOftenError.
    """
    username = rules.tidy_username(username)[:150]
    limits.spend("sign-in from", address, rules.SIGN_IN_BY_ADDRESS)
    limits.spend("sign-in as", username, rules.SIGN_IN_BY_NAME)
    person = User.objects.filter(username=username).first()
    if not passwords.is_password_of(person, password) or person is None:
        raise WrongCredentialsError(
            _(
                "Tên đăng nhập hoặc mật khẩu không đúng. Gõ lại cả hai, chú ý chữ hoa và bộ gõ tiếng Việt."
            )
        )
    limits.give_back("sign-in as", username)
    return begin_session(
        person=person, agent=agent, is_whole=not queries.factors_of(person.pk).has_any
    )


@transaction.atomic
def begin_session(
    *,
    person: User,
    agent: str = "",
    is_whole: bool = True,
    shown_two: bool = False,
    organisation: Organisation | None = None,
    is_device: bool = False,
) -> tuple[Session, str]:
    """For somebody who has proved who they are. Without an organisation the one of last time is taken."""
    now = timezone.now()
    organisation = organisation or _organisation_of_last_time(person)
    kind = rules.DEVICE if is_device else _kind(organisation)
    secret = rules.new_secret()
    session = Session.objects.create(
        digest=rules.digest(secret),
        person=person,
        organisation=organisation,
        kind=kind,
        is_whole=is_whole,
        second_factor_at=now if shown_two else None,
        agent=agents.words_of(agent),
        started_at=now,
        seen_at=now,
        proved_at=now,
        ends_at=now + (rules.SPANS[kind].whole if is_whole else rules.HALF_SESSION),
    )
    if is_whole:
        _note_start(session)
    return session, secret


def prove_by_totp(*, session: Session, typed: str) -> tuple[Session, str]:
    """The whole session in place of the half. Raises WrongCredentialsError, TooOftenError."""
    limits.spend("second factor", str(session.person_id), rules.SECOND_FACTOR)
    with transaction.atomic():
        row = (
            Totp.objects.select_for_update()
            .filter(person_id=session.person_id, confirmed_at__isnull=False)
            .first()
        )
        step = None if row is None else matching_step(row, typed)
        if row is None or step is None:
            raise WrongCredentialsError(
                _(
                    "Mã này không khớp. Chờ ứng dụng hiện mã mới rồi gõ 6 chữ số."
                    " Xem giờ trên điện thoại có đúng không."
                )
            )
        row.last_step = step
        row.save(update_fields=["last_step"])
        return _made_whole(session)


def prove_by_recovery_code(*, session: Session, typed: str) -> tuple[Session, str]:
    """A code works once. Raises WrongCredentialsError, TooOftenError."""
    limits.spend("second factor", str(session.person_id), rules.SECOND_FACTOR)
    with transaction.atomic():
        used = RecoveryCode.objects.filter(
            person_id=session.person_id,
            digest=rules.digest(rules.tidy_recovery_code(typed)),
            used_at__isnull=True,
        ).update(used_at=timezone.now())
        if not used:
            raise WrongCredentialsError(
                _("Mã dự phòng này không có hoặc đã dùng. Mỗi mã chỉ dùng được một lần.")
            )
        journal.record(of_person(session.person), "recovery_code.used", session.person)
        return _made_whole(session)


def sign_in_challenge(*, session: Session | None) -> tuple[dict[str, Any], str]:
    """What a browser is asked to sign: its options, and the state to hand back within minutes.

    With half a session only that person's keys count; without, whichever key the person picks.
    """
    mine = None if session is None else Passkey.objects.filter(person_id=session.person_id)
    options, state = passkeys.ask(None if mine is None else [bytes(one.attested) for one in mine])
    return options, signing.dumps(state, salt=_salt(session), compress=True)


def prove_by_passkey(
    *, session: Session | None, state: str, answer: dict[str, Any], address: str, agent: str
) -> tuple[Session, str]:
    """A passkey that checked its owner (finger, face, PIN) counts as both factors.

    Raises WrongCredentialsError, TooOftenError.
    """
    limits.spend("sign-in from", address, rules.SIGN_IN_BY_ADDRESS)
    wrong = WrongCredentialsError(
        _("Khóa đăng nhập này không mở được. Thử lại, hoặc đăng nhập bằng mật khẩu.")
    )
    try:
        opened = signing.loads(state, salt=_salt(session), max_age=passkeys.MINUTES * 60)
        once = rules.Allowance(1, timedelta(minutes=passkeys.MINUTES))
        limits.spend("challenge", state, once)  # a copied answer opens nothing
    except (signing.BadSignature, TooOftenError):
        raise wrong from None
    with transaction.atomic():
        row = (
            Passkey.objects.select_for_update()
            .select_related("person")
            .filter(credential_id=str(answer.get("id", ""))[:1400], person__is_active=True)
            .first()
        )
        if row is None or (session is not None and row.person_id != session.person_id):
            raise wrong
        count = passkeys.checked(opened, bytes(row.attested), answer)
        if count is None or (count and count <= row.sign_count):  # a copied key counts behind
            raise wrong
        row.sign_count, row.used_at = count, timezone.now()
        row.save(update_fields=["sign_count", "used_at"])
        if session is not None:
            return _made_whole(session)
        return begin_session(person=row.person, agent=agent, shown_two=True)


def prove_again(*, session: Session, password: str) -> None:
    """Show the password once more before changing what protects the account."""
    limits.spend("proof", str(session.person_id), rules.PROOF)
    if not passwords.is_password_of(session.person, password):
        raise WrongCredentialsError(_("Mật khẩu không đúng. Gõ lại."))
    limits.give_back("proof", str(session.person_id))
    session.proved_at = timezone.now()
    session.save(update_fields=["proved_at"])


@transaction.atomic
def act_for(*, by: Actor, session: Session, organisation_id: int) -> Session:
    """From now on the person acts for this organisation. Raises UnknownOrganisationError for every other."""
    found = next(
        (
            one
            for one in queries.organisations_of(session.person_id)
            if one.pk == organisation_id and session.kind != rules.DEVICE
        ),
        None,
    )
    if found is None:
        raise UnknownOrganisationError(_("Bạn không có vai trò nào ở đơn vị này."))
    session.organisation = found
    session.kind = _kind(found)
    session.ends_at = min(session.ends_at, session.started_at + rules.SPANS[session.kind].whole)
    session.looks_as = session.looks_until = None
    session.save(update_fields=["organisation", "kind", "ends_at", "looks_as", "looks_until"])
    journal.record(by, "session.acts_for", session, organisation=found.name)
    return session


@transaction.atomic
def end_session(*, by: Actor, session: Session) -> None:
    """Ending twice keeps the first moment."""
    if session.looks_as_id is not None:
        stop_looking(by=by, session=session)
    ended = Session.objects.filter(pk=session.pk, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )
    if ended:
        journal.record(by, "session.ended", session)


@transaction.atomic
def end_other_sessions(*, by: Actor, session: Session, only: int | None = None) -> int:
    """Sign out everywhere else, or in one other place (`only`, an id); how many were ended."""
    others = Session.objects.filter(person_id=session.person_id, ended_at__isnull=True).exclude(
        pk=session.pk
    )
    if only is not None:
        others = others.filter(pk=only)
    ended = others.update(ended_at=timezone.now(), looks_as=None, looks_until=None)
    if ended:
        journal.record(by, "session.others_ended", session, count=ended)
    return ended


@transaction.atomic
def look_as(*, by: Actor, session: Session, target: Assignment, reason: str) -> Session:
    """Show the system as this person sees it, read only, for half an hour. The reason is written down.

    Raises NotAllowedError for whoever may not, and at officers; StaleError without a reason.
    """
    if not by.may_everywhere("accounts.look_as") or not rules.may_look_as(target.organisation.kind):
        raise NotAllowedError(_("Bạn không xem được như người này."))
    reason = rules.tidy_name(reason)
    if len(reason) < 5:
        raise StaleError(_("Ghi lý do xem, như “Hỗ trợ theo phiếu số 12”."))
    session.looks_as = target
    session.looks_until = timezone.now() + rules.LOOK_SPAN
    session.save(update_fields=["looks_as", "looks_until"])
    journal.record(
        by,
        "person.looked_as",
        target.person,
        concerns=target.organisation_id,
        person=target.person.username,
        organisation=target.organisation.name,
        reason=reason[:300],
        until=session.looks_until.isoformat(timespec="seconds"),
    )
    return session


@transaction.atomic
def stop_looking(*, by: Actor, session: Session) -> Session:
    """Two pages at once write one line."""
    seen = session.looks_as
    ended = Session.objects.filter(pk=session.pk, looks_as__isnull=False).update(
        looks_as=None, looks_until=None
    )
    if ended and seen is not None:
        journal.record(
            by,
            "person.looked_as_ended",
            seen.person,
            concerns=seen.organisation_id,
            person=seen.person.username,
            organisation=seen.organisation.name,
        )
    session.looks_as = session.looks_until = None
    return session


def note_seen(session: Session) -> None:
    """A write every few minutes, not for every page; no line in the journal."""
    now = timezone.now()
    if now - session.seen_at >= rules.SEEN_EVERY:
        Session.objects.filter(pk=session.pk).update(seen_at=now)


def matching_step(row: Totp, typed: str) -> int | None:
    secret = sealing.opened(bytes(row.sealed), f"totp {row.person_id}")
    if secret is None:
        return None
    now = timezone.now().timestamp()
    return totp.matching_step(secret, totp.tidy(typed), now=now, after=row.last_step)


def _made_whole(half: Session) -> tuple[Session, str]:
    """A new secret: whoever knew the one of the half has nothing."""
    now = timezone.now()
    ended = Session.objects.filter(pk=half.pk, ended_at__isnull=True, is_whole=False).update(
        ended_at=now
    )
    if not ended:  # two answers at once: one wins
        raise WrongCredentialsError(_("Trang này đã dùng rồi. Đăng nhập lại từ đầu."))
    limits.give_back("second factor", str(half.person_id))
    secret = rules.new_secret()
    session = Session.objects.create(
        digest=rules.digest(secret),
        person=half.person,
        organisation=half.organisation,
        kind=half.kind,
        second_factor_at=now,
        agent=half.agent,
        started_at=now,
        seen_at=now,
        proved_at=now,
        ends_at=now + rules.SPANS[half.kind].whole,
    )
    _note_start(session)
    return session, secret


def _note_start(session: Session) -> None:
    person = session.person
    person.last_login = session.started_at
    person.save(update_fields=["last_login"])
    _forget_old_sessions()
    journal.record(
        of_person(person),
        "session.started",
        session,
        kind=session.kind,
        second_factor=session.second_factor_at is not None,
    )


def _forget_old_sessions() -> None:
    """A few each time somebody signs in: devices and times of people are not kept for ever."""
    old = Session.objects.filter(ends_at__lt=timezone.now() - rules.FORGOTTEN_AFTER)
    Session.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:100])).delete()


def _organisation_of_last_time(person: User) -> Organisation | None:
    mine = queries.organisations_of(person.pk)
    last = (
        Session.objects.filter(person=person, organisation__in=mine)
        .order_by("-seen_at")
        .values_list("organisation_id", flat=True)
        .first()
    )
    return next((one for one in mine if one.pk == last), mine[0] if mine else None)


def _kind(organisation: Organisation | None) -> str:
    is_office = organisation is not None and organisation.kind == rules.AGENCY
    return rules.OFFICER if is_office else rules.WEB


def _salt(session: Session | None) -> str:
    """A state given to one half session is of no use to another."""
    return f"txng.accounts.passkey {'' if session is None else session.pk}"
