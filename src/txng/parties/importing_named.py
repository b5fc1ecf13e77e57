"""The parties that a batch of rows names, asked for together: codes and tax codes as people typed them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.parties import queries
from txng.parties.actions import checking
from txng.parties.errors import FieldError, NotAllowedError
from txng.parties.models import Enterprise


class Parties:
    """One question for all of them, a second for whoever writes for members of a cooperative."""

    def __init__(self, by: Actor, texts: Iterable[str]) -> None:
        self._known = queries.called(by, set(texts))
        self._changeable = queries.changeable(by, self._known.values())

    def named(self, field: str, text: str) -> Enterprise:
        """Raises FieldError."""
        found = self._known.get(text)
        if found is None:
            raise FieldError(field, _("Không có cơ sở nào mang mã này. Nhập cơ sở trước."))
        return found

    def holder(self, text: str) -> Enterprise:
        """Whom the row is about, for whoever may write there. Raises FieldError, NotAllowedError."""
        found = self.named("holder", text)
        if found.pk not in self._changeable:
            raise NotAllowedError(_("Bạn không có quyền ghi cho cơ sở này."))
        return found

    def refuse_foreign(self, party: Enterprise) -> None:
        """As the verbs refuse it. Raises NotAllowedError."""
        if party.pk not in self._changeable:
            raise checking.not_given(party)

    def all(self) -> list[Enterprise]:
        return list(self._known.values())
