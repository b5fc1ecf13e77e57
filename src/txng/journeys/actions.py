"""Verbs of signed views: each one transaction and one line in the journal."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.journeys import rules
from txng.journeys.errors import BadLengthError, EndedViewError, NotAnAgencyError
from txng.journeys.viewing import Lent, sign, unsign


@transaction.atomic
def lend_view(
    *, by: Actor, organisation: Organisation, minutes: int, oversight: bool = False
) -> tuple[str, datetime]:
    """The signed value of a link, and when it ends. Raises BadLengthError, NotAnAgencyError."""
    if not rules.is_good_length(minutes):
        raise BadLengthError(
            _("Thời hạn cần từ %(least)d đến %(most)d phút, nhưng nhận được %(got)d.")
            % {"least": rules.SHORTEST_VIEW, "most": rules.LONGEST_VIEW, "got": minutes}
        )
    if oversight and not rules.may_oversee(organisation.kind):
        raise NotAnAgencyError(
            _("Chỉ cơ quan nhà nước xem được mọi sự kiện, mà “%(name)s” không phải là cơ quan.")
            % {"name": organisation.name}
        )
    until = (timezone.now() + timedelta(minutes=minutes)).replace(microsecond=0)
    journal.record(
        by, "view.lent", organisation, minutes=minutes, oversight=oversight, until=until.isoformat()
    )
    return sign(Lent(organisation.pk, oversight, until), "link"), until


@transaction.atomic
def open_view(*, by: Actor | None, link: str) -> tuple[str, datetime]:
    """The value of a cookie for a link's value, and when it ends. Raises EndedViewError.

    `by` is None: whoever holds the link is known by nothing else; the journal names the organisation.
    """
    lent = unsign(link, "link", timezone.now())
    organisation = (
        None if lent is None else Organisation.objects.filter(pk=lent.organisation_id).first()
    )
    if lent is None or organisation is None:
        raise EndedViewError(_("Liên kết xem đã hết hạn hoặc không do hệ thống này cấp."))
    holder = by or Actor(organisation.pk, organisation.name, frozenset(), "view-link")
    journal.record(
        holder, "view.opened", organisation, oversight=lent.oversight, until=lent.until.isoformat()
    )
    return sign(lent, "cookie"), lent.until


@transaction.atomic
def leave_view(*, by: Actor) -> None:
    journal.record(by, "view.left", ("accounts.organisation", str(by.organisation_id)))
