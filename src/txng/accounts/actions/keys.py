"""Verbs about keys of machines."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, known, rules
from txng.accounts.actors import Actor
from txng.accounts.errors import (
    NotAllowedError,
    ScopeNotAllowedError,
    UnknownKeyError,
    UnknownScopeError,
)
from txng.accounts.models import ApiKey, Organisation

KEYS = "accounts.keys"


@transaction.atomic
def create_key(
    *,
    by: Actor,
    organisation: Organisation,
    scopes: Collection[str],
    expires_at: datetime | None = None,
    rights: Collection[str] = (),
    name: str = "",
) -> tuple[ApiKey, str]:
    """The record and the plain key, which exists nowhere else: show it once, keep it nowhere.

    `rights` are those of the rooms ("parties.edit"); with a key they hold for the organisation's own
    things alone. A person gives a key to their own organisation, with nothing that they lack.

    Raises UnknownScopeError, ScopeNotAllowedError when an enterprise asks for oversight, NotAllowedError.
    """
    _check_giver(by, organisation, [*scopes, *rights])
    unknown = rules.unknown_scopes(scopes) + sorted(set(rights) - known.rights().keys())
    if unknown or not (scopes or rights):
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
        rights=" ".join(sorted(set(rights))),
        name=rules.tidy_name(name)[:100],
        created_by=by.name,
        expires_at=expires_at,
    )
    journal.record(
        by,
        "key.created",
        key,
        concerns=organisation.pk,
        prefix=key.prefix,
        organisation=organisation.name,
        scopes=key.scopes,
        rights=key.rights,
    )
    return key, new.plain


@transaction.atomic
def revoke_key(*, by: Actor, prefix: str) -> ApiKey:
    """Revoking twice keeps the first moment. Raises UnknownKeyError, for a stranger's key too."""
    key = ApiKey.objects.select_for_update().filter(prefix=prefix).first()
    is_own = key is not None and key.organisation_id == by.organisation_id and by.may(KEYS)
    if key is None or not (by.is_operator or is_own):
        raise UnknownKeyError(
            _("Không có khóa nào bắt đầu bằng “%(prefix)s”.") % {"prefix": prefix}
        )
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        journal.record(by, "key.revoked", key, concerns=key.organisation_id, prefix=key.prefix)
    return key


def _check_giver(by: Actor, organisation: Organisation, wanted: Collection[str]) -> None:
    """Raises NotAllowedError."""
    if by.is_operator:
        return
    is_own = organisation.pk == by.organisation_id and by.may(KEYS)
    if not is_own or not all(by.may(word) for word in wanted):
        raise NotAllowedError(_("Bạn chỉ cấp được khóa cho đơn vị mình, với quyền mà bạn có."))
