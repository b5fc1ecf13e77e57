"""Questions about people, their roles and their second factors."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import known, rules, sealing
from txng.accounts.actors import Actor
from txng.accounts.errors import UnknownPersonError, UnknownRoleError
from txng.accounts.models import (
    Assignment,
    Organisation,
    OuterIdentity,
    Passkey,
    RecoveryCode,
    Role,
    Totp,
    User,
)

MEMBERS = "accounts.members"
LOOK_AS = "accounts.look_as"


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person could show beside a password."""

    has_totp: bool
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int
    has_outer: bool

    @property
    def has_any(self) -> bool:
        return self.has_totp or bool(self.passkeys)


def person_named(username: str) -> User:
    """Raises UnknownPersonError."""
    found = User.objects.filter(username=rules.tidy_username(username)).first()
    if found is None:
        raise UnknownPersonError(
            _("Không có người dùng nào tên “%(name)s”.") % {"name": username[:60]}
        )
    return found


def factors_of(person_id: int) -> Factors:
    return Factors(
        Totp.objects.filter(person_id=person_id, confirmed_at__isnull=False).exists(),
        tuple(Passkey.objects.filter(person_id=person_id).order_by("pk")),
        RecoveryCode.objects.filter(person_id=person_id, used_at__isnull=True).count(),
        OuterIdentity.objects.filter(person_id=person_id).exists(),
    )


def totp_being_enrolled(actor: Actor) -> bytes | None:
    """The actor's own secret, as long as no code confirmed it; afterwards nobody sees it again."""
    row = Totp.objects.filter(person_id=actor.person_id or 0, confirmed_at__isnull=True).first()
    return None if row is None else sealing.opened(bytes(row.sealed), f"totp {row.person_id}")


def roles() -> list[Role]:
    return list(Role.objects.order_by("pk"))


def role(actor: Actor, code: str) -> Role | None:
    """For whoever may change roles; None for everybody else."""
    if not actor.may_everywhere("accounts.roles"):
        return None
    return Role.objects.filter(code=code).first()


def role_named(code: str) -> Role:
    """Raises UnknownRoleError."""
    found = Role.objects.filter(code=code).first()
    if found is None:
        raise UnknownRoleError(
            _("Không có vai trò “%(code)s”. Các vai trò: %(known)s.")
            % {"code": code[:40], "known": ", ".join(one.code for one in roles())}
        )
    return found


def roles_to_give(actor: Actor, *, for_devices: bool = False) -> list[Role]:
    """Roles that fit the actor's organisation and hold nothing that the actor lacks."""
    kind = _kind_of(actor)
    found = [
        one
        for one in roles()
        if kind in one.kinds and one.is_for_devices == for_devices and gives_no_more(actor, one)
    ]
    passing = known.passing_roles()
    lasting = [set(one.rights) for one in found if one.code not in passing]
    return [
        one
        for one in found
        if one.code not in passing or not any(set(one.rights) <= wider for wider in lasting)
    ]


def gives_no_more(actor: Actor, role: Role) -> bool:
    """Whether the actor holds every right of the role: nobody gives what they have not got."""
    return all(actor.may(right) for right in role.rights)


def members(actor: Actor) -> list[Assignment]:
    """Who holds a role in the actor's own organisation, now or later; by name."""
    if not actor.may(MEMBERS):
        return []
    rows = (
        Assignment.objects.select_related("person", "role")
        .filter(_not_over(timezone.now()), organisation_id=actor.organisation_id or 0)
        .order_by("person__full_name", "person__username", "pk")
    )
    return list(rows)


def assignment(actor: Actor, pk: int) -> Assignment | None:
    """One of `members(actor)`; None for a stranger's as for one that there is not."""
    if not actor.may(MEMBERS):
        return None
    rows = Assignment.objects.select_related("person", "role", "organisation")
    return rows.filter(
        _not_over(timezone.now()), organisation_id=actor.organisation_id or 0, pk=pk
    ).first()


def assignments_of(person_id: int) -> list[Assignment]:
    """A person's own roles in every organisation, now or later."""
    rows = Assignment.objects.select_related("role", "organisation")
    return list(
        rows.filter(_not_over(timezone.now()), person_id=person_id).order_by(
            "organisation__name", "pk"
        )
    )


def people_to_look_as(actor: Actor, words: str) -> list[Assignment]:
    """People of enterprises and certifiers whose name or organisation has these words; 50 at most."""
    if not actor.may_everywhere(LOOK_AS):
        return []
    kinds = [kind for kind in rules.KINDS if rules.may_look_as(kind)]
    rows = Assignment.objects.select_related("person", "role", "organisation").filter(
        _valid(timezone.now()), organisation__kind__in=kinds, person__is_active=True
    )
    for word in words.split():
        rows = rows.filter(
            Q(person__username__icontains=word)
            | Q(person__full_name__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    return list(rows.order_by("organisation__name", "person__username", "pk")[:50])


def person_to_look_as(actor: Actor, pk: int) -> Assignment | None:
    """None for an officer's as for one that there is not."""
    if not actor.may_everywhere(LOOK_AS):
        return None
    kinds = [kind for kind in rules.KINDS if rules.may_look_as(kind)]
    rows = Assignment.objects.select_related("person", "role", "organisation")
    return rows.filter(
        _valid(timezone.now()), pk=pk, organisation__kind__in=kinds, person__is_active=True
    ).first()


def _kind_of(actor: Actor) -> str:
    found = Organisation.objects.filter(pk=actor.organisation_id or 0).values_list(
        "kind", flat=True
    )
    return found.first() or ""


def _valid(now: datetime) -> Q:
    return Q(valid_from__lte=now) & _not_over(now)


def _not_over(now: datetime) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=now)
