"""Who may change what a code leads to. A key or a person needs the scope `links`; what decides for
others (approving hosts, giving keys away) needs `oversight` as well."""

from django.utils.translation import gettext as _

from txng.accounts import rules as scopes
from txng.accounts.actors import Actor
from txng.resolver.errors import NotAllowedError


def require_links(by: Actor) -> int:
    """The organisation that `by` acts for. Raises NotAllowedError."""
    if not by.may(scopes.LINKS):
        raise NotAllowedError(
            _("Khóa này không có quyền links. Xin cấp khóa có quyền links rồi làm lại.")
        )
    if by.organisation_id is None:
        raise NotAllowedError(_("Cần nói rõ tổ chức: thêm --organisation rồi làm lại."))
    return by.organisation_id


def require_oversight(by: Actor) -> None:
    if not (by.may(scopes.LINKS) and by.may(scopes.OVERSIGHT)):
        raise NotAllowedError(
            _("Việc này dành cho cơ quan có quyền links và oversight. Gửi đề nghị đến cơ quan đó.")
        )
