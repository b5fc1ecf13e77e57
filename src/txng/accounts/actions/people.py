"""Verbs about people."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, limits, passwords, rules
from txng.accounts.actors import Actor
from txng.accounts.errors import BadNameError, WrongCredentialsError
from txng.accounts.models import Session, User


def of_person(person: User) -> Actor:
    """A person acting on their own account, for no organisation."""
    return Actor(None, "", frozenset(), person.username, person_id=person.pk)


@transaction.atomic
def create_person(
    *, by: Actor | None, username: str, full_name: str = "", password: str | None = None
) -> User:
    """Without a password nobody can sign in until one is set by a link.

    `by` is None for people who come by an invitation: then they made themselves.
    Raises BadNameError when the user name is taken or has other letters, WeakPasswordError.
    """
    username = _good_username(username)
    if password is not None:
        passwords.check_strength(password, username, full_name)
    taken = BadNameError(
        _("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác.") % {"name": username}
    )
    if rules.is_reserved(username):
        raise taken
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                username, password, full_name=rules.tidy_name(full_name)[: rules.LONGEST_NAME]
            )
    except IntegrityError:
        raise taken from None
    journal.record(by or of_person(person), "person.created", person, username=username)
    return person


@transaction.atomic
def rename_person(*, by: Actor, person: User, full_name: str, email: str) -> User:
    """A person's own name and address. E-mail is optional and nothing is ever sent to it unasked."""
    person.full_name = rules.tidy_name(full_name)[: rules.LONGEST_NAME]
    person.email = email.strip()
    person.save(update_fields=["full_name", "email"])
    journal.record(by, "person.renamed", person)
    return person


def change_password(*, by: Actor, session: Session, old: str, new: str) -> None:
    """Everywhere else the person is signed out.

    Raises WrongCredentialsError, WeakPasswordError, TooOftenError.
    """
    person = session.person
    limits.spend("proof", str(person.pk), rules.PROOF)
    if not passwords.is_password_of(person, old):
        raise WrongCredentialsError(
            _("Mật khẩu hiện tại không đúng. Gõ lại, hoặc xin liên kết mới.")
        )
    with transaction.atomic():
        set_password(by=by, person=person, password=new, keep=session)
    limits.give_back("proof", str(person.pk))


def set_password(*, by: Actor, person: User, password: str, keep: Session | None = None) -> None:
    """Call inside a transaction. Ends every session but `keep`. Raises WeakPasswordError."""
    passwords.check_strength(password, person.username, person.full_name)
    person.set_password(password)
    person.save(update_fields=["password"])
    now = timezone.now()
    others = Session.objects.filter(person=person, ended_at__isnull=True)
    if keep is not None:
        others = others.exclude(pk=keep.pk)
        Session.objects.filter(pk=keep.pk).update(proved_at=now)
    ended = others.update(ended_at=now, looks_as=None, looks_until=None)
    journal.record(by, "person.password_set", person, sessions_ended=ended)


def _good_username(text: str) -> str:
    username = rules.tidy_username(text)
    if not rules.is_username(username):
        raise BadNameError(
            _(
                "Tên đăng nhập cần 2 đến %(longest)d ký tự a–z, 0–9, dấu chấm, gạch nối hoặc gạch dưới,"
                " như an.nguyen, nhưng nhận được “%(got)s”."
            )
            % {"longest": rules.LONGEST_USERNAME, "got": text[:60]}
        )
    return username
