"""Verbs about links that let somebody in once. The secret is shown once; we keep its digest.

A gift is checked twice: when the link is made, and when it is used. Whoever lost the right in between
gave nothing (`_check_maker`).
"""

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, known, limits, queries, rules
from txng.accounts.actions import organisations, people, roles, sessions
from txng.accounts.actors import Actor, operator
from txng.accounts.errors import BadRoleError, LinkGoneError, NotAllowedError, StaleError
from txng.accounts.models import Assignment, OneTimeLink, Organisation, Role, Session, User


@transaction.atomic
def invite(
    *,
    by: Actor,
    organisation: Organisation,
    role: Role,
    for_whom: str,
    territories: Collection[str] | None = None,
    sectors: Collection[str] | None = None,
) -> tuple[OneTimeLink, str]:
    """A link for a person, or, where the role is for devices, for a telephone in the field.

    Raises what `assign` raises.
    """
    roles.check_gift(by, organisation, role, territories, sectors)
    kind = rules.PHONE if role.is_for_devices else rules.INVITATION
    return _make(
        by,
        kind,
        organisation=organisation,
        role=role,
        territories=None if territories is None else sorted(set(territories)),
        sectors=None if sectors is None else sorted(set(sectors)),
        for_whom=rules.tidy_name(for_whom)[:200],
    )


@transaction.atomic
def prepare_invitation(
    *,
    by: Actor,
    organisation: Organisation,
    role: Role,
    for_whom: str,
    territories: Collection[str] | None = None,
    sectors: Collection[str] | None = None,
) -> OneTimeLink:
    """Somebody of a list who is to be let in. No secret before `hand_out`: nobody is there to see it.

    Raises what `assign` raises; BadRoleError for a telephone, whose link lives for minutes.
    """
    if role.is_for_devices:
        raise BadRoleError(_("Điện thoại được nối từng chiếc ở trang Người dùng."))
    roles.check_gift(by, organisation, role, territories, sectors)
    now = timezone.now()
    link = OneTimeLink.objects.create(
        kind=rules.INVITATION,
        digest=rules.no_digest_yet(),
        created_by=by.name,
        created_at=now,
        expires_at=now + rules.PREPARED_SPAN,
        organisation=organisation,
        role=role,
        territories=None if territories is None else sorted(set(territories)),
        sectors=None if sectors is None else sorted(set(sectors)),
        for_whom=rules.tidy_name(for_whom)[:200],
    )
    journal.record(by, "link.prepared", link, concerns=organisation.pk, role=role.code)
    return link


@transaction.atomic
def hand_out(*, by: Actor, links: Collection[OneTimeLink]) -> list[tuple[OneTimeLink, str]]:
    """Each invitation with a secret, shown once by whoever calls; an earlier one of it opens nothing now.

    From here on it is the invitation of whoever hands it out. One that was used or withdrawn meanwhile is
    left out. Raises what `assign` raises.
    """
    wanted = [link.pk for link in links][: rules.MOST_HANDED_OUT]
    rows = (
        OneTimeLink.objects.select_for_update(of=("self",))
        .select_related("organisation", "role")
        .filter(
            pk__in=wanted, kind=rules.INVITATION, used_at__isnull=True, withdrawn_at__isnull=True
        )
        .order_by("pk")
    )
    given, now = [], timezone.now()
    for link in rows:
        if link.organisation is None or link.role is None:  # the database lets none of them in
            continue
        roles.check_gift(by, link.organisation, link.role, link.territories, link.sectors)
        secret = rules.new_secret()
        link.digest, link.created_by = rules.digest(secret), by.name
        link.expires_at = now + rules.LINK_SPANS[rules.INVITATION]
        link.save(update_fields=["digest", "created_by", "expires_at"])
        journal.record(
            by,
            "link.made",
            link,
            concerns=link.organisation_id,
            kind=link.kind,
            role=link.role.code,
        )
        given.append((link, secret))
    return given


@transaction.atomic
def open_account(*, by: Actor, name: str, kind: str, for_whom: str) -> tuple[OneTimeLink, str]:
    """An organisation and the link for the first person in it, who manages the others.

    Raises NotAllowedError, BadNameError, KindDiffersError; BadRoleError where no role could manage it.
    """
    if not (by.is_operator or by.may_everywhere("accounts.open")):
        raise NotAllowedError(_("Chỉ cơ quan thường trực mở được tài khoản cho đơn vị khác."))
    organisation = organisations.ensure_organisation(by=by, name=name, kind=kind)
    passing = known.passing_roles()
    managing = (
        one for one in queries.roles() if roles.MEMBERS in one.rights and one.code not in passing
    )
    role = next((one for one in managing if kind in one.kinds), None)
    if role is None:
        raise BadRoleError(_("Chưa có vai trò nào quản lý được loại tổ chức này."))
    return invite(by=by, organisation=organisation, role=role, for_whom=for_whom)


