"""How often somebody may try: counted in the database, so every worker counts the same tries."""

import hashlib
import hmac
import math
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from txng.accounts import rules
from txng.accounts.errors import TooOftenError
from txng.accounts.models import Limit

_MOST_CLEARED: Final = 200


def spend(kind: str, who: str, allowance: rules.Allowance) -> None:
    """One try of `who` ("an", an address). Raises TooOftenError with the seconds to wait.

    Call outside the transaction of what is tried: a try that fails has been made all the same.
    """
    now = timezone.now()
    key = _key(kind, who)
    with transaction.atomic():
        row = _locked(key, now)
        is_allowed, moment = rules.next_allowed(allowance, row.filled_until, now)
        if is_allowed:
            row.filled_until = moment
            row.save(update_fields=["filled_until"])
    if not is_allowed:
        seconds = max(1, math.ceil((moment - now).total_seconds()))
        raise TooOftenError(
            ngettext(
                "Đã thử quá nhiều lần. Chờ %(seconds)d giây rồi thử lại.",
                "Đã thử quá nhiều lần. Chờ %(seconds)d giây rồi thử lại.",
                seconds,
            )
            % {"seconds": seconds},
            seconds,
        )


def _locked(key: str, now: datetime) -> Limit:
    """The bucket, made where there is none; made again when another worker gave it back meanwhile."""
    while True:
        Limit.objects.bulk_create([Limit(key=key, filled_until=now)], ignore_conflicts=True)
        row = Limit.objects.select_for_update().filter(key=key).first()
        if row is not None:
            return row


def give_back(kind: str, who: str) -> None:
    """After a success the bucket is empty again; old buckets of others are thrown away."""
    Limit.objects.filter(key=_key(kind, who)).delete()
    old = Limit.objects.filter(filled_until__lt=timezone.now() - timedelta(hours=1))
    Limit.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_MOST_CLEARED])).delete()


def _key(kind: str, who: str) -> str:
    """Keyed, so that a copy of the table does not tell whose address tried."""
    words = f"{kind}\n{who}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()
