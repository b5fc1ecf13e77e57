"""Verbs about organisations."""

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts import journal, rules
from txng.accounts.actors import Actor
from txng.accounts.errors import BadNameError, KindDiffersError
from txng.accounts.models import Organisation


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