@transaction.atomic
def issue_reset(*, by: Actor, person: User) -> tuple[OneTimeLink, str]:
    """A link that sets a new password. Older ones of this person are withdrawn.

    Who manages an organisation may do it for people who act for no other: else the manager of one
    could take over what the person does elsewhere. Raises NotAllowedError.
    """
    if not by.is_operator:
        _check_reset(by, person)
    OneTimeLink.objects.filter(
        kind=rules.RESET, person=person, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    return _make(by, rules.RESET, person=person, organisation_id=by.organisation_id)


@transaction.atomic
def withdraw_link(*, by: Actor, link: OneTimeLink) -> None:
    """What was not used yet leads nowhere from now on. Raises NotAllowedError."""
    if not (
        by.is_operator or (link.organisation_id == by.organisation_id and by.may(roles.MEMBERS))
    ):
        raise NotAllowedError(_("Bạn không quản lý liên kết này."))
    gone = OneTimeLink.objects.filter(
        pk=link.pk, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    if gone:
        journal.record(by, "link.withdrawn", link, concerns=link.organisation_id, kind=link.kind)


@transaction.atomic
def accept_invitation(
    *,
    secret: str,
    person: User | None = None,
    username: str = "",
    full_name: str = "",
    password: str = "",
) -> Assignment:
    """The invited person, new (user name and password) or known (`person`), gets the role.

    Raises LinkGoneError, BadNameError, WeakPasswordError, StaleError.
    """
    link = _taken(secret, rules.INVITATION)
    if person is None:
        person = people.create_person(
            by=None, username=username, full_name=full_name, password=password
        )
    return _given(link, person)


def connect_phone(*, secret: str, address: str, agent: str) -> tuple[Session, str]:
    """A telephone in the field becomes a person without a password, bound to one narrow role.

    Raises LinkGoneError, TooOftenError.
    """
    limits.spend("link from", address, rules.LINK_BY_ADDRESS)
    with transaction.atomic():
        link = _taken(secret, rules.PHONE)
        phone = people.create_person(
            by=None,
            username=f"dt-{link.pk}-{rules.new_secret()[:6]}",
            full_name=link.for_whom,
        )
        given = _given(link, phone)
        return sessions.begin_session(
            person=phone, agent=agent, organisation=given.organisation, is_device=True
        )


@transaction.atomic
def set_password_by_link(*, secret: str, password: str) -> User:
    """Every session ends; second factors stay. Raises LinkGoneError, WeakPasswordError."""
    link = _taken(secret, rules.RESET)
    person = link.person
    if person is None or not person.is_active:
        raise _gone()
    _check_maker(link, lambda by: _check_reset(by, person))
    people.set_password(by=people.of_person(person), person=person, password=password)
    return person


def _make(by: Actor, kind: str, **fields: object) -> tuple[OneTimeLink, str]:
    secret, now = rules.new_secret(), timezone.now()
    link = OneTimeLink.objects.create(
        kind=kind,
        digest=rules.digest(secret),
        created_by=by.name,
        created_at=now,
        expires_at=now + rules.LINK_SPANS[kind],
        **fields,
    )
    details = {} if link.role is None else {"role": link.role.code}
    if link.person is not None:
        details["person"] = link.person.username
    journal.record(by, "link.made", link, concerns=link.organisation_id, kind=kind, **details)
    return link, secret


def _taken(secret: str, kind: str) -> OneTimeLink:
    """The link, used up by this transaction: of two who open it at once one wins. Raises LinkGoneError."""
    link = queries.open_link(secret, kind)
    if link is None:
        raise _gone()
    won = OneTimeLink.objects.filter(
        pk=link.pk, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(used_at=timezone.now())
    if not won:
        raise _gone()
    return link


def _gone() -> LinkGoneError:
    return LinkGoneError(
        _("Liên kết này đã dùng, đã rút hoặc quá hạn. Xin người đã gửi một liên kết mới.")
    )


def _given(link: OneTimeLink, person: User) -> Assignment:
    if link.organisation is None or link.role is None:
        raise BadRoleError(_("Liên kết này không dẫn đến vai trò nào."))
    # locked: of two who come by links that open an organisation one is the first
    organisation = Organisation.objects.select_for_update().get(pk=link.organisation.pk)
    gift = (organisation, link.role, link.territories, link.sectors)
    _check_maker(link, lambda by: roles.check_gift(by, *gift))
    OneTimeLink.objects.filter(pk=link.pk).update(person=person)
    by = people.of_person(person)
    try:
        return roles.give(
            by=by,
            person=person,
            organisation=link.organisation,
            role=link.role,
            territories=link.territories,
            sectors=link.sectors,
        )
    except StaleError:
        raise StaleError(_("Bạn đã có vai trò này ở đơn vị đó rồi.")) from None


def _check_maker(link: OneTimeLink, check: Callable[[Actor], None]) -> None:
    """Whoever made the link could still make it, for an organisation they act for now.

    Raises LinkGoneError.
    """
    if link.created_by == operator().name:
        return
    maker = User.objects.filter(username=link.created_by, is_active=True).first()
    if maker is None:
        raise _gone()
    for organisation in queries.organisations_of(maker.pk):
        try:
            check(queries.current_actor(maker, organisation))
        except (BadRoleError, NotAllowedError):
            continue
        return
    raise _gone()


def _check_reset(by: Actor, person: User) -> None:
    """No stepping up by somebody else's password. Raises NotAllowedError."""
    held = queries.assignments_of(person.pk)
    is_here = bool(held) and by.may(roles.MEMBERS)
    if not is_here or any(one.organisation_id != by.organisation_id for one in held):
        raise NotAllowedError(
            _(
                "Người này còn làm cho đơn vị khác. Liên kết đặt mật khẩu phải do người vận hành cấp."
            )
        )
    if not all(
        roles.holds_all(by, one.organisation, one.role, one.territories, one.sectors)
        for one in held
    ):
        raise NotAllowedError(_("Người này có quyền mà bạn không có. Hỏi người vận hành."))
