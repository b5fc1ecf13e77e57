"""Who may: the one refusal that every verb begins with."""

from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.barcodes.errors import NotAllowedError, NotThereError
from txng.barcodes.queries.reach import reaches
from txng.parties.models import Enterprise

Record = TypeVar("Record", bound=Model)


def require(by: Actor, right: str, enterprise: Enterprise) -> None:
    """Raises NotAllowedError."""
    if not reaches(by, right, enterprise):
        raise NotAllowedError(
            _("Bạn chưa được giao việc này cho cơ sở %(code)s. Hỏi người quản lý của cơ sở.")
            % {"code": enterprise.code}
        )


def there(found: Record | None, sentence: str) -> Record:
    """Raises NotThereError, for what is missing and for what is a stranger's."""
    if found is None:
        raise NotThereError(sentence)
    return found
