"""Verbs about an outside identity provider: connect an account, come in by it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal, queries
from txng.accounts.actions.sessions import begin_session
from txng.accounts.actors import Actor
from txng.accounts.errors import StaleError, WrongCredentialsError
from txng.accounts.models import OuterIdentity, Session, User


@transaction.atomic
def connect_outer(*, by: Actor, person: User, issuer: str, subject: str) -> OuterIdentity:
    """The owner of an account says which outside identity opens it. Raises StaleError."""
    try:
        with transaction.atomic():
            made = OuterIdentity.objects.create(person=person, issuer=issuer, subject=subject)
    except IntegrityError:
        raise StaleError(_("Tài khoản định danh này đã nối với một tài khoản ở đây rồi.")) from None
    journal.record(by, "outer_identity.connected", made, issuer=issuer)
    return made


@transaction.atomic
def drop_outer(*, by: Actor, person: User) -> int:
    rows = OuterIdentity.objects.filter(person=person)
    gone, _counts = rows.delete()
    if gone:
        journal.record(by, "outer_identity.dropped", person, count=gone)
    return gone


@transaction.atomic
def sign_in_by_outer(
    *, issuer: str, subject: str, has_two_factors: bool, agent: str
) -> tuple[Session, str]:
    """Whose account this identity opens. Half a session where a second factor is owed.

    Raises WrongCredentialsError when nobody connected it.
    """
    found = (
        OuterIdentity.objects.select_related("person")
        .filter(issuer=issuer, subject=subject, person__is_active=True)
        .first()
    )
    if found is None:
        raise WrongCredentialsError(
            _(
                "Tài khoản định danh này chưa nối với tài khoản nào ở đây."
                " Đăng nhập bằng mật khẩu, rồi nối ở trang Lớp bảo vệ thứ hai."
            )
        )
    is_whole = has_two_factors or not queries.factors_of(found.person_id).has_any
    return begin_session(
        person=found.person, agent=agent, is_whole=is_whole, shown_two=has_two_factors
    )
