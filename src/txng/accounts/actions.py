"""Verbs of accounts: each one transaction and one line in the journal."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, rules
from txng.accounts.actors import Actor
from txng.accounts.errors import (
    BadNameError,
    KindDiffersError,
    ScopeNotAllowedError,
    UnknownKeyError,
    UnknownScopeError,
)
from txng.accounts.models import ApiKey, Organisation


@transaction.atomic
def create_organisation(
    *, by: Actor, name: str, kind: str = rules.ENTERPRISE, code: str = ""
) -> Organisation:
    """Raises BadNameError when `name` is empty, too long or taken."""
    name = _good_name(name)
    if Organisation.objects.filter(name=name).exists():
        raise BadNameError(_("Đã có tổ chức tên “%(name)s”.") % {"name": name})
    organisation = Organisation.objects.create(
        name=name, kind=kind, code=_free_code(code or rules.code_for(name))
    )
    journal.record(by, "organisation.created", organisation, name=name, kind=kind)
    return organisation


@transaction.atomic
def ensure_organisation(*, by: Actor, name: str, kind: str = rules.ENTERPRISE) -> Organisation:
    """The organisation of this name, made when it is new. Raises KindDiffersError, changes nothing."""
    organisation = Organisation.objects.filter(name=_good_name(name)).first()
    if organisation is None:
        return create_organisation(by=by, name=name, kind=kind)
    if organisation.kind != kind:
        raise KindDiffersError(
            _("“%(name)s” đã được ghi nhận là %(kind)s.")
            % {"name": organisation.name, "kind": organisation.get_kind_display()}
        )
    return organisation


@transaction.atomic
def create_key(
    *,
    by: Actor,
    organisation: Organisation,
    scopes: Collection[str],
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """The record and the plain key, which exists nowhere else: show it once, keep it nowhere.

    Raises UnknownScopeError, and ScopeNotAllowedError when an enterprise asks for oversight.
    """
    unknown = rules.unknown_scopes(scopes)
    if unknown or not scopes:
        raise UnknownScopeError(
            _("Cần quyền trong số %(known)s, nhưng nhận được “%(got)s”.")
            % {"known": ", ".join(rules.SCOPES), "got": ", ".join(unknown)}
        )
    if not rules.may_hold(organisation.kind, scopes):
        raise ScopeNotAllowedError(
            _("Quyền oversight chỉ dành cho cơ quan nhà nước, mà “%(name)s” không phải là cơ quan.")
            % {"name": organisation.name}
        )
    new = rules.new_key()
    key = ApiKey.objects.create(
        prefix=new.prefix,
        digest=new.digest,
        organisation=organisation,
        scopes=rules.scopes_text(scopes),
        created_by=by.name,
        expires_at=expires_at,
    )
    journal.record(
        by, "key.created", key, prefix=key.prefix, organisation=organisation.name, scopes=key.scopes
    )
    return key, new.plain


@transaction.atomic
def revoke_key(*, by: Actor, prefix: str) -> ApiKey:
    """Revoking twice keeps the first moment. Raises UnknownKeyError."""
    key = ApiKey.objects.select_for_update().filter(prefix=prefix).first()
    if key is None:
        raise UnknownKeyError(
            _("Không có khóa nào bắt đầu bằng “%(prefix)s”.") % {"prefix": prefix}
        )
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        journal.record(by, "key.revoked", key, prefix=key.prefix)
    return key


def _good_name(name: str) -> str:
    name = rules.tidy_name(name)
    if not 0 < len(name) <= rules.LONGEST_NAME:
        raise BadNameError(
            _("Tên tổ chức cần từ 1 đến %(longest)d ký tự, nhưng có %(got)d.")
            % {"longest": rules.LONGEST_NAME, "got": len(name)}
        )
    return name


def _free_code(wanted: str) -> str:
    """Two names may fold to one code: the second becomes "cau-dat-2"."""
    code, number = wanted, 1
    while Organisation.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    return code
