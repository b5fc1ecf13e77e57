"""Somebody without an account makes one, with an enterprise, or asks to be let into one that is here.

form ──> tax code is new   ──> person + entry + organisation, role "chu-co-so-cho"; waits for an officer
     └─> tax code is known ──> person + request to join; says nothing about whose it is
"""

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts import actions as accounts
from txng.accounts import journal, limits, passwords
from txng.accounts import queries as account_queries
from txng.accounts import rules as account_rules
from txng.accounts.actions import starting
from txng.accounts.actors import Actor, Grant
from txng.accounts.errors import AccountsError, BadNameError, UnknownRoleError, WeakPasswordError
from txng.accounts.models import Role, Session, User
from txng.parties import actions as parties
from txng.parties import queries as party_queries
from txng.parties.actions import PartyFacts
from txng.parties.errors import FieldError as PartyFieldError
from txng.parties.models import Enterprise
from txng.parties.rules import EDIT
from txng.support import rules
from txng.support.errors import FieldError, NotReadyError, StaleError, TaxCodeTakenError
from txng.support.models import JoinRequest, Registration
from txng.support.queries import beginnings
from txng.support.rules import names

_NAME_PROBLEMS = {
    "letters": gettext_lazy(
        "Tên có chữ không phải chữ Việt: %(got)s. Tắt bàn phím tiếng khác rồi gõ lại tên."
    ),
    "marks": gettext_lazy("Tên có nhiều dấu chồng lên một chữ. Gõ lại tên như trên giấy tờ."),
    "no_letters": gettext_lazy("Tên cần có chữ. Gõ tên như trên giấy tờ."),
    "agency": gettext_lazy(
        "Tên này giống tên một cơ quan nhà nước. Cơ quan nhận tài khoản từ cơ quan thường trực; cơ sở ghi tên"
        " như trên giấy đăng ký của mình."
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes: `token` is the number of the form, the same when it is sent twice."""

    username: str
    full_name: str
    password: str
    token: str
    address: str
    agent: str = ""


def check_name(name: str, field: str = "name") -> None:
    """Raises FieldError for names that deceive."""
    agencies = [
        one.written for one in party_queries.agencies(None, timezone.localdate(), one_by_one=True)
    ]
    word = names.problem(name, agencies)
    if word:
        raise FieldError(str(_NAME_PROBLEMS[word]) % {"got": names.foreign_letters(name)}, field)


def is_tax_code_taken(*, typed: str, kind: str, address: str) -> bool:
    """Whether somebody has this tax code; asked often from one address it is not answered.

    Raises FieldError, TooOftenError.
    """
    if not typed.strip():
        return False
    limits.spend("tax code from", address, account_rules.START_BY_ADDRESS)
    return bool(party_queries.taken_tax_codes(None, {beginnings.tax_code_of(typed, kind)}))


def register(*, newcomer: Newcomer, facts: PartyFacts) -> tuple[Session, str]:
    """All of it or nothing; signed in at once. The same form sent again signs in to what it made.

    Raises FieldError, TaxCodeTakenError, NotReadyError, TooOftenError.
    """
    limits.spend("registration from", newcomer.address, account_rules.START_BY_ADDRESS)
    check_name(facts.name)
    check_name(newcomer.full_name, "full_name")
    found = _made_before(newcomer)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            person = _person(newcomer)
            enterprise = _entry(person, facts)
            role = _role(rules.WAITING_ROLE)
            organisation = starting.open_own_account(
                by=_desk(person, facts),
                person=person,
                name=enterprise.public_name,
                spare_name=f"{enterprise.public_name} ({enterprise.code})",
                role=role,
            )
            parties.attach_account(
                by=_desk(person, facts), enterprise=enterprise, organisation=organisation
            )
            made = Registration.objects.create(
                enterprise=enterprise,
                person=person,
                token=account_rules.digest(newcomer.token),
                consent=rules.CONSENT,
            )
            journal.record(
                _desk(person, facts),
                "registration.made",
                made,
                concerns=organisation.pk,
                code=enterprise.code,
                consent=rules.CONSENT,
            )
            return accounts.begin_session(
                person=person, agent=newcomer.agent, organisation=organisation
            )
    except (IntegrityError, FieldError):
        found = _made_before(newcomer)  # the same form, a moment earlier
        if found is None:
            raise
        return found


def ask_to_join(*, newcomer: Newcomer, tax_code: str, kind: str) -> tuple[Session, str]:
    """An account without any right, and a request that whoever manages the enterprise answers.

    Raises FieldError, TooOftenError.
    """
    limits.spend("registration from", newcomer.address, account_rules.START_BY_ADDRESS)
    check_name(newcomer.full_name, "full_name")
    found = _made_before(newcomer)
    if found is not None:
        return found
    code = beginnings.tax_code_of(tax_code, kind)
    try:
        with transaction.atomic():
            enterprise = Enterprise.objects.filter(tax_code=code).first()
            if enterprise is None:
                raise StaleError(_("Mã số thuế này nay không còn ai dùng. Đăng ký lại từ đầu."))
            person = _person(newcomer)
            made = JoinRequest.objects.create(
                enterprise=enterprise,
                person=person,
                token=account_rules.digest(newcomer.token),
                consent=rules.CONSENT,
            )
            by = account_queries.current_actor(person, None)
            told = {"code": enterprise.code, "consent": rules.CONSENT}
            journal.record(by, "join.asked", made, concerns=enterprise.organisation_id, **told)
            return accounts.begin_session(person=person, agent=newcomer.agent)
    except (IntegrityError, FieldError):
        found = _made_before(newcomer)
        if found is None:
            raise
        return found


@transaction.atomic
def send_again(*, by: Actor, registration: Registration) -> Registration:
    """After a refusal the owner has mended what was wrong. Raises StaleError."""
    won = Registration.objects.filter(pk=registration.pk, state=rules.REFUSED).update(
        state=rules.WAITING, decided_at=None, decided_by="", reason=""
    )
    if not won:
        raise StaleError(_("Đăng ký này đã được xem lại. Mở lại trang."))
    journal.record(by, "registration.sent_again", registration)
    return Registration.objects.get(pk=registration.pk)


def _made_before(newcomer: Newcomer) -> tuple[Session, str] | None:
    """The account that this very form made, for whoever sent it: name and password have to fit."""
    digest = account_rules.digest(newcomer.token)
    person = None
    for model in (Registration, JoinRequest):
        row = model.objects.select_related("person").filter(token=digest).first()
        person = person or (row.person if row else None)
    is_same = person is not None and person.username == account_rules.tidy_username(
        newcomer.username
    )
    if person is None or not is_same or not passwords.is_password_of(person, newcomer.password):
        return None
    return accounts.begin_session(person=person, agent=newcomer.agent)


def _person(newcomer: Newcomer) -> User:
    try:
        return accounts.create_person(
            by=None,
            username=newcomer.username,
            full_name=newcomer.full_name,
            password=newcomer.password,
        )
    except WeakPasswordError as error:
        raise FieldError(str(error), "password") from None
    except BadNameError as error:
        raise FieldError(str(error), "username") from None
    except AccountsError as error:
        raise FieldError(str(error)) from None


def _entry(person: User, facts: PartyFacts) -> Enterprise:
    try:
        return parties.register_enterprise(by=_desk(person, facts), facts=facts)
    except PartyFieldError as error:
        if error.field == "tax_code" and error.word == "taken":
            raise TaxCodeTakenError(str(error), "tax_code") from None
        raise FieldError(str(error), error.field) from None


def _desk(person: User, facts: PartyFacts) -> Actor:
    """The person, with what the desk where one registers may do: one entry in this commune and sector."""
    reach = Grant(frozenset({EDIT}), frozenset({facts.commune_code}), frozenset({facts.sector}))
    return replace(account_queries.current_actor(person, None), grants=(reach,))


def _role(code: str) -> Role:
    try:
        return account_queries.role_named(code)
    except UnknownRoleError:
        raise NotReadyError(
            _("Hệ thống đang được nâng cấp nên chưa nhận đăng ký. Thử lại sau ít phút.")
        ) from None
